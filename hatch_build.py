"""The wheel's data: CSV as it stands in ``data/`` and Parquet made from it by the package itself."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: The texts that the explorer's pages carry.
DOCUMENTS = ("methodology.md", "inclusion.md", "corrections.md", "corrections-log.md")


class BundledData(BuildHookInterface):  # type: ignore[misc,type-arg,unused-ignore]
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the descriptor, the CSV files and Parquet of all tables into the wheel."""
        if version == "editable":  # reads data/ where it stands
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from overseas_stations import __version__, load
        from overseas_stations.export.parquet_format import parquet_bytes

        self._made = Path(tempfile.mkdtemp(prefix="overseas-stations-"))
        include = build_data["force_include"]
        include[str(root / "datapackage.json")] = "overseas_stations/_data/datapackage.json"
        for text in DOCUMENTS:
            include[str(root / "docs" / text)] = f"overseas_stations/_data/docs/{text}"
        for table in load(root).tables:
            name = f"overseas_stations/_data/data/{table.name}.csv"
            include[str(root / "data" / f"{table.name}.csv")] = name
            parquet = self._made / f"{table.name}.parquet"
            parquet.write_bytes(parquet_bytes(table, __version__))
            include[str(parquet)] = f"overseas_stations/_data/parquet/{table.name}.parquet"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was made for the build."""
        if version != "editable":
            shutil.rmtree(self._made)
