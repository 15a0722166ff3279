"""CLM101."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Remove, SetModifiers, Severity
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.service_lines import is_evaluation, placed, surgeries


@rule(
    "CLM101",
    Citation("Medicare Claims Processing Manual", "12 §40"),
    severity=Severity.WARN,
    needs=Needs.SEVERAL_LINES,
    book="pfs",
)
def visit_with_minor_procedure(claim: Claim, books: Books) -> Iterator[Hit]:
    """A visit stands beside a procedure with 0 or 10 global days, without modifier 25."""
    for surgery in surgeries(claim, books):
        for line in placed(claim) if surgery.days <= 10 else ():
            if (
                is_evaluation(line.code)
                and (line.line.date or claim.date) == surgery.day
                and "25" not in line.line.modifiers
            ):
                yield Hit(
                    f"{line.code} on the day of {surgery.line.code} ({surgery.days} global days): part of it unless 25 fits",
                    (line.line.code, surgery.line.line.code),
                    (SetModifiers(line.number, ((*line.line.modifiers, "25"),)), Remove(line.line.code)),
                    lines=(line.number, surgery.line.number),
                )
