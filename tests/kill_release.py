"""Kill builds of a release at random points: the place they write to holds a whole one, always.

Run by itself: ``python -m tests.kill_release 200 FOLDER``; prints how many builds were killed and
how many came to their end. Each build is a forked child that validated before, so that the time
goes into what is killed: writing and moving.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import NoReturn

from overseas_stations.release import build as building
from overseas_stations.release.sums import SUMS
from overseas_stations.release.verify import verify
from tests.releases import checkout

SEED = 20_261_128


def main(kills: int, folder: Path) -> None:
    """Kill so many builds; raises where the target is not one of the two releases, whole."""
    roots = [
        checkout(folder / "one"),
        checkout(folder / "two", {"stations": {"stn-nl-001": {"city": "Leiden"}}}),
    ]
    target = folder / "releases" / "1"
    whole = []
    for root in roots:
        begun = time.perf_counter()
        building.build(root, target, against=None)
        whole.append((target / SUMS).read_bytes())
    assert whole[0] != whole[1]
    building._refuse_findings = lambda _: None  # both were found clean just now
    begun = time.perf_counter()
    _build(roots[1], target)
    usual = time.perf_counter() - begun
    chance = random.Random(SEED)
    killed = 0
    for number in range(kills):
        child = os.fork()
        if not child:
            _end(roots[number % 2], target)
        time.sleep(chance.uniform(0, usual * 1.2))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(status)
        assert (target / SUMS).read_bytes() in whole, f"build {number} left another release"
        faults = verify(target).faults
        assert not faults, f"build {number} left half a release: {faults}"
    _build(roots[0], target)
    assert (target / SUMS).read_bytes() == whole[0]
    left = sorted(path.name for path in target.parent.iterdir())
    assert left == ["1"], f"left beside it: {left}"
    print(f"{killed} killed, {kills - killed} came to their end")


def _build(root: Path, target: Path) -> None:
    building.build(root, target, against=None)


def _end(root: Path, target: Path) -> NoReturn:
    try:
        _build(root, target)
    finally:
        os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
