"""The look-up, measured: our own queries by kind, the development pairs, and speed.

``python tests/benchmarks/search.py [--set dev] [--failures] [--pairs FOLDER]``: the held-out half of our queries is for the end.
A header that is expected counts as met by every code below it.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from nosologist.codesets.library import Books, Library
from nosologist.model.code import undotted
from nosologist.search.finding import find

QUERIES = Path(__file__).resolve().parents[1] / "search" / "queries.tsv"
PAIRS = Path(__file__).resolve().parents[3] / "shared" / "data" / "eval" / "search"


class Asked(NamedTuple):
    """A query, the codes or headers that answer it (undotted), its kind and its half."""

    query: str
    codes: tuple[str, ...]
    kind: str
    half: str


class Outcome(NamedTuple):
    """What was found: the codes, the place of the first that answers (0: none), and seconds of processor time."""

    asked: Asked
    found: tuple[str, ...]
    place: int
    seconds: float


def own_queries() -> list[Asked]:
    with QUERIES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [Asked(row["query"], tuple(map(undotted, row["codes"].split())), row["kind"], row["set"]) for row in rows]


def pairs(file: Path) -> list[Asked]:
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [Asked(row["query"], (undotted(row["code"]),), file.stem, "dev") for row in rows]


def outcomes(queries: Iterable[Asked], books: Books) -> list[Outcome]:
    done = []
    for asked in queries:
        start = time.process_time()
        found = tuple(undotted(result.code) for result in find(asked.query, books, top=10).results)
        seconds = time.process_time() - start
        place = next((nth for nth, code in enumerate(found, 1) if code.startswith(asked.codes)), 0)
        done.append(Outcome(asked, found, place, seconds))
    return done


def rate(done: list[Outcome], within: int) -> float:
    return sum(0 < one.place <= within for one in done) / len(done)


def print_rates(name: str, done: list[Outcome]) -> None:
    reciprocal = sum(1 / one.place for one in done if one.place) / len(done)
    print(
        f"{name:<24} {len(done):>4}  top-1 {rate(done, 1):.3f}  top-5 {rate(done, 5):.3f}  top-10 {rate(done, 10):.3f}  "
        f"mean reciprocal rank {reciprocal:.3f}"
    )


def print_times(when: str, done: list[Outcome]) -> None:
    times = sorted(one.seconds * 1000 for one in done)
    print(
        f"{len(times)} queries, {when}: p50 {statistics.median(times):.2f} ms, p99 {times[int(len(times) * 0.99)]:.2f} ms, "
        f"longest {times[-1]:.1f} ms of processor time"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=["dev", "held out"], help="one half of our own queries")
    parser.add_argument("--failures", action="store_true", help="list what is not first")
    parser.add_argument("--pairs", type=Path, default=PAIRS, help="folder of development pairs")
    options = parser.parse_args()
    books = Library().in_force()
    own = outcomes([one for one in own_queries() if options.set in (None, one.half)], books)
    by_kind: dict[str, list[Outcome]] = defaultdict(list)
    for one in own:
        by_kind[one.asked.kind].append(one)
    for kind, done in by_kind.items():
        print_rates(kind, done)
    print_rates("own queries", own)
    every = list(own)
    for file in sorted(options.pairs.glob("*.tsv")) if options.pairs.is_dir() else ():
        done = outcomes(pairs(file), books)
        print_rates(file.stem, done)
        every += done
    print_times("the first time", every)
    print_times("asked again", outcomes([one.asked for one in every], books))
    if options.failures:
        for one in every:
            if one.place != 1:
                print(
                    f"{one.place:>3}  {one.asked.kind}: {one.asked.query} -> {' '.join(one.asked.codes)}: {' '.join(one.found)}"
                )


if __name__ == "__main__":
    main()
