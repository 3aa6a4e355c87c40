"""The schema, read off the records, and its faces: Table Schema, Arrow, JSON Schema, codebook."""
