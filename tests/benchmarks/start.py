"""Cold start and compilation: whole processes, wall time. ``python tests/benchmarks/start.py``"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nosologist

NOTE = b"Acute sinusitis. Type 2 diabetes. No chest pain."
BARE = ["-c", "import sqlite3"]
BYTECODE = ["-m", "compileall", "-q", str(Path(nosologist.__file__).parent)]
CODE = ["-m", "nosologist", "code", "-", "--format", "jsonl"]
FIND = ["-m", "nosologist", "find", "copd", "exac"]
SHOW = ["-m", "nosologist", "show", "E11.22"]
PASSES = 11


def timed(arguments: list[str], cache: str) -> float:
    """Seconds of a process, its start included."""
    start = time.perf_counter()
    # An installed program has its bytecode: this one gets it in the folder of the measurement.
    environment = {**os.environ, "NOSOLOGIST_CACHE": cache, "PYTHONPYCACHEPREFIX": f"{cache}/bytecode"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run([sys.executable, *arguments], input=NOTE, capture_output=True, check=True, env=environment)
    return time.perf_counter() - start


def main() -> None:
    """Print the figures; a machine that is busy makes all of them longer, so each stands beside a process that does nothing."""
    with tempfile.TemporaryDirectory() as cache:
        timed(BYTECODE, cache)
        print(f"first use, books compiled: {timed(CODE, cache):.1f} s")
        print(f"first look at a code, what other programs know of it compiled: {timed(SHOW, cache):.1f} s")
        bare = min(timed(BARE, cache) for _ in range(PASSES))
        print(f"a process that imports sqlite3: min {bare * 1000:.0f} ms")
        for name, arguments in (("one short note", CODE), ("noso find", FIND), ("noso show", SHOW)):
            cold = [timed(arguments, cache) for _ in range(PASSES)]
            print(
                f"{name}, cold: min {min(cold) * 1000:.0f} ms ({min(cold) / bare:.1f} times the bare process), "
                f"median {statistics.median(cold) * 1000:.0f}, max {max(cold) * 1000:.0f}"
            )


if __name__ == "__main__":
    main()
