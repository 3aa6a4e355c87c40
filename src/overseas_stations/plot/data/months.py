"""Reports and official responses by month: the data of the timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from overseas_stations.derive import dated_on
from overseas_stations.derive.support import supporting
from overseas_stations.partial_date import PartialDate
from overseas_stations.plot.data.caption import Caption, caption, counted, then
from overseas_stations.plot.data.parties import GROUPS, Speakers
from overseas_stations.vocabulary import EventKind

if TYPE_CHECKING:
    from overseas_stations.dataset import Dataset

#: A month, counted from year 0: consecutive months differ by one.
Month = int

#: The months drawn one by one begin before the first that holds so much of everything.
_BURST = 0.03

PANELS: Final = {
    "reports": "Reports: sources that tell of a station",
    "statements": "Statements",
    "inquiries": "Inquiries opened or announced",
    "closures": "Closures",
}


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of thing in one panel; ``counts`` by month, what lies before the first in ``earlier``."""

    panel: str
    key: str
    label: str
    counts: tuple[int, ...]
    earlier: int
    undated: int

    @property
    def total(self) -> int:
        """How many there are, those before and the undated included."""
        return sum(self.counts) + self.earlier + self.undated


@dataclass(frozen=True, slots=True)
class Months:
    """The series over the same months, the first of which is ``first``."""

    caption: Caption
    first: Month
    series: tuple[Series, ...]

    @property
    def months(self) -> tuple[Month, ...]:
        """The months, in order."""
        return tuple(self.first + i for i in range(len(self.series[0].counts)))


_Kind = tuple[str, str, str]

_KINDS: Final[tuple[_Kind, ...]] = (
    ("reports", "reports", "Reports"),
    *(("statements", group, label) for group, label in GROUPS.items()),
    ("inquiries", "inquiries", "Inquiries"),
    ("closures", "ordered_closed", "Closure ordered"),
    ("closures", "reported_closed", "Reported closed"),
)


def months(dataset: Dataset, as_of: date | str | None = None) -> Months:
    """What became known until a day, by the month in which it was told, said or done."""
    past, day = then(dataset, as_of)
    found: dict[str, Counter[Month | None]] = {key: Counter() for _, key, _ in _KINDS}
    for key, month in _all(past):
        found[key][month] += 1
    last = month_of(day)
    dated = Counter(m for counts in found.values() for m in counts.elements() if m is not None)
    bursts = [month for month, n in dated.items() if n >= _BURST * dated.total()]
    first = min(min(bursts, default=last) - 1, last - 5)
    series = tuple(
        Series(
            panel,
            key,
            label,
            tuple(found[key][month] for month in range(first, last + 1)),
            sum(n for month, n in found[key].items() if month is not None and month < first),
            found[key][None],
        )
        for panel, key, label in _KINDS
    )
    undated = {s.label.lower(): s.undated for s in series if s.undated}
    earlier = sum(s.earlier for s in series)
    totals = {panel: sum(s.total for s in series if s.panel == panel) for panel in PANELS}
    title = "Reports and official responses by month"
    notes = (
        "Nothing tells the month of "
        + ", ".join(f"{count} ({label})" for label, count in undated.items())
        + ": not drawn."
        if undated
        else "",
        f"{counted(earlier, 'item')} before {month_name(first)}: the bar at the left edge."
        if earlier
        else "",
        "What is dated only 'by' a day stands in that month.",
    )
    told = (
        f"Bars by month from {month_name(first)} to {month_name(last)}: "
        f"{totals['reports']} sources that tell of a station, {totals['statements']} statements, "
        f"{totals['inquiries']} inquiries, {totals['closures']} closures ordered or reported."
        + _busiest(series, first)
    )
    return Months(caption(past, day, title, told, notes), first, series)


def _busiest(series: Iterable[Series], first: Month) -> str:
    reports = next(s for s in series if s.key == "reports")
    most = max(reports.counts, default=0)
    return (
        f" Most reports in one month: {most}, in {month_name(first + reports.counts.index(most))}."
        if most
        else ""
    )


def _all(past: Dataset) -> Iterator[tuple[str, Month | None]]:
    """The key of its series and its month, for everything that is counted."""
    rows, known = past.evidence_by_record, dated_on(past)

    def first_known(record_id: str) -> date | None:
        days = (known.get(row.source_id) for row in supporting(rows.get(record_id, ())))
        return min((day for day in days if day), default=None)

    stations = past.stations
    telling = {
        row.source_id
        for station in stations
        for row in supporting(rows.get(station.station_id, ()))
    }
    for source_id in sorted(telling):
        day = known.get(source_id)
        yield "reports", month_of(day) if day else None
    speakers = Speakers(past)
    for statement in past.statements:
        told = first_known(statement.statement_id)
        yield speakers.group(statement), _month(statement.made_on, told)
    for inquiry in past.investigations:
        yield "inquiries", _month(inquiry.opened, first_known(inquiry.investigation_id))
    for event in past.events:
        if event.kind in (EventKind.ORDERED_CLOSED, EventKind.REPORTED_CLOSED):
            yield event.kind.value, _month(event.occurred_on, first_known(event.event_id))


def _month(told: PartialDate | None, known: date | None) -> Month | None:
    """The month it is dated to, else that of the last day on which it can have happened."""
    if told and told.earliest and told.latest and month_of(told.earliest) == month_of(told.latest):
        return month_of(told.earliest)
    last = told.latest if told else None
    days = [day for day in (last, known) if day]
    return month_of(min(days)) if days else None


def month_of(day: date) -> Month:
    """The month of a day."""
    return day.year * 12 + day.month - 1


def month_name(month: Month) -> str:
    """A month as text: 2022-12."""
    return f"{month // 12}-{month % 12 + 1:02}"
