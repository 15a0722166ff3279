"""A field of the claim's form: how it is called, read and offered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nosologist.formats.contract import Read, day, filled, one_of
from nosologist.model.claim import ClaimKind


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form."""

    name: str
    label: str
    read: Read = filled
    choices: tuple[tuple[str, str], ...] = ()
    ours: bool = False  # the same on each claim: the organization states it once
    only: ClaimKind | None = None

    def shown(self, value: str) -> str:
        """A value as a person reads it: of a choice its words."""
        return dict(self.choices).get(value, value)

    @property
    def hint(self) -> str:
        """How it is written."""
        return "YYYY-MM-DD" if self.read is day else ""


def choice(**choices: str) -> dict[str, Any]:
    """What makes a field one of several; a name that begins with a digit is written with a line before it."""
    known = tuple((name.lstrip("_"), said) for name, said in choices.items())
    return {"read": one_of(*(name for name, _ in known)), "choices": known}


FILING = choice(
    MB="Medicare Part B", MA="Medicare Part A", _16="Medicare Advantage", MC="Medicaid", BL="Blue Cross, Blue Shield",
    CI="commercial", HM="health maintenance organization", _12="preferred provider organization", CH="TRICARE",
    VA="Veterans Affairs", WC="workers' compensation", ZZ="other or unknown",
)  # fmt: skip
