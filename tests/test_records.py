"""The records as the single source of the schema: described, exemplified, closed."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from overseas_stations import vocabulary
from overseas_stations.cells import CellError, read_record
from overseas_stations.records import RECORDS, Station
from overseas_stations.schema.spec import FieldSpec, TableSpec, all_tables, table_spec
from overseas_stations.vocabulary import Vocabulary

FIELDS = [(spec, field) for spec in all_tables() for field in spec.fields]
VOCABULARIES = [
    value
    for value in vars(vocabulary).values()
    if isinstance(value, type) and issubclass(value, Vocabulary) and value is not Vocabulary
]


@pytest.mark.parametrize(("spec", "field"), FIELDS, ids=lambda value: value.name)
def test_every_field_is_described_and_its_example_is_valid(
    spec: TableSpec, field: FieldSpec
) -> None:
    assert field.description.endswith("."), "a description is a sentence"
    assert field.example is not None
    probe = spec.record.model_construct()
    value = tuple(field.example) if field.type == "list" else field.example
    others = {f.name: f.example for f in spec.fields if f.required and f is not field}
    record = spec.record(**{**others, field.name: value})
    assert getattr(record, field.name) not in (None, ()), probe


@pytest.mark.parametrize("kind", VOCABULARIES)
def test_every_member_has_a_meaning(kind: type[Vocabulary]) -> None:
    assert kind.__doc__
    for member in kind:
        assert member.meaning.endswith("."), member
        assert member == member.value == str(member)


def test_every_vocabulary_is_used() -> None:
    assert set(VOCABULARIES) == {field.vocabulary for _, field in FIELDS if field.vocabulary}


def test_the_tables_are_those_of_the_design() -> None:
    assert list(RECORDS) == [
        "sources", "organisations", "countries", "stations", "investigations", "statements", "events",
        "figures", "cooperations", "return_cases", "evidence", "retired", "curation_log",
        "accepted_warnings",
    ]  # fmt: skip


def test_records_are_frozen_and_closed() -> None:
    station = Station(station_id="stn-nl-001", country_id="NL")
    with pytest.raises(ValidationError, match="frozen"):
        station.city = "Delft"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="Extra"):
        Station(station_id="stn-nl-001", country_id="NL", town="Delft")  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"station_id": "stn-nl-001"}, "country_id"),
        ({"station_id": "1", "country_id": "NL"}, "station_id"),
        ({"station_id": "stn-nl-001", "country_id": "NL", "latitude": "91"}, "latitude"),
        ({"station_id": "stn-nl-001", "country_id": "NL", "established": "2022-13"}, "established"),
        (
            {"station_id": "stn-nl-001", "country_id": "NL", "activities": "documents;x"},
            "activities",
        ),
    ],
)
def test_a_bad_cell_is_named(cells: dict[str, str], column: str) -> None:
    with pytest.raises(CellError) as caught:
        read_record(Station, cells)
    assert caught.value.column == column


def test_ids_that_point_at_a_table_are_its_foreign_keys() -> None:
    assert table_spec("stations").field("possibly_same_as").references == "stations"
    assert table_spec("stations").field("station_id").references is None
    assert table_spec("sources").field("derived_from").references == "sources"
    assert table_spec("statements").field("issuer").references == "organisations"
