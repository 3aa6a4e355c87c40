"""The researcher's desk: its answers agree with the rules, with every other day, and in words."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import overseas_stations as ost
from overseas_stations import derive
from overseas_stations.cells import write_value
from overseas_stations.dataset import Dataset
from overseas_stations.derive.support import supporting
from overseas_stations.desk.history import DERIVED_FIELDS
from overseas_stations.errors import UnknownIdError, UnknownNameError
from overseas_stations.records import Evidence, Record, Source
from overseas_stations.schema.spec import RECORD_TABLES, table_spec
from tests.conftest import ROOT, write_example
from tests.test_derived_tables import _ALL_DAYS as GENERATED_DAYS
from tests.test_derived_tables import datasets

HARD = Path(__file__).parent / "hard_cases"
DAY = st.sampled_from(GENERATED_DAYS)


@cache
def hard() -> Dataset:
    return ost.load(HARD)


def all_records(ds: Dataset) -> list[Record]:
    return [record for name in sorted(RECORD_TABLES) for record in ds.table(name)]


def ids(ds: Dataset) -> dict[str, set[str]]:
    tables = (*RECORD_TABLES, "evidence", "sources", "organisations")
    return {name: set(ds.table(name).ids()) for name in tables}


def changed(ds: Dataset, records: Iterable[Record]) -> Dataset:
    """The dataset with these records in place of those with the same ids, or beside them."""
    new = {(record.table, record.primary_key): record for record in records}
    old = {(r.table, r.primary_key): r for table in ds.tables for r in table}
    return Dataset.from_records((old | new).values(), ds.version)


# ---------------------------------------------------------------------------------------------
# The laws of time, on generated claims
# ---------------------------------------------------------------------------------------------


def fully_told(made: Dataset) -> Dataset:
    """The same with every source known by some day and every cell told in full by one.

    And whoever looked for news did so until some day: one that is open never comes.
    """
    open_ended = (i for i in made.investigations if i.looked_until and not i.looked_until.latest)
    ds = changed(made, [i.model_copy(update={"looked_until": _LAST}) for i in open_ended])
    sources = [s.model_copy(update={"accessed_on": s.accessed_on or _LAST}) for s in ds.sources]
    rows = []
    for number, record in enumerate(all_records(ds)):
        filled = [
            field.name
            for field in table_spec(record.table).fields
            if field.wants_evidence and getattr(record, field.name) not in (None, ())
        ]
        rows.append(
            Evidence.model_validate(
                {
                    "evidence_id": f"evd-f{number:011x}", "record_table": record.table,
                    "record_id": record.primary_key, "fields": ("*", *filled),
                    "source_id": "src-x-0001", "attributed_to": "org-ngo", "relation": "supports",
                }
            )
        )  # fmt: skip
    every = [
        Evidence.model_validate({**rows[0].model_dump(), "evidence_id": f"evd-e{n:011x}", "attributed_to": o})
        for n, o in enumerate(ds.organisations.ids())
    ]  # fmt: skip
    return changed(ds, [*sources, *rows, *every])


_LAST = ost.PartialDate("2022-02-01")


@given(datasets(), DAY, DAY)
def test_time_only_adds_rows(ds: Dataset, one: date, other: date) -> None:
    early, late = ids(ds.as_of(min(one, other))), ids(ds.as_of(max(one, other)))
    for name, there in early.items():
        assert there <= late[name]


@given(datasets(), DAY, DAY)
def test_looking_back_twice_is_looking_back_once(ds: Dataset, one: date, other: date) -> None:
    early, late = min(one, other), max(one, other)
    assert ds.as_of(late).as_of(early) == ds.as_of(early)
    assert ds.as_of(early).as_of(early) == ds.as_of(early)


@given(datasets())
def test_the_last_day_shows_everything(made: Dataset) -> None:
    ds = fully_told(made)
    assert ds.as_of(derive.latest_day(ds)) == ds


@given(datasets(), st.data())
def test_a_withdrawal_never_removes_a_row(ds: Dataset, data: st.DataObject) -> None:
    row = data.draw(st.sampled_from([*ds.evidence]))
    by = data.draw(st.sampled_from(ds.sources.ids()))
    assume(row.withdrawn_by is None)
    withdrawn = changed(ds, [row.model_copy(update={"withdrawn_by": by})])
    for day in GENERATED_DAYS:
        before, after = ds.as_of(day), withdrawn.as_of(day)
        assert ids(before) == ids(after)
        for key, rows in after.evidence_by_record.items():
            assert {r.evidence_id for r in supporting(rows)} <= {
                r.evidence_id for r in supporting(before.evidence_by_record[key])
            }


@given(datasets(), DAY)
def test_the_day_of_knowing_does_not_depend_on_the_day_of_looking(ds: Dataset, day: date) -> None:
    then = ds.as_of(day)
    now = derive.appeared_on(ds)
    assert derive.appeared_on(then) == {key: on for key, on in now.items() if on <= day}
    assert derive.known_on(then) == {
        key: on for key, on in derive.known_on(ds).items() if on <= day
    }
    for key in now.keys() & derive.appeared_on(then).keys():
        since = {c.organisation_id: c.since for c in ds.claimants(key)}
        for claimant in then.claimants(key):
            assert claimant.since == since[claimant.organisation_id]
            assert not claimant.dated or claimant.since in derive.dated_on(ds).values()


# ---------------------------------------------------------------------------------------------
# History and timeline
# ---------------------------------------------------------------------------------------------


def check_cells(ds: Dataset, records: Iterable[Record], days: Iterable[date]) -> None:
    """A column's history shows on each day what ``as_of`` shows."""
    then = {day: ds.as_of(day) for day in days}
    for record in records:
        for field in table_spec(record.table).fields:
            told = ds.history(record.primary_key, field.name)
            for day, dataset in then.items():
                seen = dataset.table(record.table).get(record.primary_key)
                wanted = write_value(getattr(seen, field.name)) if seen else ""
                held = [
                    row.value
                    for row in told
                    if row.known_from <= day and (row.known_until is None or day < row.known_until)
                ]
                assert held == ([wanted] if wanted else []), (record.primary_key, field.name, day)


