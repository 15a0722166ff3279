"""QRY109."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.queries.practice import PRACTICE, asked
from nosologist.rules.rule import Hit, Needs, rule

_FACT = re.compile(
    r"\d|[\"“”]|\b(?:documented|states?|says?|notes?|shows?|describes?|records?|started|given|ordered)\b", re.IGNORECASE
)
_QUOTED = re.compile(r"\d{1,2}/\d{1,2}|20\d\d-\d\d|[\"“”]")  # the question itself tells what stands where


@rule("QRY109", PRACTICE, severity=Severity.STOP, needs=Needs.QUERY)
def no_indicators(claim: Claim, books: Books) -> Iterator[Hit]:
    """A query quotes no clinical indicator of the patient."""
    query = asked(claim)
    if _QUOTED.search(query.question):
        return
    if not any(_FACT.search(one.quote) or one.section or one.document for one in query.indicators):
        yield Hit("there is no clinical indicator; quote what the record says, with date and source")
