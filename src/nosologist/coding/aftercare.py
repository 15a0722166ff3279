"""Aftercare: in the weeks behind an operation the visit is about healing, so aftercare comes before the status (I.C.21.c.7)."""

from __future__ import annotations

import re

from nosologist.coding.draft import Candidate, Draft, dropped, guideline
from nosologist.coding.tables import leads_to
from nosologist.model.assignment import NotCoded, Reason, Step
from nosologist.model.code import dotted
from nosologist.model.encounter import Encounter

_NUMBER = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
# Within the ninety days of a global period. "POD 10", "6 weeks ago", "two weeks status post", "3-week post-op".
_RECENT = re.compile(
    rf"\bPOD ?#? ?\d{{1,2}}\b|\bpost-?(?: ?op(?:erative)?)? (?:day|week|wk) ?#? ?{_NUMBER}\b|"
    rf"\b(?:{_NUMBER}[ -](?:days?|weeks?|wks?)|(?:[123]|one|two|three)[ -]months?)[ -]"
    r"(?:ago\b|out\b|after\b|following\b|s/p|status[ -]post|post)|"
    rf"\b(?:s/p|status[ -]post)\s(?:[\w-]+\s){{0,4}}?[\w-]+,?\s(?:x\s?)?{_NUMBER}[ -](?:days?|weeks?|wks?)(?=\s*(?:[,.;]|$))",
    re.IGNORECASE,
)
# Elsewhere in the note only what speaks of an operation by itself: "2 weeks post-op L TKA".
_RECENT_OPERATION = re.compile(
    rf"\bPOD ?#? ?\d{{1,2}}\b|\b(?:{_NUMBER}[ -](?:days?|weeks?|wks?)|(?:[123]|one|two|three)[ -]months?)[ -]"
    r"(?:s/p|status[ -]post|post-? ?op(?:erative(?:ly)?)?)\b",
    re.IGNORECASE,
)
_PAIN = "R52"
_LONG_AGO = re.compile(r"\b(?:years?|yrs?) (?:ago|prior|back)\b|\b(?:19|20)\d\d\b", re.IGNORECASE)
_POST_OPERATIVE = re.compile(
    r"\b(?:post-?\s?op(?:erative)?|post-?surgical|surgical)\s(?:visit|check|recheck|follow[ -]?up|f/u|appointment|evaluation)",
    re.IGNORECASE,
)


def with_aftercare(draft: Draft, encounter: Encounter) -> Draft:
    """Add the aftercare of a recent operation before what it left behind, where nothing else says why the patient comes."""
    if encounter.all_mentions or not encounter.setting.follows_section_iv:
        return draft
    named = [candidate for candidate in draft.candidates if candidate.code.startswith(("Z47", "Z48"))]
    if named:
        return _without_operated(draft, named)
    if any(candidate.code[0] in "OS" for candidate in draft.candidates):
        return draft
    for place, candidate in enumerate(draft.candidates):
        aftercare = leads_to("aftercare.txt", candidate.code)
        if aftercare and _is_recent(candidate, encounter):
            added = _aftercare(candidate, aftercare)
            return _without_routine_pain(draft.passing((*draft.candidates[:place], added, *draft.candidates[place:])))
    return draft


def _without_routine_pain(draft: Draft) -> Draft:
    """Drop the pain that is expected behind an operation: "POD 3 lap chole, pain controlled" (I.C.6.b.3)."""
    gone = [candidate for candidate in draft.candidates if candidate.code == _PAIN]
    kept = [candidate for candidate in draft.candidates if candidate.code != _PAIN]
    why = "expected behind the operation"
    return draft.passing(kept, [entry for one in gone for entry in dropped(one, why, guideline("I.C.6.b.3"))])


def _without_operated(draft: Draft, named: list[Candidate]) -> Draft:
    """Drop the condition in the name of the operation: "surgical follow-up after inguinal hernia repair"."""
    kept: list[Candidate] = []
    ledger: list[NotCoded] = []
    for candidate in draft.candidates:
        within = any(
            candidate.run is one.run and not set(candidate.positions).isdisjoint(one.positions) for one in named
        )
        if within and candidate.code[0] not in "OSTZ":
            ledger.extend(dropped(candidate, "names the operation of which the patient heals", guideline("I.C.21.c.7")))
        else:
            kept.append(candidate)
    return draft.passing(kept, ledger)


def _is_recent(candidate: Candidate, encounter: Encounter) -> bool:
    said = candidate.run.statement.span.quote(candidate.run.text)
    if _LONG_AGO.search(said):  # "s/p TKA 2010, fell 3 weeks ago"
        return False
    return bool(
        _RECENT.search(said) or _POST_OPERATIVE.search(encounter.text) or _RECENT_OPERATION.search(encounter.text)
    )


def _aftercare(candidate: Candidate, code: str) -> Candidate:
    why = Reason(
        Step.GUIDELINE,
        f"{dotted(code)}: the patient is healing from the operation that {dotted(candidate.code)} tells of",
        (guideline("I.C.21.c.7"),),
    )
    return candidate.because(why, code)
