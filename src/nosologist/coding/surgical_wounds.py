"""A "wound infection" is one of the surgical wound where the record tells of an operation's wound and of no other (Tabular T81.4).

The wound is what was made by the operation: its infection is the complication, no infection of the skin. Where the record names
another wound (an injury, an ulcer, a bite), nothing is concluded: the provider would have to say which is infected (I.B.16).
"""

from __future__ import annotations

import re

from nosologist.coding.draft import Candidate, Draft
from nosologist.coding.tables import covered, read_patterns
from nosologist.model.assignment import Reason, Step
from nosologist.model.code import Citation, dotted
from nosologist.model.encounter import Encounter

_SKIN = "L089"
_WOUND = re.compile(r"wound|incision", re.IGNORECASE)
_OTHER_WOUNDS = read_patterns(
    "S00-S99, T14, T20-T32, L89, L97, L98.4, I83.0, I83.2, E08.62, E09.62, E10.62, E11.62, E13.62"
)
_OF_OPERATION = re.compile(
    r"\bincision\w*|\bsurgical (?:site|wound)|\boperative (?:site|wound)|\bPOD\s?#?\d|\bpost-?op(?:erative(?:ly)?)?\b|"
    r"\b(?:days?|weeks?|wks?|months?) (?:s/p|post|after|out from|status post)\b|"
    r"\bs/p (?:[\w/-]+ ){0,4}"
    r"(?:\w+(?:ectomy|otomy|ostomy|plasty)|repair|fusion|ORIF|CABG|TKA|THA|c-?section|surgery|amputation|[ABT][KM]A)\b",
    re.IGNORECASE,
)
_DEPTHS = (
    ("T8142XA", re.compile(r"\bdeep\b|\bfascia\w*|\bintra-?muscular", re.IGNORECASE)),
    ("T8141XA", re.compile(r"\bsuperficial|\bsubcutaneous|\bstitch abscess", re.IGNORECASE)),
)
_OPEN = "T8140XA"


def of_surgical_wounds(draft: Draft, encounter: Encounter) -> Draft:
    """Wound infections behind an operation as complications of it."""
    infected = [one for one in draft.candidates if one.code == _SKIN and _names_wound(one)]
    if (
        encounter.all_mentions
        or not infected
        or any(covered(_OTHER_WOUNDS, one.code) for one in draft.candidates if one.code != "T148XXA")
    ):
        return draft
    return draft.passing(
        _of_wound(one) if one in infected and _OF_OPERATION.search(one.run.text) else one for one in draft.candidates
    )


def _names_wound(candidate: Candidate) -> bool:
    return _WOUND.search(candidate.mention.span.quote(candidate.run.text)) is not None


def _of_wound(candidate: Candidate) -> Candidate:
    """By the depth that its own statement tells."""
    said = candidate.run.statement.span.quote(candidate.run.text)
    code = next((code for code, depth in _DEPTHS if depth.search(said)), _OPEN)
    why = Reason(Step.TABULAR, "the wound of the operation", (Citation("ICD-10-CM Tabular", dotted(code)[:6]),))
    return candidate.because(why, code)
