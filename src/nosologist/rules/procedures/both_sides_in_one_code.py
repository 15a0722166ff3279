"""PCS302."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.codesets.procedures import Procedures
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.model.finding import Remove, Replace, Severity
from nosologist.rules.procedure_codes import pairs_in_order, procedure_guideline, recorded, tables, with_character
from nosologist.rules.rule import Hit, Needs, rule

_ANY = re.compile("")
_AGREEING = 3  # letters


@rule("PCS302", procedure_guideline("B4.3"), severity=Severity.STOP, needs=Needs.SEVERAL_PROCEDURES)
def both_sides_in_one_code(claim: Claim, books: Books) -> Iterator[Hit]:
    """Right and left are coded apart where the table has a value for both."""
    procedures = tables(claim, books)
    if procedures is None:
        return
    for first, second in pairs_in_order(claim, _ANY):
        if (
            first.value[:3] == second.value[:3]
            and first.value[3] != second.value[3]
            and first.value[4:] == second.value[4:]
        ):
            both = _both(first, second, procedures)
            if both and procedures.legal(both.value):
                yield Hit(
                    f"{first.value} and {second.value}: both sides are {both.value}",
                    (first, second),
                    (Replace(first, (both,)), Remove(second)),
                    evidence=recorded(claim, first, second),
                )


def _both(first: Code, second: Code, procedures: Procedures) -> Code | None:
    """The code for both sides, where these are right and left of the same body part."""
    labels = procedures.parts(first.value[:3])
    parts = [labels.get(code.value[3], "").rpartition(", ") for code in (first, second)]
    if {side for _, _, side in parts} != {"Right", "Left"} or parts[0][0] != parts[1][0]:
        return None
    for character, label in labels.items():
        part, _, side = label.rpartition(", ")
        if side == "Bilateral" and _singular(part) == _singular(parts[0][0]):
            return with_character(first, 4, character)
    return None


def _singular(part: str) -> tuple[str, ...]:
    """The words as far as one and many agree: ovary and ovaries, testis and testes."""
    return tuple(word[:_AGREEING] for word in part.split())
