"""The rows of CMS's own NCCI tables: each edit fires exactly where it must, by date and modifier."""

from __future__ import annotations

import csv
import gzip
import os
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from conftest import data
from nosologist.codesets.compile.add import add
from nosologist.codesets.library import Books, Library
from nosologist.codesets.shelf import Shelf
from nosologist.model.claim import Claim, ClaimKind, ClaimLine
from nosologist.model.code import Code, CodeSystem
from nosologist.model.encounter import Setting
from nosologist.rules.contents import find_rule
from shelves import added

pytestmark = pytest.mark.real

Rows = list[tuple[date | None, int]]  # last day, modifier indicator
PAIR_RULES = tuple(find_rule(name) for name in ("NCCI001", "NCCI002"))
UNIT_RULES = {indicator: find_rule(f"MUE00{indicator}") for indicator in (1, 2, 3)}


def claim_with(
    *lines: tuple[str, tuple[str, ...], int | None], on: date, kind: ClaimKind = ClaimKind.PROFESSIONAL
) -> Claim:
    made = tuple(
        ClaimLine(Code(CodeSystem.HCPCS, code), modifiers, None if units is None else Decimal(units))
        for code, modifiers, units in lines
    )
    return Claim("", Setting.OUTPATIENT, lines=made, date=on, kind=kind)


def read_pairs(name: str) -> tuple[list[str], dict[tuple[str, str], Rows]]:
    """The heading, and what each pair has."""
    with gzip.open(data("official", "ncci", name), "rt", encoding="utf-8") as file:
        rows = csv.reader(file)
        heading = next(rows)
        found: dict[tuple[str, str], Rows] = defaultdict(list)
        for one, other, _, _, last, indicator, _ in rows:
            ended = None if last in ("", "*") else date(int(last[:4]), int(last[4:6]), int(last[6:]))
            found[one, other].append((ended, int(indicator)))
    return heading, found


def indicator_on(rows: Rows, on: date) -> int | None:
    """The indicator of the edit that counts, read from the table's own columns."""
    counting = [
        (last or date.max, indicator) for last, indicator in rows if indicator != 9 and (last or date.max) >= on
    ]
    return min(counting)[1] if counting else None


def days(rows: Rows) -> Iterator[date]:
    yield date(2024, 8, 1)
    for last, _ in rows:
        if last:
            yield last
            yield last + timedelta(days=1)


def fired(claim: Claim, books: Books) -> set[str]:
    return {rule.id for rule in PAIR_RULES for _ in rule.findings(claim, books)}


def expected(indicator: int | None, bypassed: bool) -> set[str]:
    if indicator is None:
        return set()
    return {"NCCI001"} if indicator == 0 else set() if bypassed else {"NCCI002"}


def check_pair(one: str, other: str, rows: Rows, books: Books, kind: ClaimKind) -> None:
    for on in days(rows):
        indicator = indicator_on(rows, on)
        for first, second, bypassed in (
            ((), (), False),
            ((), ("59",), True),
            (("XS",), (), True),
            ((), ("76",), False),
            (("77",), (), False),
        ):
            claim = claim_with((one, first, 1), (other, second, 1), on=on, kind=kind)
            assert fired(claim, books) == expected(indicator, bypassed), (one, other, rows, on, first, second)
        claim = claim_with((other, (), 1), (one, (), 1), on=on, kind=kind)
        assert fired(claim, books) == expected(indicator, False), (other, one, rows, on)


@pytest.mark.parametrize(
    ("name", "kind", "size"),
    [
        ("ptp_practitioner_2024-07.csv", ClaimKind.PROFESSIONAL, 20_000),
        ("ptp_outpatient_hospital_2024-07.csv", ClaimKind.INSTITUTIONAL, 2_000),
    ],
)
def test_a_sample_of_pairs(tmp_path: Path, library: Library, name: str, kind: ClaimKind, size: int) -> None:
    heading, table = read_pairs(f"{name}.gz")
    alone = sorted(pair for pair in table if (pair[1], pair[0]) not in table)  # the other order would fire too
    chosen = random.Random(7).sample(alone, size)
    lines = [",".join(heading)]
    for one, other in chosen:
        for last, indicator in table[one, other]:
            lines.append(f"{one},{other},,,{last.strftime('%Y%m%d') if last else '*'},{indicator},made up")
    shelf = Shelf(tmp_path / "books")
    added(tmp_path, shelf, name, "\n".join(lines) + "\n", date(2024, 7, 1))
    books = replace(library.in_force(), shelf=shelf, memo={})
    for one, other in chosen:
        check_pair(one, other, table[one, other], books, kind)


@pytest.mark.skipif(
    os.environ.get("NOSOLOGIST_EXHAUSTIVE") != "1", reason="takes minutes; NOSOLOGIST_EXHAUSTIVE=1 runs it"
)
def test_every_pair(tmp_path: Path, library: Library) -> None:
    _, table = read_pairs("ptp_practitioner_2024-07.csv.gz")
    shelf = Shelf(tmp_path / "books")
    add([data("official", "ncci", "ptp_practitioner_2024-07.csv.gz")], shelf, lambda _what, _part: None)
    books = replace(library.in_force(), shelf=shelf, memo={})
    for (one, other), rows in table.items():
        other_way = table.get((other, one), [])
        for on in {date(2024, 8, 1), *(last for last, _ in rows if last)}:
            wanted = expected(indicator_on(rows, on), False) | expected(indicator_on(other_way, on), False)
            assert fired(claim_with((one, (), 1), (other, (), 1), on=on), books) == wanted, (one, other, on)


def test_every_row_of_units(tmp_path: Path, library: Library) -> None:
    path = data("official", "ncci", "mue_practitioner_2026-07.csv")
    shelf = Shelf(tmp_path / "books")
    add([path], shelf, lambda _what, _part: None)
    books = replace(library.in_force(), shelf=shelf, memo={})
    with path.open(encoding="utf-8") as file:
        rows = [(code, int(most), int(indicator[0])) for code, most, indicator, *_ in list(csv.reader(file))[1:]]
    assert len(rows) == 15_162
    on = date(2026, 7, 1)
    for code, most, indicator in rows:
        allowed, one_line, two_lines, before = (
            claim_with((code, (), most), on=on) if most else claim_with(on=on),
            claim_with((code, (), most + 1), on=on),
            claim_with((code, (), max(most, 1)), (code, ("76",), 1), on=on),
            claim_with((code, (), most + 1), on=on - timedelta(days=1)),
        )
        for number, rule in UNIT_RULES.items():
            mine = number == indicator
            told = [bool(list(rule.findings(claim, books))) for claim in (allowed, one_line, two_lines, before)]
            assert told == [False, mine, mine and (indicator != 1 or most == 0), False], (code, most, indicator, number)
