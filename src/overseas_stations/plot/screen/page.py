"""The page of a picture on the screen: its head and its small print.

Altair, not Plotly: its charts are a specification that says what is shown and that a published
schema validates; the same specification gives HTML with everything in it, SVG and PNG without a
browser; the projection of the map is the one that the paper has. Plotly fetches its shapes and
needs a browser to write files.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from textwrap import wrap
from typing import Any, Literal

import altair as alt

from overseas_stations.plot.data.caption import Caption
from overseas_stations.plot.palette import INK, SOFT_INK
from overseas_stations.plot.svg import described

SIZE = 12
SMALL = 10.5

#: White on every side, in pixels.
PADDING = 12
#: What this many pixels hold is laid out in one column.
NARROW = 900


def finished(chart: Any, caption: Caption, width: float, left: float = 0) -> alt.VConcatChart:
    """The chart with its title, date and notes; the alt text is its description.

    ``left`` is how far labels reach out of the chart to the left: so far the notes begin.
    """
    notes = [line for note in caption.notes for line in fitted(note, width, SMALL)]
    foot = (
        alt.Chart(values([{"line": i, "text": line} for i, line in enumerate(notes)]))
        .mark_text(align="left", baseline="top", dx=-left, size=SMALL, color=SOFT_INK)
        .encode(
            x=alt.value(0),
            y=alt.Y("line:Q", axis=None, scale=alt.Scale(domain=[0, len(notes)], reverse=True)),
            text="text:N",
        )
        .properties(width=width - left, height=len(notes) * SMALL * 1.4)
    )
    title = alt.TitleParams(
        text=fitted(caption.title, width, 19),
        subtitle=fitted(caption.dated, width, SIZE),
        anchor="start",
        fontSize=18,
        subtitleFontSize=SIZE,
        color=INK,
        subtitleColor=SOFT_INK,
        offset=12,
    )
    page: alt.VConcatChart = (
        alt.vconcat(chart, foot, spacing=14)
        .properties(title=title, description=caption.alt_text, padding=PADDING)
        .resolve_scale(color="independent", fill="independent")
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=SMALL, titleFontSize=SIZE, labelColor=INK, domainColor="#999")
        .configure_legend(labelFontSize=SIZE, titleFontSize=SIZE, labelLimit=400, titleLimit=400)
    )
    return page


def values(rows: Sequence[Mapping[str, Any]]) -> alt.InlineData:
    """Rows as data that travel inside the specification."""
    return alt.InlineData(values=list(rows))


def fitted(text: str, width: float, size: float) -> list[str]:
    """A text in lines of about this width: the fonts of a screen are not known beforehand."""
    return wrap(text, max(10, int(width / (size * 0.53))))


def cut(text: str, width: float, size: float) -> str:
    """A text cut with an ellipsis to about this width."""
    most = max(4, int(width / (size * 0.48)))
    return text if len(text) <= most else text[: most - 1].rstrip(" ,(") + "…"


def write(chart: alt.VConcatChart, form: Literal["html", "svg", "png", "pdf"]) -> bytes:
    """The chart as ``html`` (which needs no network), ``svg``, ``png`` or ``pdf``."""
    alt_text = str(chart.description)
    title = " ".join(chart.title.text)
    if form == "html":
        return _with_words(chart.to_html(inline=True), title, alt_text).encode()
    if form == "svg":
        text = io.StringIO()
        chart.save(text, format="svg")
        return described(text.getvalue().encode(), title, alt_text)
    out = io.BytesIO()
    chart.save(out, format=form)
    return out.getvalue()


def _with_words(html: str, title: str, alt_text: str) -> str:
    """The page with language, title and alt text, which also stands where no script runs."""
    words = escape(alt_text)
    head = (
        f'<head>\n  <title>{escape(title)}</title>\n  <meta name="description" content="{words}">'
        '\n  <meta name="viewport" content="width=device-width, initial-scale=1">'
    )
    html = html.replace("<html>", '<html lang="en">', 1).replace("<head>", head, 1)
    return re.sub(
        r'(?=<div[^>]* id="vis")', lambda _: f"<noscript><p>{words}</p></noscript>\n", html
    )


def specification(chart: alt.VConcatChart) -> dict[str, Any]:
    """The chart as Vega-Lite, validated."""
    found: dict[str, Any] = json.loads(chart.to_json(validate=True))
    return found
