"""How long charts wait for their final codes (DNFC: discharged, not final coded), in buckets of days. Pure: no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Bucket:
    """A range of days, both ends included; ``last`` is None for the open end."""

    name: str  # in an address
    first: int
    last: int | None

    @property
    def title(self) -> str:
        """As a person reads it."""
        return f"over {self.first - 1} days" if self.last is None else f"{self.first} to {self.last} days"

    def days(self, today: date) -> tuple[date | None, date | None]:
        """The earliest and the latest day since when such a chart waits. Days to come are in the first bucket."""
        earliest = None if self.last is None else today - timedelta(days=self.last)
        return earliest, None if self.first == 0 else today - timedelta(days=self.first)


BUCKETS = (
    Bucket("3", 0, 3),
    Bucket("7", 4, 7),
    Bucket("14", 8, 14),
    Bucket("30", 15, 30),
    Bucket("more", 31, None),
)


def waiting(since: date, today: date) -> int:
    """Days of waiting; none before the day itself."""
    return max(0, (today - since).days)
