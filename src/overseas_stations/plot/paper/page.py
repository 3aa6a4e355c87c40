"""The page of a picture on paper: its head, its small print, and the room between them.

Everything is measured in pixels from the top left corner, so that a page laid out for a phone is
as exact as one for a journal. Text is measured with the font that draws it, and drawn as outlines.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.textpath import text_to_path

from overseas_stations.plot.data.caption import Caption
from overseas_stations.plot.palette import INK, PAPER, SOFT_INK
from overseas_stations.plot.svg import described

#: Pixels in an inch of the figure.
DPI: Final = 100
#: A page narrower than this is laid out in one column.
NARROW: Final = 900
#: What the drawn width of a text may exceed the measured by: pixels are whole.
_SLACK: Final = 1.03

_FONT: Final = "DejaVu Sans"  # which Matplotlib ships: the same on every machine
_SETTINGS: Final[dict[Any, Any]] = {
    "font.family": [_FONT],
    "svg.fonttype": "path",
    "svg.hashsalt": "overseas-stations",
    "hatch.linewidth": 0.7,
    "axes.unicode_minus": False,
    "text.hinting": "no_hinting",  # so that widths grow with the size
    "text.usetex": False,
    "text.parse_math": False,
}


@contextmanager
def settings() -> Iterator[None]:
    """Our own settings of Matplotlib, whatever the reader's are."""
    with matplotlib.rc_context():
        matplotlib.rcParams.update(matplotlib.rcParamsDefault)
        matplotlib.rcParams.update(_SETTINGS)
        yield


class Picture(Figure):
    """A Matplotlib figure with its caption; written the same, byte for byte, each time."""

    caption: Caption

    @property
    def alt_text(self) -> str:
        """What the picture shows, in words."""
        return self.caption.alt_text

    def write(self, form: str) -> bytes:
        """The picture as ``svg``, ``png`` or ``pdf``."""
        title, alt = self.caption.title, self.caption.alt_text
        told: dict[str, dict[str, str | None]] = {
            "svg": {"Title": title, "Description": alt, "Date": None},
            "pdf": {"Title": title, "Subject": alt, "CreationDate": None},
            "png": {"Title": title, "Description": alt},
        }
        out = io.BytesIO()
        with settings():
            self.savefig(out, format=form, dpi=DPI, metadata=told[form])
        return described(out.getvalue(), title, alt) if form == "svg" else out.getvalue()

    def _repr_png_(self) -> bytes:
        return self.write("png")


class Page:
    """A page under way: ``top`` is where the room for the picture begins, ``figure`` the result."""

    def __init__(self, caption: Caption, width: int, body: float) -> None:
        self.width = width
        self.narrow = width < NARROW
        self.margin = 12.0 if self.narrow else 24.0
        self.inner = width - 2 * self.margin
        #: The size of ordinary text and of small print, in pixels.
        self.size, self.small = (10.5, 9.0) if self.narrow else (12.5, 10.5)
        big = 15.0 if self.narrow else 20.0
        title = wrapped(caption.title, self.inner, big, bold=True)
        dated = wrapped(caption.dated, self.inner, self.size)
        notes = [line for note in caption.notes for line in wrapped(note, self.inner, self.small)]
        head = self.margin + len(title) * big * 1.3 + len(dated) * self.size * 1.4
        self.top = head + 8
        foot = self.top + body + 10
        height = round(foot + len(notes) * self.small * 1.35 + self.margin * 0.7)
        self.height = height
        self.figure = Picture(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor=PAPER)
        self.figure.caption = caption
        y = self.margin
        for line in title:
            self.text(self.margin, y, line, size=big, weight="bold")
            y += big * 1.3
        for line in dated:
            self.text(self.margin, y, line, color=SOFT_INK)
            y += self.size * 1.4
        y = foot
        for line in notes:
            self.text(self.margin, y, line, size=self.small, color=SOFT_INK)
            y += self.small * 1.35

    def text(self, x: float, y: float, text: str, size: float | None = None, **look: Any) -> Text:
        """Text whose top left corner (or as ``ha``, ``va`` say) is at x, y."""
        look = {"color": INK, "va": "top", "ha": "left"} | look
        size = self.size if size is None else size
        return self.figure.text(
            x / self.width, 1 - y / self.height, text, fontsize=points(size), **look
        )

    def canvas(self, x: float, y: float, width: float, height: float) -> Axes:
        """A bare drawing area with its corner at x, y, whose own units are pixels, y downwards."""
        axes = self.axes(x, y, width, height)
        axes.set_xlim(0, width)
        axes.set_ylim(max(height, 1), 0)  # an empty dataset leaves nothing to draw on
        axes.set_axis_off()
        return axes

    def axes(self, x: float, y: float, width: float, height: float) -> Axes:
        """Axes whose frame fills this part of the page."""
        return self.figure.add_axes(
            (
                x / self.width,
                1 - (y + height) / self.height,
                width / self.width,
                height / self.height,
            )
        )


def points(pixels: float) -> float:
    """A size in pixels as Matplotlib wants it."""
    return pixels * 72 / DPI


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How many pixels wide a text is."""
    font = FontProperties(family=_FONT, size=size, weight="bold" if bold else "normal")
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width) * _SLACK


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """A text in lines of at most this width; a word that is wider has a line of its own."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def cut(text: str, width: float, size: float) -> str:
    """A text cut with an ellipsis to this width."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip(" ,(") + "…"