@given(datasets())
@settings(max_examples=15)
def test_the_history_of_a_cell_is_what_as_of_shows(ds: Dataset) -> None:
    check_cells(ds, all_records(ds), GENERATED_DAYS)


def test_the_history_of_real_cells_is_what_as_of_shows(real: Dataset) -> None:
    keys = [
        "stn-nl-001",
        "stn-us-001",
        "inv-us-001",
        "evt-nl-002",
        "stm-ro-001",
        "fig-003",
        "ret-fr-001",
    ]
    days = [date(2022, 9, 1) + timedelta(days=45 * n) for n in range(12)]
    check_cells(real, [real.record(key) for key in keys], days)


@pytest.mark.parametrize("field", ["status", "assessment", "disputed", "known"])
def test_the_history_of_a_derived_field_is_that_of_the_export(real: Dataset, field: str) -> None:
    exported = next(t for t in derive.derived_tables(real) if t.name == "history")
    for key in real.stations.ids()[::20]:
        wanted = [row for row in exported if (row.record_id, row.field) == (key, field)]
        found = real.history(key, field)
        assert [(r.value, r.known_from, r.known_until, r.on_word_of, r.rule) for r in found] == [
            (r.value, r.known_from, r.known_until, r.on_word_of, r.rule) for r in wanted
        ]
        assert found


def test_an_outcome_is_told_for_each_station() -> None:
    told = hard().history("inv-ca-001", "outcome")
    assert {row.field for row in told} == {f"outcome:stn-ca-00{n}" for n in range(1, 5)}
    (last,) = hard().history("inv-ca-001", "outcome:stn-ca-001")[-1:]
    assert (last.value, last.rule, last.known_until) == (
        "closed_without_charges", "last_event", None
    )  # fmt: skip


