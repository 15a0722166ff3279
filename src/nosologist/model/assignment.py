"""What was decided: codes that are assigned, and mentions that are not coded."""

from __future__ import annotations

from enum import StrEnum

from nosologist.model.code import Citation, Code
from nosologist.model.document import Span
from nosologist.model.mention import Mention
from nosologist.model.noun import noun


class Step(StrEnum):
    """The step of the coder's path that gave a reason."""

    INDEX = "index"
    TABULAR = "tabular"
    GUIDELINE = "guideline"
    SEQUENCE = "sequence"
    RECORD = "record"
    TABLE = "table"


class Role(StrEnum):
    """The place of a diagnosis on the claim."""

    PRINCIPAL = "principal"
    FIRST_LISTED = "first-listed"
    SECONDARY = "secondary"


@noun
class Reason:
    """Why, in words a coder can repeat to an auditor, with the sources."""

    step: Step
    text: str
    citations: tuple[Citation, ...] = ()
    evidence: Span | None = None  # the words that it rests on, where it rests on one place


@noun
class CodeAssignment:
    """A code with its evidence in the record and the path that led to it."""

    code: Code
    title: str
    evidence: tuple[Span, ...]
    path: tuple[str, ...]
    reasons: tuple[Reason, ...]
    confidence: float  # 0 to 1
    role: Role = Role.SECONDARY
    poa: str | None = None  # of a stay: Y, N, or 1 where exempt; None where nothing decides it


@noun
class NotCoded:
    """A mention that gives no code, and why."""

    span: Span
    candidates: tuple[Code, ...]
    reason: str
    citations: tuple[Citation, ...] = ()
    mention: Mention | None = None
