// Reads Parquet files with hyparquet and prints, a line a file, its notice and its rows as JSON.
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

// What JSON has no type for: 64-bit integers, and days, which JavaScript has as moments.
function plain(key, value) {
  if (typeof value === 'bigint') return Number(value)
  return this[key] instanceof Date ? value.slice(0, 10) : value
}

for (const path of process.argv.slice(2)) {
  const file = await asyncBufferFromFile(path)
  const metadata = await parquetMetadataAsync(file)
  const notice = metadata.key_value_metadata.find(({ key }) => key === 'notice').value
  const rows = await parquetReadObjects({ file, metadata, compressors })
  console.log(JSON.stringify({ notice, rows }, plain))
}
