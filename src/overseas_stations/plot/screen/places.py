"""The map on the screen: every disc tells its stations when pointed at."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import altair as alt

from overseas_stations.plot.data.places import STATUSES, Places
from overseas_stations.plot.palette import INK, LAND, LINE, PAPER, STATUS
from overseas_stations.plot.screen.page import NARROW, PADDING, SIZE, finished, values
from overseas_stations.plot.view import EUROPE, WORLD, View
from overseas_stations.plot.world import geojson

_CONTESTED = ("no", "yes")
_DASH = [2.5, 1.5]


def draw(data: Places, width: int) -> alt.VConcatChart:
    """The map, its world ``width`` pixels wide."""
    unit = 4.0 if width >= NARROW else 2.6
    inner = width - 2 * PADDING
    world = _map(data, View(WORLD, inner), unit)
    europe = _map(data, View(EUROPE, min(inner, 620)), unit)
    europe = europe.properties(
        title=alt.TitleParams("Europe, enlarged", anchor="start", fontSize=12)
    )
    return finished(
        alt.vconcat(world, europe, _legend(data, inner), spacing=12), data.caption, inner
    )


def _map(data: Places, view: View, unit: float) -> Any:
    left, _, right, top = view.bounds
    scale = view.width / (right - left)
    land = alt.Chart(_land()).mark_geoshape(fill=LAND, stroke=PAPER, strokeWidth=0.5)
    rows = [
        {
            "place": place.name,
            "country": place.country,
            "longitude": place.longitude,
            "latitude": place.latitude,
            "stations": share.count,
            "status": STATUSES[share.status],
            "contested": _CONTESTED[share.contested],
            "area": (2 * unit) ** 2 * count,
        }
        for place in data.places
        if view.holds(place)
        for count, share in place.discs()
    ]
    discs = (
        alt.Chart(values(rows))
        .mark_point(filled=True, opacity=1, stroke=INK)
        .encode(
            longitude="longitude:Q",
            latitude="latitude:Q",
            size=alt.Size("area:Q", scale=None),
            fill=alt.Fill(
                "status:N",
                scale=alt.Scale(
                    domain=list(STATUSES.values()), range=[STATUS[key] for key in STATUSES]
                ),
                legend=None,
            ),
            strokeDash=alt.StrokeDash(
                "contested:N",
                scale=alt.Scale(domain=list(_CONTESTED), range=[[1, 0], _DASH]),
                legend=None,
            ),
            strokeWidth=alt.StrokeWidth(
                "contested:N",
                scale=alt.Scale(domain=list(_CONTESTED), range=[0.6, 1.8]),
                legend=None,
            ),
            tooltip=["place:N", "country:N", "stations:Q", "status:N", "contested:N"],
        )
    )
    return (
        alt.layer(land, discs)
        .project(
            type="equalEarth",
            scale=scale,
            translate=[-left * scale, top * scale],
            clipExtent=[[0, 0], [view.width, view.height]],
        )
        .properties(width=view.width, height=view.height, view=alt.ViewBackground(stroke=LINE))
    )


@cache
def _land() -> alt.InlineData:
    """The shapes as text, which Vega parses: as objects each point would be validated."""
    return alt.InlineData(values=json.dumps(geojson()), format=alt.JsonDataFormat(type="json"))


def _legend(data: Places, width: float) -> Any:
    """The statuses with their counts, also of stations that are not drawn, and the contested."""
    columns = 2 if width < NARROW else 5
    entries = [
        (STATUS[key], f"{name}: {data.statuses[key]}", False) for key, name in STATUSES.items()
    ]
    entries.append((PAPER, f"Contested, any status: {data.contested}", True))
    rows = [
        {"x": i % columns * width / columns + 8, "y": i // columns * 20 + 10}
        | {"colour": colour, "text": text, "contested": contested}
        for i, (colour, text, contested) in enumerate(entries)
    ]
    height = 20 * -(-len(rows) // columns)
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, width], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, height], reverse=True, nice=False))
    plain: dict[str, Any] = {"strokeWidth": 0.6}
    dashed: dict[str, Any] = {"strokeWidth": 1.8, "strokeDash": _DASH}
    marks = [
        alt.Chart(values([row for row in rows if row["contested"] is contested]))
        .mark_point(filled=True, size=130, opacity=1, stroke=INK, **look)
        .encode(x=x, y=y, fill=alt.Fill("colour:N", scale=None))
        for contested, look in ((False, plain), (True, dashed))
    ]
    words = (
        alt.Chart(values(rows))
        .mark_text(align="left", dx=11, size=SIZE - 0.5, color=INK)
        .encode(x=x, y=y, text="text:N")
    )
    return alt.layer(*marks, words).properties(width=width, height=height)
