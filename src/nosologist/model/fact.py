"""A fact of the record that stands in fields, not in words: a result, a vital sign, a medication, an entry of a problem list.

Facts are clinical indicators. Queries quote them; no code rests on them (guidelines I.A.19, III.B).
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from nosologist.model.noun import noun


class FactKind(StrEnum):
    """What a fact is."""

    VITAL = "vital signs"
    RESULT = "results"
    MEDICATION = "medications"
    PROBLEM = "problem list"


@noun
class Fact:
    """One of them, as its file gives it; ``None`` and "" where the file does not tell."""

    kind: FactKind
    name: str
    source: str  # where in the file: "batch.hl7 > message 3"
    value: str = ""
    unit: str = ""
    low: float | None = None  # of the range in which the laboratory expects the value, both ends included
    high: float | None = None
    flag: str = ""  # as the laboratory marks it: H, L, A
    day: date | None = None

    @property
    def number(self) -> float | None:
        """The value, where it is a number."""
        try:
            return float(self.value)
        except ValueError:
            return None

    @property
    def is_in_range(self) -> bool | None:
        """True inside the range, False outside, None where the value or the range is not known."""
        number = self.number
        if number is None or (self.low is None and self.high is None):
            return None
        return (self.low is None or self.low <= number) and (self.high is None or number <= self.high)

    @property
    def range(self) -> str:
        """The range as a laboratory writes it: 3.5-5.1, >=40."""
        if self.low is not None and self.high is not None:
            return f"{self.low:g}-{self.high:g}"
        return f">={self.low:g}" if self.low is not None else f"<={self.high:g}" if self.high is not None else ""

    @property
    def short_name(self) -> str:
        """Its name without the method and specimen of a LOINC name: "Potassium" of "Potassium [Moles/volume] in Serum"."""
        if self.kind in (FactKind.MEDICATION, FactKind.PROBLEM):
            return self.name
        return self.name.partition("[")[0].partition(" in ")[0].strip() or self.name

    @property
    def line(self) -> str:
        """The fact on one line, as a note would write it."""
        parts = (self.short_name, self.value, self.unit, f"({self.range})" if self.range else "", self.flag,
                 f"on {self.day.isoformat()}" if self.day else "")  # fmt: skip
        return " ".join(" ".join(part.split()) for part in parts if part)
