"""The timeline on the screen: every bar tells its month and count when pointed at."""

from __future__ import annotations

from typing import Any

import altair as alt

from overseas_stations.plot.data.months import PANELS, Months, month_name
from overseas_stations.plot.palette import SERIES
from overseas_stations.plot.screen.page import NARROW, PADDING, finished, values

EARLIER = "earlier"

#: Room for the numbers at the axis.
_LABELS = 26


def draw(data: Months, width: int) -> alt.VConcatChart:
    """The timeline, ``width`` pixels wide."""
    inner = width - 2 * PADDING
    panels = [_panel(data, panel, inner - _LABELS) for panel in PANELS]
    charts = alt.vconcat(*panels, spacing=10).resolve_scale(color="independent")
    return finished(charts, data.caption, inner, _LABELS)


def _panel(data: Months, panel: str, width: float) -> Any:
    series = [one for one in data.series if one.panel == panel]
    months = [month_name(month) for month in data.months]
    rows = [
        {"month": month, "kind": one.label, "order": i, "count": count}
        for i, one in enumerate(series)
        for month, count in zip([EARLIER, *months], [one.earlier, *one.counts], strict=True)
    ]
    few = len(months) <= 14
    named = [EARLIER, *(month for month in months if few or month.endswith("-01"))]
    legend = alt.Legend(title=None, orient="top", columns=1 if width < NARROW else 3)
    return (
        alt.Chart(values(rows))
        .mark_bar()
        .encode(
            x=alt.X(
                "month:O",
                sort=[EARLIER, *months],
                title=None,
                axis=alt.Axis(values=named, labelAngle=0, labelOverlap="greedy"),
            ),
            y=alt.Y(
                "count:Q", title=None, axis=alt.Axis(tickCount=3, format="d", minExtent=_LABELS - 4)
            ),
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(
                    domain=[one.label for one in series], range=[SERIES[one.key] for one in series]
                ),
                legend=legend if len(series) > 1 else None,
            ),
            order="order:O",
            tooltip=["month:N", "kind:N", "count:Q"],
        )
        .properties(
            width=width,
            height=90,
            title=alt.TitleParams(
                f"{PANELS[panel]}: {sum(one.total for one in series)}", anchor="start", fontSize=12
            ),
        )
    )
