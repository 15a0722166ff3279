"""What a rule reports about a chart."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from nosologist.model.code import Citation, Code


class Severity(StrEnum):
    """How much a finding weighs: stop the claim, warn the coder, or inform."""

    STOP = "stop"
    WARN = "warn"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's report: what is wrong or open, about which codes, by which source."""

    rule: str
    severity: Severity
    message: str
    codes: tuple[Code, ...] = ()
    citations: tuple[Citation, ...] = ()
