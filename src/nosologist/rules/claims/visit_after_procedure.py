"""CLM103."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Remove, SetModifiers, Severity
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.service_lines import is_evaluation, placed, surgeries


@rule(
    "CLM103",
    Citation("Medicare Claims Processing Manual", "12 §40"),
    severity=Severity.WARN,
    needs=Needs.SEVERAL_LINES,
    book="pfs",
)
def visit_after_procedure(claim: Claim, books: Books) -> Iterator[Hit]:
    """A visit stands within the global days of a procedure, without modifier 24."""
    for surgery in surgeries(claim, books):
        for line in placed(claim):
            day = line.line.date or claim.date
            within = day is not None and timedelta(0) < day - surgery.day <= timedelta(days=surgery.days)
            if within and is_evaluation(line.code) and "24" not in line.line.modifiers:
                yield Hit(
                    f"{line.code} within the {surgery.days} global days of {surgery.line.code}: part of it unless unrelated (24)",
                    (line.line.code, surgery.line.line.code),
                    (SetModifiers(line.number, ((*line.line.modifiers, "24"),)), Remove(line.line.code)),
                    lines=(line.number, surgery.line.number),
                )
