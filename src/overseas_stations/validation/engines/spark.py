"""Spark: the same queries, translated, on this machine or on a cluster.

CSV files are read by line, not with Spark's own reader, which takes what is no CSV for something
else. A file that holds anything but whole rows, each on a line of its own, is refused; it is then
read row by row elsewhere.
"""

from __future__ import annotations

import re
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit

from overseas_stations.errors import PackageError
from overseas_stations.validation.engines import Source
from overseas_stations.validation.engines.spark_launch import session
from overseas_stations.validation.engines.spark_sql import (
    as_text,
    constant,
    quoted_name,
    quoted_text,
    translated,
)
from overseas_stations.validation.files import Files
from overseas_stations.validation.regex import literal

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


#: Up to so many bytes a run is planned for one task at a time, interpreted rather than compiled.
SMALL = 2**25


_SETTINGS = {
    "spark.sql.ansi.enabled": "false",
    "spark.sql.caseSensitive": "false",
    "spark.sql.session.timeZone": "UTC",
    # The blocks of a file must be the same whenever it is read: rows are numbered by them.
    "spark.sql.files.minPartitionNum": "1",
    "spark.sql.files.maxPartitionBytes": str(SMALL),
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.int96RebaseModeInRead": "CORRECTED",
    "spark.sql.legacy.parquet.nanosAsLong": "true",
    "spark.sql.timeType.enabled": "true",
    "spark.sql.cteRecursionLevelLimit": "-1",
    "spark.sql.cteRecursionRowLimit": "-1",
}

#: Settings for a small run and for a large one.
_BY_SIZE = {
    "spark.sql.join.preferSortMergeJoin": ("false", "true"),
    "spark.sql.autoBroadcastJoinThreshold": ("-1", "10485760"),
    "spark.sql.adaptive.enabled": ("false", "true"),
    "spark.sql.codegen.wholeStage": ("false", "true"),
    "spark.sql.codegen.factoryMode": ("NO_CODEGEN", "FALLBACK"),
}


class _RefusedError(Exception):
    """Files that Spark cannot read, or would not read as they are meant."""


class _Place(NamedTuple):
    """Where a block of a file stands among the rows."""

    file: str
    block: int
    #: What to add to a row's number here for its number in the file, from 1: a header has none.
    within: int
    #: What to add to that for its number among the rows of all files.
    before: int
    partitions: tuple[str | None, ...]


