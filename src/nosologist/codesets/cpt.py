"""CPT numbers. The descriptors are the AMA's: they are shown only from the user's own licensed file, and none is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from nosologist.codesets.shelf import AddedRelease, Shelf

_NUMBER = re.compile(r"[0-9]{4}[0-9AFMTU]")


@dataclass(frozen=True, slots=True)
class CptCode:
    """A CPT number, and what the AMA calls it where the user has a licensed file."""

    number: str
    long: str | None
    medium: str | None
    short: str | None
    consumer: str | None
    changed: date | None  # from when the long descriptor counts; None: not known
    release: str | None  # None: no licensed file, or one that does not list the number

    @property
    def title(self) -> str:
        """The best name there is: the long descriptor, else a shorter one, else the number itself."""
        return self.long or self.medium or self.short or self.consumer or self.number


def is_cpt_number(value: str) -> bool:
    """True for what can be a CPT number: five digits, or four digits and a letter.

    F is category II, T category III, U and M are laboratory tests, A is the administration of a vaccine.
    """
    return _NUMBER.fullmatch(value) is not None


class Cpt:
    """CPT, with the user's licensed files where there are some."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def release(self, on: date | None = None) -> AddedRelease | None:
        """The licensed file in force on a date, or None."""
        found = self._shelf.in_force("cpt", on)
        return None if found and on and found.effective_to and found.effective_to < on else found

    def is_listed(self, number: str, on: date | None = None) -> bool | None:
        """True when the licensed file of the year lists the number, False when it does not, None when there is no file."""
        release = self.release(on)
        return None if release is None else bool(_descriptors(release, number))

    def get(self, value: str, on: date | None = None) -> CptCode | None:
        """A number with its descriptors; the bare number where there is no licensed file or it lists none.

        None for what cannot be a CPT number.
        """
        if not is_cpt_number(value):
            return None
        release = self.release(on)
        found = _descriptors(release, value) if release else {}
        long, medium, short, consumer = (
            found.get(kind, (None, None))[0] for kind in ("long", "medium", "short", "consumer")
        )
        changed = next((day for _, day in found.values() if day), None)
        return CptCode(
            value,
            long,
            medium,
            short,
            consumer,
            changed=date.fromisoformat(changed) if changed else None,
            release=release.id if release and found else None,
        )

    def titles(self, on: date | None = None) -> Iterator[tuple[str, str]]:
        """Each number of the licensed file with its longest descriptor, in order; nothing without a file."""
        release = self.release(on)
        if release:
            yield from release.connection.execute(
                "SELECT code, text FROM (SELECT code, text, max(length(text)) FROM descriptor "
                "WHERE kind <> 'consumer' GROUP BY code) ORDER BY code"
            )


def _descriptors(release: AddedRelease, number: str) -> dict[str, tuple[str, str | None]]:
    """Kind -> text and date; the consolidated list, which comes first by name, before the lists of one descriptor."""
    rows = release.connection.execute(
        "SELECT kind, text, changed FROM descriptor WHERE code = ? ORDER BY document DESC", (number,)
    )
    found: dict[str, tuple[str, str | None]] = {}
    for kind, text, changed in rows:
        found[kind] = (text, changed)
    return found
