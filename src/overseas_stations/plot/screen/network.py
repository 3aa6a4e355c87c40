"""The network on the screen: names in full when pointed at."""

from __future__ import annotations

from typing import Any, Literal

import altair as alt

from overseas_stations.plot.data.network import Network, Node
from overseas_stations.plot.palette import BLUE, GREY, INK, ORANGE, PAPER
from overseas_stations.plot.screen.page import NARROW, PADDING, SMALL, cut, finished, values

_LINES = ("in the outlet's own name", "on the claimant's word")
_NODES = ("claimant", "outlet that also claims in its own name", "outlet that only repeats")


def draw(data: Network, width: int) -> alt.VConcatChart:
    """The network, ``width`` pixels wide."""
    height = 22 * max(len(data.claimants), len(data.outlets), 1)
    inner = width - 2 * PADDING
    part = inner * (0.36 if width < NARROW else 0.33)
    ends = (part, inner - part)
    places = [
        [(i + 0.5) * height / len(n) for i in range(len(n))] for n in (data.claimants, data.outlets)
    ]
    links = [
        {
            "x": ends[0],
            "y": places[0][link.claimant],
            "x2": ends[1],
            "y2": places[1][link.outlet],
            "wide": min(0.7 + 0.45 * link.sources**0.5, 9),
            "claimant": data.claimants[link.claimant].name,
            "outlet": data.outlets[link.outlet].name,
            "sources": link.sources,
            "told": _LINES[0 if link.own else 1],
        }
        for link in data.links
    ]
    nodes = [
        _row(node, ends[side], y, side, part - 14)
        for side, column in enumerate((data.claimants, data.outlets))
        for node, y in zip(column, places[side], strict=True)
    ]
    legend: dict[str, Any] = {"orient": "top", "direction": "vertical", "title": None}
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, inner], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, height], reverse=True, nice=False))
    lines = (
        alt.Chart(values(links))
        .mark_rule(opacity=0.7)
        .encode(
            x=x,
            y=y,
            x2="x2",
            y2="y2",
            strokeWidth=alt.StrokeWidth("wide:Q", scale=None),
            color=alt.Color(
                "told:N",
                scale=alt.Scale(domain=list(_LINES), range=[ORANGE, GREY]),
                legend=alt.Legend(**legend),
            ),
            tooltip=["claimant:N", "outlet:N", "sources:Q", "told:N"],
        )
    )
    dots = (
        alt.Chart(values(nodes))
        .mark_point(filled=True, size=80, stroke=INK, strokeWidth=0.9, opacity=1)
        .encode(
            x=x,
            y=y,
            fill=alt.Fill(
                "kind:N",
                scale=alt.Scale(domain=list(_NODES), range=[BLUE, ORANGE, PAPER]),
                legend=alt.Legend(**legend, symbolStrokeColor=INK),
            ),
            tooltip=["name:N", "sources:Q", "kind:N"],
        )
    )
    ends_at: tuple[tuple[int, Literal["right", "left"], int], ...] = (
        (0, "right", -9),
        (1, "left", 9),
    )
    sides = [
        alt.Chart(values([node for node in nodes if node["side"] == side]))
        .mark_text(align=align, dx=dx, size=SMALL, color=INK)
        .encode(x=x, y=y, text="label:N", tooltip=["name:N", "sources:Q", "kind:N"])
        for side, align, dx in ends_at
    ]
    chart = alt.layer(lines, dots, *sides).properties(width=inner, height=height)
    return finished(chart, data.caption, inner)


def _row(node: Node, x: float, y: float, side: int, room: float) -> dict[str, Any]:
    kind = _NODES[0 if side == 0 else 1 if node.own else 2]
    count = f" {node.sources}"
    label = cut(node.name, room - len(count) * 6, SMALL) + count
    place = {"x": x, "y": y, "side": side, "label": label}
    return place | {"name": node.name, "sources": node.sources, "kind": kind}
