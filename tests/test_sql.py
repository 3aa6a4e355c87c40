"""SQL: every table under its name, parameters bound, and nothing else within reach."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import overseas_stations as ost
from overseas_stations.cli.main import app
from overseas_stations.errors import QueryError, UnknownNameError
from overseas_stations.schema.spec import TableSpec, all_tables, derived_tables
from tests.conftest import ROOT


@pytest.mark.parametrize("spec", all_tables(), ids=lambda spec: spec.name)
def test_a_table_is_itself(spec: TableSpec, real: ost.Dataset) -> None:
    found = real.sql(f"SELECT * FROM {spec.name}")
    assert found.to_dicts() == real.table(spec.name).to_arrow().to_pylist()


def test_derived_tables_join_stored_ones(real: ost.Dataset) -> None:
    names = ", ".join(
        f"(SELECT count(*) FROM {spec.name}) AS {spec.name}" for spec in derived_tables()
    )
    (row,) = real.sql(f"SELECT {names}").to_dicts()
    assert row["stations_flat"] == row["station_status"] == len(real.stations)
    found = real.sql(
        "SELECT label, count(*) AS rows FROM Stations_Flat AS f "
        "JOIN evidence AS e ON e.record_id = f.station_id GROUP BY label ORDER BY rows DESC"
    )
    assert found.columns == ("label", "rows")
    assert found[0][1] == max(found.to_pandas()["rows"]) == found.to_polars()["rows"].max()
    assert list(found) == found.rows
    assert len(found) == len(found.rows)
    assert str(found[0][0]) in repr(found)


def test_derived_tables_are_computed_once(real: ost.Dataset) -> None:
    ds = real.as_of("2022-12-05")
    status = ds.derived("station_status")
    query = "SELECT station_id, status FROM station_status"
    expected = [(row.station_id, row.status) for row in status]
    assert expected
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("overseas_stations.derive.derived_tables", None)
        assert ds.derived("station_status") is status
        assert ds.sql(query).rows == expected
    with pytest.raises(UnknownNameError, match="station_status"):
        ds.derived("station_state")


def test_as_of_asks_what_was_known(real: ost.Dataset) -> None:
    then = real.as_of("2022-10-01")
    assert then.sql("SELECT count(*) FROM stations").rows == [(len(then.stations),)]


def test_what_was_selected_outlives_the_query(real: ost.Dataset) -> None:
    found = real.sql("SELECT station_id FROM stations")
    assert [row[0] for row in found.rows] == list(real.stations.ids())


@given(st.text(max_size=20))
@settings(max_examples=10)
def test_parameters_are_bound_not_pasted(text: str) -> None:
    ds = ost.Dataset.from_records([])
    assert ds.sql("SELECT $text AS t", text=text).rows == [(text,)]


def test_a_parameter_finds(real: ost.Dataset) -> None:
    query = "SELECT station_id FROM stations WHERE country_id = $query ORDER BY 1"
    assert [row[0] for row in real.sql(query, query="NL")] == list(
        real.stations.where(country_id="NL").ids()
    )


REFUSED = [
    "SELECT * FROM read_csv('{file}')",
    "SELECT * FROM '{file}'",
    "SELECT * FROM read_text('{file}')",
    "SELECT * FROM read_blob('{file}')",
    "SELECT * FROM glob('{folder}/*')",
    "SELECT * FROM 'http://127.0.0.1:9/x.parquet'",
    "SELECT * FROM read_parquet('https://127.0.0.1:9/x.parquet')",
    "SELECT * FROM sqlite_scan('{file}', 't')",
    "SELECT * FROM query('COPY stations TO ''{new}''')",
    "SELECT * FROM enable_logging(storage_path='{new}')",
    "FROM sniff_csv('{file}')",
    "SELECT getenv('HOME')",
    "COPY stations TO '{new}'",
    "COPY (SELECT 1) TO '{new}'",
    "EXPORT DATABASE '{new}'",
    "ATTACH '{new}'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "PRAGMA database_list",
    "PRAGMA threads=1",
    "CALL pragma_version()",
    "SET enable_external_access = true",
    "RESET memory_limit",
    "CREATE TABLE t (a INT)",
    "CREATE TABLE t AS SELECT 1",
    "INSERT INTO stations SELECT * FROM stations",
    "DELETE FROM stations",
    "DROP VIEW stations",
    "EXPLAIN ANALYZE SELECT 1",
    "SELECT 1; COPY (SELECT 1) TO '{new}'",
    "SELECT 1; SELECT 2",
    "",
    "-- nothing",
]


@pytest.mark.parametrize("query", REFUSED)
def test_nothing_else_is_within_reach(query: str, real: ost.Dataset, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("word\nopen-sesame\n")
    text = query.format(file=secret, folder=tmp_path, new=tmp_path / "new")
    with pytest.raises(QueryError) as caught:
        real.sql(text)
    assert "open-sesame" not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]


def test_no_variable_of_the_program_is_a_table(real: ost.Dataset) -> None:
    here = real.stations.to_arrow()
    assert here.num_rows
    with pytest.raises(QueryError, match="no table 'here'"):
        real.sql("SELECT * FROM here")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * FROM station", "no table 'station'; did you mean stations"),
        ("SELECT cty FROM stations", "cty"),
        ("SELEC 1", "SELEC"),
        ("SELECT $missing", "missing"),
        ("SELECT CAST('x' AS INT)", "convert"),
    ],
)
def test_a_mistake_is_told_in_a_line(query: str, message: str, real: ost.Dataset) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        real.sql(query)
    assert "\n" not in str(caught.value)


def test_the_command_says_the_same(real: ost.Dataset) -> None:
    query = "SELECT station_id, city, activities FROM stations ORDER BY 1 LIMIT 3"
    expected = real.sql(query)

    def run(*more: str) -> str:
        done = CliRunner().invoke(app, ["sql", query, "--data", str(ROOT), *more])
        assert done.exit_code == 0, done.output
        return done.stdout

    assert json.loads(run("--format", "json")) == expected.to_dicts()
    rows = list(csv.reader(io.StringIO(run("--format", "csv"))))
    assert [row[0] for row in rows] == ["station_id", *(row[0] for row in expected)]
    assert "3 rows" in run()
    assert CliRunner().invoke(app, ["sql", "SELECT 1", "--format", "xml"]).exit_code == 2
    assert CliRunner().invoke(app, ["sql", "SELECT count(*) FROM events", "--as-of", "2001-01-01"]).stdout.split()[1] == "0"  # fmt: skip
