"""A procedure of the record, built axis by axis."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from nosologist.model.code import Citation, Code, CodeSystem
from nosologist.model.document import Span
from nosologist.model.noun import noun

OPEN = "."  # stands for a character that the record does not decide


class ProcedureStatus(StrEnum):
    """What the record says of a procedure: done, or why it gives no code."""

    PERFORMED = "performed"
    PLANNED = "planned or ordered"
    REFUSED = "refused"
    ABORTED = "stopped before it was done"
    HISTORY = "done before this encounter"
    NEGATED = "not done"


@noun
class Axis:
    """One of the seven characters: what the table calls it, the value, and what fixed it.

    ``evidence`` is None where the table itself leaves no other value.
    """

    position: int  # 1 to 7
    title: str
    character: str
    label: str
    evidence: Span | None
    why: str

    def told(self, text: str) -> str:
        """The axis with its reason, for a person: ``Approach 4 Percutaneous Endoscopic: "laparoscopic" ...``."""
        quote = "" if self.evidence is None else f"“{' '.join(self.evidence.quote(text).split())}”, "
        return f"{self.title} {self.character} {self.label}: {quote}{self.why}"


@noun
class OpenAxis:
    """A character that the record does not decide, with the values that are still possible (character and label)."""

    position: int  # 1 to 7
    title: str
    values: tuple[tuple[str, str], ...]


@noun
class Procedure:
    """A procedure that was done: a legal code, or its certain characters with what is missing."""

    pattern: str  # seven characters, ``.`` where the record does not decide
    title: str
    evidence: tuple[Span, ...]
    axes: tuple[Axis, ...]
    missing: tuple[OpenAxis, ...]
    citations: tuple[Citation, ...]
    date: date | None = None  # on which it was done, where the record says so
    operator: str | None = None  # as the report names them

    @property
    def code(self) -> Code | None:
        """The whole code; None where a character is open."""
        return None if OPEN in self.pattern else Code(CodeSystem.ICD10PCS, self.pattern)

    @property
    def certain(self) -> str:
        """The characters before the first open one."""
        return self.pattern.partition(OPEN)[0]
