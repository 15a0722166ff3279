"""CLM002."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import FEWEST_PLACES, Hit, Needs, rule
from nosologist.rules.service_lines import is_institutional

_PROFESSIONAL, _INSTITUTIONAL = FEWEST_PLACES, 25


@rule(
    "CLM002",
    Citation("Medicare Claims Processing Manual", "26 §10.4, item 21"),
    severity=Severity.STOP,
    needs=Needs.MANY_DIAGNOSES,
)
def too_many_diagnoses(claim: Claim, books: Books) -> Iterator[Hit]:
    """The claim has more diagnoses than its form takes."""
    most = _INSTITUTIONAL if is_institutional(claim) else _PROFESSIONAL
    if len(claim.diagnoses) > most:
        yield Hit(
            f"{len(claim.diagnoses)} diagnoses; the form takes {most}",
            tuple(one.code for one in claim.diagnoses[most:]),
        )
