"""CLM008."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.service_lines import asked

_MOST = 4
_SHAPE = re.compile(r"[0-9A-Z]{2}")
_CPT = re.compile(r"P[1-6]|[1-4]P|8P")


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
        if len(line.modifiers) > _MOST:
            yield Hit(
                f"line {number} has {len(line.modifiers)} modifiers; at most {_MOST}", (line.code,), lines=(number,)
            )
        if len(set(line.modifiers)) < len(line.modifiers):
            yield Hit(f"line {number} has a modifier twice", (line.code,), lines=(number,))
        day = line.date or claim.date
        for modifier in dict.fromkeys(line.modifiers):
            known = None if modifier.isdigit() or not added.has_hcpcs(day) else added.hcpcs(modifier, day)
            lost = added.has_hcpcs(day) and not modifier.isdigit() and not _CPT.fullmatch(modifier) and known is None
            if not _SHAPE.fullmatch(modifier) or lost:
                yield Hit(f"line {number}: {modifier[:5]} is no modifier", (line.code,), lines=(number,))
