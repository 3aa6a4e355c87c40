"""Parts of the world on so many pixels, the same for both libraries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from overseas_stations.plot.data.places import Place
from overseas_stations.plot.projection import equal_earth

#: West, south, east, north.
Box = tuple[float, float, float, float]

WORLD: Final[Box] = (-180, -56, 180, 78)
EUROPE: Final[Box] = (-11, 36, 31, 61)


@dataclass(frozen=True, slots=True)
class View:
    """A part of the world on so many pixels."""

    box: Box
    width: float

    @property
    def bounds(self) -> Box:
        """Left, bottom, right and top in units of the projection."""
        west, south, east, north = self.box
        widest = max(0.0, south) if south > 0 or north < 0 else 0.0
        xs = [equal_earth(x, y)[0] for x in (west, east) for y in (south, north, widest)]
        return min(xs), equal_earth(0, south)[1], max(xs), equal_earth(0, north)[1]

    @property
    def height(self) -> float:
        """So many pixels high, at the same scale."""
        left, bottom, right, top = self.bounds
        return self.width * (top - bottom) / (right - left)

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """The pixel of a place, from the top left corner."""
        left, _, right, top = self.bounds
        x, y = equal_earth(longitude, latitude)
        scale = self.width / (right - left)
        return (x - left) * scale, (top - y) * scale

    def holds(self, place: Place) -> bool:
        """Whether the place lies in it."""
        x, y = self.at(place.longitude, place.latitude)
        return 0 <= x <= self.width and 0 <= y <= self.height

    def frame(self, other: View) -> tuple[float, float, float, float]:
        """Where another view lies in this one: x, y, width, height. Both are of one plane."""
        left, _, right, top = self.bounds
        west, south, east, north = other.bounds
        scale = self.width / (right - left)
        return (
            (west - left) * scale,
            (top - north) * scale,
            (east - west) * scale,
            (north - south) * scale,
        )
