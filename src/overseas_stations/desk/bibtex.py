"""BibTeX entries: fields in braces, TeX's own characters escaped, the rest UTF-8."""

from __future__ import annotations

from collections.abc import Mapping

from overseas_stations.partial_date import PartialDate

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}

#: What biblatex and Zotero take as it is; a brace would end the field, so it is percent-encoded.
_VERBATIM = frozenset({"url", "doi", "date", "urldate", "year"})
_BRACES = {"{": "%7B", "}": "%7D", "\\": "%5C"}


def escaped(text: str) -> str:
    """Text as TeX prints it; line breaks become spaces."""
    return "".join(_ESCAPES.get(char, char) for char in " ".join(text.split()))


def entry(kind: str, key: str, fields: Mapping[str, str | None]) -> str:
    """One entry; empty fields are left out. ``author`` is one body, braced so that it stays whole."""
    lines = [f"@{kind}{{{key},"]
    for name, value in fields.items():
        if not value:
            continue
        text = "".join(_BRACES.get(c, c) for c in value) if name in _VERBATIM else escaped(value)
        lines.append(
            f"  {name} = {{{{{text}}}}}," if name == "author" else f"  {name} = {{{text}}},"
        )
    return "\n".join([*lines, "}"]) + "\n"


def dates(published: PartialDate | None) -> dict[str, str | None]:
    """``date`` as biblatex reads it, as precise as it is known, and ``year`` where it is in one."""
    if published is None:
        return {}
    first, last = published.earliest, published.latest
    one = first and last and first.year == last.year
    return {"year": str(first.year) if first and one else None, "date": str(published)}
