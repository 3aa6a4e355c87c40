"""The pictures: what they count, that every label can be read, and that they are the same each time."""

from __future__ import annotations

import hashlib
import os
import re
import runpy
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from matplotlib.patches import Circle, Rectangle

import overseas_stations as ost
from overseas_stations.dataset import Dataset
from overseas_stations.errors import UnknownNameError
from overseas_stations.plot import FORMATS, PICTURES, Plots, save
from overseas_stations.plot.data.network import shown
from overseas_stations.plot.screen.page import specification, write

ROOT = Path(__file__).parent.parent
DAYS = (None, "2022-12-05")
WIDTHS = (960, 390)
ALL = [(name, day, width) for name in PICTURES for day in DAYS for width in WIDTHS]
#: The narrowest, and both sides of the step from one column to several.
EDGES = [(name, None, width) for name in ("map", "stances", "network") for width in (320, 899, 900)]

_drawn: dict[Any, Any] = {}


@pytest.fixture(scope="module")
def plots(real: ost.Dataset) -> Plots:
    return real.plot


def figure(plots: Plots, name: str, day: str | None, width: int = 960) -> Any:
    """The figure on paper, drawn once for all tests."""
    key = (name, day, width)
    if key not in _drawn:
        _drawn[key] = plots[name](day, width=width)
    return _drawn[key]


