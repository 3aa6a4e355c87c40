"""The matrix of stances on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from overseas_stations.plot.data.caption import counted
from overseas_stations.plot.data.parties import GROUPS, Group
from overseas_stations.plot.data.stances import Stances, stance_name
from overseas_stations.plot.palette import GROUP, ink_on, tint
from overseas_stations.plot.screen.page import NARROW, PADDING, SMALL, cut, finished, values


def draw(data: Stances, width: int) -> alt.VConcatChart:
    """The matrix, ``width`` pixels wide: panels side by side, or on a narrow page below each other."""
    narrow = width < NARROW
    inner = width - 2 * PADDING
    names = 110 if narrow else 170
    wide = inner - names if narrow else (inner - names - 30) / len(GROUPS)
    panels = [
        _panel(
            data, group, data.about(group) if narrow else data.countries, wide, names, named=named
        )
        for group, named in zip(GROUPS, (True, narrow, narrow), strict=True)
    ]
    charts = alt.vconcat(*panels) if narrow else alt.hconcat(*panels, spacing=15)
    return finished(charts, data.caption, inner, names)


def _panel(
    data: Stances, group: Group, countries: Sequence[str], wide: float, names: int, *, named: bool
) -> Any:
    most = max(data.counts.values(), default=1)
    rows = []
    for (whose, country, stance), count in sorted(data.counts.items()):
        if whose == group:
            colour = tint(GROUP[group], 0.15 + 0.85 * (count / most) ** 0.5)
            row = {"country": country, "stance": stance_name(stance), "statements": count}
            rows.append(row | {"fill": colour, "ink": ink_on(colour)})
    base = alt.Chart(values(rows)).encode(
        x=alt.X(
            "stance:N",
            title=None,
            scale=alt.Scale(domain=[stance_name(stance) for stance in data.stances]),
            axis=alt.Axis(orient="top", labelAngle=-90, ticks=False, domain=False, labelLimit=200),
        ),
        y=alt.Y(
            "country:N",
            title=None,
            scale=alt.Scale(domain=list(countries)),
            axis=alt.Axis(
                ticks=False,
                domain=False,
                labels=named,
                labelLimit=names - 10,
                minExtent=names if named else 0,
            ),
        ),
        tooltip=["country:N", "stance:N", "statements:Q"],
    )
    cells = base.mark_rect(stroke="white").encode(color=alt.Color("fill:N", scale=None))
    counts = base.mark_text(size=SMALL).encode(
        text="statements:Q", color=alt.Color("ink:N", scale=None)
    )
    title = alt.TitleParams(
        text=cut(GROUPS[group], wide + 20, 12),
        subtitle=counted(data.statements[group], "statement"),
        anchor="start",
        frame="bounds" if named else "group",
        fontSize=12,
    )
    return alt.layer(cells, counts).properties(width=wide, height=17 * len(countries), title=title)
