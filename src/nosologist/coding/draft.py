"""What the steps hand to one another: codes under consideration, and what was dropped on the way with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from nosologist.codesets.terms import Term
from nosologist.model.assignment import NotCoded, Reason, Step
from nosologist.model.code import Citation, dotted
from nosologist.model.code import icd10cm as icd10cm
from nosologist.model.document import Span
from nosologist.model.finding import Finding
from nosologist.model.mention import Assertion, Mention
from nosologist.model.noun import noun
from nosologist.notes.reading import WordRun

UNINTERPRETED = "a finding that no provider has interpreted"  # why a value or an image gives no code (III.B)
GUIDELINES = "ICD-10-CM Official Guidelines"


@noun
class Candidate:
    """A code or header (undotted) that a mention leads to."""

    mention: Mention
    code: str
    term: Term
    run: WordRun
    positions: tuple[int, ...]  # of the words in the run
    cost: int  # how loosely the words of the term stand together
    reasons: tuple[Reason, ...] = ()
    more: tuple[Mention, ...] = ()  # other mentions that lead to the same code
    confidence: float | None = None  # None until it is worked out
    elsewhere: tuple[int, ...] = ()  # words of the term that stand apart: in a list, the word for all its items

    @property
    def spans(self) -> tuple[Span, ...]:
        """The evidence of every mention, in the order of the text."""
        spans = {span for mention in (self.mention, *self.more) for span in mention.spans}
        return tuple(sorted(spans))

    def because(self, reason: Reason, code: str | None = None) -> Candidate:
        """The same candidate with one more reason, and perhaps another code."""
        return Candidate(
            self.mention,
            code or self.code,
            self.term,
            self.run,
            self.positions,
            self.cost,
            (*self.reasons, reason),
            self.more,
            self.confidence,
            self.elsewhere,
        )

    def with_confidence(self, confidence: float) -> Candidate:
        """The same candidate, its confidence worked out."""
        return Candidate(
            self.mention,
            self.code,
            self.term,
            self.run,
            self.positions,
            self.cost,
            self.reasons,
            self.more,
            confidence,
            self.elsewhere,
        )

    def with_more(self, mentions: Iterable[Mention]) -> Candidate:
        """The same candidate with further mentions that lead to it."""
        return replace(self, more=(*self.more, *mentions))


@dataclass(frozen=True, slots=True)
class Draft:
    """The state between two steps."""

    candidates: tuple[Candidate, ...]
    not_coded: tuple[NotCoded, ...] = ()
    findings: tuple[Finding, ...] = ()

    def passing(
        self, kept: Iterable[Candidate], dropped: Iterable[NotCoded] = (), findings: Iterable[Finding] = ()
    ) -> Draft:
        """The draft after a step: what it kept, and what it dropped or found in addition."""
        return Draft(tuple(kept), (*self.not_coded, *dropped), (*self.findings, *findings))


@lru_cache(maxsize=1_000)
def guideline(locator: str) -> Citation:
    """A place in the Official Guidelines."""
    return Citation(GUIDELINES, locator)


def dropped(candidate: Candidate, reason: str, *citations: Citation) -> list[NotCoded]:
    """Ledger entries for every mention of a candidate that is not coded."""
    codes = (icd10cm(candidate.code),)
    mention = candidate.mention
    entries = [NotCoded(mention.span, codes, reason, citations, mention)]
    if candidate.more:
        entries += [NotCoded(other.span, codes, reason, citations, other) for other in candidate.more]
    return entries


def found_by_rule(run: WordRun, span: tuple[int, int], code: str, why: str, citation: Citation) -> Candidate:
    """A candidate that a rule reads from words of a statement that no entry of the Index names."""
    term = Term((run.text[slice(*span)],), code, None, "index", frozenset())
    kind = run.statement.section.kind
    mention = Mention((Span(*span),), term.path[0], Assertion(), kind, run.number)
    return Candidate(
        mention, code, term, run, (0,), 0, (Reason(Step.GUIDELINE, f"{dotted(code)}: {why}", (citation,)),)
    )
