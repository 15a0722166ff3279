"""A rule: one function with an id, a source and a page beside it. What it finds wrong in a set of codes becomes findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from nosologist.codesets.library import Books
from nosologist.model.code import Citation, Code
from nosologist.model.coded import CodedEncounter
from nosologist.model.encounter import Setting
from nosologist.model.finding import Finding, Severity


class Hit(NamedTuple):
    """One thing that a rule found: what is wrong, and about which codes."""

    message: str
    codes: tuple[Code, ...]


Check = Callable[[CodedEncounter, Books], Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as the books of law name it. ``settings`` is empty where it holds in all of them."""

    id: str
    citation: Citation
    severity: Severity
    settings: frozenset[Setting]
    check: Check

    @property
    def title(self) -> str:
        """The rule in one sentence."""
        return (self.check.__doc__ or "").strip().splitlines()[0]

    def findings(self, coded: CodedEncounter, books: Books) -> Iterator[Finding]:
        """What the rule has to say about a coded encounter."""
        if self.settings and coded.encounter.setting not in self.settings:
            return
        for hit in self.check(coded, books):
            yield Finding(self.id, self.severity, hit.message, hit.codes, (self.citation,))


def rule(
    id: str, citation: Citation, *, severity: Severity, settings: tuple[Setting, ...] = ()
) -> Callable[[Check], Rule]:
    """Make a rule of a check function; its docstring is the rule's title."""

    def made(check: Check) -> Rule:
        return Rule(id, citation, severity, frozenset(settings), check)

    return made
