"""Claims checked per second on every core, process start included. ``python tests/benchmarks/claims.py [HOW_MANY] [--random]``

Half are stays of 4 to 16 diagnoses and up to three procedures, half visits of 2 to 4 diagnoses with one to three lines, in the half
year of the release. No two are alike.

How often a code comes follows the law of Zipf and Mandelbrot over all valid codes: the codes of our own charts in front (those
of most charts first; they lead to most rules), every other code behind them in an order drawn once. Exponent and offset are
such that 302 stays would have somewhat more different codes than 302 coded stays of a hospital have (1,114 after 904), a
smaller share of their ten (0.17 after 0.20), hundred (0.57 after 0.58) and three hundred (0.75 after 0.79) most frequent
codes, and 100,000 claims more than 25,000 of them. Codes of one claim are drawn one by one, without regard to the patient, so
that they contradict each other more often than a coder's do.

``--random`` is harder than any hospital: a third of the diagnoses are any valid codes, each as likely as the other, so that a
checker of 100,000 claims meets most of the 74,719 for the first time.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from nosologist.codesets.library import Library

TESTS = Path(__file__).resolve().parents[1]
EXPONENT, OFFSET = 1.4, 15
DAY, DAYS = date(2026, 4, 1), 183
VISITS = ("99212", "99213", "99214", "99203", "99283", "99284")
RANDOM_DAY = date(2026, 5, 1)
RANDOM_PROCEDURES = (
    "0FT44ZZ",
    "02100Z9",
    "027034Z",
    "0SRC0J9",
    "0DTJ4ZZ",
    "10D00Z1",
    "5A1955Z",
    "30233N1",
    "0W993ZZ",
    "009U3ZX",
)
Claim = dict[str, Any]


class Codes(NamedTuple):
    """Codes, the most frequent ones first, with the sums of their weights."""

    values: list[str]
    sums: list[float]

    def drawn(self, chance: random.Random, many: int) -> list[str]:
        """So many codes, or fewer where one is drawn twice."""
        return list(dict.fromkeys(chance.choices(self.values, cum_weights=self.sums, k=many)))


def by_frequency(values: list[str]) -> Codes:
    """Codes in the order of their frequency, with the weights of the law."""
    return Codes(values, list(accumulate((place + OFFSET) ** -EXPONENT for place in range(1, len(values) + 1))))


def charts() -> list[list[str]]:
    """The diagnosis codes of each of our own charts."""
    files = sorted([*TESTS.glob("encounters/*/expected.yaml"), *TESTS.glob("records/*/expected.yaml")])
    return [[str(code) for code in yaml.safe_load(file.read_text("utf-8"))["codes"]] for file in files]


def of_notes(pattern: str, field: str) -> list[str]:
    """The codes of a field in our own notes of procedures or services, those of most notes first."""
    notes = [note for file in sorted(TESTS.glob(pattern)) for note in yaml.safe_load(file.read_text("utf-8"))]
    return ranked([[str(code) for code in note.get(field, ())] for note in notes])


def ranked(lists: list[list[str]]) -> list[str]:
    """Every code, those of most lists first."""
    count = Counter(code for codes in lists for code in set(codes))
    return sorted(count, key=lambda code: (-count[code], code))


def claims(many: int) -> Iterator[Claim]:
    """Claims as a hospital codes them; the same ones at every run."""
    chance = random.Random(5)
    common = ranked(charts())
    known = {code.replace(".", "") for code in common}
    others = [code for code in Library().in_force(DAY).tabular.valid_codes() if code not in known]
    chance.shuffle(others)
    diagnoses = by_frequency(common + others)
    procedures = by_frequency(of_notes("coding/procedure_notes*.yaml", "codes"))
    services = by_frequency([*VISITS, *of_notes("coding/service_notes.yaml", "professional")])
    for number in range(many):
        stay = number % 2 == 0
        codes = diagnoses.drawn(chance, chance.randint(4, 16) if stay else chance.randint(2, 4))
        claim = _claim(number, chance, codes, DAY + timedelta(chance.randrange(DAYS)))
        if stay:
            claim["procedures"] = [{"code": code} for code in procedures.drawn(chance, chance.randint(0, 3))]
        else:
            drawn = services.drawn(chance, chance.choice((1, 1, 1, 2, 3)))
            claim["lines"] = [_line(text, chance.randint(1, len(codes))) for text in drawn]
        yield claim


def _line(text: str, pointer: int) -> Claim:
    """``20610-RT x2`` as a line."""
    service, _, units = text.partition(" x")
    code, *modifiers = service.split("-")
    line: Claim = {"code": code, "units": int(units or 1), "pointers": [pointer]}
    return line | {"modifiers": modifiers} if modifiers else line


def random_claims(many: int) -> Iterator[Claim]:
    """Claims with a third of the codes drawn from all; the same ones at every run."""
    chance = random.Random(5)
    common = sorted({code for codes in charts() for code in codes})
    valid = Library().in_force(RANDOM_DAY).tabular.valid_codes()
    for number in range(many):
        stay = number % 2 == 0
        count = chance.randint(4, 16) if stay else chance.randint(2, 4)
        codes = [chance.choice(common if chance.random() < 2 / 3 else valid) for _ in range(count)]
        claim = _claim(number, chance, list(dict.fromkeys(codes)), RANDOM_DAY)
        if stay:
            drawn = chance.sample(RANDOM_PROCEDURES, chance.randint(0, 3))
            claim["procedures"] = [{"code": code} for code in drawn]
        else:
            claim["lines"] = [{"code": chance.choice(VISITS), "units": 1, "pointers": [1]}]
        yield claim


def _claim(number: int, chance: random.Random, codes: list[str], on: date) -> Claim:
    """What a stay (every other one) and a visit have in common."""
    stay = number % 2 == 0
    claim: Claim = {"id": str(number), "setting": "inpatient" if stay else "outpatient", "date": on.isoformat()}
    claim |= {"age": chance.randint(20, 90), "sex": chance.choice("MF")}
    if stay:
        claim["disposition"] = "01"
    return claim | {"diagnoses": [{"code": code, "poa": "Y"} if stay else {"code": code} for code in codes]}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("many", nargs="?", type=int, default=100_000, metavar="HOW_MANY")
    parser.add_argument("--random", action="store_true", help="a third of the diagnoses drawn from all valid codes")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="write the claims and the answers there")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "claims.jsonl"
        with file.open("w", encoding="utf-8") as out:
            out.writelines(
                json.dumps(claim) + "\n" for claim in (random_claims if asked.random else claims)(asked.many)
            )
        print(_measured(file, folder / "checked.jsonl"))


def _measured(claims: Path, checked: Path) -> str:
    """The figures of one run of the command."""
    environment = dict(os.environ)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
    before, start = os.times(), time.perf_counter()
    command = [sys.executable, "-m", "nosologist", "check", str(claims), "--format", "jsonl"]
    with checked.open("wb") as out:
        subprocess.run(command, stdout=out, env=environment, check=False)
    seconds, after = time.perf_counter() - start, os.times()
    worked = after.children_user + after.children_system - before.children_user - before.children_system
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    with checked.open("rb") as lines:
        many = sum(1 for _ in lines)
    return (
        f"{many} claims in {seconds:.1f} s: {many / seconds:,.0f} claims/s "
        f"({worked:.1f} s of processor time; peak of the largest process {largest} MB)"
    )


if __name__ == "__main__":
    main()
