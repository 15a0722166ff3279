"""A medical code and the words around it."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class CodeSystem(StrEnum):
    """The code sets that a code can come from."""

    ICD10CM = "icd10cm"
    ICD10PCS = "icd10pcs"
    HCPCS = "hcpcs"  # level I (CPT numbers) and level II


class Code(NamedTuple):
    """A code in canonical form: upper case, no dot. ``dotted`` is for people."""

    system: CodeSystem
    value: str

    @property
    def dotted(self) -> str:
        """The code as it is printed: ``E11.22``; only ICD-10-CM has a dot."""
        return dotted(self.value) if self.system == CodeSystem.ICD10CM else self.value

    @property
    def category(self) -> str:
        """The first three characters."""
        return self.value[:3]


@lru_cache(maxsize=100_000)
def dotted(value: str) -> str:
    """Put the dot after the category: ``E1122`` -> ``E11.22``."""
    return value if len(value) <= 3 else f"{value[:3]}.{value[3:]}"


@lru_cache(maxsize=100_000)
def icd10cm(value: str) -> Code:
    """An ICD-10-CM code from its undotted value."""
    return Code(CodeSystem.ICD10CM, value)


def undotted(value: str) -> str:
    """Return the canonical form of a code as people write it: ``e11.22`` -> ``E1122``."""
    return value.replace(".", "").strip().upper()


class Citation(NamedTuple):
    """Where a reason comes from: a source and a place in it."""

    source: str
    locator: str

    def __str__(self) -> str:
        return f"{self.source} {self.locator}".strip()
