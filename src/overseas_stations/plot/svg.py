"""What a screen reader is told of an SVG file: its title and description."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape


def described(svg: bytes, title: str, alt_text: str) -> bytes:
    """The file with ``<title>`` and ``<desc>`` at its top, which are read out."""
    text = svg.decode("utf-8")
    root = re.search(r"<svg\b[^>]*>", text)
    if root is None:
        raise ValueError("this is no SVG")
    opened = re.sub(r'\s(role|aria-labelledby|aria-label)="[^"]*"', "", root[0])
    opened = opened[:-1] + ' role="img" aria-labelledby="title desc">'
    words = f'<title id="title">{escape(title)}</title><desc id="desc">{escape(alt_text)}</desc>'
    return (text[: root.start()] + opened + words + text[root.end() :]).encode()
