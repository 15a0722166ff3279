"""What the added books say of service lines, asked a million times: every answer is kept, a missing book answers nothing.

The readers of each book (``edits.py``, ``fees.py``, ``hcpcs.py``) raise where a book is missing; here it is silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeVar

from nosologist.codesets.coverage import Coverage, Policy
from nosologist.codesets.edits import AddOnEdit, Edits, EditSetting, MueEdit, PtpEdit
from nosologist.codesets.fees import PhysicianFees, RelativeValue
from nosologist.codesets.hcpcs import Hcpcs, HcpcsCode
from nosologist.codesets.library import Books
from nosologist.codesets.shelf import AddedRelease, Shelf

_MOST_KEPT = 200_000  # answers
Answer = TypeVar("Answer")


class LineBooks:
    """The books on a shelf that speak of service lines."""

    def __init__(self, shelf: Shelf) -> None:
        self._edits = Edits(shelf)
        self._fees = PhysicianFees(shelf)
        self._hcpcs = Hcpcs(shelf)
        self._coverage = Coverage(shelf)
        self._kept: dict[tuple[object, ...], object] = {}
        self._add_ons: frozenset[str] | None = None
        self._there: dict[tuple[str, object, object], bool] = {}

    def _ask(self, key: tuple[object, ...], answer: Callable[[], Answer]) -> Answer:
        """An answer, from memory where it was given before."""
        if key not in self._kept:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[key] = answer()
        return self._kept[key]  # type: ignore[return-value]

    def _has(self, what: str, find: Callable[[], object], on: date | None = None, setting: object = None) -> bool:
        """Whether a book is there, asked once."""
        key = (what, on, setting)
        found = self._there.get(key)
        if found is None:
            if len(self._there) >= _MOST_KEPT:
                self._there.clear()
            found = self._there[key] = bool(find())
        return found

    def has_pairs(self, setting: EditSetting) -> bool:
        """True when NCCI's pairs of a setting were added."""
        return self._has("pairs", lambda: self._edits.ptp_release(setting), None, setting)

    def has_units(self, on: date | None, setting: EditSetting) -> bool:
        """True when NCCI's units of a setting were added for a date."""
        return self._has("units", lambda: self._edits.mue_release(setting, on), on, setting)

    def has_add_ons(self) -> bool:
        """True when NCCI's add-on codes were added."""
        return self._has("add-ons", self._edits.add_on_release)

    def has_fees(self, on: date | None) -> bool:
        """True when a fee schedule in force on a date was added."""
        return self._has("fees", lambda: self._fees.release(on), on)

    def has_hcpcs(self, on: date | None) -> bool:
        """True when HCPCS Level II was added."""
        return self._has("hcpcs", lambda: self._hcpcs.release(on), on)

    def has_coverage(self) -> bool:
        """True when coverage tables were added."""
        return self._has("coverage", lambda: self._coverage.is_there)

    def outrun(self, on: date, setting: EditSetting) -> Iterator[tuple[str, AddedRelease]]:
        """The books that are asked about a date although they end before it, as no newer one was added."""
        asked = (
            (f"NCCI pairs ({setting.value.replace('_', ' ')})", self._edits.ptp_release(setting)),
            (f"NCCI units ({setting.value.replace('_', ' ')})", self._edits.mue_release(setting, on)),
            ("NCCI add-on codes", self._edits.add_on_release()),
            ("Physician Fee Schedule", self._fees.release(on)),
        )
        for what, release in asked:
            if release is not None and release.effective_to is not None and release.effective_to < on:
                yield what, release

    def pair(self, column1: str, column2: str, on: date | None, setting: EditSetting) -> PtpEdit | None:
        """The edit that counts for a pair in this order on a date; None where there is none, or no book."""
        if not self.has_pairs(setting):
            return None
        history = self._ask((column1, column2, setting), lambda: self._edits.ptp_history(column1, column2, setting))
        return next((edit for edit in history if edit.counts(on)), None) if history else None

    def most(self, code: str, on: date | None, setting: EditSetting) -> MueEdit | None:
        """The most units of a code on a date; None where CMS publishes none, or no book."""
        if not self.has_units(on, setting):
            return None
        return self._ask(("mue", code, on, setting), lambda: self._edits.mue(code, on, setting))

    def primaries(self, code: str, on: date | None) -> tuple[AddOnEdit, ...]:
        """The primary codes of an add-on code on a date; empty where it is none, or no book."""
        if self._add_ons is None:
            self._add_ons = self._edits.add_on_codes() if self.has_add_ons() else frozenset()
        if code not in self._add_ons:
            return ()
        return self._ask(("primaries", code, on), lambda: self._edits.primaries(code, on))

    def fee(self, code: str, on: date | None) -> RelativeValue | None:
        """The whole service in the fee schedule; None where it has none, or no book."""
        if not self.has_fees(on):
            return None
        return self._ask(("fee", code, on), lambda: self._fees.relative_value(code, "", on))

    def hcpcs(self, value: str, on: date | None) -> HcpcsCode | None:
        """A code or modifier of HCPCS Level II; None where it has none, or no book."""
        if not self.has_hcpcs(on):
            return None
        return self._ask(("hcpcs", value, on), lambda: self._hcpcs.get(value, on))

    def policies(self, code: str, on: date | None) -> tuple[Policy, ...]:
        """The coverage policies that speak of a code on a date."""
        if not self.has_coverage():
            return ()
        return self._ask(("policies", code, on), lambda: self._coverage.policies(code, on))


def line_books(books: Books) -> LineBooks:
    """The books on the shelf that speak of service lines."""
    found: LineBooks | None = books.memo.get(LineBooks)
    if found is None:
        found = books.memo[LineBooks] = LineBooks(books.shelf)
    return found
