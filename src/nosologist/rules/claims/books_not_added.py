"""CLM901."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.service_lines import asked, edit_setting


@rule("CLM901", Citation("Nosologist", "docs/books.md"), severity=Severity.INFO, needs=Needs.LINES)
def books_not_added(claim: Claim, books: Books) -> Iterator[Hit]:
    """Books that would check more of this claim are not added."""
    added, setting, day = asked(books), edit_setting(claim), claim.date
    missing = [
        what
        for what, there in (
            (f"NCCI pairs ({setting.replace('_', ' ')})", added.has_pairs(setting)),
            (f"NCCI units ({setting.replace('_', ' ')})", added.has_units(day, setting)),
            ("NCCI add-on codes", added.has_add_ons()),
            ("Physician Fee Schedule (global days)", added.has_fees(day)),
            ("HCPCS Level II", added.has_hcpcs(day)),
            ("coverage tables", added.has_coverage()),
        )
        if not there
    ]
    if missing:
        yield Hit(f"not checked, as the book is not added for this day: {'; '.join(missing)} (noso books add FILE)")
