"""Run the notebooks of ``examples/`` and keep what they print in them.

Run from the top of a checkout: ``python tools/notebooks.py``; ``--check`` runs them too, compares
and exits 1 where a notebook holds another output than it gives now.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import nbformat as untyped
from generated import bring_up
from nbclient import NotebookClient

nbformat: Any = untyped

FOLDER = Path("examples")


def run(path: Path) -> str:
    """A notebook's text with its outputs made anew. Raises where a cell does."""
    notebook = nbformat.read(path, as_version=4)
    # Otherwise a stream comes in as many pieces as the machine happens to cut it.
    NotebookClient(notebook, timeout=120, kernel_name="python3", coalesce_streams=True).execute()
    for number, cell in enumerate(notebook.cells, 1):
        cell.metadata = {}
        cell.id = f"cell-{number:02}"
        if cell.cell_type == "code":
            cell.outputs = [plain for output in cell.outputs if (plain := _plain(output))]
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return f"{nbformat.writes(notebook)}\n"


def _plain(output: Any) -> Any:
    """An output without what is another each time."""
    if output.output_type == "stream" and output.name == "stderr":
        return None
    output.pop("execution_count", None)
    if output.output_type == "execute_result":
        output["execution_count"] = None
    output.get("data", {}).pop("text/html", None)
    output["metadata"] = {}
    if output.output_type == "stream":
        del output["metadata"]
    return output


def main() -> int:
    """Write the notebooks, or compare them."""
    return bring_up({path: run(path) for path in sorted(FOLDER.glob("*.ipynb"))})


if __name__ == "__main__":
    sys.exit(main())
