"""QRY108."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.model.query import Part
from nosologist.rules.queries.practice import ALLOWED_YES_NO, PRACTICE, asked, undocumented
from nosologist.rules.rule import Hit, Needs, rule

_POLAR = re.compile(
    r"(?:^|[.?!]\s+|\b(?:please )?(?:clarify|confirm|indicate) (?:if|whether) )(?:is|are|was|were|does|do|did|has|have|had|"
    r"the (?:patient|pt)|can you confirm)\b[^?]*",
    re.IGNORECASE,
)


@rule("QRY108", PRACTICE, severity=Severity.STOP, needs=Needs.QUERY)
def yes_no_for_new_diagnosis(claim: Claim, books: Books) -> Iterator[Hit]:
    """Yes or no is asked about a diagnosis that the record does not state."""
    query = asked(claim)
    if query.is_multiple_choice or ALLOWED_YES_NO.search(query.question):
        return
    if query.is_yes_no or _POLAR.search(query.question):
        for one in undocumented(query, query.named_in(Part.QUESTION)):
            yield Hit(
                f'yes or no is asked about "{one.text}", which is not documented; offer the supported answers instead'
            )
            return
