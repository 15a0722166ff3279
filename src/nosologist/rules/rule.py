"""A rule: one function with an id, a source and a page beside it. What it finds wrong in a claim becomes findings.

::

    @rule("OG204", guideline("IV.H"), severity=Severity.STOP, settings=OUTPATIENT, concerns="R00-R99")
    def short_sentence_as_name(claim: Claim, books: Books) -> Iterator[Hit]:
        '''The rule in one sentence: this is its title.'''

``concerns`` names the codes without one of which the rule has nothing to say (or asks the Tabular: a function of a code and
the books), ``beside`` those of which one must stand there as well, ``procedures`` the one or two kinds of ICD-10-PCS codes that it
is about, ``needs`` the part of a claim, ``book`` the code set of which a release must have been added: the rule is then not even
asked. They keep a million claims quick.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from inspect import unwrap
from pathlib import Path
from typing import NamedTuple

from nosologist.codesets.code_patterns import Pattern, read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation, Code
from nosologist.model.document import Span
from nosologist.model.encounter import Setting
from nosologist.model.finding import Change, Finding, Proposal, Severity

INPATIENT = (Setting.INPATIENT,)
OUTPATIENT = tuple(setting for setting in Setting if setting.follows_section_iv)  # where Section IV holds
FEWEST_PLACES = 12  # diagnoses that the shortest form takes (CMS-1500)


class Needs(StrEnum):
    """A part of the claim without which a rule has nothing to say."""

    DIAGNOSES = "diagnoses"
    PROCEDURES = "procedures"
    LINES = "lines"
    RECORD = "record"
    FORM = "form"
    MODIFIERS = "modifiers"  # a line with one
    SEVERAL_LINES = "several lines"
    SEVERAL_PROCEDURES = "several procedures"
    QUERY = "query"  # a provider query, which has no codes
    DOCUMENTS = "documents"  # a record of several
    EDITS = "edits"  # a stay in which the Medicare Code Editor finds something
    NO_DIAGNOSES = "no diagnoses"
    MANY_DIAGNOSES = "many diagnoses"  # more than ``FEWEST_PLACES``
    REPEATED_DIAGNOSES = "repeated diagnoses"  # a code more than once
    SAME_CATEGORY = "same category"  # two codes of one category
    DOUBTFUL_POA = "doubtful POA"  # a present-on-admission indicator other than Y


class Hit(NamedTuple):
    """One thing that a rule found: what is wrong, about which codes, and what would mend it."""

    message: str
    codes: tuple[Code, ...] = ()
    changes: tuple[Change, ...] = ()  # to be judged by a person
    safe: tuple[Change, ...] = ()  # right whatever the record says
    lines: tuple[int, ...] = ()  # service lines, counted from 1
    evidence: tuple[Span, ...] = ()


class LastingHit(Hit):
    """A hit that every claim with a certain code has: it is made once, kept by the rule, and so is its finding."""

    finding: tuple[Rule, Finding] | None = None  # as this rule tells it; a site may give a rule another severity


Check = Callable[[Claim, Books], Iterator[Hit]]
Concerned = Callable[[str, Books], object]  # truthy where a code (undotted) concerns a rule, whatever stands beside it


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as the books of law name it. ``settings`` is empty where it holds in all of them."""

    id: str
    citations: tuple[Citation, ...]
    severity: Severity
    settings: frozenset[Setting]
    check: Check = field(repr=False)
    concerns: tuple[Pattern, ...] = ()  # ICD-10-CM codes; empty: whatever the claim holds
    concerned: Concerned | None = None  # the same where the Tabular must be asked
    beside: tuple[Pattern, ...] = ()  # codes of which one must stand there too; empty: none
    procedures: tuple[re.Pattern[str], ...] = ()  # kinds of ICD-10-PCS codes of which each must be there: one or two
    needs: Needs | None = None
    book: str | None = None  # the code set of which a release must have been added: ncci, pfs, ...
    since: date | None = None  # first day on which it holds
    until: date | None = None  # last day

    @property
    def name(self) -> str:
        """Its name: that of its file and page."""
        return self.check.__module__.rpartition(".")[2]

    @property
    def title(self) -> str:
        """The rule in one sentence."""
        return " ".join((self.check.__doc__ or "").strip().split("\n\n")[0].split())

    def page(self) -> str:
        """Its page in Markdown: what it says, why, for the coder, for the provider, cases."""
        return Path(unwrap(self.check).__code__.co_filename).with_suffix(".md").read_text("utf-8")

    def holds(self, on: date | None) -> bool:
        """True when it holds on a date of service or discharge; an unknown date is today's law."""
        if on is None:
            return self.until is None
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    def finding(self, hit: Hit) -> Finding:
        """What the rule found, as a finding."""
        if not isinstance(hit, LastingHit):
            return self._finding(hit)
        if hit.finding is None or hit.finding[0] is not self:
            hit.finding = self, self._finding(hit)
            object.__setattr__(hit.finding[1], "written", b"")  # worth keeping
        return hit.finding[1]

    def _finding(self, hit: Hit) -> Finding:
        proposals = [Proposal(change, safe=True) for change in hit.safe] + [Proposal(change) for change in hit.changes]
        return Finding(
            self.id, self.severity, hit.message, hit.codes, self.citations, tuple(proposals), hit.lines, hit.evidence
        )

    def findings(self, claim: Claim, books: Books) -> Iterator[Finding]:
        """What the rule has to say about a claim."""
        return map(self.finding, self.check(claim, books))


def rule(
    id: str,
    *citations: Citation,
    severity: Severity,
    settings: tuple[Setting, ...] = (),
    concerns: str | Concerned = "",
    beside: str = "",
    procedures: tuple[re.Pattern[str], ...] = (),
    needs: Needs | None = None,
    book: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> Callable[[Check], Rule]:
    """Make a rule of a check function; its docstring's first sentence is the rule's title."""

    def made(check: Check) -> Rule:
        return Rule(
            id,
            citations,
            severity,
            frozenset(settings),
            check,
            read_patterns(concerns).all if isinstance(concerns, str) else (),
            None if isinstance(concerns, str) else concerns,
            read_patterns(beside).all,
            procedures,
            needs,
            book,
            date.fromisoformat(since) if since else None,
            date.fromisoformat(until) if until else None,
        )

    return made


def guideline(locator: str) -> Citation:
    """A paragraph of the ICD-10-CM Official Guidelines."""
    return Citation("ICD-10-CM Official Guidelines", locator)
