"""What a reader could have known on 5 December 2022, the day of the article the project began with.

Each figure of that article is named here: those that a dated source tells by then, with their
claimant; those that are known only from later or undated pages, with the day from which.
"""

from __future__ import annotations

from datetime import date

import pytest

import overseas_stations as ost
from overseas_stations import derive
from overseas_stations.records import Figure

DAY = "2022-12-05"
NGO = "org-safeguard-defenders"
#: The day on which the curators read the pages that have no date of their own.
READ = date(2026, 11, 23)


@pytest.fixture(scope="module")
def then(real: ost.Dataset) -> ost.Dataset:
    return real.as_of(DAY)


#: What the article tells, and what else that day's press does: the figure, its words, and the day
#: from which dated sources tell all of it.
KNOWN = {
    "54 stations in the first report": ("fig-001", "stations", "exact", 54, "2022-09-12"),
    "a further 48": ("fig-002", "additional_stations", "exact", 48, "2022-12-03"),
    "more than 100 in all": ("fig-004", "stations", "more_than", 100, "2022-12-03"),
    "at least 102 in all": ("fig-003", "stations", "at_least", 102, "2022-12-05"),
    "at least 53 countries": ("fig-201", "countries", "at_least", 53, "2022-12-03"),
    "30 countries in the first report": ("fig-200", "countries", "exact", 30, "2022-09-12"),
    "42 cities in the first report": ("fig-206", "cities", "exact", 42, "2022-10-24"),
    "four police jurisdictions": ("fig-207", "jurisdictions", "exact", 4, "2022-12-03"),
    "two jurisdictions in the first report": ("fig-208", "jurisdictions", "exact", 2, "2022-10-27"),
    "135 staff of 21 stations": ("fig-209", "staff", "exact", 135, "2022-12-04"),
    "230,000 returned, a campaign's number": ("fig-210", "returns", "exact", 230000, "2022-10-20"),
    "14 governments inquire, in November": ("fig-215", "investigating_countries", "exact", 14, "2022-11-07"),
    "at least 12 inquire, in December": ("fig-216", "investigating_countries", "at_least", 12, "2022-12-05"),
    "11 in Italy": ("fig-521", "stations", "exact", 11, "2022-12-05"),
}  # fmt: skip

#: What the article tells too, but no source of its day that has a date: the figure, its words,
#: its claimant, and the day from which it is known here.
KNOWN_LATER = {
    "at least 13 countries inquire": ("fig-217", "investigating_countries", 13, "org-cnn", READ),
    "some are older than the pandemic": ("fig-042", "stations", None, NGO, READ),
}


@pytest.mark.parametrize("words", KNOWN)
def test_a_figure_of_that_day_with_its_claimant(
    real: ost.Dataset, then: ost.Dataset, words: str
) -> None:
    figure_id, measure, qualifier, value, since = KNOWN[words]
    figure = then.figures[figure_id]
    assert (figure.measure, figure.qualifier, figure.value) == (measure, qualifier, value)
    assert figure.claimed_by == NGO
    (claimant,) = then.claimants(figure_id)
    assert claimant.organisation_id == NGO
    assert str(derive.appeared_on(real)[figure_id]) == since <= DAY
    (known,) = real.history(figure_id, "known")
    assert str(known.known_from) == since
    # It may be told before it is told with its qualifier, never only after.
    assert claimant.since == derive.first_reported_on(real, figure_id) <= known.known_from


@pytest.mark.parametrize("words", KNOWN_LATER)
def test_a_figure_of_the_article_that_is_known_only_later(
    real: ost.Dataset, then: ost.Dataset, words: str
) -> None:
    figure_id, measure, value, claimant, since = KNOWN_LATER[words]
    assert figure_id not in then.figures
    figure = real.figures[figure_id]
    assert (figure.measure, figure.value, figure.claimed_by) == (measure, value, claimant)
    assert derive.appeared_on(real)[figure_id] == since
    assert derive.first_reported_on(real, figure_id) is None, "no telling has a date of its own"
    assert real.history(figure_id, "known")[0].known_from == since


def test_every_world_figure_that_the_article_tells_is_named_here(real: ost.Dataset) -> None:
    told = {row.record_id for row in real.evidence.where(source_id="src-hotnews-0900")}
    figures = {f.figure_id for f in real.figures if f.figure_id in told}
    assert figures <= {entry[0] for entry in (*KNOWN.values(), *KNOWN_LATER.values())}
    assert len(figures) == 8


def test_the_staff_are_of_21_stations(then: ost.Dataset) -> None:
    staff: Figure = then.figures["fig-209"]
    assert (staff.per_measure, staff.per_value) == ("stations", 21)


def test_no_report_counts_its_own_rows(then: ost.Dataset) -> None:
    """The list of that day is shorter than the count of that day, and says so."""
    assert len(then.stations) < (then.figures["fig-003"].value or 0)
    assert any(row.warning for row in then.completeness())


def test_where_the_article_says_joint_patrols_were_tried(then: ost.Dataset) -> None:
    for key in ("coo-it-001", "coo-hr-001", "coo-rs-001", "coo-ro-001"):
        assert NGO in {c.organisation_id for c in then.claimants(key)}


@pytest.mark.parametrize(
    ("key", "since"),
    [("ret-fr-001", "2022-12-03"), ("ret-rs-001", "2022-12-03"), ("ret-es-001", "2022-09-15")],
)
def test_the_three_returns_of_the_article(then: ost.Dataset, key: str, since: str) -> None:
    assert then.return_cases[key].outcome == "returned"
    assert {str(row.known_from) for row in then.history(key, "known")} == {since}


def test_stockholm(then: ost.Dataset) -> None:
    (station,) = then.stations.where(country_id="SE")
    assert station.city == "Stockholm"
    assert NGO in {c.organisation_id for c in then.claimants(station.station_id)}


def test_who_answered_what(then: ost.Dataset) -> None:
    romania = then.statements["stm-ro-001"]
    assert (romania.issuer, str(romania.made_on)) == ("org-ro-mai", DAY)
    assert "denies_authorisation" in romania.stances
    assert "denies_existence" not in romania.stances
    china = then.statements["stm-cn-004"]
    assert (china.issuer, str(china.made_on)) == ("org-cn-mfa", "2022-11")
    assert "denies_police_role" in china.stances
    answers = {e.record_id for e in then.timeline() if e.kind == "statement"}
    assert {"stm-ro-001", "stm-cn-004"} <= answers
