"""The map on paper: the world, Europe enlarged, and the legend."""

from __future__ import annotations

from typing import Final

from matplotlib.axes import Axes
from matplotlib.patches import Circle, Polygon, Rectangle

from overseas_stations.plot.data.places import STATUSES, Places
from overseas_stations.plot.palette import INK, LAND, LINE, PAPER, STATUS
from overseas_stations.plot.paper.page import NARROW, Page, Picture, points, text_width
from overseas_stations.plot.view import EUROPE, WORLD, Box, View
from overseas_stations.plot.world import rings

_HATCH: Final = "//////"


def draw(data: Places, width: int) -> Picture:
    """The map, ``width`` pixels wide."""
    narrow = width < NARROW
    margin = 12 if narrow else 24
    inner = width - 2 * margin
    world = View(WORLD, inner)
    europe = View(EUROPE, inner if narrow else inner * 0.6)
    legend = 116.0 if narrow else europe.height
    body = world.height + 24 + europe.height + (8 + legend if narrow else 0)
    page = Page(data.caption, width, body)
    unit = 2.6 if narrow else 4.0  # the radius of one station
    top = page.top
    axes = page.canvas(margin, top, inner, world.height)
    axes.set_gid("world")
    _land(axes, world)
    axes.add_patch(_box(*world.frame(europe), colour="#777777"))
    _discs(axes, world, data, unit)
    below = top + world.height + 24
    page.text(margin, below - 4, "Europe, enlarged", size=page.small, va="bottom", weight="bold")
    axes = page.canvas(margin, below, europe.width, europe.height)
    axes.set_gid("europe")
    axes.add_patch(_box(0, 0, europe.width, europe.height))
    _land(axes, europe)
    _discs(axes, europe, data, unit)
    _names(axes, europe, data, unit, page)
    if narrow:
        _legend(page, data, margin, below + europe.height + 8, unit)
    else:
        _legend(page, data, margin + europe.width + 28, below, unit)
    return page.figure


def _land(axes: Axes, view: View) -> None:
    for ring in rings():
        outline = [view.at(x, y) for x, y in ring]
        axes.add_patch(
            Polygon(outline, closed=True, facecolor=LAND, edgecolor=PAPER, linewidth=0.5)
        )


def _box(x: float, y: float, width: float, height: float, colour: str = LINE) -> Rectangle:
    return Rectangle(
        (x, y),
        width,
        height,
        fill=False,
        edgecolor=colour,
        linewidth=0.8,
        zorder=1.5,
        clip_on=False,
    )


def disc(x: float, y: float, radius: float, status: str, contested: bool) -> Circle:
    """A disc in its status's colour; a contested one hatched, with a heavier outline."""
    look = {"hatch": _HATCH, "linewidth": 1.1} if contested else {"linewidth": 0.5}
    return Circle((x, y), radius, facecolor=STATUS[status], edgecolor=INK, zorder=3, **look)


def _discs(axes: Axes, view: View, data: Places, unit: float) -> None:
    for place in data.places:
        if not view.holds(place):
            continue
        x, y = view.at(place.longitude, place.latitude)
        for count, share in place.discs():
            axes.add_patch(disc(x, y, unit * count**0.5, share.status, share.contested))


def _names(axes: Axes, view: View, data: Places, unit: float, page: Page) -> None:
    """Names of the places with most stations, where there is room beside the disc."""
    taken: list[Box] = []
    for place in data.places:
        if view.holds(place):
            x, y = view.at(place.longitude, place.latitude)
            r = unit * place.count**0.5
            taken.append((x - r, y - r, x + r, y + r))
    room = 8 if page.narrow else 14
    size = page.small
    for place in data.places:
        if not room or not view.holds(place):
            continue
        text = f"{place.name} {place.count}" if place.count > 1 else place.name
        x, y = view.at(place.longitude, place.latitude)
        r, w, h = unit * place.count**0.5 + 2, text_width(text, size) + 2, size * 1.2
        for left, top in (
            (x + r, y - h / 2),
            (x - r - w, y - h / 2),
            (x - w / 2, y + r),
            (x - w / 2, y - r - h),
        ):
            box = (left, top, left + w, top + h)
            inside = left > 3 and top > 3 and box[2] < view.width - 3 and box[3] < view.height - 3
            if inside and not any(_meet(box, other) for other in taken):
                taken.append(box)
                room -= 1
                axes.text(
                    left + 1,
                    top + h / 2,
                    text,
                    fontsize=points(size),
                    va="center",
                    color=INK,
                    zorder=4,
                )
                break


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _legend(page: Page, data: Places, x: float, y: float, unit: float) -> None:
    line = page.size * 1.55
    axes = page.canvas(0, 0, page.width, page.height)
    axes.set_gid("legend")
    page.text(
        x, y, "Status of the stations (all, also those not drawn)", size=page.small, weight="bold"
    )
    y += line
    for status, name in STATUSES.items():
        axes.add_patch(disc(x + 7, y + line / 2, 6, status, contested=False))
        page.text(x + 20, y + line / 2, f"{name}: {data.statuses[status]}", va="center")
        y += line
    axes.add_patch(disc(x + 7, y + line / 2, 6.5, "reported", contested=True))
    page.text(
        x + 20, y + line / 2, f"Contested (hatched), any status: {data.contested}", va="center"
    )
    y += line
    at = x + 7.0
    for count in (1, 3, 6):
        radius = unit * count**0.5
        axes.add_patch(Circle((at, y + line / 2), radius, fill=False, edgecolor=INK, linewidth=0.8))
        at += radius + 5
        page.text(at, y + line / 2, str(count), va="center")
        at += 12 + unit * (count + 3) ** 0.5
    page.text(at - unit, y + line / 2, "stations at a place", va="center")
