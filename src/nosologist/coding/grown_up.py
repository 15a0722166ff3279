"""What is coded apart for adults: "failure to thrive" of a patient who is grown up (Tabular R62.51, R62.7)."""

from __future__ import annotations

import re

from nosologist.coding.draft import Candidate, Draft
from nosologist.model.assignment import Reason, Step
from nosologist.model.code import Citation, dotted
from nosologist.model.encounter import Encounter

_OF_CHILD, _OF_ADULT = "R6251", "R627"
_ADULT = 18  # years
_HEAD = 300  # characters in which a note says whose record it is
AGE = re.compile(
    r"\b(1[89]|[2-9]\d|1[01]\d)[ -]?(?:y\.?o\.?|y/o|yrs?|years?(?:[ -]old)?|[MFmf]\b|male|female|man|woman)",
    re.IGNORECASE,
)


def of_adults(draft: Draft, encounter: Encounter) -> Draft:
    """The failure to thrive of an adult."""
    if encounter.all_mentions or not any(one.code == _OF_CHILD for one in draft.candidates):
        return draft
    grown = (
        encounter.age >= _ADULT
        if encounter.age is not None
        else any(AGE.search(document.text[:_HEAD]) for document in encounter.own_documents)
    )
    return draft.passing(_of_adult(one) if grown and one.code == _OF_CHILD else one for one in draft.candidates)


def _of_adult(candidate: Candidate) -> Candidate:
    why = Reason(Step.TABULAR, "of an adult", (Citation("ICD-10-CM Tabular", dotted(_OF_ADULT)),))
    return candidate.because(why, _OF_ADULT)
