"""No fact of the dossier falls through: each is used by evidence, or left out with a reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import overseas_stations as ost
from tests.conftest import ROOT

RESEARCH = ROOT.parent / "shared" / "research"


def address(url: str) -> str:
    """The address as the data has it: one of the dossier's carries a reader's hashed e-mail."""
    return url.split("?")[0] if "utm_email=" in url else url


@pytest.mark.skipif(not RESEARCH.is_dir(), reason="the dossier is not at hand")
def test_the_log_has_every_fact_and_no_other(real: ost.Dataset) -> None:
    facts = {
        f"{path.stem}|{address(source['url'])}|{number}"
        for path in RESEARCH.glob("*.jsonl")
        for source in map(json.loads, path.read_text("utf-8").splitlines())
        for number in range(1, len(source["facts"]) + 1)
    }
    assert facts == set(real.curation_log.ids())


def test_what_a_fact_is_used_by_was_read_at_its_address(real: ost.Dataset) -> None:
    for entry in real.curation_log:
        for evidence_id in entry.evidence_ids:
            source = real.sources[real.evidence[evidence_id].source_id]
            assert source.url == entry.url, (entry.primary_key, evidence_id)


def test_no_path_of_a_machine_is_in_the_data() -> None:
    for path in Path(ROOT / "data").glob("*.csv"):
        assert "/work/" not in path.read_text("utf-8"), path
        assert "/tmp/" not in path.read_text("utf-8"), path
