"""The version that each kind of change asks for, and what stands in a release's way."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from overseas_stations import __version__
from overseas_stations.errors import PackageError
from overseas_stations.release.changelog import sections
from overseas_stations.release.check import Verdict, check
from overseas_stations.release.semver import least, parts
from overseas_stations.validation.rules import Patch
from tests.conftest import write_example

Damage = Callable[[Path], None]

CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n## [{}] - 2026-01-31\n\n- Something.\n"


def declared(folder: Path, version: str, changelog: bool = True) -> Path:
    """The folder, of another version."""
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**descriptor, "version": version}), "utf-8")
    if changelog:
        (folder / "CHANGELOG.md").write_text(CHANGELOG.format(version), "utf-8")
    return folder


def checked(
    tmp_path: Path,
    old: Patch | None = None,
    new: Patch | None = None,
    damage: Damage = lambda _: None,
    version: str = "1.2.4",
) -> Verdict:
    """The verdict on 1.2.3, with a patch, and what follows it, with another and a damage."""
    before = declared(write_example(tmp_path / "old", old or {}), "1.2.3")
    after = write_example(tmp_path / "new", new or {})
    damage(after)
    return check(before, declared(after, version))


def fields(table: str, change: Callable[[list[dict[str, Any]]], None]) -> Damage:
    """Change the field descriptors of a table."""

    def damage(folder: Path) -> None:
        path = folder / "datapackage.json"
        descriptor = json.loads(path.read_text("utf-8"))
        resource = next(r for r in descriptor["resources"] if r["name"] == table)
        change(resource["schema"]["fields"])
        path.write_text(json.dumps(descriptor), "utf-8")

    return damage


def columns(table: str, change: Callable[[list[str]], list[str]]) -> Damage:
    """Give every row of a table, its header first, other cells."""

    def damage(folder: Path) -> None:
        path = folder / "data" / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(map(change, rows))

    return damage


def both(*damages: Damage) -> Damage:
    return lambda folder: [damage(folder) for damage in damages].clear()


def named(found: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(field for field in found if field["name"] == name)


def _drop(found: list[dict[str, Any]]) -> None:
    del found[-1]


def _rename(found: list[dict[str, Any]]) -> None:
    found[-1]["name"] = "account"


def _retype(found: list[dict[str, Any]]) -> None:
    named(found, "latitude")["type"] = "string"


def _less(found: list[dict[str, Any]]) -> None:
    field = named(found, "host_type")
    field["categories"] = [c for c in field["categories"] if c["value"] != "online"]
    field["constraints"]["enum"].remove("online")


def _more(found: list[dict[str, Any]]) -> None:
    field = named(found, "host_type")
    field["categories"].append({"value": "kiosk", "label": "A kiosk."})
    field["constraints"]["enum"].append("kiosk")


def _more_in_lists(found: list[dict[str, Any]]) -> None:
    field = named(found, "activities")
    field["itemCategories"].append({"value": "tea", "label": "Tea is served."})
    field["constraints"]["pattern"] = field["constraints"]["pattern"].replace("other", "other|tea")


def _add(found: list[dict[str, Any]]) -> None:
    found.append({"name": "colour", "type": "string"})


def _reword(found: list[dict[str, Any]]) -> None:
    named(found, "city")["description"] = "City."


def _loosen(found: list[dict[str, Any]]) -> None:
    del named(found, "country_id")["constraints"]["required"]


def _tighten(found: list[dict[str, Any]]) -> None:
    named(found, "city").setdefault("constraints", {})["required"] = True


LAST = {"stations": {"stn-nl-009": {"country_id": "NL", "city": "Leiden"}}}
RETIRED = {"retired": {"stn-nl-009": {"reason": "Told twice.", "retired_in": "1.3.0"}}}


@pytest.mark.parametrize(
    ("damage", "old", "new", "level", "because"),
    [
        (
            both(fields("stations", _drop), columns("stations", lambda row: row[:-1])),
            {},
            {},
            "major",
            "stations.summary: column removed",
        ),
        (
            both(
                fields("stations", _rename),
                columns("stations", lambda r: [*r[:-1], "account"] if r[-1] == "summary" else r),
            ),
            {},
            {},
            "major",
            "stations.summary: column removed",
        ),
        (fields("stations", _retype), {}, {}, "major", "stations.latitude: type 'number' is now 'string'"),
        (fields("stations", _less), {}, {}, "major", "stations.host_type: member 'online' removed"),
        (fields("stations", _loosen), {}, {}, "major", "stations.country_id: no longer required"),
        (fields("stations", _more), {}, {}, "minor", "stations.host_type: member 'kiosk' added"),
        (fields("stations", _more_in_lists), {}, {}, "minor", "stations.activities: member 'tea' added"),
        (
            both(
                fields("stations", _add),
                columns("stations", lambda r: [*r, "colour" if r[0] == "station_id" else "red"]),
            ),
            {},
            {},
            "minor",
            "stations.colour: column added",
        ),
        (fields("stations", _tighten), {}, {}, "minor", "stations.city: now required"),
        (None, LAST, RETIRED, "minor", "stations: 1 row retired"),
        (None, {}, LAST, "minor", "stations: 1 row added"),
        (
            None,
            {},
            {"organisations": {"org-ngo": {"name": "The Defenders"}}},
            "minor",
            "organisations.name: 1 cell changed in a column of names",
        ),
        (
            None,
            {},
            {"stations": {"stn-nl-001": {"city": "Leiden"}}},
            "patch",
            "stations.city: 1 cell corrected",
        ),
        (fields("stations", _reword), {}, {}, "patch", "stations.city: description reworded"),
        (None, {}, {"accepted_warnings": {"OS304|fig-001": {"reason": "So."}}}, "patch", "accepted_warnings: 1 row added"),
        (None, {}, {}, None, ""),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_each_kind_of_change(
    damage: Damage | None, old: Patch, new: Patch, level: str | None, because: str, tmp_path: Path
) -> None:
    """It asks for its level; that version passes, the one below is refused, naming the change."""
    least_ = {"major": "2.0.0", "minor": "1.3.0", "patch": "1.2.4", None: "1.2.3"}[level]
    found = checked(tmp_path / "a", old, new, damage or (lambda _: None), version=least_)
    assert found.level == level
    assert found.least == least_
    assert found.passed, found.problems
    if level is None:
        assert not found.demands
        return
    assert because in [demand.why for demand in found.demands if demand.level == level]
    below = {"major": "1.9.9", "minor": "1.2.9", "patch": "1.2.3"}[level]
    new = {table: dict(rows) for table, rows in new.items()}
    if "retired" in new:
        new["retired"] = {"stn-nl-009": {"reason": "Told twice.", "retired_in": below}}
    refused = checked(tmp_path / "b", old, new, damage or (lambda _: None), version=below)
    (problem,) = refused.problems
    assert f"{least_} is the least: {level} because of" in problem.what
    if level != "major":
        assert because in problem.what


def test_names_that_changed_are_told_apart(tmp_path: Path) -> None:
    new: Patch = {"organisations": {"org-ngo": {"name": "The Defenders"}}}
    assert checked(tmp_path, {}, new).labels == {"organisations": {"name": 1}}


@pytest.mark.parametrize("version", ["1.2.4", "1.3.0", "2.0.0"])
def test_an_id_that_vanishes_is_an_error_whatever_the_version(version: str, tmp_path: Path) -> None:
    found = checked(tmp_path, LAST, {}, version=version)
    assert "stations: stn-nl-009 vanished without a retirement" in [p.what for p in found.problems]


def test_floors_of_a_country(tmp_path: Path) -> None:
    """A record that moves to another country leaves its own with fewer, and nobody retired it."""
    moved = {"stations": {"stn-nl-009": {"country_id": "ES", "city": "Leiden"}}}
    found = checked(tmp_path, LAST, moved, version="2.0.0")
    (problem,) = found.problems
    assert re.fullmatch(r"stations of NL: \d+ before, \d+ now, 0 retired", problem.what)


def test_a_retirement_names_this_version(tmp_path: Path) -> None:
    found = checked(tmp_path, LAST, RETIRED, version="1.4.0")
    (problem,) = found.problems
    assert "says that 1.3.0 retired it; this is 1.4.0" in problem.what


def test_the_changelog_has_the_version(tmp_path: Path) -> None:
    old = declared(write_example(tmp_path / "old", {}), "1.2.3")
    new = declared(write_example(tmp_path / "new", LAST), "1.3.0", changelog=False)
    for text, what in (
        (None, "no section for 1.3.0"),
        ("## [1.2.9] - 2026-01-01\n\nx\n", "no section for 1.3.0"),
        ("## [1.3.0]\n\nx\n", "has no day"),
        ("## [1.3.0] - 2026-01-01\n\n## [1.2.0] - 2025-01-01\n\nx\n", "has nothing in it"),
        ("## [1.3.0] - 2026-02-30\n\nx\n", "day is out of range"),
    ):
        if text is not None:
            (new / "CHANGELOG.md").write_text(text, "utf-8")
        (problem,) = check(old, new).problems
        assert what in problem.what
    (new / "CHANGELOG.md").write_text("## 1.3.0 - 2026-01-01\n\nx\n", "utf-8")
    assert check(old, new).passed


def test_a_version_is_three_numbers(tmp_path: Path) -> None:
    for bad in ("1.2", "v1.2.3", "1.2.3rc1", "01.2.3", ""):
        with pytest.raises(PackageError):
            parts(bad)
    found = checked(tmp_path, version="1.3")
    assert "is no version" in found.problems[0].what
    assert [least("1.2.3", level) for level in ("patch", "minor", "major", None)] == [
        "1.2.4",
        "1.3.0",
        "2.0.0",
        "1.2.3",
    ]


def test_the_sections_of_our_own_changelog() -> None:
    from tests.conftest import ROOT

    found = sections((ROOT / "CHANGELOG.md").read_text("utf-8"))
    assert found[0].version in ("Unreleased", __version__)
    assert found[0].text
