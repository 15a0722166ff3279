"""Services that are part of another one of the same day, by CPT's own rules, whether NCCI's tables were added or not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from nosologist.coding.cpt import Line
from nosologist.coding.service_tables import in_ranges, ranges, table_of
from nosologist.model.assignment import NotCoded
from nosologist.model.service_line import OpenService


class _Rule(NamedTuple):
    whole: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, str], ...]
    why: str


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    lines = ([cell.strip() for cell in line.split("|")] for line in table_of("parts.txt"))
    return tuple(_Rule(ranges(whole), ranges(parts), why) for whole, parts, why in lines)


def open_beside(lines: Sequence[Line], still_open: Sequence[OpenService]) -> tuple[OpenService, ...]:
    """What stays open, but for what would be part of a coded service whichever number it had."""
    numbers = {line.service.code.value for line in lines}
    rules = [rule for rule in _rules() if any(in_ranges(rule.whole, number) for number in numbers)]
    return tuple(
        one
        for one in still_open
        if not one.possible
        or not any(all(in_ranges(rule.parts, code.value) for code in one.possible) for rule in rules)
    )


def without_parts(lines: Sequence[Line]) -> tuple[list[Line], list[NotCoded]]:
    """The lines that stand for themselves, and why the others do not."""
    numbers = {line.service.code.value for line in lines}
    kept: list[Line] = []
    ledger: list[NotCoded] = []
    for line in lines:
        service = line.service
        number = service.code.value
        rule = next((rule for rule in _rules() if in_ranges(rule.parts, number)
                     and any(in_ranges(rule.whole, other) for other in numbers if other != number)), None)  # fmt: skip
        if rule is None:
            kept.append(line)
        else:
            ledger.append(NotCoded(service.evidence[0], (service.code,), rule.why))
    return kept, ledger
