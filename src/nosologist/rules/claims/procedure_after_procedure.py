"""CLM104."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import SetModifiers, Severity
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.service_lines import surgeries


@rule(
    "CLM104",
    Citation("Medicare Claims Processing Manual", "12 §40"),
    severity=Severity.WARN,
    needs=Needs.SEVERAL_LINES,
    book="pfs",
)
def procedure_after_procedure(claim: Claim, books: Books) -> Iterator[Hit]:
    """A procedure stands within the global days of another, without modifier 58, 78 or 79."""
    done = surgeries(claim, books)
    for earlier in done:
        for later in done:
            within = timedelta(0) < later.day - earlier.day <= timedelta(days=earlier.days)
            if within and not {"58", "78", "79"}.intersection(later.line.line.modifiers):
                line = later.line
                choices = tuple((*line.line.modifiers, modifier) for modifier in ("58", "78", "79"))
                yield Hit(
                    f"{line.code} within the {earlier.days} global days of {earlier.line.code}: 58, 78 or 79?",
                    (line.line.code, earlier.line.line.code),
                    (SetModifiers(line.number, choices),),
                    lines=(line.number, earlier.line.number),
                )
