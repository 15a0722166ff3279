"""Cold start and compilation: whole processes, wall time. ``python tests/benchmarks/start.py``"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

NOTE = b"Acute sinusitis. Type 2 diabetes. No chest pain."


def timed(cache: str | None = None) -> float:
    """Seconds to code one short note, process start included."""
    environment = {**os.environ, "NOSOLOGIST_CACHE": cache} if cache else dict(os.environ)
    start = time.perf_counter()
    command = [sys.executable, "-m", "nosologist", "code", "-", "--format", "jsonl"]
    subprocess.run(command, input=NOTE, capture_output=True, check=True, env=environment)
    return time.perf_counter() - start


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as cache:
        print(f"first use, books compiled: {timed(cache):.1f} s")
        cold = [timed(cache) for _ in range(9)]
    print(f"one short note, cold: median {statistics.median(cold):.2f} s, min {min(cold):.2f}, max {max(cold):.2f}")


if __name__ == "__main__":
    main()
