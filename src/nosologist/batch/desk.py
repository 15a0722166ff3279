"""The desk at which claims are checked: the books of each date and the rules of the site, opened once."""

from __future__ import annotations

import gc
from datetime import date
from typing import Any

from nosologist.codesets.library import Books, Library
from nosologist.formats.groups_json import groups_object
from nosologist.grouping import group
from nosologist.grouping.mce import MceEdit, edits_raised
from nosologist.grouping.msdrg import drg_of
from nosologist.model.claim import Claim
from nosologist.model.encounter import Setting
from nosologist.model.finding import Finding
from nosologist.model.groups import DrgGroup
from nosologist.rules.checking import RuleBook
from nosologist.rules.rule import Needs

_MOST_DATES = 5_000


class Desk:
    """Checks claims with the books in force on their dates."""

    def __init__(self, library: Library, rules: RuleBook, *, many: bool = False) -> None:
        self.rules = rules
        self._library = library
        self._many = many  # claims will meet most codes: read whole books rather than page by page
        self._books: dict[date | None, Books] = {}

    def books(self, on: date | None) -> Books:
        """The books in force on a date.

        Raises:
            BookError: it is before ICD-10.
        """
        books = self._books.get(on)
        if books is None:
            if len(self._books) >= _MOST_DATES:
                self._books.clear()
            books = self._books[on] = self._library.for_claim(on)
            if self._many:
                gc.disable()  # whole books stay: the collector need not look through them, now or later
                try:
                    books.tabular.read_all()
                    gc.freeze()
                finally:
                    gc.enable()
        return books

    def findings(self, claim: Claim) -> tuple[Finding, ...]:
        """What the rules find in a claim.

        Raises:
            BookError: its date is before ICD-10.
        """
        return self.rules.findings(claim, self.books(claim.date))

    def form_findings(self, claim: Claim) -> tuple[Finding, ...]:
        """What the rules on the form find, which need no book: for a claim of a day that no book is for."""
        rules = tuple(rule for rule in self.rules.rules if rule.needs is Needs.FORM)
        return RuleBook(rules).findings(claim, self.books(None))

    def edits(self, claim: Claim) -> tuple[MceEdit, ...]:
        """The edits that the code editor raises on a stay; kept with the claim.

        Raises:
            BookError: its date is before ICD-10.
        """
        is_stay = claim.setting is Setting.INPATIENT and bool(claim.diagnoses)
        return edits_raised(claim, self.books(claim.date)) if is_stay else ()

    def drg(self, claim: Claim) -> DrgGroup | None:
        """The DRG of a stay; kept with the claim.

        Raises:
            BookError: its date is before ICD-10.
            UsageError: it names a version of MS-DRG that is not known.
        """
        return drg_of(claim, self.books(claim.date))

    def groups(self, claim: Claim) -> dict[str, Any]:
        """What a claim is grouped into, as the contract has it.

        Raises:
            BookError: its date is before ICD-10.
            UsageError: it names a version of MS-DRG that is not known.
        """
        books = self.books(claim.date)
        groups = group(claim, books)
        stay = claim.setting is Setting.INPATIENT and bool(claim.diagnoses)
        return groups_object(groups, edits_raised(claim, books) if stay else None)
