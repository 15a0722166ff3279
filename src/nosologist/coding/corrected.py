"""Corrected: a congenital malformation that was repaired is coded as its history (I.C.17)."""

from __future__ import annotations

import re

from nosologist.coding.draft import Candidate, guideline
from nosologist.coding.tables import leads_to
from nosologist.model.assignment import Reason, Step
from nosologist.model.code import dotted
from nosologist.model.encounter import Encounter, Setting
from nosologist.model.mention import Assertion, Certainty, Experiencer, Polarity

_DONE = r"(?:repair(?:ed)?|clos(?:ed|ure)|correct(?:ed|ion)|ligat(?:ed|ion)|reconstruct(?:ed|ion)|arterial switch)"
_REPAIRED = re.compile(
    rf"\s*,?\s*\(?(?:(?:s\s?/\s?p|status post|(?:was|were|surgically|completely|fully|since|now|which|that|successfully)\s)"
    rf"\s?(?:[\w-]+\s){{0,3}}?{_DONE}|{_DONE})\b",
    re.IGNORECASE,
)
_NOT_ENDED = re.compile(
    r"\b(?:residual|palliat\w+|partial\w*|stage[ds]?|shunt|Glenn|Fontan|Norwood|awaiting|scheduled|planned|will|needs?|for)\b",
    re.IGNORECASE,
)
_LONG_AGO = re.compile(
    r"\b(?:infan\w+|bab(?:y|ies)|child\w*|birth|age|years?|yrs?|months?|mos?|wks?|weeks?)\b|\b(?:19|20)\d\d\b|@", re.I
)
_ITEM = re.compile(r"[^,;.\n]*(?:,[^,;.\n]*)?")


def of_corrected(candidate: Candidate, encounter: Encounter) -> Candidate:
    """The history of a malformation that the words right behind its name call repaired; else the candidate.

    In a stay it may be the operation of the stay, unless the words tell that it was long ago.
    """
    if not candidate.code.startswith("Q") or encounter.all_mentions or not _is_patients(candidate.mention.assertion):
        return candidate
    text, end = candidate.run.text, candidate.mention.span.end
    statement_end = candidate.run.statement.end
    if _REPAIRED.match(text, end, statement_end) is None:
        return candidate
    item = _ITEM.match(text, end, statement_end)
    said = item[0] if item else ""
    if _NOT_ENDED.search(said) or (encounter.setting is Setting.INPATIENT and not _LONG_AGO.search(said)):
        return candidate
    history = leads_to("corrected.txt", candidate.code)
    if history is None:
        return candidate
    reason = Reason(Step.GUIDELINE, f"{dotted(candidate.code)} that was corrected", (guideline("I.C.17"),))
    return candidate.because(reason, history)


def _is_patients(said: Assertion) -> bool:
    """True for what the patient surely has or had; not "no VSD", nor the brother's."""
    surely = said.polarity is Polarity.AFFIRMED and said.certainty is Certainty.CONFIRMED
    return surely and said.experiencer is Experiencer.PATIENT
