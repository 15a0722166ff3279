"""Diabetes: a complication that is named without a type takes the type that the record states (I.C.4.a.1, a.2).

"Diabetic ketoacidosis" alone is type 2 by default; where the record says type 1, and nowhere type 2, it is type 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from nosologist.codesets.library import Books
from nosologist.coding.combine import joined
from nosologist.coding.draft import Candidate, Draft, guideline
from nosologist.coding.tables import covered, read_patterns
from nosologist.model.assignment import Reason, Step
from nosologist.model.document import SectionKind
from nosologist.model.encounter import Encounter

_DEFAULT = "E11"
_STATED = ("E08", "E09", "E10", "E13")
_TYPE_2 = re.compile(r"\b(?:type\s?(?:2|II)|T2\s?DM|DM\s?(?:2|II)|NIDDM|T2D)\b", re.IGNORECASE)
_DIABETES, _HYPERGLYCEMIA = read_patterns("E08-E13"), "R739"
_OF_TODAY = frozenset(
    {
        SectionKind.CHIEF_COMPLAINT,
        SectionKind.PRESENT_ILLNESS,
        SectionKind.NARRATIVE,
        SectionKind.ASSESSMENT,
        SectionKind.DIAGNOSES,
        SectionKind.PLAN,
        SectionKind.COURSE,
    }
)


def is_of_diabetes(candidate: Candidate, kept: Iterable[Candidate]) -> bool:
    """True for hyperglycemia told today of a patient whose diabetes is reported: "with" presumes the link (I.A.15).

    "Elevated blood sugar" is a finding; hyperglycemia is the word of the Index.
    """
    if candidate.code != _HYPERGLYCEMIA or candidate.mention.section not in _OF_TODAY:
        return False
    if "hyperglyc" not in candidate.mention.spans[0].quote(candidate.run.text).lower():
        return False
    return any(covered(_DIABETES, one.code) for one in kept)


def typed_diabetes(draft: Draft, encounter: Encounter, books: Books) -> Draft:
    """Give every diabetes of a record its one stated type."""
    types = {candidate.code[:3] for candidate in draft.candidates if candidate.code.startswith(_STATED)}
    if encounter.all_mentions or len(types) != 1 or not any(c.code.startswith(_DEFAULT) for c in draft.candidates):
        return draft
    if any(_TYPE_2.search(document.text) for document in encounter.own_documents):
        return draft
    stated = types.pop()
    settled = tuple(_typed(candidate, stated, books) for candidate in draft.candidates)
    complicated = any(one.code.startswith(stated) and one.code[3:] != "9" for one in settled)
    return draft.passing(joined(tuple(one for one in settled if not (complicated and one.code == f"{stated}9"))))


def _typed(candidate: Candidate, stated: str, books: Books) -> Candidate:
    code = stated + candidate.code[3:]
    if not candidate.code.startswith(_DEFAULT) or not books.tabular.is_valid(code):
        return candidate
    return candidate.because(Reason(Step.GUIDELINE, "the type that the record states", (guideline("I.C.4.a.2"),)), code)