def on_the_timeline(ds: Dataset) -> set[str]:
    """What has appeared; of what is only reported, where a source with a day says that it exists."""
    acts = {*ds.statements.ids(), *ds.investigations.ids(), *ds.events.ids()}
    known = derive.known_on(ds)
    rows = ds.evidence.where(fields="*", relation="supports")
    told = {row.record_id for row in rows if row.source_id in known}
    return derive.appeared_on(ds).keys() & (acts | told)


@given(datasets(), DAY)
@settings(max_examples=40)
def test_a_timeline_only_grows(ds: Dataset, day: date) -> None:
    full, then = ds.timeline(), ds.as_of(day).timeline()
    assert len(full.ids()) == len(full), "the keys are unique"
    assert [e.sort_day for e in full] == sorted(e.sort_day for e in full)
    assert {e.record_id for e in full} == on_the_timeline(ds)
    assert {e.record_id for e in then} == on_the_timeline(ds.as_of(day))
    reports = {e.primary_key for e in full if e.kind == "report"}
    assert {e.primary_key for e in then if e.kind == "report"} <= reports
    assert all(e.sort_day <= day for e in then)


def test_a_timeline_of_a_country_and_of_a_station(real: Dataset) -> None:
    full = real.timeline()
    dutch = real.timeline(country_id="NL")
    assert [*dutch] == [e for e in full if "NL" in e.country_ids]
    assert {e.kind for e in dutch} == {"report", "statement", "investigation", "event"}
    one = real.timeline(station_id="stn-nl-001")
    assert [*one] == [e for e in full if "stn-nl-001" in e.station_ids]
    assert {e.record_id for e in one} >= {"stn-nl-001", "evt-nl-002", "inv-nl-001"}
    first = next(e for e in one if e.record_id == "stn-nl-001")
    assert (first.claimants, str(first.day)) == (("org-safeguard-defenders",), "2022-10-10")
    for entry in full:
        assert entry.claimants
        assert entry.source_ids
        assert entry.summary
    table = full.to_arrow()
    assert {"day_earliest", "day_latest", "sort_day"} <= set(table.schema.names)


# ---------------------------------------------------------------------------------------------
# Explanations, claimants, disputes
# ---------------------------------------------------------------------------------------------


def fields_of(record: Record) -> list[str]:
    derived = DERIVED_FIELDS.get(record.table, ())
    return ["*", "known", *derived, *table_spec(record.table).columns]


def value_of(ds: Dataset, record: Record, field: str) -> str | None:
    """What the rules themselves say; None where an inquiry's stations differ."""
    key = record.primary_key
    if field == "*":
        return "exists"
    if field == "known":
        return write_value(derive.appeared_on(ds).get(key))
    if field == "status":
        return derive.status(ds, key).status
    if field == "assessment":
        return derive.assessment(ds, key).level
    if field == "disputed":
        return derive.assessment(ds, key).disputed
    if field == "outcome" and record.table == "investigations":
        values = {outcome.outcome for outcome in derive.outcomes(ds, key).values()}
        return values.pop() if len(values) == 1 else None
    return write_value(getattr(record, field))


def check_explanations(ds: Dataset, records: Iterable[Record]) -> None:
    for record in records:
        for field in fields_of(record):
            found = ds.explain(record.primary_key, field)
            value = value_of(ds, record, field)
            assert value is None or found.value == value, (record.primary_key, field)
            text = str(found)
            assert record.primary_key in text
            assert found.rule in text
            assert all(step in text for step in found.steps)
            assert all(proof.evidence_id in ds.evidence for proof in found.evidence)
            json.dumps(found.to_dict())


@given(datasets())
@settings(max_examples=25)
def test_what_is_explained_is_what_the_rules_say(ds: Dataset) -> None:
    check_explanations(ds, all_records(ds))


