"""Services that are part of another one of the same day, by CPT's own rules, whether NCCI's tables were added or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from nosologist.coding.cpt import Line
from nosologist.coding.service_tables import in_ranges, ranges, table_of
from nosologist.model.assignment import NotCoded
from nosologist.model.document import SectionKind, Span
from nosologist.model.service_line import OpenService


class _Rule(NamedTuple):
    whole: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, str], ...]
    why: str
    told_there: str = ""  # not empty: a part only where it is told in the report of the whole

    def takes(self, numbers: Iterable[str], evidence: Sequence[Span], lines: Sequence[Line]) -> bool:
        """True where each of these numbers is a part of some line."""
        if not lines or not all(in_ranges(self.parts, number) for number in numbers):
            return False
        wholes = [line for line in lines if in_ranges(self.whole, line.service.code.value)]
        if not wholes:
            return False
        return not self.told_there or any(_reports(line, evidence) for line in wholes)


def _reports(line: Line, evidence: Sequence[Span]) -> bool:
    """True where the report of a procedure goes on to tell what stands at some place."""
    clauses = line.found.clauses if line.found else ()
    return any(
        clause.section is SectionKind.PROCEDURES and clause.statement.start <= span.start < clause.whole.end
        for clause in clauses
        for span in evidence[:1]
    )


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    lines = ([cell.strip() for cell in line.split("|")] for line in table_of("parts.txt"))
    return tuple(_Rule(ranges(whole), ranges(parts), *told) for whole, parts, *told in lines)


def open_beside(lines: Sequence[Line], still_open: Sequence[OpenService]) -> tuple[OpenService, ...]:
    """What stays open, but for what would be part of a coded service whichever number it had."""
    return tuple(
        one
        for one in still_open
        if not one.possible
        or not any(rule.takes([code.value for code in one.possible], one.evidence, lines) for rule in _rules())
    )


def without_parts(lines: Sequence[Line]) -> tuple[list[Line], list[NotCoded]]:
    """The lines that stand for themselves, and why the others do not."""
    kept: list[Line] = []
    ledger: list[NotCoded] = []
    for line in lines:
        service = line.service
        number = service.code.value
        others = [other for other in lines if other.service.code.value != number]
        rule = next((rule for rule in _rules() if rule.takes([number], service.evidence, others)), None)
        if rule is None:
            kept.append(line)
        else:
            ledger.append(NotCoded(service.evidence[0], (service.code,), rule.why))
    return kept, ledger
