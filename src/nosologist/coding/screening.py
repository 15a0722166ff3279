"""Screening: the title or the indication of a report of colonoscopy says that it screens, and that is its reason (I.C.21.c.5).

"A screening code may be a first-listed code if the reason for the visit is specifically the screening exam", whatever is found.
"""

from __future__ import annotations

import re

from nosologist.coding.draft import Candidate, Draft, found_by_rule, guideline
from nosologist.coding.tables import covered, read_patterns
from nosologist.model.document import SectionKind
from nosologist.model.encounter import Encounter
from nosologist.notes.reading import Reading

_OF_COLON = read_patterns("Z12.10-Z12.12")
_COLON = "Z1211"
_TITLES = frozenset({SectionKind.INDICATION, SectionKind.PROCEDURES, SectionKind.PROVISIONAL})
_OPENING = 200  # characters in which a report says what it is of
_COLONOSCOPY = re.compile(rf"\A.{{0,{_OPENING}}}?\b(?:colonoscopy|sigmoidoscopy)\b", re.IGNORECASE | re.DOTALL)
_SCREENS = re.compile(r"\b(?:screening|surveillance)\b", re.IGNORECASE)
_NOT_SO = re.compile(
    r"\b(?:no|not|prior|previous|last|failed|inadequate|positive|abnormal)\b|\+|\bCologuard\b|\bFIT\b", re.IGNORECASE
)


def is_of_colonoscopy(encounter: Encounter) -> bool:
    """True where a document of the encounter opens as the report of a colonoscopy."""
    return any(_COLONOSCOPY.search(document.text) for document in encounter.own_documents)


def is_screening(candidate: Candidate) -> bool:
    """True for the screening that the title or the indication of a report of colonoscopy names."""
    if not covered(_OF_COLON, candidate.code) or not _COLONOSCOPY.search(candidate.run.text):
        return False
    if _NOT_SO.search(candidate.run.statement.span.quote(candidate.run.text)):
        return False  # what follows a test that was positive is no screening
    return any(
        mention.section in _TITLES or (mention.section is SectionKind.NARRATIVE and mention.span.start < _OPENING)
        for mention in (candidate.mention, *candidate.more)
    )


def with_screening(draft: Draft, readings: tuple[Reading, ...], encounter: Encounter) -> Draft:
    """Add the screening where an indication says no more than "screening, average risk"."""
    if not encounter.setting.follows_section_iv or encounter.all_mentions:
        return draft
    if any(covered(_OF_COLON, one.code) for one in draft.candidates):
        return draft
    for reading in readings:
        if not _COLONOSCOPY.search(reading.document.text):
            continue
        for run in reading.runs:
            start, end = run.statement.start, run.statement.end
            said = (
                _SCREENS.search(run.text, start, end) if run.statement.section.kind is SectionKind.INDICATION else None
            )
            if said and not _NOT_SO.search(run.text, start, end):
                why = "the indication of the colonoscopy is screening"
                found = found_by_rule(run, said.span(), _COLON, why, guideline("I.C.21.c.5"))
                return draft.passing((found, *draft.candidates))
    return draft
