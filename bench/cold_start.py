"""What a cold process pays: ours beside the floor that Pydantic sets, and beside pycountry.

Prints the median wall time of each, in milliseconds, over runs that alternate, so that a change
in the machine's speed falls on all alike. Run: ``make bench`` or ``python bench/cold_start.py``.
"""

from __future__ import annotations

import compileall
import statistics
import subprocess
import sys
import time
from pathlib import Path

import overseas_stations

RUNS = 25

FLOOR = "one-model floor"
PROCESSES = {
    "bare interpreter": "pass",
    "import overseas_stations": "import overseas_stations",
    FLOOR: "from pydantic import BaseModel\nclass M(BaseModel):\n    x: int\nM(x=1)",
    "stations as typed records": "import overseas_stations as ost\nlen(ost.load().stations)",
    "all tables as typed records": "import overseas_stations as ost\nfor t in ost.load().tables: len(t)",
    "pycountry, one lookup": "import pycountry\npycountry.countries.get(alpha_2='NL')",
}


def once(code: str) -> float:
    """The wall time of a fresh interpreter that runs ``code``, in milliseconds."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return (time.perf_counter() - begun) * 1000


def measure() -> dict[str, float]:
    """The median wall time of each process, in milliseconds."""
    # As pip does at install; an editable checkout may have no byte code yet.
    compileall.compile_dir(Path(overseas_stations.__file__).parent, quiet=1)
    for code in PROCESSES.values():
        once(code)
    times: dict[str, list[float]] = {name: [] for name in PROCESSES}
    for _ in range(RUNS):
        for name, code in PROCESSES.items():
            times[name].append(once(code))
    return {name: statistics.median(values) for name, values in times.items()}


def main() -> None:
    """Measure and print."""
    medians = measure()
    bare, floor = medians["bare interpreter"], medians[FLOOR]
    print(f"{'process':<28}{'median ms':>10}{'over bare':>11}{'x floor':>9}")
    for name, value in medians.items():
        print(f"{name:<28}{value:>10.1f}{value - bare:>11.1f}{value / floor:>9.2f}")


if __name__ == "__main__":
    main()
