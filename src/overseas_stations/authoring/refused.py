"""The one error of authoring: what was asked for cannot stand, and nothing was written."""

from __future__ import annotations

from collections.abc import Iterable

from overseas_stations.errors import OverseasStationsError


class AuthoringRefusedError(OverseasStationsError):
    """A change was refused; the files are as they were. ``problems`` says why, one line each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))


def refuse_if(problems: Iterable[str]) -> None:
    """Raise ``AuthoringRefusedError`` where there is any problem."""
    if found := tuple(problems):
        raise AuthoringRefusedError(found)
