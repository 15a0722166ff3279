"""Coverage policies that the user added: which diagnoses make a service necessary for a payer, and which never do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nosologist.codesets.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Policy:
    """What one policy says of one service on a date. Diagnoses have no dot; a header stands for every code below it."""

    number: str
    payer: str  # empty: any
    covered: tuple[str, ...]
    never: tuple[str, ...]

    def covers(self, diagnosis: str) -> bool:
        """True when the diagnosis makes the service necessary."""
        return diagnosis.startswith(self.covered) and not self.rejects(diagnosis)

    def rejects(self, diagnosis: str) -> bool:
        """True when the policy names the diagnosis as one that never does."""
        return diagnosis.startswith(self.never)


class Coverage:
    """The coverage tables on a shelf; each row carries its own dates."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    @property
    def is_there(self) -> bool:
        """True when a coverage table was added."""
        return bool(self._shelf.releases("coverage"))

    def policies(self, code: str, on: date | None = None) -> tuple[Policy, ...]:
        """The policies that speak of a service on a date (without one: those without an end), by number and payer."""
        dated = "ifnull(first_day, '') <= ? AND ifnull(last_day, '9999') >= ?" if on else "last_day IS NULL"
        days = (on.isoformat(), on.isoformat()) if on else ()
        found: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
        for release in self._shelf.releases("coverage"):
            rows = release.connection.execute(
                f"SELECT DISTINCT policy, payer, diagnosis, covered FROM policy WHERE code = ? AND {dated} "
                "ORDER BY policy, payer, diagnosis",
                (code, *days),
            )
            for number, payer, diagnosis, covered in rows:
                found.setdefault((number, payer), ([], []))[0 if covered else 1].append(diagnosis)
        return tuple(
            Policy(number, payer, tuple(covered), tuple(never))
            for (number, payer), (covered, never) in sorted(found.items())
        )
