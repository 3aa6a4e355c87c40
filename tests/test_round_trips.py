"""Records survive every form that they are written in."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overseas_stations.canonical import csv_text
from overseas_stations.cells import read_record, write_record
from overseas_stations.dataset import Dataset, Table
from overseas_stations.export import export
from overseas_stations.export.parquet_format import parquet_bytes
from overseas_stations.records import Record
from overseas_stations.schema.arrow import arrow_schema, read_parquet_rows
from overseas_stations.schema.spec import TableSpec, all_tables
from overseas_stations.spreadsheet import guard, unguard
from tests.strategies import TEXTS, records

SPECS = all_tables()


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
@given(data=st.data())
@settings(max_examples=40)
def test_csv(spec: TableSpec, data: st.DataObject) -> None:
    wanted = data.draw(st.lists(records(spec), max_size=4))
    text = csv_text(spec.columns, (write_record(record) for record in wanted))
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    assert [read_record(spec.record, row) for row in rows] == wanted


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
@given(data=st.data())
@settings(max_examples=40)
def test_parquet(spec: TableSpec, data: st.DataObject) -> None:
    wanted = data.draw(st.lists(records(spec), max_size=4))
    content = parquet_bytes(Table(spec.record, wanted), "1.2.3")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.parquet"
        path.write_bytes(content)
        rows = read_parquet_rows(path, spec.record)
        assert [read_record(spec.record, row) for _, row in rows] == wanted


@pytest.mark.parametrize("form", ["csv", "parquet"])
@given(data=st.data())
@settings(max_examples=15)
def test_a_whole_dataset_through_an_export(form: str, data: st.DataObject) -> None:
    import overseas_stations as ost

    def unique(rows: list[Record]) -> list[Record]:
        return list({record.primary_key: record for record in rows}.values())

    spec = data.draw(st.sampled_from(SPECS))
    wanted = Dataset.from_records(unique(data.draw(st.lists(records(spec), max_size=4))), "1.2.3")
    with tempfile.TemporaryDirectory() as folder:
        export(wanted, Path(folder) / "out", [form])
        again = ost.load(Path(folder) / "out")
        assert again.table(spec.name) == wanted.table(spec.name)


@given(TEXTS | st.from_regex(r"'*[=+@\t\r-].*", fullmatch=True))
def test_a_guarded_cell_is_harmless_and_comes_back(cell: str) -> None:
    safe = guard(cell)
    assert unguard(safe) == cell
    if safe[0] in "=+-@\t\r":
        float(safe)  # a plain number is the one thing left alone


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_arrow_carries_types_and_descriptions(spec: TableSpec) -> None:
    schema = arrow_schema(spec)
    for field in spec.fields:
        arrow = schema.field(field.name)
        assert arrow.metadata[b"description"].decode() == field.description
        if field.type == "date":
            assert schema.field(f"{field.name}_earliest").type == pa.date32()
            assert schema.field(f"{field.name}_latest").type == pa.date32()
        if field.type == "list":
            assert pa.types.is_list(arrow.type)
        if field.vocabulary and field.type != "list":
            assert pa.types.is_dictionary(arrow.type)
            assert arrow.type.value_type == pa.string()
