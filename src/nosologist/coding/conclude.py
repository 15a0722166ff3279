"""Conclude: turn the last draft into assignments with roles and confidence."""

from __future__ import annotations

from nosologist.codesets.library import Books
from nosologist.coding.confidence import sureness
from nosologist.coding.draft import Candidate, Draft, icd10cm
from nosologist.model.assignment import CodeAssignment, Reason, Role, Step
from nosologist.model.code import Citation, dotted
from nosologist.model.coded import CodedEncounter
from nosologist.model.encounter import Encounter, Setting


def conclude(draft: Draft, encounter: Encounter, books: Books) -> CodedEncounter:
    """Give each code its title, role, evidence and confidence."""
    first = Role.PRINCIPAL if encounter.setting is Setting.INPATIENT else Role.FIRST_LISTED
    assignments = tuple(
        CodeAssignment(
            code=icd10cm(candidate.code),
            title=books.tabular[candidate.code].title,
            evidence=candidate.spans,
            path=candidate.term.path,
            reasons=(_index_reason(candidate), *candidate.reasons),
            confidence=_confidence(candidate, encounter, books),
            role=first if place == 0 else Role.SECONDARY,
        )
        for place, candidate in enumerate(draft.candidates)
    )
    ledger = sorted(draft.not_coded, key=lambda entry: (entry.span, entry.candidates, entry.reason))
    return CodedEncounter(encounter, books.releases, assignments, tuple(ledger), draft.findings)


def _index_reason(candidate: Candidate) -> Reason:
    term = candidate.term
    book = "Tabular" if term.source in ("title", "inclusion") else "Index"
    return Reason(
        Step.INDEX,
        f"{' > '.join(term.path)} leads to {dotted(term.code)}",
        (Citation(f"ICD-10-CM {book}", term.path[0]),),
    )


def _confidence(candidate: Candidate, encounter: Encounter, books: Books) -> float:
    """As worked out before, or now where a later step added the code."""
    known = candidate.confidence
    return sureness(candidate, encounter, books).code if known is None else known
