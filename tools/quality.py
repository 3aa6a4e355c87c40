"""Bring the figures of docs/quality.md up to its tables in docs/quality/. ``--check`` compares.

Run from the top of a checkout: ``python tools/quality.py``.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

import krippendorff
import numpy as np
from generated import bring_up, filled

from overseas_stations import derive, load
from overseas_stations.overview import overview
from overseas_stations.vocabulary import Stance

_FOLDER = Path("docs/quality")


def _read(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def second_reading() -> str:
    """The second reading by table, with its error rate."""
    out = [
        "| table | rows read | agree | corrected | removed | not opened again | error rate |",
        "|---|---|---|---|---|---|---|",
    ]
    total: Counter[str] = Counter()
    columns = ("read", "agree", "corrected", "removed", "not_reopened")
    for row in _read("second_reading.csv"):
        counts = Counter({column: int(row[column]) for column in columns})
        total += counts
        out.append(_line(row["table"], counts))
    out.append(_line("all", total))
    return "\n".join(out) + "\n"


def _line(table: str, counts: Counter[str]) -> str:
    wrong = counts["corrected"] + counts["removed"]
    checked = counts["read"] - counts["not_reopened"]
    cells = [counts[c] for c in ("read", "agree", "corrected", "removed", "not_reopened")]
    return f"| {table} | " + " | ".join(map(str, cells)) + f" | {wrong / max(checked, 1):.1%} |"


def nominal(pairs: list[tuple[str, str]]) -> float:
    """Krippendorff's alpha of two coders on nominal values."""
    values = {value: code for code, value in enumerate(sorted({v for p in pairs for v in p}))}
    data = np.array([[values[pair[coder]] for pair in pairs] for coder in (0, 1)], dtype=float)
    return float(krippendorff.alpha(data, level_of_measurement="nominal"))


def masi(one: frozenset[str], other: frozenset[str]) -> float:
    """The MASI distance of two sets (Passonneau 2006): 0 alike, 1 apart."""
    common = one & other
    if one == other:
        kinship = 1.0
    elif one <= other or other <= one:
        kinship = 2 / 3
    else:
        kinship = 1 / 3 if common else 0.0
    return 1 - len(common) / len(one | other) * kinship


def alpha_of_sets(pairs: list[tuple[frozenset[str], frozenset[str]]]) -> float:
    """Krippendorff's alpha of two coders on sets of values, by the MASI distance."""
    pool = [value for pair in pairs for value in pair]
    observed = sum(masi(*pair) for pair in pairs) / len(pairs)
    apart = sum(masi(a, b) for a in pool for b in pool) / (len(pool) * (len(pool) - 1))
    return 1 - observed / apart


def coding() -> str:
    """Krippendorff's alpha of the double coding, for each round."""
    rows = _read("coding.csv")
    out = ["| round | what | coded twice | alpha |", "|---|---|---|---|"]
    for number in sorted({row["round"] for row in rows}):
        events = [r for r in rows if r["round"] == number and r["table"] == "events"]
        if events:
            alpha = nominal([(r["first"], r["second"]) for r in events])
            out.append(f"| {number} | event kinds | {len(events)} | {alpha:.2f} |")
        statements = [r for r in rows if r["round"] == number and r["table"] == "statements"]
        if statements:
            pairs = [
                (str(member in r["first"].split(";")), str(member in r["second"].split(";")))
                for r in statements
                for member in Stance
            ]
            out.append(f"| {number} | stances | {len(statements)} | {nominal(pairs):.2f} |")
            sets = [
                (frozenset(r["first"].split(";")), frozenset(r["second"].split(";")))
                for r in statements
            ]
            alpha = alpha_of_sets(sets)
            out.append(f"| {number} | stances, as sets | {len(statements)} | {alpha:.2f} |")
    return "\n".join(out) + "\n"


def size() -> str:
    """What there is, against what was hoped for."""
    counts = overview(load(Path()))["counts"]
    found = {**counts["rows"], **counts["reach"]}
    wanted = {
        "stations": 85,
        "countries with a station": 45,
        "investigations": 35,
        "countries that inquired": 22,
        "statements": 250,
        "authorities and missions that spoke": 70,
        "their countries": 35,
        "statements by China's authorities and missions": 25,
        "events": 90,
        "figures": 120,
        "cooperations": 45,
        "sources": 900,
        "languages of the sources": 25,
        "evidence": 3000,
        "contradictions": 40,
    }
    out = ["| what | here | aimed at |", "|---|---|---|"]
    out += [f"| {what} | {found[what]:,} | {aim:,} |" for what, aim in wanted.items()]
    return "\n".join(out) + "\n"


def ten_stations() -> str:
    """What a second reader expected of the best-known stations, and what the data says."""
    ds = load(Path())
    out = [
        "| station | status: expected; now | assessment: expected; now | outcome: expected; now | resolved |",
        "|---|---|---|---|---|",
    ]
    for row in _read("ten_stations.csv"):
        key = row["station_id"]
        status = derive.status(ds, key)
        level = derive.assessment(ds, key).level
        ends = []
        for inquiry in filter(None, row["inquiries"].split(";")):
            found = derive.outcomes(ds, inquiry)
            end = found.get(key) or next(iter(found.values()))
            ends.append(f"{end.outcome} ({inquiry})")
        cells = (
            f"{derive.label(ds, key)} {key}",
            f"{row['expected_status']}; {status.status} ({status.event_id or 'no event'})",
            f"{row['expected_assessment']}; {level}",
            f"{row['expected_outcome']}; {', '.join(ends) or 'no inquiry'}",
            row["resolution"],
        )
        out.append("| " + " | ".join(cell.replace("_", "\\_") for cell in cells) + " |")
    return "\n".join(out) + "\n"


_BLOCKS = {
    "ten_stations": ten_stations,
    "second_reading": second_reading,
    "coding": coding,
    "size": size,
}


def main() -> int:
    """Rewrite the blocks, or compare them."""
    return bring_up(filled(Path("docs/quality.md"), _BLOCKS))


if __name__ == "__main__":
    sys.exit(main())