def labels(drawn: Any) -> list[tuple[str, Any]]:
    """Every visible text with its box, as the real renderer measures it."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Text

    from overseas_stations.plot.paper.page import settings

    with settings():
        renderer = FigureCanvasAgg(drawn).get_renderer()
        drawn.draw(renderer)
        texts = [t for t in drawn.findobj(Text) if t.get_visible() and t.get_text().strip()]
        return [(text.get_text(), text.get_window_extent(renderer)) for text in texts]


@pytest.mark.parametrize(("name", "day", "width"), ALL + EDGES)
def test_no_label_meets_another_or_leaves_the_page(
    plots: Plots, name: str, day: str | None, width: int
) -> None:
    drawn = figure(plots, name, day, width)
    found = labels(drawn)
    assert len(found) > 15
    page = drawn.bbox
    assert page.width == width
    for text, box in found:
        inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= page.x1 and box.y1 <= page.y1
        assert inside, f"{text!r} leaves the page: {box}"
    for (one, a), (other, b) in combinations(found, 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        along = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert min(across, along) <= 0.5, f"{one!r} meets {other!r}"


def part(drawn: Any, gid: str) -> Any:
    return next(axes for axes in drawn.axes if axes.get_gid() == gid)


@pytest.mark.parametrize("day", DAYS)
def test_the_discs_of_the_map_are_the_stations(plots: Plots, day: str | None) -> None:
    data = plots.map.data(day)
    drawn = figure(plots, "map", day)
    discs = [p for p in part(drawn, "world").patches if isinstance(p, Circle)]
    outer: dict[Any, float] = {}
    for disc in discs:
        outer[disc.center] = max(outer.get(disc.center, 0), disc.radius)
    sizes = sum((radius / 4.0) ** 2 for radius in outer.values())
    assert round(sizes, 6) == data.stations - data.unplaced
    assert sum(place.count for place in data.places) == data.stations - data.unplaced
    assert any(f"{data.unplaced} further station" in text for text, _ in labels(drawn))
    contested = sum(s.contested for place in data.places for s in place.shares)
    assert contested == sum(bool(disc.get_hatch()) for disc in discs) > 0
    past = plots._dataset.as_of(day) if day else plots._dataset
    assert data.stations == len(past.stations) == sum(data.statuses.values())


@pytest.mark.parametrize("day", DAYS)
def test_the_bars_of_the_timeline_are_the_records(plots: Plots, day: str | None) -> None:
    data = plots.timeline.data(day)
    drawn = figure(plots, "timeline", day)
    for panel in ("reports", "statements", "inquiries", "closures"):
        bars = [p for p in part(drawn, panel).patches if isinstance(p, Rectangle)]
        series = [s for s in data.series if s.panel == panel]
        assert sum(b.get_height() for b in bars) == sum(s.total - s.undated for s in series)
    past = plots._dataset.as_of(day) if day else plots._dataset
    total = {
        p: sum(s.total for s in data.series if s.panel == p) for p in ("statements", "inquiries")
    }
    assert total == {"statements": len(past.statements), "inquiries": len(past.investigations)}


@pytest.mark.parametrize("day", DAYS)
def test_the_numbers_of_the_matrix_are_the_statements(plots: Plots, day: str | None) -> None:
    data = plots.stances.data(day)
    drawn = figure(plots, "stances", day)
    past = plots._dataset.as_of(day) if day else plots._dataset
    told = sum(len(s.stances) * (len(s.about_country_ids) or 1) for s in past.statements)
    assert sum(data.counts.values()) == told
    groups = [part(drawn, group) for group in data.statements]
    assert sum(int(text.get_text()) for axes in groups for text in axes.texts) == told
    assert sum(data.statements.values()) == len(past.statements)


@pytest.mark.parametrize("day", DAYS)
def test_the_network_sums_up_the_rest(plots: Plots, day: str | None) -> None:
    data = plots.network.data(day)
    past = plots._dataset.as_of(day) if day else plots._dataset
    rows = [r for r in past.evidence if r.record_table == "stations" and r.relation == "supports"]
    rows = [r for r in rows if "*" in r.fields and not r.withdrawn_by]
    assert sum(node.several for node in data.claimants) == len({r.attributed_to for r in rows})
    publishers = {past.sources[r.source_id].publisher for r in rows}
    assert sum(node.several for node in data.outlets) == len(publishers)
    links = {(r.attributed_to, r.source_id) for r in rows}
    assert sum(link.sources for link in data.links) <= len(links)
    assert {link.outlet for link in data.links} == set(range(len(data.outlets)))
    assert all(data.outlets[link.outlet].own for link in data.links if link.own)


def test_alt_text_names_version_day_and_main_figures(plots: Plots) -> None:
    for name in PICTURES:
        text = plots[name].alt_text("2022-12-05")
        assert f"Data version {ost.data_version}, as known on 5 December 2022" in text
        assert "allegations with their sources" in text
        assert figure(plots, name, "2022-12-05").alt_text == text
    past = plots._dataset.as_of("2022-12-05")
    assert f"{len(past.stations)} stations reported" in plots.map.alt_text("2022-12-05")
    assert f"{len(past.statements)} statements" in plots.stances.alt_text("2022-12-05")


def hashes(plots: Plots) -> list[str]:
    drawn = [plots[name]("2022-12-05", width=390) for name in PICTURES]
    files = [each.write("svg") for each in drawn] + [drawn[1].write("pdf"), drawn[1].write("png")]
    return [hashlib.sha256(file).hexdigest() for file in files]


def test_files_are_the_same_bytes_in_another_process(plots: Plots) -> None:
    script = (
        "import overseas_stations as ost; from tests.test_plot import hashes; "
        f"print(*hashes(ost.load({str(ROOT)!r}).plot))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7", "LC_ALL": "C"},
    )  # fmt: skip
    assert result.stdout.split() == hashes(plots), result.stderr


@pytest.mark.parametrize("library", FORMATS)
def test_svg_says_what_it_shows(plots: Plots, library: str, tmp_path: Path) -> None:
    file = tmp_path / "map.svg"
    save(plots.map("2022-12-05", library, 390), file)  # type: ignore[call-overload]
    text = file.read_text("utf-8")
    assert "<title" in text
    assert "5 December 2022" in text[: text.index("</desc>")]
    assert text.index("<title") < text.index("<path")
    assert 'role="img"' in text[:2000]
    assert not re.search(r"<dc:date>", text)


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_screen_shows_the_same(plots: Plots, name: str, width: int) -> None:
    chart = plots[name]("2022-12-05", library="altair", width=width)
    spec = specification(chart)  # Altair validates it against the schema of Vega-Lite
    assert spec["description"] == plots[name].alt_text("2022-12-05")
    assert "as known on 5 December 2022" in " ".join(spec["title"]["subtitle"])
    again = plots[name]("2022-12-05", library="altair", width=width)
    assert specification(again) == spec
    rows = list(spec["datasets"].values()) if "datasets" in spec else []
    found = str(spec["vconcat"]) + str(rows)
    if name == "map":
        data = plots.map.data("2022-12-05")
        assert f"Reported: {data.statuses['reported']}" in found
    assert "allegations with" in found


def test_html_needs_no_network(plots: Plots) -> None:
    text = write(plots.timeline(library="altair"), "html").decode()
    assert "<script src" not in text
    assert "<link" not in text
    assert len(text) > 500_000  # Vega is in it
    assert "<title>Reports and official responses by month</title>" in text
    assert text.count("<noscript><p>Reports and official") == 1
    assert '<meta name="description" content="Reports and official' in text


@pytest.mark.parametrize("library", FORMATS)
def test_a_dataset_without_records_can_be_drawn(library: str) -> None:
    empty = Dataset.from_records([]).plot
    for name in PICTURES:
        assert empty[name](library=library) is not None  # type: ignore[call-overload]


def test_names_in_scripts_that_the_font_lacks_are_never_boxes() -> None:
    assert shown("African Times (非洲时报)") == "African Times"
    assert shown("非洲时报") == "(name in another script)"
    assert shown("L’Espresso (mirror)") == "L’Espresso (mirror)"


def test_errors_name_what_there_is(plots: Plots, tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="did you mean network"):
        plots["netwrok"]
    with pytest.raises(UnknownNameError, match="matplotlib or altair"):
        plots.map(library="plotly")  # type: ignore[call-overload]
    with pytest.raises(UnknownNameError, match="320"):
        plots.map(width=100)
    with pytest.raises(UnknownNameError, match="html is Altair's"):
        save(figure(plots, "map", None), tmp_path / "map.html")
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        plots.map("2022")


def test_the_reader_s_own_settings_change_nothing(plots: Plots) -> None:
    import matplotlib

    before = plots.network("2022-12-05", width=390).write("svg")
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "red", "text.usetex": True}):
        assert plots.network("2022-12-05", width=390).write("svg") == before


def test_without_the_extra_the_install_line_is_given(tmp_path: Path) -> None:
    for module in ("matplotlib", "altair"):
        (tmp_path / f"{module}.py").write_text("raise ImportError('not here')")
    for ending in ("svg", "html"):
        result = command("map", "--out", tmp_path / f"map.{ending}", PYTHONPATH=str(tmp_path))
        assert result.returncode == 2
        assert "pip install 'overseas-stations[plot]'" in result.stderr
        assert not (tmp_path / f"map.{ending}").exists()


def command(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "overseas_stations", "plot", *map(str, words), "--data", str(ROOT)],
        capture_output=True, text=True, env={**os.environ, **environment},
    )  # fmt: skip


def test_the_command_writes_the_picture_and_says_what_it_shows(tmp_path: Path) -> None:
    out = tmp_path / "map.svg"
    result = command("map", "--as-of", "2022-12-05", "--out", out)
    assert result.returncode == 0, result.stderr
    assert out.read_bytes().startswith(b"<?xml")
    assert "as known on 5 December 2022" in result.stdout
    wrong = command("map", "--as-of", "2022", "--out", tmp_path / "other.svg")
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)


def test_the_shapes_are_those_that_the_tool_makes() -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "world_shapes.py"))
    assert tool["TARGET"].read_text("utf-8") == tool["text"]()
