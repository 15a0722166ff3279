"""Preventive: a routine examination that finds something is one "with abnormal findings" (IV.P, I.C.21.c.13).

Abnormal is what the examination newly finds, or a chronic condition that has become worse; a stable one is not.
"""

from __future__ import annotations

import re

from nosologist.codesets.library import Books
from nosologist.coding.draft import Candidate, Draft, guideline
from nosologist.model.assignment import Reason, Step
from nosologist.model.document import SectionKind
from nosologist.model.encounter import Encounter

# Without abnormal findings -> with (Tabular Z00-Z01).
_WITH_FINDINGS = {
    "Z0000": "Z0001",
    "Z00129": "Z00121",
    "Z0100": "Z0101",
    "Z0110": "Z01118",
    "Z01419": "Z01411",
    "Z0130": "Z0131",
}
_NEWLY_FOUND = re.compile(
    r"\bnew(?:ly)?\b(?! (?:patient|pt|rx|med|prescription|job|baby))|\b(?:found|noted|identified|discovered|detected|seen) (?:today|on (?:exam|screen))"
    r"|\bincidental|\bfirst noted|\babnormal|\bworse(?:n\w*)?\b|\buncontrolled|\b(?:not|poorly) controlled|\bnot at goal|\bexacerbat|\bflare",
    re.IGNORECASE,
)
_ACUTE = re.compile(r"\bacute\b", re.IGNORECASE)
_ASSESSED = frozenset({SectionKind.ASSESSMENT, SectionKind.DIAGNOSES, SectionKind.PLAN, SectionKind.NARRATIVE})


def preventive(draft: Draft, encounter: Encounter, books: Books) -> Draft:
    """Say of a routine examination that it found something, where a coded condition is new or worse."""
    if encounter.all_mentions or not any(candidate.code in _WITH_FINDINGS for candidate in draft.candidates):
        return draft
    finding = next((candidate for candidate in draft.candidates if _is_finding(candidate, books)), None)
    if finding is None:
        return draft
    why = Reason(Step.GUIDELINE, f"{finding.mention.term} is a finding of this examination", (guideline("IV.P"),))
    return draft.passing(
        candidate.because(why, _WITH_FINDINGS[candidate.code]) if candidate.code in _WITH_FINDINGS else candidate
        for candidate in draft.candidates
    )


def _is_finding(candidate: Candidate, books: Books) -> bool:
    if candidate.code[0] in "VWXYZ" or candidate.mention.section not in _ASSESSED:
        return False
    said = candidate.run.statement.span.quote(candidate.run.text)
    return bool(_NEWLY_FOUND.search(said) or _ACUTE.search(books.tabular[candidate.code].title))
