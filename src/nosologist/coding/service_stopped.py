"""A procedure that was stopped: billed with its modifier where it had begun."""

from __future__ import annotations

import re

from nosologist.model.document import Span
from nosologist.model.encounter import Encounter, View
from nosologist.model.service_line import Modifier

_BEGUN = re.compile(
    r"\b(?:after|following|upon) (?:induction|the incision|incision|sedation|anesthesia|insertion|starting)\b|"
    r"\b(?:scope|colonoscope|endoscope|bronchoscope) was (?:advanced|inserted|passed)|\bincision was made\b|"
    r"\bwas (?:begun|started|initiated)\b|"
    r"\bafter (?:\w+ )?(?:sedation|anesthesia) was given\b",
    re.IGNORECASE,
)
_ANESTHESIA = re.compile(r"\b(?:anesthesia|sedation|induction|propofol|anesthetized)\b", re.IGNORECASE)


def stopped(text: str, span: Span, encounter: Encounter) -> Modifier | None:
    """The modifier of a procedure that was stopped after it had begun; None where it had not, as far as the record says."""
    begun = _BEGUN.search(text)
    if begun is None:
        return None
    if encounter.view is View.PROFESSIONAL:
        return Modifier("53", "stopped after it had begun", span)
    numbed = _ANESTHESIA.search(text)
    return Modifier("74" if numbed else "73", "stopped in the facility" + (" under anesthesia" if numbed else ""), span)
