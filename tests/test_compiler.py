"""What the compiled checks let pass, the typed records accept; foreign packages of every shape."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overseas_stations.canonical import csv_text
from overseas_stations.cells import read_record, write_record
from overseas_stations.schema.spec import all_tables
from overseas_stations.validation import validate
from tests.conftest import write_example
from tests.strategies import records

SPECS = [spec for spec in all_tables() if spec.name != "accepted_warnings"]

#: Cells that are nearly right somewhere, and sometimes are.
ODD = st.sampled_from(
    ["", "0", "-1", "+5", " 12", "12.5", "1e3", "NaN", "inf", "1_000", "9" * 30, "0000", "2022-02-30",
     "2022-13", "2022-05/2022", "2022/2021", "../..", "2022/..", "../2022-02-29", "x", "http:// x", "http://a\u00a0b",
     "http://a b", "stn-nl-001", "stn-nl-١٢٣", "org-x\n", "en", "EN", "a;b", "documents;x", "documents;documents", "*"]
)  # fmt: skip


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_a_row_without_structural_findings_is_a_record(
    spec: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """This is why no rule parses the rows a second time: the SQL is never the milder of the two."""

    @settings(max_examples=6)
    @given(
        st.lists(
            st.tuples(
                records(spec), st.dictionaries(st.sampled_from(spec.columns), ODD, max_size=2)
            ),
            min_size=1,
            max_size=40,
        )
    )
    def holds(drawn: list[Any]) -> None:
        folder = write_example(tmp_path_factory.mktemp("package"), {})
        rows = [{**write_record(record), **odd} for record, odd in drawn]
        (folder / "data" / f"{spec.name}.csv").write_text(
            csv_text(spec.columns, rows), "utf-8", newline="\n"
        )
        report = validate(folder, select=["OS00", "OS01"], max_findings=None)
        wrong = {f.line for f in report.findings if f.table == spec.name}
        line = 2
        for row in rows:
            if line not in wrong:
                read_record(spec.record, row)
            line += 1 + sum(cell.count("\n") for cell in row.values())

    holds()
