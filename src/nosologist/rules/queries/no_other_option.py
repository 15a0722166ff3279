"""QRY106."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.model.query import OptionKind
from nosologist.rules.queries.practice import PRACTICE, asked
from nosologist.rules.rule import Hit, Needs, rule


@rule("QRY106", PRACTICE, severity=Severity.STOP, needs=Needs.QUERY)
def no_other_option(claim: Claim, books: Books) -> Iterator[Hit]:
    """A query with answers to choose from lacks \"other\"."""
    query = asked(claim)
    if (query.is_multiple_choice or query.is_yes_no) and not any(one.kind is OptionKind.OTHER for one in query.options):
        yield Hit('there is no "other" among the answers; add it, with room for the provider\'s own words')
