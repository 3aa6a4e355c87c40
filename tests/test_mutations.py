"""Every class of damage to the real tables is caught: each copy, by its code, on its line.

One copy a class here, with every rule; ``python -m tests.mutations`` makes all copies and prints
the classes with their counts.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from overseas_stations.validation import validate
from overseas_stations.validation.rules import catalogue
from tests.mutations import (
    DAMAGES,
    NOTHING,
    REFUSED,
    TODAY,
    Damage,
    Expected,
    copy_package,
    judged,
    refused,
    run_class,
    trap,
)

#: What these tables cannot break: their schema bounds no length, and makes no column unique.
_NOT_OURS = {"OS016", "OS023"}


@pytest.mark.parametrize("item", DAMAGES.values(), ids=DAMAGES)
def test_every_damaged_copy_is_caught(
    item: Damage, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    outcomes = run_class(item, tmp_path, 1)
    missed = [f"copy {n}: {o.missed}" for n, o in enumerate(outcomes) if o.missed]
    record_property("copies", len(outcomes))
    record_property("caught", len(outcomes) - len(missed))
    assert not missed, (
        f"{item.name}: {len(outcomes) - len(missed)} of {len(outcomes)} caught: {missed}"
    )


def test_undamaged_nothing_is_found(tmp_path: Path) -> None:
    report = validate(copy_package(tmp_path), today=TODAY)
    assert report.findings == ()
    assert report.clean
    assert not trap().touched()
    # And a damage that left no trace would not pass for caught.
    for expected in (Expected("OS012", "data/events.csv", 2), Expected(REFUSED)):
        assert judged(expected, report)
    assert refused(Expected("OS012", "data/events.csv", 2), "refused")
    assert not judged(Expected(NOTHING), report)


def test_every_rule_has_a_damage_that_it_catches() -> None:
    source = Path(__file__).with_name("mutations.py").read_text("utf-8")
    without = {code for code in catalogue() if f'"{code}"' not in source}
    assert without == _NOT_OURS


def test_the_classes_are_told_apart() -> None:
    told = {item.what for item in DAMAGES.values()}
    assert len(told) == len(DAMAGES) >= 45
