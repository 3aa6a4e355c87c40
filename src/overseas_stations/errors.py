"""Every error that the package raises on purpose: what is wrong, where, and how to mend it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class OverseasStationsError(Exception):
    """Base of all errors raised on purpose."""


class PackageError(OverseasStationsError):
    """A data package cannot be read: a file is missing, unreadable or not where it may be."""


class RecordError(OverseasStationsError, ValueError):
    """A cell does not fit its column. ``file``, ``line`` and ``column`` say which."""

    def __init__(self, file: str, line: int, column: str, problem: str) -> None:
        super().__init__(f"{file}:{line}: {column}: {problem}")
        self.file, self.line, self.column, self.problem = file, line, column, problem


class UnknownIdError(OverseasStationsError, KeyError):
    """No record has this id."""

    def __str__(self) -> str:  # KeyError would print the repr
        return str(self.args[0])


class RetiredIdError(UnknownIdError):
    """The id was retired. ``replaced_by`` is the id that stands for it now, if any."""

    def __init__(self, message: str, replaced_by: str | None) -> None:
        super().__init__(message)
        self.replaced_by = replaced_by


class UnknownNameError(OverseasStationsError, ValueError):
    """No table, column or rule has this name."""


class MissingExtraError(OverseasStationsError, ImportError):
    """A part of the package needs an extra that is not installed."""


class QueryError(OverseasStationsError, ValueError):
    """An SQL query is refused, or cannot be run."""


def missing_extra(what: str, extra: str) -> MissingExtraError:
    """The error for a library that is not installed, with the command that mends it."""
    return MissingExtraError(f"{what}: {install(extra)}")


def install(extra: str) -> str:
    """The command that installs an extra."""
    return f"pip install 'overseas-stations[{extra}]'"


class BusyError(OverseasStationsError):
    """Another process is writing the same place."""


class ReleaseRefusedError(OverseasStationsError):
    """A release may not be built as things stand. ``problems`` says why, one line each."""

    def __init__(self, message: str, problems: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


def suggest(wrong: str, names: Iterable[str]) -> str:
    """``; did you mean …?`` for the nearest of ``names``, or nothing."""
    from difflib import get_close_matches

    near = get_close_matches(wrong, list(names), n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(near)}?" if near else ""
