"""How long all rules take: on coded encounters, and on claims of a given number of codes.

Run: ``python tests/benchmarks/rules.py [FOLDER of notes]``; without one, the examples.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from pathlib import Path

from nosologist.codesets.library import Books, Library
from nosologist.formats.text import read_text_document
from nosologist.model.claim import Claim, Diagnosis, claim_of
from nosologist.model.code import icd10cm
from nosologist.model.encounter import Encounter, Setting
from nosologist.pipeline import walk
from nosologist.rules.site import rulebook_in_force

ROOT = Path(__file__).resolve().parents[2]
_ROUNDS = 20
_CLAIMS = 2_000


def on_encounters(folder: Path, books: Books) -> list[float]:
    """Milliseconds for each coded note, the best of a few rounds."""
    rules = rulebook_in_force()
    taken = []
    for path in sorted(folder.glob("*.txt")):
        claim = claim_of(walk(Encounter((read_text_document(path),), Setting.INPATIENT), books))
        rules.findings(claim, books)
        rounds = []
        for _ in range(_ROUNDS):
            begin = time.perf_counter()
            rules.findings(claim, books)
            rounds.append(time.perf_counter() - begin)
        taken.append(min(rounds) * 1000)
    return taken


def on_claims(books: Books, codes: int) -> float:
    """Milliseconds a claim of random codes takes in the mean, every code met for the first time or again."""
    rules, chance = rulebook_in_force(), random.Random(7)
    every = books.tabular.valid_codes()
    claims = [
        Claim(str(number), Setting.OUTPATIENT, tuple(Diagnosis(icd10cm(one)) for one in chance.sample(every, codes)))
        for number in range(_CLAIMS)
    ]
    begin = time.perf_counter()
    for claim in claims:
        rules.findings(claim, books)
    return (time.perf_counter() - begin) / _CLAIMS * 1000


def main() -> None:
    """Print the figures."""
    books = Library().in_force()
    taken = on_encounters(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "examples", books)
    print(f"all rules on a coded encounter: median {statistics.median(taken):.3f} ms, most {max(taken):.3f} ms")
    for codes in (5, 12):
        print(f"all rules on a claim of {codes} random codes: {on_claims(books, codes):.3f} ms in the mean")


if __name__ == "__main__":
    main()
