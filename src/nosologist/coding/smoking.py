"""Smokers: who is told to stop smokes ("1 ppd, counseled to quit" is no former one), and who smokes does not only use tobacco.

Z87.891 is of nobody who depends on nicotine today (Tabular, Excludes1).
"""

from __future__ import annotations

import re
from dataclasses import replace

from nosologist.coding.draft import Candidate, Draft, guideline
from nosologist.coding.locate import UNSAID
from nosologist.model.assignment import Reason, Step
from nosologist.model.code import Citation
from nosologist.model.encounter import Encounter

_USE = "Z720"
_FORMER, _CIGARETTES, _UNSPECIFIED = "Z87891", "F17210", "F17200"
_QUIT = r"(?:quit\w*|stop(?:ping)?|cessation)\b"
_TO_STOP = re.compile(
    r"\b(?:to|not|never|ready|counsel\w*|advis\w*|encourag\w*|urged?|try\w*|attempt\w*|plan\w*|discuss\w*|interest\w*|"
    r"help\w*|should|needs?|cannot|can.?t|unable|wants?|wishes|willing|consider\w*|contemplat\w*|recommend\w*|will|hard|set|date)\b"
    rf"[^.;\n]{{0,30}}?\b{_QUIT}|\bquit[ -]?(?:line|date|plan|kit|now|aids?)\b|\bstop smoking\b",
    re.IGNORECASE,
)
_HAS_STOPPED = re.compile(
    r"\b(?:former|ex-?smoker|stopped|since quitting|used to smoke|ha(?:s|ve) quit|"
    r"quit(?: smoking| tobacco| cig\w*)?,? (?:in |since |~ ?|x ?)?"
    r"(?:\d|an? |his |her |their |one|two|three|several|many|last|years))",
    re.IGNORECASE,
)
_CIGARETTE = re.compile(r"\b(?:cig\w*|ppd|packs?|pk|pky)\b", re.IGNORECASE)


def still_smoking(candidate: Candidate) -> Candidate:
    """The former smoker of a statement that only tells, asks or wants to stop as the smoker of today."""
    if candidate.code != _FORMER:
        return candidate
    said = candidate.run.statement.span.quote(candidate.run.text)
    if not _TO_STOP.search(said) or _HAS_STOPPED.search(said):
        return candidate
    code = _CIGARETTES if _CIGARETTE.search(said) else _UNSPECIFIED
    why = Reason(Step.GUIDELINE, "is to stop, and so has not", (Citation("ICD-10-CM Tabular", "Z87.891"),))
    today = replace(candidate.mention, assertion=UNSAID)
    return replace(candidate.because(why, code), mention=today)


def with_dependence(draft: Draft, encounter: Encounter) -> Draft:
    """Tobacco use as the dependence that the record tells elsewhere: of both only the dependence is coded (I.C.5.b.2)."""
    depends = {one.code for one in draft.candidates if one.code.startswith("F172")}
    depends -= {_UNSPECIFIED} if len(depends) > 1 else set()
    if encounter.all_mentions or len(depends) != 1:
        return draft
    [code] = depends
    why = Reason(Step.GUIDELINE, "of use and dependence the dependence", (guideline("I.C.5.b.2"),))
    return draft.passing(one.because(why, code) if one.code == _USE else one for one in draft.candidates)
