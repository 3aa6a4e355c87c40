"""What the researcher's desk takes to answer on the real data, warm.

Prints the median and the longest wall time of each question, in milliseconds, over runs in one
process that has read all tables; the goal is 200. Run: ``make bench`` or ``python bench/desk.py``.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import overseas_stations as ost
from overseas_stations.dataset import Dataset

RUNS = 9
GOAL = 200
DAY = "2022-12-05"

QUESTIONS: dict[str, Callable[[Dataset], object]] = {
    f"as_of {DAY}": lambda ds: ds.as_of(DAY),
    "timeline": lambda ds: ds.timeline(),
    "timeline of a country": lambda ds: ds.timeline(country_id="NL"),
    "history of a status": lambda ds: ds.history("stn-nl-001", "status"),
    "history of an outcome": lambda ds: ds.history("inv-us-001", "outcome"),
    "history of a cell": lambda ds: ds.history("stn-us-001", "established"),
    "assessment": lambda ds: ds.assessment("stn-nl-001"),
    "disputed": lambda ds: ds.disputed("stn-nl-001"),
    "claimants": lambda ds: ds.claimants("stn-nl-001"),
    "explain a status": lambda ds: ds.explain("stn-nl-001", "status"),
    "explain an assessment": lambda ds: ds.explain("stn-nl-001", "assessment"),
    "explain an outcome": lambda ds: ds.explain("inv-us-001", "outcome"),
    "explain a cell, printed": lambda ds: str(ds.explain("stn-nl-001", "established")),
    "completeness": lambda ds: ds.completeness(),
    "contradictions": lambda ds: ds.contradictions(),
    "every table as Arrow": lambda ds: [table.to_arrow() for table in ds.tables],
    "every table as pandas": lambda ds: [table.to_pandas() for table in ds.tables],
    "every table as Polars": lambda ds: [table.to_polars() for table in ds.tables],
    "stations as GeoPandas": lambda ds: ds.stations.to_geopandas(),
    "SQL over a stored table": lambda ds: ds.sql("SELECT COUNT(*) FROM evidence"),
    "SQL over a derived table": lambda ds: ds.sql("SELECT COUNT(*) FROM history"),
    "cite": lambda ds: ds.cite("bibtex"),
    "bibliography of a station": lambda ds: ds.bibliography("stn-nl-001"),
    "bibliography of all sources": lambda ds: ds.bibliography(ds.sources.ids()),
}


def once(question: Callable[[Dataset], object], dataset: Dataset) -> float:
    """The wall time of one answer, in milliseconds."""
    begun = time.perf_counter()
    question(dataset)
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    """Measure and print."""
    dataset = ost.load()
    rows = sum(len(table) for table in dataset.tables)
    print(f"{rows} rows in {len(dataset.tables)} tables, all read; goal {GOAL} ms")
    print(f"{'question':<30}{'median ms':>10}{'longest':>10}")
    for name, question in QUESTIONS.items():
        once(question, dataset)
        times = [once(question, dataset) for _ in range(RUNS)]
        late = "  over the goal" if max(times) > GOAL else ""
        print(f"{name:<30}{statistics.median(times):>10.1f}{max(times):>10.1f}{late}")


if __name__ == "__main__":
    main()
