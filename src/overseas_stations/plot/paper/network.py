"""The network on paper: claimants on the left, outlets on the right."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path

from overseas_stations.plot.data.network import Network, Node
from overseas_stations.plot.palette import BLUE, GREY, INK, ORANGE, PAPER
from overseas_stations.plot.paper.page import NARROW, Page, Picture, cut


def draw(data: Network, width: int) -> Picture:
    """The network, ``width`` pixels wide."""
    narrow = width < NARROW
    row = 19.0 if narrow else 22.0
    side = max(len(data.claimants), len(data.outlets), 1) * row
    legend = 17.0 * 4 if narrow else 22.0 * 2
    page = Page(data.caption, width, legend + 28 + side)
    _legend(page, narrow)
    y = page.top + legend
    part = 0.36 if narrow else 0.33
    left, right = page.margin + page.inner * part, page.width - page.margin - page.inner * part
    page.text(left, y, "Claimants", ha="right", weight="bold")
    page.text(right, y, "Outlets", weight="bold")
    y += 28
    axes = page.canvas(0, y, page.width, side)
    axes.set_gid("network")
    lefts = _heights(len(data.claimants), side)
    rights = _heights(len(data.outlets), side)
    for link in sorted(data.links, key=lambda link: (link.own, -link.sources)):
        _link(axes, left, lefts[link.claimant], right, rights[link.outlet], link.sources, link.own)
    for x, nodes, heights in ((left, data.claimants, lefts), (right, data.outlets, rights)):
        for node, height in zip(nodes, heights, strict=True):
            filled = BLUE if x == left else ORANGE if node.own else PAPER
            axes.add_patch(
                Circle((x, height), 4.5, facecolor=filled, edgecolor=INK, linewidth=0.9, zorder=3)
            )
            _name(page, node, x, y + height, page.inner * part - 10, at_left=x == left)
    return page.figure


def _heights(number: int, side: float) -> list[float]:
    return [(i + 0.5) * side / number for i in range(number)]


def _name(page: Page, node: Node, x: float, y: float, room: float, *, at_left: bool) -> None:
    size = page.small if page.narrow else page.size
    count = f" {node.sources}"
    text = cut(node.name, room - len(count) * size * 0.65, size) + count
    page.text(
        x + (-9 if at_left else 9),
        y,
        text,
        size=size,
        va="center",
        ha="right" if at_left else "left",
    )


def _link(
    axes: Axes, left: float, start: float, right: float, end: float, sources: int, own: bool
) -> None:
    middle = (left + right) / 2
    line = Path(
        [(left, start), (middle, start), (middle, end), (right, end)],
        [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4],
    )
    axes.add_patch(
        PathPatch(
            line,
            fill=False,
            edgecolor=ORANGE if own else GREY,
            linewidth=min(0.7 + 0.45 * sources**0.5, 9),
            alpha=1 if own else 0.6,
            zorder=2 if own else 1,
            capstyle="butt",
        )
    )


def _legend(page: Page, narrow: bool) -> None:
    axes = page.canvas(0, 0, page.width, page.height)
    line = 17.0 if narrow else 22.0
    entries = (
        (ORANGE, "outlet that also claims something in its own name"),
        (PAPER, "outlet that only repeats what others claim"),
    )
    lines = ((ORANGE, "in its own name"), (GREY, "on the claimant's word"))
    for i, (colour, text) in enumerate(entries):
        y = page.top + (i + 0.4) * line
        axes.add_patch(
            Circle((page.margin + 8, y), 4.5, facecolor=colour, edgecolor=INK, linewidth=0.9)
        )
        page.text(page.margin + 20, y, text, va="center")
    for i, (colour, text) in enumerate(lines):
        x = page.margin if narrow else page.margin + page.inner * 0.58
        y = page.top + (i + (2.4 if narrow else 0.4)) * line
        axes.plot([x, x + 16], [y, y], color=colour, linewidth=2)
        page.text(x + 22, y, f"line: told {text}", va="center")
