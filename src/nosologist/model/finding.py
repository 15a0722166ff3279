"""What a rule reports about a claim, and the changes that it proposes."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from nosologist.model.code import Citation, Code
from nosologist.model.document import Span
from nosologist.model.noun import noun


class Severity(StrEnum):
    """How much a finding weighs: stop the claim, warn the coder, or inform."""

    STOP = "stop"
    WARN = "warn"
    INFO = "info"


class Add(NamedTuple):
    """Add one of these codes; a header stands for any code below it."""

    codes: tuple[Code, ...]


class Remove(NamedTuple):
    """Take a code off the claim."""

    code: Code


class Replace(NamedTuple):
    """Put one of other codes in the place of a code."""

    code: Code
    by: tuple[Code, ...]


class Reorder(NamedTuple):
    """Move a code in front of another."""

    code: Code
    before: Code


class SetPoa(NamedTuple):
    """Change the present-on-admission indicator (None: leave it empty)."""

    code: Code
    poa: str | None


class SetModifiers(NamedTuple):
    """Change the modifiers of a line (counted from 1) to one of these choices."""

    line: int
    choices: tuple[tuple[str, ...], ...]


class Ask(NamedTuple):
    """Ask the provider, or look in the record."""

    question: str


Change: TypeAlias = Add | Remove | Replace | Reorder | SetPoa | SetModifiers | Ask


class Proposal(NamedTuple):
    """A change that would mend what was found; ``safe`` where the record needs not be read again to make it."""

    change: Change
    safe: bool = False


@noun
class Finding:
    """One rule's report: what is wrong or open, about which codes, by which source."""

    rule: str
    severity: Severity
    message: str
    codes: tuple[Code, ...] = ()
    citations: tuple[Citation, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    lines: tuple[int, ...] = ()  # service lines that it is about, counted from 1
    evidence: tuple[Span, ...] = ()  # words of the record that it rests on
    override: str | None = None  # a person's reason why it may stand; then it stops nothing
    written: bytes | None = field(default=None, init=False, compare=False, repr=False)
    """As JSON, where many claims have this very finding (empty until it is written); None where it is one claim's."""

    @property
    def stops(self) -> bool:
        """True when the claim must not go out like this."""
        return self.severity is Severity.STOP and self.override is None