def test_the_hard_cases_are_explained() -> None:
    check_explanations(hard(), all_records(hard()))


def test_every_assessed_record_answers(real: Dataset) -> None:
    for name in derive.ASSESSED:
        for record in real.table(name)[:5]:
            found = real.disputed(record.primary_key)
            assert bool(found) == bool(found.by)
            assert real.assessment(record.primary_key).disputed == found.how
            assert str(found).startswith(found.how)
    with pytest.raises(UnknownNameError, match="an assessment is of"):
        real.disputed("fig-001")


def test_hard_case_3_a_closure_and_then_no_trace() -> None:
    found = hard().explain("stn-nl-001", "status")
    assert found.value == "not_substantiated"
    assert [step.rpartition(": ")[2] for step in found.steps] == [
        "gives closure_ordered", "gives not_substantiated",
    ]  # fmt: skip
    assert {proof.claimant for proof in found.evidence} == {"org-nl-police-amsterdam"}
    assert hard().explain("stn-nl-002", "status").value == "closure_ordered"
    told = [(row.value, row.on_word_of) for row in hard().history("stn-nl-001", "status")]
    assert told[1:] == [
        ("closure_ordered", ("org-nl-mfa",)),
        ("not_substantiated", ("org-nl-police-amsterdam",)),
    ]


def test_hard_case_7_a_season_and_then_a_month() -> None:
    told = {row.known_from: row for row in hard().history("evt-us-001", "occurred_on")}
    season, month = [told[day] for day in sorted(told)][-2:]
    assert (season.value, season.rule) == ("2022-09/2022-11", "told_roughly")
    assert season.known_from < date(2023, 2, 1) < month.known_from
    assert (month.value, month.rule, month.known_until) == ("2022-10", "told_in_full", None)
    found = hard().explain("evt-us-001", "occurred_on")
    assert found.value == "2022-10"
    assert any("tells it less fully" in step for step in found.steps)
    assert any("disputes it" in step for step in found.steps)


def test_hard_case_15_whoever_reads_a_list_does_not_count_beside_it() -> None:
    who = {c.organisation_id: c for c in hard().claimants("stn-cl-001")}
    assert who["org-safeguard-defenders"].relies_on == ("org-fuzhou-psb",)
    assert not who["org-safeguard-defenders"].independent
    assert who["org-fuzhou-psb"].independent
    found = hard().explain("stn-cl-001", "assessment")
    assert found.value == "single_claimant"
    assert any("on the word of Fuzhou" in step for step in found.steps)


def test_hard_case_16_a_joint_inquiry_is_one_claimant() -> None:
    who = [c.organisation_id for c in hard().claimants("stn-nl-001")]
    assert who == ["org-safeguard-defenders", "org-rtl-nieuws-ftm"]


def test_hard_case_17_nobody_named_never_counts() -> None:
    who = {c.organisation_id: c for c in hard().claimants("stn-kr-001")}
    unnamed = [c for key, c in who.items() if "unnamed" in key]
    assert len(unnamed) == 2
    assert not any(c.independent for c in unnamed)
    steps = hard().explain("stn-kr-001", "assessment").steps
    assert sum("nobody named, never counts" in step for step in steps) == 2


def test_hard_case_18_a_chain_of_reprints_is_one_claimant() -> None:
    chain = {
        telling.source_id: telling.repeats
        for claimant in hard().claimants("stn-ec-001")
        for outlet in claimant.outlets
        for telling in outlet.tellings
    }
    assert chain["src-ahoradigital-0001"] == ("src-infobae-0001", "src-cnn-0001")
    repeating = [
        outlet
        for claimant in hard().claimants("stn-ec-001")
        for outlet in claimant.outlets
        if outlet.only_repeats
    ]
    assert {o.publisher for o in repeating} >= {"Ahora Digital (Infobae)"}


