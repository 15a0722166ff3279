"""CLM901."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from nosologist.codesets.edits import EditSetting
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, LastingHit, Needs, rule
from nosologist.rules.service_lines import asked, edit_setting

_MOST_KEPT = 5_000


@rule("CLM901", Citation("Nosologist", "docs/books.md"), severity=Severity.INFO, needs=Needs.LINES)
def books_not_added(claim: Claim, books: Books) -> Iterator[Hit]:
    """Books that would check more of this claim are not added, or end before its day."""
    setting, day = edit_setting(claim), claim.date
    kept: dict[tuple[EditSetting, date | None], list[Hit]] = books.memo.setdefault(_missing, {})
    if len(kept) > _MOST_KEPT:
        kept.clear()
    if (setting, day) not in kept:
        kept[setting, day] = list(_told(setting, day, books))
    yield from kept[setting, day]


def _told(setting: EditSetting, day: date | None, books: Books) -> Iterator[LastingHit]:
    if missing := _missing(setting, day, books):
        yield LastingHit(f"not checked, as the book is not added for this day: {missing} (noso books add FILE)")
    if older := _outrun(setting, day, books):
        yield LastingHit(f"checked by a book that ends before this day: {older}; what came or went since is not known")


def _outrun(setting: EditSetting, day: date | None, books: Books) -> str:
    """The books that end before the day, each with its last day."""
    outrun = asked(books).outrun(day, setting) if day else ()
    return "; ".join(f"{what}, to {release.effective_to}" for what, release in outrun)


def _missing(setting: EditSetting, day: date | None, books: Books) -> str:
    """The books that are not there."""
    added, whose = asked(books), setting.value.replace("_", " ")
    books_asked = (
        (f"NCCI pairs ({whose})", added.has_pairs(setting)),
        (f"NCCI units ({whose})", added.has_units(day, setting)),
        ("NCCI add-on codes", added.has_add_ons()),
        ("Physician Fee Schedule (global days)", added.has_fees(day)),
        ("HCPCS Level II", added.has_hcpcs(day)),
        ("coverage tables", added.has_coverage()),
    )
    return "; ".join(what for what, there in books_asked if not there)
