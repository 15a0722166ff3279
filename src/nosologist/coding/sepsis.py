"""The organism of a sepsis that is named with its cause: "septic shock due to ESBL E. coli pyelonephritis" (I.C.1.d.4)."""

from __future__ import annotations

import re

from nosologist.coding.causes import is_cause_of
from nosologist.coding.draft import Candidate, Draft, guideline
from nosologist.coding.tables import leads_to
from nosologist.model.assignment import Reason, Step
from nosologist.model.code import dotted

_UNSPECIFIED = "A419"
_BACTEREMIA = "R7881"
_OF_BLOOD = re.compile(r"[ -]*(?:bacter[ae]+mia|blood ?stream)", re.IGNORECASE)


def with_organisms(draft: Draft) -> Draft:
    """Give a sepsis the organism of the infection that its statement calls the cause, or of the blood."""
    if not any(one.code == _UNSPECIFIED for one in draft.candidates):
        return draft
    named = [one for one in draft.candidates if leads_to("sepsis.txt", one.code)]
    return draft.passing([_named(one, named) if one.code == _UNSPECIFIED else one for one in draft.candidates])


def _named(sepsis: Candidate, organisms: list[Candidate]) -> Candidate:
    causes = [one for one in organisms if is_cause_of(one, sepsis) or (one.run is sepsis.run and _is_of_blood(one))]
    codes = {leads_to("sepsis.txt", one.code) for one in causes}
    code = codes.pop() if len(codes) == 1 else None
    if code is None:
        return sepsis
    why = f"sepsis due to the infection of {dotted(causes[0].code)}"
    return sepsis.because(Reason(Step.GUIDELINE, why, (guideline("I.C.1.d.4"),)), code)


def _is_of_blood(organism: Candidate) -> bool:
    return _OF_BLOOD.match(organism.run.text, organism.mention.span.end) is not None
