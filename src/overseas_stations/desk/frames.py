"""Tables as data frames: pandas, Polars, GeoPandas.

Arrow and Parquet keep vocabularies as plain strings, so that no reader breaks on a new member. A
frame lives in one process beside the library that knows the members, so here they are categories:
all of them, used or not, in the order of the codebook, and after them those of a newer release.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from overseas_stations.derived_records import AssessmentLevel
from overseas_stations.errors import UnknownNameError, missing_extra
from overseas_stations.records import Record
from overseas_stations.schema.spec import FieldSpec, VocabularyType, spec_of
from overseas_stations.schema.table_schema import NOTICE

if TYPE_CHECKING:
    import geopandas
    import pandas
    import polars
    import pyarrow

    from overseas_stations.dataset import Table

#: The vocabularies whose documented order is a scale: only their categories compare by ``<``.
ORDERED: frozenset[VocabularyType] = frozenset({AssessmentLevel})

#: What a table needs for a place on the map: WGS 84, degrees.
COORDINATES = ("latitude", "longitude")
CRS = "EPSG:4326"


def to_pandas(table: Table[Any]) -> pandas.DataFrame:
    """A row a record, the columns those of :meth:`Table.to_arrow`.

    Vocabularies are categorical (``AssessmentLevel`` ordered), days ``datetime64[ms]``, which has
    room for every year, integers ``Int64``, booleans ``boolean``, text ``string``; lists are lists
    and a missing value is ``NA`` (``NaT`` of days, ``NaN`` of coordinates). ``attrs`` holds the
    table's name, the notice and each column's description.

    Raises ``MissingExtraError`` without pandas.
    """
    pd = _pandas()
    frame = arrow_to_pandas(table.to_arrow())
    for field in _vocabularies(table):
        texts = frame[field.name].astype("object")
        members = _members(field, texts.dropna().unique())
        kind = pd.CategoricalDtype(members, ordered=field.vocabulary in ORDERED)
        frame[field.name] = texts.astype(kind)
    frame.attrs["notice"] = NOTICE
    return frame


def arrow_to_pandas(table: pyarrow.Table) -> pandas.DataFrame:
    """Any Arrow table with the types above, its descriptions in ``attrs``.

    Raises ``MissingExtraError`` without pandas.
    """
    import pyarrow as pa

    pd = _pandas()
    types = {
        pa.int64(): pd.Int64Dtype(),
        pa.int32(): pd.Int32Dtype(),
        pa.bool_(): pd.BooleanDtype(),
        pa.string(): pd.StringDtype("pyarrow"),
    }
    frame: pandas.DataFrame = table.to_pandas(types_mapper=types.get, date_as_object=False)
    for field in table.schema:
        if pa.types.is_list(field.type):
            lists = table.column(field.name).to_pylist()
            frame[field.name] = pd.Series(lists, index=frame.index, dtype="object")
    # Plain values alone: pandas compares attrs whenever it joins frames.
    frame.attrs = {
        "columns": {
            field.name: field.metadata[b"description"].decode()
            for field in table.schema
            if field.metadata and b"description" in field.metadata
        }
    }
    if (table.schema.metadata or {}).get(b"table"):
        frame.attrs["table"] = table.schema.metadata[b"table"].decode()
    return frame


def to_polars(table: Table[Any]) -> polars.DataFrame:
    """A row a record, the columns those of :meth:`Table.to_arrow`.

    Vocabularies are ``Enum`` of all members, days ``Date``, lists ``List(String)``. Frames of two
    releases whose vocabularies differ join after ``cast(pl.String)``.

    Raises ``MissingExtraError`` without Polars.
    """
    pl = _polars()
    frame: polars.DataFrame = pl.from_arrow(table.to_arrow())
    enums = []
    for field in _vocabularies(table):
        texts = frame[field.name].cast(pl.String)
        members = _members(field, texts.drop_nulls().unique(maintain_order=True).to_list())
        enums.append(texts.cast(pl.Enum(members)))
    return frame.with_columns(enums)


def to_geopandas(table: Table[Any]) -> geopandas.GeoDataFrame:
    """The pandas frame with a point for each record that has coordinates, in EPSG:4326.

    A point stands for the city, and only for premises where a source prints theirs: see
    ``location_precision`` in ``stations_flat``. Records without coordinates keep their row with
    an empty geometry.

    Raises ``UnknownNameError`` for a table without coordinates and ``MissingExtraError`` without
    GeoPandas.
    """
    if not set(COORDINATES) <= set(table.columns):
        raise UnknownNameError(
            f"table {table.name} has no coordinates; stations and stations_flat have"
        )
    try:
        import geopandas
    except ImportError as error:
        raise missing_extra("a frame with a map's points needs GeoPandas", "geo") from error
    frame = to_pandas(table)
    latitude, longitude = (frame[name].astype("float64") for name in COORDINATES)
    known = latitude.notna() & longitude.notna()
    points = geopandas.GeoSeries.from_xy(longitude, latitude, crs=CRS).where(known, None)
    return geopandas.GeoDataFrame(frame, geometry=points, crs=CRS)


def _vocabularies(table: Table[Any]) -> list[FieldSpec]:
    """The columns that hold one member of a vocabulary each."""
    kind: type[Record] = table.kind
    return [field for field in spec_of(kind).fields if field.vocabulary and field.type != "list"]


def _members(field: FieldSpec, found: Any) -> list[str]:
    """All members in documented order, then what a newer release has besides."""
    documented = [member.value for member in field.vocabulary or ()]
    return [*documented, *(str(text) for text in found if text not in documented)]


def _pandas() -> Any:
    try:
        import pandas
    except ImportError as error:
        raise missing_extra("a pandas frame needs pandas", "pandas") from error
    return pandas


def _polars() -> Any:
    try:
        import polars
    except ImportError as error:
        raise missing_extra("a Polars frame needs Polars", "polars") from error
    return polars
