"""Colours that colour-blind readers tell apart: the palette of Okabe and Ito (2008)."""

from __future__ import annotations

from typing import Final

BLACK: Final = "#000000"
ORANGE: Final = "#E69F00"
SKY: Final = "#56B4E9"
GREEN: Final = "#009E73"
YELLOW: Final = "#F0E442"
BLUE: Final = "#0072B2"
VERMILLION: Final = "#D55E00"
PURPLE: Final = "#CC79A7"

#: Not of the palette, for what carries no meaning.
INK: Final = "#222222"
SOFT_INK: Final = "#555555"
GREY: Final = "#8C8C8C"
LAND: Final = "#E4E4E0"
LINE: Final = "#C8C8C8"
PAPER: Final = "#FFFFFF"

#: Light and dark apart, so that they differ in print without colour too.
STATUS: Final = {
    "reported": SKY,
    "closure_ordered": YELLOW,
    "reported_closed": ORANGE,
    "not_substantiated": PAPER,
}

GROUP: Final = {"host": BLUE, "chinese": VERMILLION, "other": GREY}

#: Each series of the timeline.
SERIES: Final = GROUP | {
    "reports": BLUE,
    "inquiries": PURPLE,
    "ordered_closed": YELLOW,
    "reported_closed": ORANGE,
}


def ink_on(colour: str) -> str:
    """Black or white, whichever is read better on this colour."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 120 else PAPER


def tint(colour: str, strength: float) -> str:
    """The colour on white paper: 0 is white, 1 the colour itself."""
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    mixed = (round(255 - (255 - part) * strength) for part in parts)
    return "#" + "".join(f"{part:02X}" for part in mixed)
