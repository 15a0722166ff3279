"""HCPCS Level II: codes and modifiers, their dates, and how Medicare covers and prices them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from nosologist.codesets.shelf import AddedRelease, Shelf
from nosologist.codesets.stored import stored
from nosologist.errors import BookError

COVERAGE = {  # the coverage code, in our words
    "C": "the contractor judges",
    "D": "covered under special instructions",
    "I": "not payable by Medicare",
    "M": "not covered by Medicare",
    "S": "excluded by statute",
}


@dataclass(frozen=True, slots=True)
class HcpcsCode:
    """A code (five characters) or modifier (two) of one release."""

    value: str
    kind: str  # code, modifier
    title: str
    short_title: str
    added: date | None  # None: the file gives no dates
    changed: date | None
    ended: date | None  # last day on which it may be used
    action: str | None  # what this release did: A added, C described anew, D ended, N nothing, ...
    coverage: str | None
    pricing: tuple[str, ...]
    multiple_pricing: str | None
    coverage_reference: tuple[str, ...]
    manual_reference: tuple[str, ...]
    statute: str | None
    lab_certification: tuple[str, ...]
    cross_reference: tuple[str, ...]
    asc_group: str | None
    asc_from: date | None
    processing_note: str | None
    betos: str | None
    type_of_service: tuple[str, ...]
    base_units: int | None  # of anesthesia
    release: str

    @property
    def is_modifier(self) -> bool:
        """True for a modifier."""
        return self.kind == "modifier"

    def is_valid(self, on: date) -> bool | None:
        """True when it may be used on a date; None where the file gives no dates."""
        if self.added is None:
            return None
        return self.added <= on and (self.ended is None or on <= self.ended)


class Hcpcs:
    """The releases of HCPCS Level II that were added to a shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def release(self, on: date | None = None) -> AddedRelease | None:
        """The release that answers for a date: the newest begun by then, else the oldest, which knows earlier codes too."""
        begun = self._shelf.in_force("hcpcs", on)
        return begun or next(iter(self._shelf.releases("hcpcs")), None)

    def get(self, value: str, on: date | None = None) -> HcpcsCode | None:
        """A code or modifier, ended ones included, or None where HCPCS Level II has none (``is_valid`` tells the dates).

        Raises:
            BookError: no release was added.
        """
        return next(iter(stored(HcpcsCode, self._release(on), "hcpcs", "value = ?", value)), None)

    def titles(self, on: date | None = None) -> Iterator[tuple[str, str]]:
        """Each code and modifier with its long description, in order.

        Raises:
            BookError: no release was added.
        """
        yield from self._release(on).connection.execute("SELECT value, title FROM hcpcs ORDER BY value")

    def in_force(self, on: date) -> Iterator[tuple[str, str]]:
        """Each code that may be used on a date, with its long description, in order.

        A release without dates lists ended codes too: those that an older release with dates calls ended are left out.

        Raises:
            BookError: no release was added.
        """
        day = on.isoformat()
        ended = frozenset() if self.has_dates(on) else self._ended(day)
        rows = self._release(on).connection.execute(
            "SELECT value, title FROM hcpcs WHERE kind = 'code' AND (added IS NULL OR added <= ?) "
            "AND (ended IS NULL OR ended >= ?) ORDER BY value",
            (day, day),
        )
        yield from ((value, title) for value, title in rows if value not in ended)

    def has_dates(self, on: date | None = None) -> bool:
        """True where the release that answers for a date tells from when to when its codes may be used."""
        rows = self._release(on).connection.execute("SELECT 1 FROM hcpcs WHERE added IS NOT NULL LIMIT 1")
        return next(iter(rows), None) is not None

    def _ended(self, day: str) -> frozenset[str]:
        """Codes that had ended by a day, as the newest release with dates says."""
        for release in reversed(self._shelf.releases("hcpcs")):
            rows = release.connection.execute("SELECT value FROM hcpcs WHERE ended < ?", (day,))
            found = frozenset(str(value) for (value,) in rows)
            if found:
                return found
        return frozenset()

    def _release(self, on: date | None) -> AddedRelease:
        release = self.release(on)
        if release is None:
            raise BookError("no HCPCS Level II among the added books; add CMS's zip with `noso books add FILE`")
        return release
