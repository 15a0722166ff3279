"""Antidiabetics: the drugs that stand beside a diabetes or in the list of drugs are its long-term treatment (I.C.4.a.3).

"T2DM (metformin, A1c 6.9)" names no "use of"; a coder reads the drug and adds the code of its use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from nosologist.coding.draft import Candidate, Draft, found_by_rule, guideline
from nosologist.coding.tables import covered, read_patterns, table_lines
from nosologist.model.code import undotted
from nosologist.model.document import SectionKind
from nosologist.model.encounter import Encounter, Setting
from nosologist.notes.reading import Reading, WordRun

_DIABETES = read_patterns("E08, E09, E11, E13")
_INSULIN = "Z794"
_BEHIND = 80  # characters behind a diabetes in which its drugs stand
_ENDS = re.compile(r"[;\n]|\.\s|\b(?:HTN|hypertension|CAD|CHF|COPD|CKD|HLD)\b")
# What is only begun, ended, refused or not borne is not taken for long. Insulin of a stay is no long-term use either.
_NOT_TAKEN = re.compile(
    r"\b(?:start\w*|begin\w*|initiat\w*|add(?:ed|ing)?|trial|consider\w*|discuss\w*|hold\w*|held|stop\w*|d/?c'?d?|discontinu\w*|off|"
    r"declin\w*|refus\w*|intoleran\w*|allerg\w*|not|no|without|w/o|any|denies|never|failed|prior|previous\w*|former\w*|sliding|gtt|drip|inpatient|if|resistance)\b",
    re.IGNORECASE,
)


def with_antidiabetics(draft: Draft, readings: tuple[Reading, ...], encounter: Encounter) -> Draft:
    """Add the long-term use of each kind of drug that the record gives a coded diabetic."""
    if encounter.all_mentions or not any(covered(_DIABETES, one.code) for one in draft.candidates):
        return draft
    coded = {one.code for one in draft.candidates}
    found: dict[str, Candidate] = {}
    for run, start, end in (*_beside(draft), *_listed(readings)):
        for name in _names().finditer(run.text, start, end):
            code = next(code for code, text in name.groupdict().items() if text)
            stay = code == _INSULIN and encounter.setting is Setting.INPATIENT
            if code in coded or code in found or stay or _NOT_TAKEN.search(run.text, start, min(name.end() + 25, end)):
                continue
            why = f"{name[0].lower()} is taken for the diabetes"
            found[code] = found_by_rule(run, name.span(), code, why, guideline("I.C.4.a.3"))
    if not found:
        return draft
    ledger = [entry for entry in draft.not_coded if not any(code.value in found for code in entry.candidates)]
    return Draft((*draft.candidates, *found.values()), tuple(ledger), draft.findings)


def control_of(text: str) -> str | None:
    """What a text names for the control of a diabetes: insulin before drugs by mouth (I.C.15.i); None where it names neither."""
    named = {code for found in _names().finditer(text) for code, said in found.groupdict().items() if said}
    return _INSULIN if _INSULIN in named else "Z7984" if "Z7984" in named else None


def _beside(draft: Draft) -> Iterator[tuple[WordRun, int, int]]:
    """What stands behind a mention of a coded diabetes in its statement."""
    for one in draft.candidates:
        if covered(_DIABETES, one.code):
            text = one.run.text
            for mention in (one.mention, *one.more):
                end = min(mention.span.end + _BEHIND, len(text))
                stop = _ENDS.search(text, mention.span.end, end)
                yield one.run, mention.span.end, stop.start() if stop else end


def _listed(readings: tuple[Reading, ...]) -> Iterator[tuple[WordRun, int, int]]:
    """The statements of the list of drugs."""
    for reading in readings:
        for run in reading.runs:
            if run.statement.section.kind is SectionKind.MEDICATIONS:
                yield run, run.statement.start, run.statement.end


@lru_cache(maxsize=1)
def _names() -> re.Pattern[str]:
    """``antidiabetics.txt``: one group a code."""
    lines = (line.split(" = ") for line in table_lines("antidiabetics.txt"))
    groups = (f"(?P<{undotted(code)}>{'|'.join(names.split(', '))})" for code, names in lines)
    return re.compile(rf"\b(?:{'|'.join(groups)})\b", re.IGNORECASE)
