"""CLM008."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from nosologist.codesets.library import Books
from nosologist.codesets.line_books import LineBooks
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.service_lines import asked

MOST = 4
_SHAPE = re.compile(r"[0-9A-Z]{2}")
_CPT = re.compile(r"P[1-6]|[1-4]P|8P")


def is_modifier(value: str, added: LineBooks, on: date | None) -> bool:
    """True for what can be a modifier: of CPT by its form, of HCPCS Level II by the book, where that was added."""
    if not _SHAPE.fullmatch(value):
        return False
    of_cpt = value.isdigit() or _CPT.fullmatch(value)
    return bool(of_cpt) or not added.has_hcpcs(on) or added.hcpcs(value, on) is not None


@rule(
    "CLM008",
    Citation("Medicare Claims Processing Manual", "26 §10.4, item 24D"),
    severity=Severity.STOP,
    needs=Needs.MODIFIERS,
)
def modifiers_of_line(claim: Claim, books: Books) -> Iterator[Hit]:
    """A line has more than four modifiers, one twice, or one that cannot be a modifier."""
    added = asked(books)
    for number, line in enumerate(claim.lines, 1):
        if len(line.modifiers) > MOST:
            yield Hit(
                f"line {number} has {len(line.modifiers)} modifiers; at most {MOST}", (line.code,), lines=(number,)
            )
        if len(set(line.modifiers)) < len(line.modifiers):
            yield Hit(f"line {number} has a modifier twice", (line.code,), lines=(number,))
        day = line.date or claim.date
        for modifier in dict.fromkeys(line.modifiers):
            if not is_modifier(modifier, added, day):
                yield Hit(f"line {number}: {modifier[:5]} is no modifier", (line.code,), lines=(number,))
