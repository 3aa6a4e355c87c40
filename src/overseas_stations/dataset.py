"""A dataset and its tables: typed records, read when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast, overload

from overseas_stations.cells import key_order, write_value
from overseas_stations.errors import RetiredIdError, UnknownIdError, UnknownNameError, suggest
from overseas_stations.records import (
    RECORDS,
    AcceptedWarning,
    Cooperation,
    Country,
    CurationLogEntry,
    Event,
    Evidence,
    Figure,
    Investigation,
    Organisation,
    Record,
    Retired,
    ReturnCase,
    Source,
    Statement,
    Station,
)
from overseas_stations.wording import visible

if TYPE_CHECKING:
    from datetime import date

    import geopandas
    import pandas
    import polars
    import pyarrow

    from overseas_stations.conditions import Filtered
    from overseas_stations.derive import Assessment, Contradiction
    from overseas_stations.derive.as_of import Replay
    from overseas_stations.desk import (
        Claimant,
        CountryCompleteness,
        Dispute,
        Explanation,
        PastValue,
        TimelineEntry,
    )
    from overseas_stations.desk.bibliography import BibliographyFormat
    from overseas_stations.desk.cite import CitationFormat
    from overseas_stations.desk.panel import Frequency
    from overseas_stations.desk.sql import QueryResult
    from overseas_stations.plot import Plots

R_co = TypeVar("R_co", bound=Record, covariant=True)
R = TypeVar("R", bound=Record)

if not TYPE_CHECKING:
    #: To a checker it declares ``where`` for each kind of record; there is nothing of it to run.
    Filtered = Generic

_SHOWN = 10


class Table(Sequence[R_co], Filtered[R_co]):
    """Records of one kind: a sequence of them, and a mapping by id.

    ``table[3]`` is the fourth record, ``table["stn-nl-001"]`` the one with that id; iterating
    gives the records in the order of their ids.
    """

    def __init__(
        self, kind: type[R_co], records: Iterable[R_co], dataset: Dataset | None = None
    ) -> None:
        self.kind = kind
        self._records = tuple(records)
        self._dataset = dataset

    @property
    def name(self) -> str:
        """The table's name, such as ``stations``."""
        return self.kind.table

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(self.kind.model_fields)

    @cached_property
    def _by_id(self) -> dict[str, R_co]:
        return {record.primary_key: record for record in self._records}

    def ids(self) -> tuple[str, ...]:
        """The ids, in order."""
        return tuple(self._by_id)

    @overload
    def __getitem__(self, key: int | str) -> R_co: ...
    @overload
    def __getitem__(self, key: slice) -> Table[R_co]: ...
    def __getitem__(self, key: int | str | slice) -> R_co | Table[R_co]:
        """Raises ``UnknownIdError`` with near ids, ``RetiredIdError`` with the successor."""
        if isinstance(key, str):
            try:
                return self._by_id[key]
            except KeyError:
                raise self._unknown(key) from None
        if isinstance(key, slice):
            return self._part(self._records[key])
        return self._records[key]

    def get(self, key: str, default: Any = None) -> R_co | Any:
        """The record with this id, or ``default``."""
        return self._by_id.get(key, default)

    def _unknown(self, key: str) -> UnknownIdError:
        retired = (
            self._dataset.retired.get(key) if self._dataset and self.name != "retired" else None
        )
        if isinstance(retired, Retired):
            successor = f"; use {retired.replaced_by}" if retired.replaced_by else ""
            return RetiredIdError(
                f"{key} was retired in {retired.retired_in}: {retired.reason}{successor}",
                retired.replaced_by,
            )
        return UnknownIdError(f"{self.name} has no record {key!r}{suggest(key, self._by_id)}")

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[R_co]:
        return iter(self._records)

    def __contains__(self, key: object) -> bool:
        return key in self._by_id if isinstance(key, str) else key in self._records

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        return self.name == other.name and self._records == other._records

    def __hash__(self) -> int:
        return hash((self.kind, self._records))

    def _part(self, records: Iterable[R_co]) -> Table[R_co]:
        return Table(self.kind, records, self._dataset)

    if not TYPE_CHECKING:  # checkers have it from Filtered, with the columns of each table

        def where(self, **conditions: object) -> Table[R_co]:
            """The records that meet every condition, as a table.

            A condition names a column. A plain value must equal the cell, or be one of its items
            where the column holds lists; of a set, list or other collection of values any one may; ``None``
            asks for an empty cell. Dates compare as text: ``established="2018-06"``.

            Raises ``UnknownNameError`` for a column that the table does not have.
            """
            return self._where(conditions)

    def _where(self, conditions: Mapping[str, object]) -> Table[R_co]:
        for column in conditions:
            if column not in self.kind.model_fields:
                raise UnknownNameError(
                    f"table {self.name} has no column {column!r}{suggest(column, self.columns)}"
                )
        tests = [(column, _condition(wanted)) for column, wanted in conditions.items()]
        return self._part(r for r in self if all(test(getattr(r, c)) for c, test in tests))

    def to_dicts(self) -> list[dict[str, Any]]:
        """The records as plain JSON-ready dictionaries: dates as text, lists as lists."""
        return [record.model_dump(mode="json") for record in self]

    def to_arrow(self) -> pyarrow.Table:
        """The records as an Arrow table, dates with their ``_earliest`` and ``_latest``."""
        from overseas_stations.schema.arrow import to_arrow

        return to_arrow(self.kind, self._records, self._latest_days())

    def _latest_days(self) -> Mapping[tuple[str, str], date]:
        if self._dataset is None:
            return {}
        from overseas_stations.derive import first_supported_on

        return first_supported_on(self._dataset, self.kind)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The Arrow PyCapsule stream: any Arrow consumer takes a table as it is."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def to_pandas(self) -> pandas.DataFrame:
        """The records as a pandas data frame: enums categorical, integers nullable, days dates.

        ``frame.attrs["columns"]`` describes each column. Raises ``MissingExtraError``.
        """
        from overseas_stations.desk.frames import to_pandas

        return to_pandas(self)

    def to_polars(self) -> polars.DataFrame:
        """The records as a Polars data frame, enums as ``Enum``. Raises ``MissingExtraError``."""
        from overseas_stations.desk.frames import to_polars

        return to_polars(self)

    def to_geopandas(self) -> geopandas.GeoDataFrame:
        """The records as a GeoPandas frame in EPSG:4326, a point where coordinates are known.

        Raises ``UnknownNameError`` for a table without coordinates, and ``MissingExtraError``.
        """
        from overseas_stations.desk.frames import to_geopandas

        return to_geopandas(self)

    def __repr__(self) -> str:
        lines = [f"{self.name}: {len(self)} records"]
        lines += [f"  {_summary(record)}" for record in islice(self, _SHOWN)]
        if len(self) > _SHOWN:
            lines.append(f"  … and {len(self) - _SHOWN} more")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        from html import escape

        head = "".join(f"<th>{escape(column)}</th>" for column in self.columns)
        body = "".join(
            "<tr>"
            + "".join(f"<td>{escape(write_value(getattr(r, c)))}</td>" for c in self.columns)
            + "</tr>"
            for r in islice(self, _SHOWN)
        )
        more = f"; the first {_SHOWN} shown" if len(self) > _SHOWN else ""
        return (
            f"<table><caption>{escape(self.name)}: {len(self)} records{more}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )


def _condition(wanted: object) -> Callable[[Any], bool]:
    """A test of one cell for one condition of ``where``."""
    if isinstance(wanted, Collection) and not isinstance(wanted, str):
        options = [_condition(option) for option in wanted]
        return lambda cell: any(option(cell) for option in options)
    if wanted is None:
        return lambda cell: cell is None or cell == ()

    def test(cell: Any) -> bool:
        if isinstance(cell, tuple):
            return wanted in cell
        return bool(cell == wanted) or (isinstance(wanted, str) and str(cell) == wanted)

    return test


def _summary(record: Record) -> str:
    """A record in a line, control characters shown as escapes."""
    filled = ((c, write_value(getattr(record, c))) for c in type(record).model_fields)
    shown = ", ".join(f"{c}={v}" if c not in record.key else v for c, v in filled if v)
    plain = visible(shown)
    return plain if len(plain) <= 110 else plain[:109] + "…"


class Dataset:
    """All tables of one version. A table is read when it is first asked for.

    Made by :func:`overseas_stations.load`, or from records by :meth:`from_records`.
    """

    def __init__(
        self,
        read: Callable[[type[Any]], Iterable[Any]],
        version: str | None,
        kinds: Mapping[str, type[Record]] | None = None,
    ) -> None:
        self._read = read
        #: The classes of a release of another version, by table.
        self._kinds = kinds or {}
        self._tables: dict[str, Table[Any]] = {}
        self._derived: dict[str, Table[Any]] = {}
        #: The version of the data, as its descriptor gives it.
        self.version = version

    @classmethod
    def from_records(cls, records: Iterable[Record], version: str | None = None) -> Dataset:
        """A dataset of these records, each put into its table in the order of the ids."""
        by_table: dict[str, list[Record]] = {name: [] for name in RECORDS}
        for record in records:
            by_table[record.table].append(record)
        for rows in by_table.values():
            rows.sort(key=lambda r: key_order(getattr(r, column) for column in r.key))
        kinds = {name: type(rows[0]) for name, rows in by_table.items() if rows}
        return cls(lambda kind: by_table[kind.table], version, kinds)

    def _table(self, kind: type[R]) -> Table[R]:
        table = self._tables.get(kind.table)
        if table is None:
            made = cast("type[R]", self._kinds.get(kind.table, kind))
            table = self._tables[kind.table] = Table(made, self._read(made), self)
        return table

    def table(self, name: str) -> Table[Any]:
        """A table by its name. Raises ``UnknownNameError`` with near names."""
        if name not in RECORDS:
            raise UnknownNameError(f"there is no table {name!r}{suggest(name, RECORDS)}")
        return self._table(RECORDS[name])

    def derived(self, name: str) -> Table[Any]:
        """A derived table by its name, such as ``station_status``; computed once.

        Raises ``UnknownNameError`` with near names.
        """
        from overseas_stations.derive import derived_tables

        if name not in self._derived:
            # A dataset never changes, so the table stays what it is.
            (self._derived[name],) = derived_tables(self, [name])
        return self._derived[name]

    @property
    def tables(self) -> tuple[Table[Any], ...]:
        """All tables, the cited before the citing."""
        return tuple(self._table(kind) for kind in RECORDS.values())

    @property
    def sources(self) -> Table[Source]:
        """The documents."""
        return self._table(Source)

    @property
    def organisations(self) -> Table[Organisation]:
        """Who claims, denies, investigates or operates."""
        return self._table(Organisation)

    @property
    def countries(self) -> Table[Country]:
        """Every ISO 3166-1 entry."""
        return self._table(Country)

    @property
    def stations(self) -> Table[Station]:
        """The stations that somebody reports."""
        return self._table(Station)

    @property
    def investigations(self) -> Table[Investigation]:
        """The inquiries."""
        return self._table(Investigation)

    @property
    def statements(self) -> Table[Statement]:
        """What officials, missions and those concerned said."""
        return self._table(Statement)

    @property
    def events(self) -> Table[Event]:
        """What happened."""
        return self._table(Event)

    @property
    def figures(self) -> Table[Figure]:
        """The numbers that somebody published."""
        return self._table(Figure)

    @property
    def cooperations(self) -> Table[Cooperation]:
        """Police agreements and patrol programmes."""
        return self._table(Cooperation)

    @property
    def return_cases(self) -> Table[ReturnCase]:
        """Reported coerced returns."""
        return self._table(ReturnCase)

    @property
    def evidence(self) -> Table[Evidence]:
        """Which source speaks for or against which cell."""
        return self._table(Evidence)

    @property
    def retired(self) -> Table[Retired]:
        """The ids no longer in use."""
        return self._table(Retired)

    @property
    def curation_log(self) -> Table[CurationLogEntry]:
        """What became of every fact of the dossier."""
        return self._table(CurationLogEntry)

    @property
    def accepted_warnings(self) -> Table[AcceptedWarning]:
        """The warnings that a maintainer judged."""
        return self._table(AcceptedWarning)

    @cached_property
    def evidence_by_record(self) -> Mapping[str, tuple[Evidence, ...]]:
        """The evidence rows of each record, by the record's id."""
        found: dict[str, list[Evidence]] = {}
        for row in self.evidence:
            found.setdefault(row.record_id, []).append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    def record(self, key: str) -> Record:
        """The record with this id, whatever its table.

        Raises ``UnknownIdError`` with near ids, ``RetiredIdError`` with the successor.
        """
        for table in self.tables:
            if table.name != "retired" and key in table:
                return cast("Record", table[key])
        if self.retired.get(key):
            raise self.stations._unknown(key)
        ids = (known for table in self.tables for known in table.ids())
        raise UnknownIdError(f"there is no record {key!r}{suggest(key, ids)}")

    def evidence_for(self, key: str, field: str | None = None) -> Table[Evidence]:
        """The evidence rows of a record, or those that name one of its columns.

        ``field="*"`` asks for what speaks to the record's existence. Raises ``UnknownIdError``
        for an unknown id and ``UnknownNameError`` for an unknown column.
        """
        record = self.record(key)
        columns = type(record).model_fields
        if field not in (None, "*") and field not in columns:
            raise UnknownNameError(
                f"table {record.table} has no column {field!r}{suggest(str(field), columns)}"
            )
        rows = self.evidence_by_record.get(key, ())
        return Table(Evidence, (r for r in rows if field is None or field in r.fields), self)

    @cached_property
    def _replay(self) -> Replay:
        """What it looked like on any day: made once, for whoever asks about the past."""
        from overseas_stations.derive.as_of import Replay

        return Replay(self)

    def as_of(self, day: date | str) -> Dataset:
        """The dataset as a reader could have known it on ``day`` (a date or ``YYYY-MM-DD``)."""
        from overseas_stations.derive import as_of

        return as_of(self, day)

    def contradictions(self) -> tuple[Contradiction, ...]:
        """What sources hold against one another, side by side."""
        from overseas_stations.derive import contradictions

        return contradictions(self)

    def timeline(
        self, country_id: str | None = None, station_id: str | None = None
    ) -> Table[TimelineEntry]:
        """Reports, statements, inquiries and events by day, with who says so.

        All, or those about a country or a station. Raises ``UnknownIdError``.
        """
        from overseas_stations.desk import timeline

        return timeline(self, country_id, station_id)

    def history(self, record_id: str, field: str) -> Table[PastValue]:
        """The values of a column or derived field, each with its span and on whose word.

        Derived fields: ``known``, ``status``, ``assessment``, ``disputed``, ``outcome``. Raises
        ``UnknownIdError``, ``UnknownNameError`` for a field that the record does not have.
        """
        from overseas_stations.desk import history

        return history(self, record_id, field)

    def assessment(self, record_id: str) -> Assessment:
        """How well a station, event, cooperation or return case is supported, and by whom.

        Raises ``UnknownIdError``, ``UnknownNameError`` for a record of another table.
        """
        from overseas_stations.derive import assessment

        return assessment(self, record_id)

    def disputed(self, record_id: str) -> Dispute:
        """Who denies a station, event, cooperation or return case: ``how``, and ``by`` whom.

        Raises ``UnknownIdError``, ``UnknownNameError`` for a record of another table.
        """
        from overseas_stations.desk import disputed

        return disputed(self, record_id)

    def claimants(self, record_id: str) -> tuple[Claimant, ...]:
        """Who claims that a record exists, through which outlets, and which of these only repeat.

        Raises ``UnknownIdError``.
        """
        from overseas_stations.desk import claimants

        return claimants(self, record_id)

    def explain(self, record_id: str, field: str) -> Explanation:
        """Why a column or derived field has its value: the rule, the steps, the evidence.

        Printed, it is plain English. Raises ``UnknownIdError``, ``UnknownNameError``.
        """
        from overseas_stations.desk import explain

        return explain(self, record_id, field)

    def completeness(self) -> Table[CountryCompleteness]:
        """By country, the stations itemised here beside the highest and latest published figure."""
        from overseas_stations.desk import completeness

        return completeness(self)

    def country_panel(
        self,
        freq: Frequency = "month",
        start: date | str | None = None,
        end: date | str | None = None,
        *,
        all_countries: bool = False,
    ) -> pandas.DataFrame:
        """A row a country and month or year: reports, inquiries, closures, statements by stance.

        Keyed by ISO, COW, Gleditsch-Ward and V-Dem codes; ``frame.attrs["columns"]`` describes
        each column. Of the countries that any record concerns, or of all. Raises
        ``UnknownNameError`` for another frequency or no date, and ``MissingExtraError``.
        """
        from overseas_stations.desk.panel import country_panel

        return country_panel(self, freq, start, end, all_countries=all_countries)

    def sql(self, query: str, /, **parameters: object) -> QueryResult:
        """What one ``SELECT`` finds in the tables, stored and derived; no file, no network.

        ``$name`` is bound to the parameter of that name. Raises ``QueryError`` for a query that
        is refused or fails, and ``MissingExtraError``.
        """
        from overseas_stations.desk.sql import sql

        return sql(self, query, parameters)

    def cite(self, format: CitationFormat = "apa") -> str:
        """The dataset at its version as a reference. Raises ``UnknownNameError``."""
        from overseas_stations.desk import cite

        return cite(self, format)

    def bibliography(
        self,
        ids: str | Iterable[str],
        field: str | None = None,
        format: BibliographyFormat = "bibtex",
    ) -> str:
        """The sources behind records, or one field of them, for a reference manager.

        Raises ``UnknownIdError``, ``UnknownNameError``.
        """
        from overseas_stations.desk import bibliography

        return bibliography(self, ids, field, format)

    @property
    def plot(self) -> Plots:
        """Pictures: ``map``, ``timeline``, ``stances`` and ``network``, each a call for any day."""
        from overseas_stations.plot import Plots

        return Plots(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dataset) and self.tables == other.tables

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(table)} {table.name}" for table in self.tables)
        return f"<overseas-stations {self.version or '(unversioned)'}: {counts}>"