def test_a_chain_that_runs_in_a_circle_ends() -> None:
    from overseas_stations.desk.claimants import repeated

    sources = [
        Source.model_validate(
            {
                "source_id": f"src-x-000{n}", "url": "https://example.org", "publisher": "X",
                "kind": "news", "read_scope": "full", "standing": "stands",
                "derived_from": f"src-x-000{n % 3 + 1}",
            }
        )
        for n in (1, 2, 3)
    ]  # fmt: skip
    ds = Dataset.from_records(sources)
    assert repeated(ds, ds.sources["src-x-0001"]) == ("src-x-0002", "src-x-0003")


def test_a_denial_removes_no_record(real: Dataset) -> None:
    found = real.explain("stn-nl-001", "*")
    assert found.value == "exists"
    assert any("disputes it" in step for step in found.steps)
    assert "a dispute removes no record" in found.steps[-1]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda ds: ds.timeline(country_id="XX"), "countries has no record 'XX'"),
        (lambda ds: ds.timeline(station_id="stn-nl-01"), "did you mean stn-nl-001"),
        (lambda ds: ds.history("stn-nl-01", "status"), "did you mean stn-nl-001"),
        (lambda ds: ds.claimants("stn-nl-01"), "did you mean stn-nl-001"),
        (lambda ds: ds.explain("stn-nl-01", "status"), "did you mean stn-nl-001"),
        (lambda ds: ds.bibliography(["stn-nl-001", "stn-nl-01"]), "did you mean stn-nl-001"),
    ],
)
def test_an_unknown_id_is_an_error(real: Dataset, call: Any, message: str) -> None:
    with pytest.raises(UnknownIdError, match=message):
        call(real)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda ds: ds.history("stn-nl-001", "citty"), "did you mean city"),
        (lambda ds: ds.explain("stn-nl-001", "outcome"), "neither a column nor a derived field"),
        (lambda ds: ds.explain("inv-nl-001", "outcome:stn-fr-001"), "does not concern"),
        (lambda ds: ds.explain("org-cn-mfa", "name"), "which no evidence speaks to"),
        (lambda ds: ds.bibliography("stn-nl-001", "citty"), "did you mean city"),
        (lambda ds: ds.bibliography("stn-nl-001", format="bibtx"), "did you mean bibtex"),
        (lambda ds: ds.cite("bib"), "choose bibtex, apa, csl-json"),
    ],
)
def test_an_unknown_name_is_an_error(real: Dataset, call: Any, message: str) -> None:
    with pytest.raises(UnknownNameError, match=message):
        call(real)


# ---------------------------------------------------------------------------------------------
# Completeness
# ---------------------------------------------------------------------------------------------


def test_completeness_counts_what_is_there(real: Dataset) -> None:
    rows = real.completeness()
    assert sum(row.stations_itemised for row in rows) == len(real.stations)
    assert sum(row.inquiries for row in rows) == len(real.investigations)
    for row in rows:
        key = row.country_id
        assert row.statements == len(real.statements.where(about_country_ids=key))
        figures = [
            f.value_to or f.value
            for f in real.figures.where(scope="country", country_id=key, measure="stations")
            if f.value is not None and supporting(real.evidence_for(f.figure_id))
        ]
        assert row.highest_value == max(figures, default=None)
        for which in ("highest", "latest"):
            figure_id = getattr(row, f"{which}_figure_id")
            if figure_id:
                figure = real.figures[figure_id]
                assert figure.claimed_by == getattr(row, f"{which}_claimed_by")
                assert derive.appeared_on(real)[figure_id] == getattr(row, f"{which}_known_on")
        if row.stations_itemised != (row.highest_value or 0):
            assert row.warning


def test_a_warning_says_what_is_amiss(real: Dataset) -> None:
    rows = real.completeness()
    assert rows["EC"].warning == "2 rows here, but Safeguard Defenders publishes 3 stations."
    assert "more than any published count" in (rows["DE"].warning or "")
    assert "may be the same place as another row" in (rows["DE"].warning or "")
    assert "no place within the country" in (rows["CU"].warning or "")
    assert rows["CO"].warning is None
    early = real.as_of("2022-12-05").completeness()
    assert len(early) < len(rows)
    assert early["IT"].highest_value == real.figures["fig-521"].value


