"""The matrix of stances on paper: a panel for each kind of speaker, every count in its cell."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.patches import Rectangle

from overseas_stations.plot.data.caption import counted
from overseas_stations.plot.data.parties import GROUPS, Group
from overseas_stations.plot.data.stances import Stances, stance_name
from overseas_stations.plot.palette import GROUP, LINE, PAPER, ink_on, tint
from overseas_stations.plot.paper.page import NARROW, Page, Picture, cut, points, text_width


def draw(data: Stances, width: int) -> Picture:
    """The matrix, ``width`` pixels wide: panels side by side, or on a narrow page one below the other."""
    narrow = width < NARROW
    margin = 12 if narrow else 24
    row = 15.0 if narrow else 17.0
    size = 9.0 if narrow else 10.5
    names = min(
        max((text_width(name, size) for name in data.countries), default=0) + 8,
        width * (0.3 if narrow else 0.17),
    )
    head = max(text_width(stance_name(stance), size) for stance in data.stances) + 6
    panels = 1 if narrow else len(GROUPS)
    gap = 14.0
    wide = (width - 2 * margin - names - gap * (panels - 1)) / panels
    title = 34.0
    # Side by side the panels share their rows; one below the other each shows only its own.
    rows = {group: data.about(group) if narrow else data.countries for group in GROUPS}
    heights = {group: title + head + row * len(rows[group]) for group in GROUPS}
    body = sum(heights.values()) + 20 * len(GROUPS) if narrow else max(heights.values())
    page = Page(data.caption, width, body)
    x, y = margin + names, page.top
    for group in GROUPS:
        start = float(margin) if narrow else x
        page.text(start, y, GROUPS[group], size=page.size * 0.95, weight="bold")
        told = counted(data.statements[group], "statement")
        page.text(start, y + 17, told, size=page.small)
        _panel(page, data, group, rows[group], x, y + title, wide, head, row, size)
        if narrow or x == margin + names:
            for n, name in enumerate(rows[group]):
                at = y + title + head + (n + 0.5) * row
                page.text(x - 6, at, cut(name, names - 8, size), size=size, ha="right", va="center")
        if narrow:
            y += heights[group] + 20
        else:
            x += wide + gap
    return page.figure


def _panel(
    page: Page, data: Stances, group: Group, countries: Sequence[str], x: float, y: float, wide: float, head: float,
    row: float, size: float,
) -> None:  # fmt: skip
    column = wide / len(data.stances)
    for n, stance in enumerate(data.stances):
        page.text(
            x + (n + 0.5) * column, y + head - 4, stance_name(stance),
            size=size, rotation=90, ha="center", va="bottom",
        )  # fmt: skip
    axes = page.canvas(x, y + head, wide, row * len(countries))
    axes.set_gid(group)
    most = max(data.counts.values(), default=1)
    for r, country in enumerate(countries):
        axes.plot([0, wide], [r * row, r * row], color=LINE, linewidth=0.4, zorder=0)
        for c, stance in enumerate(data.stances):
            count = data.counts.get((group, country, stance), 0)
            if not count:
                continue
            colour = tint(GROUP[group], 0.15 + 0.85 * (count / most) ** 0.5)
            cell = Rectangle(
                (c * column, r * row), column, row,
                facecolor=colour, edgecolor=PAPER, linewidth=0.8,
            )  # fmt: skip
            axes.add_patch(cell)
            axes.text(
                (c + 0.5) * column, (r + 0.5) * row, str(count), fontsize=points(size),
                ha="center", va="center_baseline", color=ink_on(colour),
            )  # fmt: skip
