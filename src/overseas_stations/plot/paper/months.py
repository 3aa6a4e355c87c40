"""The timeline on paper: one panel for each kind of thing, over the same months."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from overseas_stations.plot.data.months import PANELS, Months, Series, month_name
from overseas_stations.plot.palette import INK, LINE, SERIES, SOFT_INK
from overseas_stations.plot.paper.page import NARROW, Page, Picture, points, text_width

#: The hatch of each series that shares its panel: they differ without colour too.
HATCH = {"chinese": "////", "other": "....", "reported_closed": "////"}


def draw(data: Months, width: int) -> Picture:
    """The timeline, ``width`` pixels wide."""
    narrow = width < NARROW
    panel = 84.0 if narrow else 96.0
    line = 16.0 if narrow else 20.0
    gap = 30.0
    rows = len(PANELS) + (3 if narrow else 2)  # a title each, and the legends
    body = len(PANELS) * (panel + gap) + rows * line
    page = Page(data.caption, width, body)
    y = page.top
    for key, title in PANELS.items():
        series = [s for s in data.series if s.panel == key]
        total = sum(s.total for s in series)
        page.text(page.margin, y, f"{title}: {total}", weight="bold")
        y += line
        y += _legend(page, series, y, line) if len(series) > 1 else 0
        left = page.margin + 26
        axes = page.axes(left, y, page.inner - 26, panel)
        axes.set_gid(key)
        _bars(axes, series, data, page)
        _ticks(axes, data, page)
        y += panel + gap
    return page.figure


def _legend(page: Page, series: list[Series], y: float, line: float) -> float:
    """The names of the series, broken into lines where the page is narrow; the height used."""
    axes = page.canvas(0, 0, page.width, page.height)
    x, top = page.margin, y
    for one in series:
        text = f"{one.label} {one.total}"
        wide = 18 + text_width(text, page.size) + 16
        if x > page.margin and x + wide - 16 > page.width - page.margin:
            x, y = page.margin, y + line
        colour, hatch = SERIES[one.key], HATCH.get(one.key)
        axes.add_patch(
            Rectangle(
                (x, y + 2), 12, 9, facecolor=colour, edgecolor=INK, hatch=hatch, linewidth=0.5
            )
        )
        page.text(x + 17, y + 6.5, text, va="center")
        x += wide
    return y + line - top


def _bars(axes: Axes, series: list[Series], data: Months, page: Page) -> None:
    places = [-1.5, *range(len(data.months))]
    base = [0] * len(places)
    for one in series:
        colour, hatch = SERIES[one.key], HATCH.get(one.key)
        heights = [one.earlier, *one.counts]
        drawn = [i for i, height in enumerate(heights) if height]
        bars = axes.bar(
            [places[i] for i in drawn],
            [heights[i] for i in drawn],
            bottom=[base[i] for i in drawn],
            width=0.8,
            color=colour,
            edgecolor=INK,
            linewidth=0.4,
            hatch=hatch,
        )
        bars.set_label(one.key)
        base = [b + h for b, h in zip(base, heights, strict=True)]
    top = max(base, default=0) or 1
    axes.set_ylim(0, top * 1.22)
    axes.set_yticks([0, top])
    axes.tick_params(labelsize=points(page.small), colors=SOFT_INK, length=2)


def _ticks(axes: Axes, data: Months, page: Page) -> None:
    """Years on the axis, or months where there are few of them."""
    months = data.months
    axes.set_xlim(-2.2, len(months) - 0.3)
    few = len(months) <= 14
    every = 1 if few and not page.narrow else 3 if few else 12
    at = [i for i, month in enumerate(months) if month % every == 0]
    names = [month_name(months[i]) if few else month_name(months[i])[:4] for i in at]
    before = any(one.earlier for one in data.series)
    axes.set_xticks([-1.5, *at] if before else at, ["earlier", *names] if before else names)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(LINE)
    for i in at:
        axes.axvline(i - 0.5, color=LINE, linewidth=0.5, zorder=0)
