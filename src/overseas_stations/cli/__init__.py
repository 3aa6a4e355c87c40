"""The command line: parse, call, print. Each command is a module and also a Python call."""

from __future__ import annotations

from overseas_stations.cli.main import main

__all__ = ["main"]
