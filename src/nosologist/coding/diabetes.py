"""Diabetes: a complication that is named without a type takes the type that the record states (I.C.4.a.1, a.2).

"Diabetic ketoacidosis" alone is type 2 by default; where the record says type 1, and nowhere type 2, it is type 1.
"""

from __future__ import annotations

import re

from nosologist.codesets.library import Books
from nosologist.coding.combine import joined
from nosologist.coding.draft import Candidate, Draft, guideline
from nosologist.model.assignment import Reason, Step
from nosologist.model.encounter import Encounter

_DEFAULT = "E11"
_STATED = ("E08", "E09", "E10", "E13")
_TYPE_2 = re.compile(r"\b(?:type\s?(?:2|II)|T2\s?DM|DM\s?(?:2|II)|NIDDM|T2D)\b", re.IGNORECASE)


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