def test_what_only_a_newer_release_knows_is_told_in_its_words(tmp_path: Path) -> None:
    folder = write_example(
        tmp_path / "newer",
        {
            "figures": {"fig-001": {"qualifier": "roughly"}},
            "sources": {"src-ngo-0001": {"kind": "podcast"}},
        },
    )
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    major, minor = ost.__version__.split(".")[:2]
    descriptor["version"] = f"{major}.{int(minor) + 1}.0"
    for resource in descriptor["resources"]:
        for field in resource["schema"]["fields"]:
            for name, member in (("qualifier", "roughly"), ("kind", "podcast")):
                if field["name"] == name and "enum" in field.get("constraints", {}):
                    field["constraints"]["enum"].append(member)
    path.write_text(json.dumps(descriptor), "utf-8")
    ds = ost.load(folder)
    assert any(row.highest_qualifier == "roughly" for row in ds.completeness())
    assert "src-ngo-0001" in ds.bibliography("src-ngo-0001")
    assert len(ds.timeline()) > 0
    check_explanations(ds, all_records(ds))


# ---------------------------------------------------------------------------------------------
# The commands
# ---------------------------------------------------------------------------------------------


def run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "overseas_stations", *arguments],
        capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def plain(value: Any) -> Any:
    from dataclasses import asdict, is_dataclass

    if isinstance(value, tuple) and value and is_dataclass(value[0]):
        value = [asdict(each) for each in value]  # type: ignore[call-overload]
    return json.loads(json.dumps(value, default=str))


@pytest.mark.parametrize(
    ("arguments", "call"),
    [
        ("timeline --country NL --as-of DAY", lambda ds: ds.timeline(country_id="NL").to_dicts()),
        ("timeline --station stn-nl-001 --as-of DAY", lambda ds: ds.timeline(station_id="stn-nl-001").to_dicts()),
        ("history stn-nl-001 status --as-of DAY", lambda ds: ds.history("stn-nl-001", "status").to_dicts()),
        ("claimants stn-nl-001 --as-of DAY", lambda ds: ds.claimants("stn-nl-001")),
        ("explain stn-nl-001 status --as-of DAY", lambda ds: ds.explain("stn-nl-001", "status").to_dict()),
        ("completeness --as-of DAY", lambda ds: ds.completeness().to_dicts()),
        ("contradictions --as-of DAY", lambda ds: ds.contradictions()),
        ("list stations --country NL --as-of DAY", lambda ds: ds.stations.where(country_id="NL").to_dicts()),
        ("cite --as-of DAY", lambda ds: json.loads(ds.cite("csl-json"))),
        ("bibliography stn-nl-001 fig-001 --as-of DAY", lambda ds: json.loads(ds.bibliography(["stn-nl-001", "fig-001"], format="csl-json"))),
        ("bibliography stn-nl-001 --field city --as-of DAY", lambda ds: json.loads(ds.bibliography("stn-nl-001", "city", "csl-json"))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_command_is_its_call(real: Dataset, arguments: str, call: Any) -> None:
    day = "2022-12-05"
    words = arguments.replace("DAY", day).split()
    assert json.loads(run(*words, "--json")) == plain(call(real.as_of(day)))
    if words[0] not in ("cite", "bibliography"):
        assert run(*words).strip()


def test_texts_are_those_of_the_calls(real: Dataset) -> None:
    assert run("cite", "--format", "bibtex") == real.cite("bibtex")
    assert run("bibliography", "stn-nl-001") == real.bibliography("stn-nl-001")
    assert run("explain", "stn-nl-001", "city") == f"{real.explain('stn-nl-001', 'city')}\n"
