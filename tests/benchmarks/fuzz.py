"""Broken charts for one reader, for some minutes: ``python tests/benchmarks/fuzz.py hl7 --minutes 30 [--seed 1]``.

Made-up files of the tests are mutated by bytes, by segments (or lines) and by tags. A crash is any exception that is not an error
of Nosologist, or more than ten seconds for a file; each is written to ``fuzz-READER-NUMBER.bin`` in the folder of ``--keep``.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]

from formats.test_reader_fuzz import SEEDS, mutated  # noqa: E402
from nosologist.errors import NosologistError  # noqa: E402
from nosologist.formats.charts import charts_in  # noqa: E402

SLOW = 10.0  # seconds
_LINES = re.compile(rb"[^\r\n]*[\r\n]+|[^\r\n]+")
_TAGS = re.compile(rb"<[^<>]*>|[^<>]+|[<>]")


def by_parts(pattern: re.Pattern[bytes]) -> Callable[[bytes, random.Random], bytes]:
    """A mutation that drops, doubles or swaps parts of a file."""

    def change(content: bytes, chance: random.Random) -> bytes:
        parts = pattern.findall(content)
        for _ in range(chance.randint(1, 3) if parts else 0):
            first, second = chance.randrange(len(parts)), chance.randrange(len(parts))
            kind = chance.randrange(3)
            if kind == 0 and len(parts) > 1:
                del parts[first]
            elif kind == 1:
                parts.insert(second, parts[first])
            else:
                parts[first], parts[second] = parts[second], parts[first]
        return b"".join(parts)

    return change


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (mutated, by_parts(_LINES), by_parts(_TAGS))


def crash_of(content: bytes) -> str | None:
    """What goes wrong with a file; None where it is read or refused as it should be."""
    begun = time.perf_counter()
    try:
        for chart in charts_in(content, "chart", "chart"):
            for document in chart.documents:
                document.text.encode("utf-8")
    except NosologistError:
        pass
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    spent = time.perf_counter() - begun
    return f"{spent:.0f} s" if spent > SLOW else None


def main() -> None:
    """Mutate until the time is over; exit code 1 where anything crashed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", choices=list(SEEDS))
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path())
    options = parser.parse_args()
    chance = random.Random(options.seed)
    until = time.monotonic() + options.minutes * 60
    tried = crashes = 0
    while time.monotonic() < until:
        content = chance.choice(MUTATIONS)(SEEDS[options.reader], chance)
        if chance.random() < 0.5:
            content = chance.choice(MUTATIONS)(content, chance)
        tried += 1
        if why := crash_of(content):
            crashes += 1
            (options.keep / f"fuzz-{options.reader}-{tried}.bin").write_bytes(content)
            print(f"{tried}: {why}")
    print(f"{options.reader}: {tried} files in {options.minutes:g} min, {crashes} crashes")
    sys.exit(1 if crashes else 0)


if __name__ == "__main__":
    main()
