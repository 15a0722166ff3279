"""Broken files for the readers: ``python tests/benchmarks/fuzz.py hl7 --minutes 30 [--seed 1]``, minutes of processor time each.

``all`` runs every reader, one after the other, each in a process of its own (a library may end it). Made-up files of the tests
are mutated by bytes, by segments (or lines) and by tags. A crash is any exception that is not an error of Nosologist; slow is
what takes more than five seconds of processor time. Both are written to ``fuzz-READER-SEED-NUMBER.bin`` in the folder of
``--keep``. The same seed makes the same files. Processes run at the lowest priority.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src"), str(Path(__file__).parent)]

from fuzz_readers import READERS  # noqa: E402

from formats.test_reader_fuzz import mutated  # noqa: E402
from nosologist.errors import NosologistError  # noqa: E402

SLOW = 5.0  # seconds of processor time
HOPELESS = 60.0  # then a file is given up
_LINES = re.compile(rb"[^\r\n~]*[\r\n~]+|[^\r\n~]+")
_TAGS = re.compile(rb"<[^<>]*>|[^<>]+|[<>]")


class _Hopeless(Exception):  # noqa: N818 -- no error of the reader
    """A file took longer than anybody waits."""


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
            if not parts:
                break
        return b"".join(parts)

    return change


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (mutated, by_parts(_LINES), by_parts(_TAGS))


def broken(seeds: tuple[bytes, ...], chance: random.Random) -> bytes:
    """One of the files, mutated once or twice."""
    content = chance.choice(MUTATIONS)(chance.choice(seeds), chance)
    return chance.choice(MUTATIONS)(content, chance) if chance.random() < 0.5 else content


def crash_of(read: Callable[[bytes], None], content: bytes) -> str | None:
    """What goes wrong with a file; None where it is read or refused as it should be."""
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, HOPELESS)
    try:
        read(content)
    except NosologistError:
        pass
    except _Hopeless:
        return f"slow: given up after {HOPELESS:.0f} s"
    except Exception as error:
        return f"crash: {type(error).__name__}: {error}"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    spent = time.process_time() - begun
    return f"slow: {spent:.0f} s" if spent > SLOW else None


def run(name: str, minutes: float, seed: int, keep: Path) -> bool:
    """Break files for one reader and print what came of it; False where anything crashed or was slow."""

    def give_up(*_: object) -> None:
        raise _Hopeless

    signal.signal(signal.SIGVTALRM, give_up)
    read, seeds = READERS[name]
    for whole in seeds:
        read(whole)  # what is to be broken is read as it is
    chance = random.Random(f"{name} {seed}")
    begun, worked = time.monotonic(), time.process_time()
    tried, kinds = 0, {"crash": 0, "slow": 0}
    with suppress(KeyboardInterrupt):  # ended from outside: what was done so far is told
        while time.process_time() - worked < minutes * 60:  # of the processor: a clock also counts what others took
            content = broken(seeds, chance)
            tried += 1
            if why := crash_of(read, content):
                kinds[why.partition(":")[0]] += 1
                (keep / f"fuzz-{name}-{seed}-{tried}.bin").write_bytes(content)
                print(f"{name} {tried}: {why}", flush=True)
    spent = (time.monotonic() - begun) / 60
    worked = (time.process_time() - worked) / 60
    found = f"{kinds['crash']} crashes, {kinds['slow']} slow"
    print(f"{name}: {tried} files in {spent:.1f} min ({worked:.1f} of processor time), {found}", flush=True)
    return not any(kinds.values())


def run_all(arguments: list[str]) -> bool:
    """Every reader in a process of its own."""
    sound = True
    for name in READERS:
        ended = subprocess.run([sys.executable, __file__, name, *arguments], check=False)
        sound = sound and ended.returncode == 0
        if ended.returncode < 0:
            print(f"{name}: crash: ended by signal {-ended.returncode}", flush=True)
    return sound


def main() -> None:
    """Mutate until the time is over; exit code 1 where anything crashed or was slow."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reader", choices=["all", *READERS])
    parser.add_argument("--minutes", type=float, default=1, help="of processor time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path())
    options = parser.parse_args()
    os.nice(19)
    if options.reader == "all":
        sound = run_all(["--minutes", str(options.minutes), "--seed", str(options.seed), "--keep", str(options.keep)])
    else:
        sound = run(options.reader, options.minutes, options.seed, options.keep)
    sys.exit(0 if sound else 1)


if __name__ == "__main__":
    main()