class SparkEngine:
    """A session of this process's Spark, which the first run starts.

    ``memory`` is what each process of Spark may hold, beside what it needs for itself; it is
    settled when Spark starts. Raises ``MissingExtraError`` where Spark, Java or the translator is
    not installed, and ``UnknownNameError`` for a master that cannot be used and an amount that is
    none.
    """

    refusals: tuple[type[Exception], ...] = (_RefusedError,)
    knows_utf8 = False

    def __init__(self, master: str, memory: str) -> None:
        self._spark = session(master, memory)
        self._lock = threading.Lock()
        self._names: list[str] = []
        self._held: list[DataFrame] = []
        self._links: tempfile.TemporaryDirectory[str] | None = None
        self._small = True
        self._alone = (self._spark.sparkContext.master or "").startswith("local")
        for name, value in _SETTINGS.items():
            self._spark.conf.set(name, value)

    def expect(self, size: int) -> None:
        large = size > SMALL
        self._small = not large
        tasks = max(2, self._spark.sparkContext.defaultParallelism) if large else 1
        settings = {name: values[large] for name, values in _BY_SIZE.items()}
        settings["spark.sql.shuffle.partitions"] = str(2 * tasks if large else 1)
        settings["spark.sql.leafNodeDefaultParallelism"] = str(tasks)
        for name, value in settings.items():
            self._spark.conf.set(name, value)

    # -- files ---------------------------------------------------------------------------------

    def read(
        self, name: str, files: Files, sources: Sequence[Source], *, width: int, keep: bool
    ) -> None:
        with _refusing():
            rows, places = (self._parquet if files.parquet else self._lines)(files, sources, width)
        self._show(f"{name}_files", rows)
        parts = {key: f"p{number}" for number, key in enumerate(files.partitions)}
        origin = f"{name}_files"
        within, before = (str(places[0].within), str(places[0].before)) if places else ("0", "0")
        if len(places) > 1 or parts:
            within, before = "within", "before"
            columns = {"file": "STRING", "block": "BIGINT", within: "BIGINT", before: "BIGINT"}
            self._fill(
                f"{name}_places",
                {**columns, **dict.fromkeys(parts.values(), "STRING")},
                [(*place[:4], *place.partitions) for place in places],
            )
            origin += f" JOIN {name}_places USING (file, block)"
        cells = "".join(
            f", NULLIF({parts[source]}, '') AS r{n}"
            if isinstance(source, str) and source in parts
            else f", r{n}"
            for n, source in enumerate(sources)
        )
        query = f"SELECT id + {within} + {before} AS row_no{cells} FROM {origin} WHERE id + {within} > 0"
        self._show(name, self._spark.sql(query), keep=keep)

    def _load(self, kind: str, files: Files) -> tuple[DataFrame, dict[str, list[int]]]:
        """The files as Spark reads them, and each one's places in the list by its name there."""
        numbers: dict[str, list[int]] = {}
        for number, path in enumerate(files.paths):
            numbers.setdefault(self._visible(path), []).append(number)
        reader = self._spark.read.format(kind).options(
            lineSep="\n", recursiveFileLookup="true", mergeSchema="false", __globPaths__="false"
        )
        frame = reader.load(list(numbers))
        seen = {_path_of(file) for file in frame.inputFiles()}
        for name, (number, *_) in numbers.items():
            if name not in seen and files.paths[number].stat().st_size:
                raise _RefusedError(f"{files.paths[number]}: Spark passes over it")
        return frame, numbers

    def _visible(self, path: Path) -> str:
        """A file's name, another where Spark would pass over it or stumble at it."""
        if not path.name.startswith(("_", ".")) and ":" not in path.name:
            return str(path)
        with self._lock:
            if self._links is None:
                self._links = tempfile.TemporaryDirectory(prefix="overseas-stations-")
            packed = ".gz" if path.suffix == ".gz" else ""
            link = Path(self._links.name) / f"{sha256(bytes(path)).hexdigest()}{packed}"
            if not link.is_symlink():
                link.symlink_to(path)
        return str(link)

    def _lines(
        self, files: Files, sources: Sequence[Source], width: int
    ) -> tuple[DataFrame, list[_Place]]:
        """The rows of CSV files, numbered from any number within a block; and the blocks."""
        from pyspark.sql.functions import expr

        frame, numbers = self._load("text", files)
        about = frame.metadataColumn("_metadata")
        lines = frame.select(
            about["file_path"].alias("file"),
            about["file_block_start"].alias("block"),
            expr("monotonically_increasing_id()").alias("id"),
            expr(
                "CASE WHEN value LIKE '%\\r' THEN LEFT(value, LENGTH(value) - 1) ELSE value END"
            ).alias("line"),
        )
        is_odd, is_quoted = _is_odd(files, width), f"CONTAINS(line, {quoted_text(files.quote)})"
        counted = (
            lines.selectExpr("*", f"{is_odd} AS odd", f"{is_quoted} AS quoted")
            .groupBy("file", "block")
            .agg(
                expr("MIN(id)"),
                expr("COUNT(*)"),
                expr("COUNT_IF(odd)"),
                expr("MIN(CASE WHEN odd THEN id END)"),
                expr("COUNT_IF(quoted)"),
            )
            .collect()
        )
        header = int(files.has_header)
        quoted = False
        found: dict[str, list[tuple[int, str, int, int]]] = {path: [] for path in numbers}
        for file, block, first, count, odd, first_odd, quotes in counted:
            if odd > (header and block == 0 and first_odd == first):
                raise _RefusedError(f"{_path_of(file)}: has what is no row on a line of its own")
            found[_path_of(file)].append((block, file, first, count))
            quoted = quoted or quotes > 0
        counts = [0] * len(files.paths)
        for path, blocks in found.items():
            for number in numbers[path]:
                counts[number] = max(sum(count for *_, count in blocks) - header, 0)
        before = [0, *accumulate(counts)]
        places = []
        for path, blocks in found.items():
            for number in numbers[path]:
                within = 1 - header
                for block, file, first, count in sorted(blocks):
                    places.append(
                        _Place(file, block, within - first, before[number], _parts(files, number))
                    )
                    within += count
        rows = lines.selectExpr("file", "block", "id", f"{_cells(files, quoted)} AS cells")
        cells = [
            f"NULLIF({_bare(f'cells[{source}]', files.quote) if quoted else f'cells[{source}]'}, '') AS r{n}"
            for n, source in enumerate(sources)
            if isinstance(source, int)
        ]
        return rows.selectExpr("file", "block", "id", *cells), places

    def _parquet(
        self, files: Files, sources: Sequence[Source], width: int
    ) -> tuple[DataFrame, list[_Place]]:
        """The rows of Parquet files, numbered from 0, each file as one block; and the files."""
        import pyarrow.parquet as pq
        from pyspark.sql.functions import expr, lit

        frame, numbers = self._load("parquet", files)
        kinds = dict(frame.dtypes) | _nanoseconds(files.paths[0])
        about = frame.metadataColumn("_metadata")
        rows = frame.select(
            about["file_path"].alias("file"),
            lit(0).cast("bigint").alias("block"),
            about["row_index"].alias("id"),
            *(
                expr(
                    f"NULLIF({as_text(quoted_name(source), kinds[source], files.joins.get(source, ','))}, '')"
                ).alias(f"r{n}")
                for n, source in enumerate(sources)
                if isinstance(source, str) and source not in files.partitions
            ),
        )
        counts = [pq.read_metadata(path).num_rows for path in files.paths]
        before = [0, *accumulate(counts)]
        names = {_path_of(file): file.replace(":///", ":/", 1) for file in frame.inputFiles()}
        places = [
            _Place(names[path], 0, 1, before[number], _parts(files, number))
            for path, found in numbers.items()
            for number in found
        ]
        return rows, places

    # -- queries -------------------------------------------------------------------------------

    def _show(self, name: str, frame: DataFrame, *, keep: bool = False) -> None:
        if keep and self._small:
            frame = frame.coalesce(1)
        if keep:
            # Beside a cluster's own store a checkpoint plans faster, but goes with its machine.
            frame = frame.localCheckpoint(eager=False) if self._alone else frame.persist()
        frame.createOrReplaceTempView(name)
        with self._lock:
            self._names.append(name)
            if keep:
                self._held.append(frame)

    def cells(self, name: str) -> str:
        return name

    def define(self, name: str, sql: str, *, keep: bool = False) -> None:
        self._show(name, self._spark.sql(translated(sql)), keep=keep)

    def fill(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        self._fill(name, {column: _KINDS.get(kind, kind) for column, kind in columns.items()}, rows)

    def _fill(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        values = ", ".join(f"({', '.join(map(constant, row))})" for row in rows)
        cells = ", ".join(
            f"CAST({f'col{n}' if values else 'NULL'} AS {kind}) AS {quoted_name(column)}"
            for n, (column, kind) in enumerate(columns.items(), 1)
        )
        origin = f"FROM VALUES {values}" if values else "WHERE FALSE"
        self._show(name, self._spark.sql(f"SELECT {cells} {origin}"))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        frame = self._spark.sql(translated(sql))
        with _refusing():
            return [tuple(row) for row in frame.collect()]

    def fingerprint(self, columns: Sequence[str]) -> str:
        return f"XXHASH64({', '.join(columns)})"

    def close(self) -> None:
        for frame in reversed(self._held):
            if self._alone:
                frame._jdf.queryExecution().logical().rdd().unpersist(False)
            else:
                frame.unpersist()
        for name in self._names:
            self._spark.catalog.dropTempView(name)
        if self._links is not None:
            self._links.cleanup()


_KINDS = {"VARCHAR": "STRING"}


#: What Java runs out of, and what to do then.
_LIMITS = {
    "java.lang.StackOverflowError": "a cell is too long for Spark to hold against its pattern; DuckDB can",
    "java.lang.OutOfMemoryError": "Spark has not enough memory for this; give it more, or use DuckDB",
}


@contextmanager
def _refusing() -> Iterator[None]:
    """What Spark says where it cannot read a file becomes a refusal."""
    from py4j.protocol import Py4JJavaError
    from pyspark.errors import PySparkException

    try:
        yield
    except (Py4JJavaError, PySparkException) as error:
        text = str(error)
        for limit, message in _LIMITS.items():
            if limit in text:
                raise PackageError(message) from error
        found = re.search(
            r"\[(?:FAILED_READ_FILE|CANNOT_READ_FILE|UNABLE_TO_INFER_SCHEMA)[^\n]*", text
        )
        if found is None:
            raise
        raise _RefusedError(found[0]) from error


# -- lines of CSV ----------------------------------------------------------------------------------


def _parts(files: Files, number: int) -> tuple[str | None, ...]:
    """What the folders of a file say."""
    return tuple(values[number] for values in files.partitions.values())


def _nanoseconds(path: Path) -> dict[str, str]:
    """The columns of a Parquet file that are counts of nanoseconds to Spark, and their zone."""
    import pyarrow.parquet as pq

    schema = pq.ParquetFile(path).schema
    columns = (schema.column(number) for number in range(len(schema)))
    logical = {column.path: str(column.logical_type) for column in columns}
    return {
        name: "nanoseconds" + "+00" * ("isAdjustedToUTC=true" in kind)
        for name, kind in logical.items()
        if kind.startswith("Timestamp") and "nanoseconds" in kind
    }


def _path_of(uri: str) -> str:
    """The path that a file's URI names."""
    return unquote(urlsplit(uri).path)


def _is_odd(files: Files, width: int) -> str:
    """Whether a line is no row of CSV by itself. Most have no quote, and are told by a count."""
    mark, delimiter = files.quote, files.delimiter
    cell = _raw_cell(files)
    pattern = rf"\A(?:{cell}{literal(delimiter)}){{{width - 1}}}{cell}\z"
    count = f"LENGTH(line) - LENGTH(REPLACE(line, {quoted_text(delimiter)}, ''))"
    return (
        f"(CASE WHEN CONTAINS(line, {quoted_text(mark)}) OR CONTAINS(line, '\\r') "
        f"THEN NOT line RLIKE {quoted_text(pattern)} ELSE {count} <> {width - 1} END)"
    )


def _raw_cell(files: Files) -> str:
    """The pattern of a cell as it is written. It never goes back: a quote is not half of a cell."""
    quote, delimiter = literal(files.quote), literal(files.delimiter)
    return (
        rf"(?:{quote}[^{quote}]*+(?:{quote}{quote}[^{quote}]*+)*+{quote}|[^{quote}{delimiter}\r]*+)"
    )


def _cells(files: Files, quoted: bool) -> str:
    """The cells of a line as they are written, in an array."""
    delimiter = literal(files.delimiter)
    # Java splits at one character, or one behind a backslash, without a pattern: many times faster.
    mark = files.delimiter if files.delimiter.isalnum() else f"\\{files.delimiter}"
    plain = f"SPLIT(line, {quoted_text(mark)}, -1)"
    if not quoted:
        return plain
    pattern = f"{delimiter}({_raw_cell(files)})"
    line = f"CONCAT({quoted_text(files.delimiter)}, line)"
    return (
        f"CASE WHEN CONTAINS(line, {quoted_text(files.quote)}) "
        f"THEN REGEXP_EXTRACT_ALL({line}, {quoted_text(pattern)}, 1) ELSE {plain} END"
    )


def _bare(cell: str, quote: str) -> str:
    """A cell without the quotes that it is written with."""
    inner = f"SUBSTR({cell}, 2, LENGTH({cell}) - 2)"
    return (
        f"CASE WHEN STARTSWITH({cell}, {quoted_text(quote)}) "
        f"THEN REPLACE({inner}, {quoted_text(quote * 2)}, {quoted_text(quote)}) ELSE {cell} END"
    )
