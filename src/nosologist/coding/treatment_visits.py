"""Treatment visits: an encounter for chemotherapy, immunotherapy or radiation is told by what is given in it (I.C.2.e.2).

"Here for C4, given today: carboplatin and pembrolizumab" is both; the encounter comes first, the malignancy second.
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

_MALIGNANT = read_patterns("C00-C96, D45, D46")
_RADIATION, _OTHER_AFTERCARE = "Z510", "Z5189"
_CYCLE = r"(?:C\s?\d{1,2}(?:\s?D\s?\d{1,2})?|(?:cycle|dose|week|treatment|infusion)\s?#?\d{1,2})"
_COMES = re.compile(
    r"\b(?:here|presents?|presenting|returns?|returning|arriv\w+|comes?|came|pt|patient|visit|encounter|admitted|scheduled|due)\s"
    r"(?:back\s)?(?:today\s)?(?:for|to (?:receive|get|begin|start|continue))\b",
    re.IGNORECASE,
)
_PROCEEDS = re.compile(
    rf"\b(?:proceed\w*|ok(?:ay)? to treat|cleared|continue)\b[^.;\n]{{0,80}}?\b(?:today|now)\b|"
    rf"\b(?:proceed\w*|cleared|ok(?:ay)?)\s(?:with|w/|for|to)\s{_CYCLE}(?!\S*\s(?:next|on|in)\b)",
    re.IGNORECASE,
)
_DONE = r"\b(?:given|administered|infused|received|delivered|instilled|tolerated)\b"
_WAY = r"\b(?:IV|SQ|SC|subq|IVPB|over \d+ ?min\w*)\b"
_GIVEN = re.compile(
    rf"(?:{_DONE}|\b(?:treated|gets?|got|receives?|receiving|infusion|infusing|chemo\w*)\b)[^.;\n]{{0,90}}?\btoday\b|"
    rf"\btoday(?:'s)?\b[^.;\n]{{0,30}}?(?:{_DONE}|\b(?:treated|infusion|chemo\w*|treatment|dose)\b)|{_CYCLE}\s(?:\S+\s)?today\b|"
    rf"{_DONE}[^.;\n]{{0,60}}?(?:{_WAY}|\b(?:without|w/o|no) (?:reaction|incident|complications?|issues?)\b)|"
    rf"{_WAY}[^.;\n]{{0,60}}?{_DONE}",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    r"\b(?:fx|fractions?|frx)\s?#?\s?\d{1,2}\s?(?:/|of)\s?\d{1,2}\b|\b\d{1,2}\s?(?:/|of)\s?\d{1,2}\s?(?:fx|fractions?|treatments)\b|"
    r"\bon[- ]treatment (?:visit|check|note)\b|\bOTV\b|\b(?:weekly|under) treatment (?:visit|check|management)\b",
    re.IGNORECASE,
)
_RADIATED = re.compile(
    r"\b(?:[Rr]ad(?:iation)? [Oo]nc\w*|RAD ONC|[Rr]adiation|[Rr]adiotherapy|[cG]{1,2}y|XRT|IMRT|RT)\b"
)
# What is put off, planned, over or only spoken of is not given now.
_NOT_NOW = re.compile(
    r"\b(?:next|tomorrow|hold\w*|held|defer\w*|delay\w*|cancel\w*|skip\w*|omit\w*|postpone\w*|"
    r"will (?:start|begin|get|need|receive)|plan(?:ned|s)? (?:to|for)|consider\w*|discuss\w*|declin\w*|refus\w*|"
    r"not given|if|completed|finished|s/p|last|since|prior|previous\w*|side effects?|"
    r"toxicit\w+|teaching|consult\w*|evaluation|discussion|follow[- ]?up|f/u)\b",
    re.IGNORECASE,
)
# "Anemia due to prior chemo" tells of an effect.
_CAUSE = re.compile(r"\b(?:prior|previous|due to|d/t|2/2|secondary to|from|induced by|after|s/p|on)\s$", re.IGNORECASE)
_FIRST = 2  # statements in which a note says what kind of visit it is
_NUMBERED = re.compile(r"\s(?:#|dose|cycle|C)\s?#?\d{1,2}\b", re.IGNORECASE)
_DONE_HERE = re.compile(r"\b(?:instilled|infused|administered|injected|given)\b", re.IGNORECASE)
_PUT_OFF = re.compile(
    rf"\b(?:hold\w*|held|defer\w*|delay\w*|cancel\w*|postpone\w*|skip\w*|no)\s(?:(?:today(?:'s)?|the|her|his|all|further)\s)*"
    rf"(?:{_CYCLE}|chemo\w*|treatment|infusion|immuno\w*)",
    re.IGNORECASE,
)
_ELSEWHERE = frozenset(
    {SectionKind.FAMILY_HISTORY, SectionKind.ALLERGIES, SectionKind.DISPOSITION, SectionKind.SURGICAL_HISTORY}
)


def with_treatment_visit(draft: Draft, readings: tuple[Reading, ...], encounter: Encounter) -> Draft:
    """Add the encounter for each kind of treatment that a patient with a coded malignancy gets in it."""
    if encounter.all_mentions or encounter.setting not in (Setting.OUTPATIENT, Setting.OBSERVATION):
        return draft
    if not any(covered(_MALIGNANT, one.code) for one in draft.candidates):
        return draft
    coded = {one.code for one in draft.candidates}
    found: dict[str, Candidate] = {}
    for reading in readings:
        for run, span, code in _given(reading):
            if code not in coded and code not in found:
                why = f"{run.text[slice(*span)]} is given in this encounter"
                found[code] = found_by_rule(run, span, code, why, guideline("I.C.2.e.2"))
    if not found:
        return draft
    ledger = [entry for entry in draft.not_coded if not any(code.value in found for code in entry.candidates)]
    others = [one for one in draft.candidates if one.code != _OTHER_AFTERCARE]  # "infusion visit"
    return Draft((*found.values(), *others), tuple(ledger), draft.findings)


def _given(reading: Reading) -> Iterator[tuple[WordRun, tuple[int, int], str]]:
    """What a document says to be given in its encounter: the statement, the words, the code of the encounter."""
    opened = _opening_drug(reading)
    off = any(_PUT_OFF.search(run.statement.span.quote(run.text)) for run in reading.runs)
    radiated = _RADIATED.search(reading.document.text) is not None
    for run in reading.runs:
        if run.statement.section.kind in _ELSEWHERE:
            continue
        start, end = run.statement.start, run.statement.end
        fraction = _FRACTION.search(run.text, start, end) if radiated else None
        if fraction:
            yield run, fraction.span(), _RADIATION
        given = _GIVEN.search(run.text, start, end)
        comes = None if given or off else _COMES.search(run.text, start, end) or _PROCEEDS.search(run.text, start, end)
        named = list(_drugs(run, start, end, given.end())) if given else []
        if comes:
            named = list(_drugs(run, comes.start(), end, None))
        yield from named
        done = _DONE_HERE.search(run.text, start, end) if opened and not named else None
        if opened and done and not _NOT_NOW.search(run.text, start, done.end()):
            yield opened


def _opening_drug(reading: Reading) -> tuple[WordRun, tuple[int, int], str] | None:
    """The numbered treatment with which a visit opens, "BCG #4/6 intravesical": what is done below is done with it."""
    for run in reading.runs[:_FIRST]:
        for code, names in _names():
            name = names.search(run.text, run.statement.start, run.statement.end)
            if (
                name
                and _NUMBERED.match(run.text, name.end())
                and not _CAUSE.search(run.text, run.statement.start, name.start())
            ):
                return run, name.span(), code
    return None


def _drugs(run: WordRun, first: int, end: int, told: int | None) -> Iterator[tuple[WordRun, tuple[int, int], str]]:
    """The kinds of treatment that a statement names, unless it says before or at the drug that it is not for now."""
    for code, names in _names():
        name = next(
            (one for one in names.finditer(run.text, first, end) if not _CAUSE.search(run.text, first, one.start())),
            None,
        )
        if name and not _NOT_NOW.search(run.text, run.statement.start, told or name.end()):
            yield run, name.span(), code


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """``antineoplastics.txt``; short names of regimens count as they are written."""
    lines = (line.split(" = ") for line in table_lines("antineoplastics.txt"))
    return tuple((undotted(code), _pattern(names.split(", "))) for code, names in lines)


def _pattern(names: list[str]) -> re.Pattern[str]:
    written = [name for name in names if re.search("[A-Z]", name)]
    small = [name for name in names if name not in written]
    return re.compile(rf"\b(?:{'|'.join(written)}|(?i:{'|'.join(small)}))\b(?![-/]?\d*\s?(?:induced|related))")
