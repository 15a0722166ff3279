"""CLM102."""

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
    "CLM102",
    Citation("Medicare Claims Processing Manual", "12 §40"),
    severity=Severity.WARN,
    needs=Needs.SEVERAL_LINES,
    book="pfs",
)
def visit_with_major_procedure(claim: Claim, books: Books) -> Iterator[Hit]:
    """A visit stands beside a procedure with 90 global days, on its day or the day before, without modifier 57."""
    for surgery in surgeries(claim, books):
        for line in placed(claim) if surgery.days == 90 else ():
            day = line.line.date or claim.date
            near = day is not None and timedelta(0) <= surgery.day - day <= timedelta(days=1)
            if near and is_evaluation(line.code) and not {"25", "57"}.intersection(line.line.modifiers):
                yield Hit(
                    f"{line.code} with {surgery.line.code} (90 global days): part of it unless decided there (57)",
                    (line.line.code, surgery.line.line.code),
                    (SetModifiers(line.number, ((*line.line.modifiers, "57"),)), Remove(line.line.code)),
                    lines=(line.number, surgery.line.number),
                )
