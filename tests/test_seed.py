"""The article that the project began with: each of its facts is in the data, with its evidence."""

from __future__ import annotations

import pytest

import overseas_stations as ost
from overseas_stations.records import Evidence, Figure

SEED = "src-hotnews-0900"


def told_by_seed(real: ost.Dataset, record_id: str) -> list[Evidence]:
    return [row for row in real.evidence_for(record_id) if row.source_id == SEED]


def figure(real: ost.Dataset, **cells: object) -> Figure:
    """The one world figure with these cells that the seed tells."""
    found = [
        f
        for f in real.figures.where(scope="world", operated_by=None, **cells)
        if told_by_seed(real, f.figure_id)
    ]
    assert len(found) == 1, [f.figure_id for f in found]
    return found[0]


def test_the_source_has_a_fingerprint_and_no_address(real: ost.Dataset) -> None:
    source = real.sources[SEED]
    assert source.url is None
    assert source.published_on is None
    assert source.read_scope == "full"
    assert source.content_sha256 == (
        "713717ca580d31d68839206147ed0f337de2ff45e53021348681fd335011bc14"
    )


@pytest.mark.parametrize(
    ("cells", "claimant"),
    [
        ({"measure": "stations", "value": 54}, "org-safeguard-defenders"),
        ({"measure": "additional_stations", "value": 48}, "org-safeguard-defenders"),
        ({"measure": "stations", "value": 100}, "org-safeguard-defenders"),
        ({"measure": "jurisdictions", "value": 4}, "org-safeguard-defenders"),
        ({"measure": "countries", "value": 53}, "org-safeguard-defenders"),
        ({"measure": "staff", "value": 135}, "org-safeguard-defenders"),
        ({"measure": "stations", "qualifier": "some"}, "org-safeguard-defenders"),
        ({"measure": "investigating_countries", "value": 13}, "org-cnn"),
    ],
    ids=lambda value: str(value),
)
def test_figures(real: ost.Dataset, cells: dict[str, object], claimant: str) -> None:
    found = figure(real, **cells)
    assert found.claimed_by == claimant
    others = {row.source_id for row in real.evidence_for(found.figure_id)} - {SEED}
    assert others or found.qualifier == "some", "the dossier tells it too, with addresses"


def test_what_the_numbers_are_of(real: ost.Dataset) -> None:
    staff = figure(real, measure="staff", value=135)
    assert (staff.per_measure, staff.per_value) == ("stations", 21)
    older = figure(real, measure="stations", qualifier="some")
    assert (str(older.reference_period), older.value) == ("../2019", None)


def test_stockholm_contract(real: ost.Dataset) -> None:
    (station,) = real.stations.where(country_id="SE")
    assert "three-year contract" in (station.summary or "")
    assert told_by_seed(real, station.station_id)
    assert real.evidence_for(station.station_id, "summary")


@pytest.mark.parametrize("country", ["IT", "HR", "RS", "RO"])
def test_joint_patrol_initiatives(real: ost.Dataset, country: str) -> None:
    told = [
        row
        for cooperation in real.cooperations.where(country_id=country)
        for row in told_by_seed(real, cooperation.cooperation_id)
    ]
    assert {row.attributed_to for row in told} == {"org-safeguard-defenders"}


@pytest.mark.parametrize("country", ["FR", "RS", "ES"])
def test_coerced_returns(real: ost.Dataset, country: str) -> None:
    told = [
        case
        for case in real.return_cases.where(country_id=country, outcome="returned")
        if told_by_seed(real, case.return_case_id)
    ]
    assert len(told) == 1


def test_the_ministry_in_one_statement(real: ost.Dataset) -> None:
    (statement,) = real.statements.where(issuer="org-ro-mai")
    assert told_by_seed(real, statement.statement_id)
    assert "denies_authorisation" in statement.stances
    assert "denies_existence" not in statement.stances
    assert str(statement.made_on) == "2022-12-05"
    summary = statement.summary or ""
    assert all(point in summary for point in ("agreement", "law", "harm")), summary


def test_chinas_ministry_in_november(real: ost.Dataset) -> None:
    told = [
        s for s in real.statements.where(issuer="org-cn-mfa") if told_by_seed(real, s.statement_id)
    ]
    assert told
    assert any("denies_police_role" in s.stances for s in told)
    text = " ".join(s.summary or "" for s in told)
    assert "volunteer" in text
