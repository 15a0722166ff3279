"""Newborns: Z38 comes first on the record of the birth, and on no other (I.C.16.a.2); their conditions are those of chapter 16."""

from __future__ import annotations

import re

from nosologist.codesets.library import Books
from nosologist.coding.combine import joined
from nosologist.coding.draft import Candidate, Draft, dropped, found_by_rule, guideline
from nosologist.coding.gestation import NEWBORN
from nosologist.coding.obstetric import is_mothers_record
from nosologist.coding.perinatal import is_newborns, with_suspected_sepsis
from nosologist.coding.tables import Patterns, covered, read_patterns
from nosologist.model.assignment import NotCoded, Reason, Step
from nosologist.model.code import Citation, dotted
from nosologist.model.encounter import Encounter, Setting
from nosologist.notes.reading import Reading

_OF_MOTHERS = read_patterns("O00-O9A")
_FEEDING, _FEEDING_OF_NEWBORN = read_patterns("O92.70, O92.79"), "P925"
_SCREENING = read_patterns("Z13")
_BIRTH = read_patterns("Z38")
_OF_HER_CARE = read_patterns("F10-F69, B16, B18.0, B18.1, B19.1, Z79.4, Z79.84, Z79.85, Z22.330, Z67")
_VAGINAL = re.compile(r"\b(?:vaginal(?:ly)?|N?SVD|VAVD|VBAC|vacuum|forceps)\b", re.IGNORECASE)
_CESAREAN = re.compile(r"\b(?:c[- ]?sections?|(?:c|ca)esar[ei]an|c/s|LTCS|LSCS)\b", re.IGNORECASE)
_TWIN = re.compile(r"\btwins?\b(?! (?:brother|sister))", re.IGNORECASE)
_SINGLE, _OF_TWINS = "Z380", "Z383"
_MORE = re.compile(r"\b(?:triplet|quadruplet)\b", re.IGNORECASE)
_HEAVY = read_patterns("P08")  # Excludes1 there
_HYPOGLYCEMIA, _AFFECTED_BY_GESTATIONAL, _AFFECTED = "P704", "P700", "P701"
_GESTATIONAL = re.compile(r"(?<!no )\b(?:A[12] ?)?GDM\w*|(?<!no )\bgestational diab\w+", re.IGNORECASE)
_DIABETIC_MOTHER = re.compile(
    r"\bIDM\b|\bdiabetic mother|\bmaternal (?:type [12] |pre-?existing )?(?:diabetes|T[12]?DM|DM)\b|"
    r"\b(?:mother|mom|mat(?:ernal)? (?:hx|history))\b[^.;\n]{0,60}(?<!no )(?<!denies )"
    r"\b(?:T[12]DM|DM[12]?|(?:type [12] )?diabetes)\b",
    re.IGNORECASE,
)
_HEAD = 300  # characters in which a note says whose record it is


def newborn(draft: Draft, readings: tuple[Reading, ...], encounter: Encounter, books: Books) -> Draft:
    """Put the birth first on a newborn's record; take it off the mother's."""
    if encounter.all_mentions:
        return draft
    if any(covered(_OF_MOTHERS, candidate.code) for candidate in draft.candidates):
        return _without(draft, _BIRTH, "belongs on the record of the newborn", "I.C.16.a.2")
    reading = next((reading for reading in readings if is_newborns(reading.document.text)), None)
    if reading is None or not reading.runs:
        return draft
    if _TWIN.search(reading.document.text) and not _MORE.search(reading.document.text):
        draft = draft.passing([_of_twins(candidate) for candidate in draft.candidates])
    draft = draft.passing(joined(tuple(_of_mothers_diabetes(one, reading.document.text) for one in draft.candidates)))
    if any(one.code in (_AFFECTED, _AFFECTED_BY_GESTATIONAL) for one in draft.candidates):
        draft = _without(draft, _HEAVY, "part of what the mother's diabetes does", "I.A.12.a")
    draft = _without(draft, _OF_HER_CARE, "told of the mother", "I.C.16.a.1")
    draft = _without(draft, _SCREENING, "inherent to the care of a newborn", "I.C.21.c.5")
    if encounter.setting is Setting.INPATIENT:
        draft = with_suspected_sepsis(draft, readings)
    if encounter.setting is not Setting.INPATIENT or any(covered(_BIRTH, one.code) for one in draft.candidates):
        return draft
    birth = _birth(reading)
    return draft.passing((birth, *draft.candidates)) if birth else draft


def with_feeding(draft: Draft, encounter: Encounter) -> Draft:
    """On the record of a newborn trouble with breastfeeding is the newborn's (I.C.16.a.1): "poor latch" is not the mother's."""
    if encounter.all_mentions or is_mothers_record(encounter):
        return draft
    return draft.passing(_of_newborns_feeding(candidate) for candidate in draft.candidates)


def _of_newborns_feeding(candidate: Candidate) -> Candidate:
    if not covered(_FEEDING, candidate.code) or not NEWBORN.search(candidate.run.text[:_HEAD]):
        return candidate
    source = Citation("ICD-10-CM Tabular", dotted(_FEEDING_OF_NEWBORN))
    return candidate.because(Reason(Step.GUIDELINE, "told of a newborn", (source,)), _FEEDING_OF_NEWBORN)


def _without(draft: Draft, codes: Patterns, reason: str, locator: str) -> Draft:
    kept: list[Candidate] = []
    ledger: list[NotCoded] = []
    for candidate in draft.candidates:
        if covered(codes, candidate.code):
            ledger.extend(dropped(candidate, reason, guideline(locator)))
        else:
            kept.append(candidate)
    return draft.passing(kept, ledger)


def _birth(reading: Reading) -> Candidate | None:
    """The code of the birth by its kind of delivery; None where the record does not tell one kind."""
    text = reading.document.text
    vaginal, cesarean = _VAGINAL.search(text), _CESAREAN.search(text)
    if _MORE.search(text) or bool(vaginal) == bool(cesarean):
        return None
    told = vaginal or cesarean
    assert told is not None
    code = f"Z38{'3' if _TWIN.search(text) else '0'}{'0' if vaginal else '1'}"
    at = reading.start + told.start()
    run = next((run for run in reading.runs if run.statement.start <= at < run.statement.end), reading.runs[0])
    return found_by_rule(
        run, (at, reading.start + told.end()), code, "the record of the birth", guideline("I.C.16.a.2")
    )


def _of_twins(candidate: Candidate) -> Candidate:
    """The birth of a twin, where only how it was born was read."""
    if not candidate.code.startswith(_SINGLE):
        return candidate
    reason = Reason(Step.GUIDELINE, "the record of a twin", (guideline("I.C.16.a.2"),))
    return candidate.because(reason, _OF_TWINS + candidate.code[-1])


def _of_mothers_diabetes(candidate: Candidate, text: str) -> Candidate:
    """Hypoglycemia of a newborn whose mother has diabetes is the effect of that (Tabular P70.0, P70.1)."""
    if candidate.code != _HYPOGLYCEMIA:
        return candidate
    code = (
        _AFFECTED_BY_GESTATIONAL if _GESTATIONAL.search(text) else _AFFECTED if _DIABETIC_MOTHER.search(text) else None
    )
    if code is None:
        return candidate
    source = Citation("ICD-10-CM Tabular", dotted(code))
    return candidate.because(
        Reason(Step.GUIDELINE, "hypoglycemia of a newborn of a mother with diabetes", (source,)), code
    )
