"""QRY115."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.queries.practice import PRACTICE, asked
from nosologist.rules.queries.sourced import shortened
from nosologist.rules.rule import Hit, Needs, rule


@rule("QRY115", PRACTICE, severity=Severity.STOP, needs=Needs.QUERY)
def answer_chosen_or_emphasised(claim: Claim, books: Books) -> Iterator[Hit]:
    """An answer is chosen already, or made to stand out."""
    query = asked(claim)
    for one in query.options:
        if one.marked:
            yield Hit(f'"{shortened(one.text)}" is chosen already or stands out; write all answers alike')
            return
