"""Sequence: which code comes first, and which must come before another."""

from __future__ import annotations

from nosologist.codesets.library import Books
from nosologist.codesets.tabular import NoteKind
from nosologist.coding.draft import GUIDELINES, Candidate, Draft, guideline
from nosologist.model.assignment import Reason, Step
from nosologist.model.code import Citation, dotted
from nosologist.model.document import SectionKind
from nosologist.model.encounter import Encounter, Setting

_NEVER_FIRST_CHAPTER = 20
_SECTION_RANK = {SectionKind.DIAGNOSES: 0, SectionKind.ASSESSMENT: 1, SectionKind.COURSE: 2, SectionKind.PLAN: 3}


def sequence(draft: Draft, encounter: Encounter, books: Books) -> Draft:
    """Order the codes: as the record lists the problems, code-first notes obeyed, external causes last."""
    ordered = sorted(draft.candidates, key=lambda candidate: _key(candidate, books))
    ordered = _etiology_first(ordered, books)
    if ordered:
        first = ordered[0]
        section = "II" if encounter.setting is Setting.INPATIENT else "IV.G"
        what = "principal diagnosis" if encounter.setting is Setting.INPATIENT else "first-listed"
        reason = Reason(Step.SEQUENCE, f"{what}: the first problem that the record states", (guideline(section),))
        ordered[0] = first.because(reason)
    return draft.passing(ordered)


def _key(candidate: Candidate, books: Books) -> tuple[int, int, int]:
    chapter = books.tabular[candidate.code].chapter
    late = 2 if chapter == _NEVER_FIRST_CHAPTER else 1 if candidate.code[0] == "Z" else 0
    mentions = (candidate.mention, *candidate.more)
    best = min(mentions, key=lambda mention: (_SECTION_RANK.get(mention.section, 9), mention.span.start))
    return late, _SECTION_RANK.get(best.section, 9), best.span.start


def _etiology_first(ordered: list[Candidate], books: Books) -> list[Candidate]:
    """Move each manifestation behind the condition that its "code first" note names (I.A.13)."""
    result = list(ordered)
    for candidate in ordered:
        notes = books.tabular.notes(candidate.code, NoteKind.CODE_FIRST)
        if not notes:
            continue
        causes = [
            place
            for place, other in enumerate(result)
            if other.code != candidate.code and any(note.names(other.code) for note in notes)
        ]
        at = result.index(candidate)
        if causes and causes[-1] > at:
            cause = result[causes[-1]]
            reason = Reason(
                Step.SEQUENCE,
                f"{dotted(cause.code)} is coded first",
                (Citation("ICD-10-CM Tabular", dotted(candidate.code)), Citation(GUIDELINES, "I.A.13")),
            )
            del result[at]
            result.insert(causes[-1], candidate.because(reason))
    return result
