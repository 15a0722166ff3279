"""Claims checked per second on every core, process start included. ``python tests/benchmarks/claims.py [HOW_MANY]``

Half are stays of 4 to 16 diagnoses and up to three procedures, half visits of 2 to 4 diagnoses with a line.
Two thirds of the diagnoses are those of our own charts, which lead to most rules; the others are any valid codes.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from nosologist.codesets.library import Library

CHARTS = Path(__file__).resolve().parents[1] / "encounters"
PROCEDURES = (
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
VISITS = ("99212", "99213", "99214", "99203", "99283", "99284")
DAY = date(2026, 5, 1)


def claims(many: int) -> Iterator[dict[str, Any]]:
    """The same claims at every run."""
    chance = random.Random(5)
    charts = [yaml.safe_load(file.read_text("utf-8")) for file in sorted(CHARTS.glob("*/expected.yaml"))]
    common = sorted({str(code) for chart in charts for code in chart["codes"]})
    valid = sorted(Library().in_force(DAY).tabular.valid_codes())
    for number in range(many):
        stay = number % 2 == 0
        count = chance.randint(4, 16) if stay else chance.randint(2, 4)
        codes = [chance.choice(common if chance.random() < 2 / 3 else valid) for _ in range(count)]
        claim: dict[str, Any] = {"id": str(number), "date": DAY.isoformat(), "age": chance.randint(20, 90)}
        claim["sex"] = chance.choice("MF")
        claim["diagnoses"] = [{"code": code, "poa": "Y"} if stay else {"code": code} for code in dict.fromkeys(codes)]
        if stay:
            claim |= {"setting": "inpatient", "disposition": "01"}
            claim["procedures"] = [{"code": code} for code in chance.sample(PROCEDURES, chance.randint(0, 3))]
        else:
            claim |= {"setting": "outpatient", "lines": [{"code": chance.choice(VISITS), "units": 1, "pointers": [1]}]}
        yield claim


def main() -> None:
    """Print the figures."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "claims.jsonl"
        file.write_text("".join(json.dumps(claim) + "\n" for claim in claims(many)), "utf-8")
        before, start = os.times(), time.perf_counter()
        command = [sys.executable, "-m", "nosologist", "check", str(file), "--format", "jsonl"]
        with (Path(folder) / "out.jsonl").open("wb") as out:
            subprocess.run(command, stdout=out, check=False)
        seconds, after = time.perf_counter() - start, os.times()
        worked = after.children_user + after.children_system - before.children_user - before.children_system
        lines = sum(1 for _ in (Path(folder) / "out.jsonl").open("rb"))
    print(f"{lines} claims in {seconds:.1f} s: {lines / seconds:,.0f} claims/s ({worked:.1f} s of processor time)")


if __name__ == "__main__":
    main()
