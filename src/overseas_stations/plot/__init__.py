"""Pictures of the data: a map, a timeline, a matrix of stances, a network of claims.

Each is one call on a dataset, for any day, and returns the figure itself: Matplotlib's for paper,
Altair's for the screen. What a picture shows is computed once, in ``plot.data``, for both. It is
titled with the version and the day, says that these are allegations, and has an alt text.

    ds.plot.map(as_of="2022-12-05")                # a Matplotlib figure
    ds.plot.network(library="altair")              # an Altair chart
    ds.plot.stances.alt_text()                     # what it shows, in words
    save(ds.plot.timeline(), "timeline.svg")
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, cast, overload

from overseas_stations.atomic import write_whole
from overseas_stations.errors import UnknownNameError, missing_extra, suggest

if TYPE_CHECKING:
    from datetime import date

    from altair import VConcatChart

    from overseas_stations.dataset import Dataset
    from overseas_stations.plot.paper.page import Picture

Library = Literal["matplotlib", "altair"]

#: Each picture by its name: the module of its data, and of its drawing for paper and screen.
PICTURES: Final = {
    "map": "places",
    "timeline": "months",
    "stances": "stances",
    "network": "network",
}

#: The file formats of each library.
FORMATS: Final[dict[str, tuple[str, ...]]] = {
    "matplotlib": ("svg", "png", "pdf"),
    "altair": ("html", "svg", "png", "pdf"),
}

#: How wide a picture is, in pixels: 960 for a page, 390 for a phone, 320 at least.
WIDTH: Final = 960
_LEAST: Final = 320


class Plot:
    """One picture of one dataset: call it to draw it."""

    def __init__(self, dataset: Dataset, name: str) -> None:
        self._dataset = dataset
        self.name = name

    @overload
    def __call__(
        self,
        as_of: date | str | None = None,
        library: Literal["matplotlib"] = "matplotlib",
        width: int = WIDTH,
    ) -> Picture: ...
    @overload
    def __call__(
        self, as_of: date | str | None = None, *, library: Literal["altair"], width: int = WIDTH
    ) -> VConcatChart: ...
    def __call__(
        self, as_of: date | str | None = None, library: str = "matplotlib", width: int = WIDTH
    ) -> Picture | VConcatChart:
        """The figure, as known on ``as_of`` (a date or ``YYYY-MM-DD``; without one, all of it).

        ``library`` is ``matplotlib`` (paper) or ``altair`` (screen). A picture narrower than 900
        pixels is laid out for a phone. Raises ``MissingExtraError`` where the library is not
        installed, ``UnknownNameError`` for another one and for a width below 320, and
        ``ValueError`` where ``as_of`` is no date.
        """
        if library not in FORMATS:
            raise UnknownNameError(
                f"there is no library {library!r}; choose {' or '.join(FORMATS)}"
            )
        if width < _LEAST:
            raise UnknownNameError(
                f"a picture {width} pixels wide is unreadable: {_LEAST} at least"
            )
        _need(library)
        data = self.data(as_of)
        module = PICTURES[self.name]
        if library == "altair":
            chart = import_module(f"overseas_stations.plot.screen.{module}").draw(data, width)
            return cast("VConcatChart", chart)
        from overseas_stations.plot.paper.page import settings

        with settings():
            figure = import_module(f"overseas_stations.plot.paper.{module}").draw(data, width)
        return cast("Picture", figure)

    def data(self, as_of: date | str | None = None) -> Any:
        """What the picture shows, as a frozen dataclass of ``plot.data``."""
        module = PICTURES[self.name]
        return getattr(import_module(f"overseas_stations.plot.data.{module}"), module)(
            self._dataset, as_of
        )

    def alt_text(self, as_of: date | str | None = None) -> str:
        """The picture in words: its version, its day and its main figures."""
        return str(self.data(as_of).caption.alt_text)


class Plots:
    """The pictures of a dataset. Each is a :class:`Plot`: call it with ``as_of``, ``library``, ``width``."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset

    def __getitem__(self, name: str) -> Plot:
        """A picture by its name. Raises ``UnknownNameError``."""
        if name not in PICTURES:
            near = suggest(name, PICTURES) or f"; choose {', '.join(PICTURES)}"
            raise UnknownNameError(f"there is no picture {name!r}{near}")
        return Plot(self._dataset, name)

    @property
    def map(self) -> Plot:
        """Where stations are reported, their status, and which are contested."""
        return self["map"]

    @property
    def timeline(self) -> Plot:
        """Reports, statements, inquiries and closures by month."""
        return self["timeline"]

    @property
    def stances(self) -> Plot:
        """Who says what about which country: host authorities, Chinese authorities, others."""
        return self["stances"]

    @property
    def network(self) -> Plot:
        """Which outlets tell whose claims, and which of them only repeat."""
        return self["network"]


def save(figure: Picture | VConcatChart, path: str | Path) -> None:
    """Write a picture whole, in the format that the file's ending names, with its alt text.

    ``svg``, ``png`` or ``pdf``, and ``html`` from Altair. Raises ``UnknownNameError`` for another.
    """
    path = Path(path)
    form = path.suffix.removeprefix(".").lower()
    library = "matplotlib" if hasattr(figure, "savefig") else "altair"
    if form not in FORMATS[library]:
        raise UnknownNameError(
            f"{path.name}: {library} writes {', '.join(FORMATS[library])}"
            + ("; html is Altair's" if form == "html" else "")
        )
    if library == "altair":
        from overseas_stations.plot.screen.page import write

        _need("vl_convert")
        write_whole(path, write(cast("VConcatChart", figure), cast("Any", form)))
    else:
        write_whole(path, cast("Picture", figure).write(form))


def _need(module: str) -> None:
    try:
        import_module(module)
    except ImportError as error:
        raise missing_extra(f"pictures need {module}", "plot") from error
