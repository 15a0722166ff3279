"""Perinatal: what the record of a newborn names is a condition of chapter 16, before any is taken for a mere symptom (I.C.16.a).

A newborn is told by the opening of its record, its weight or Apgar scores or how it was born; who is months old is none.
"""

from __future__ import annotations

import re
from functools import lru_cache

from nosologist.codesets.library import Books
from nosologist.coding.draft import Candidate, Draft, found_by_rule, guideline
from nosologist.coding.gestation import NEWBORN
from nosologist.coding.grown_up import AGE
from nosologist.coding.obstetric import is_mothers_record, opens_with_child
from nosologist.coding.tables import Patterns, covered, read_patterns, table_lines
from nosologist.model.assignment import Reason, Step
from nosologist.model.code import dotted, undotted
from nosologist.model.encounter import Encounter
from nosologist.notes.reading import Reading, WordRun

_BORN = re.compile(
    r"\b(?:birth ?weight|BW|apgars?|born (?:by|to|via|at)|delivered (?:by|via)|DOL|day of life|days of life|[NS]?SVD)\b",
    re.IGNORECASE,
)
_OLDER = re.compile(
    r"\b\d{1,2}[- ]?(?:mo|months?)[- ]?(?:old|o|M|F|male|female|infant|boy|girl|baby|child)\b", re.IGNORECASE
)
_HEAD = 300  # characters in which a note says whose record it is
_SHORT = read_patterns("P07.2, P07.3")
_OPEN = ("P0720", "P0730")
_JAUNDICE, _OF_PRETERM = "P599", "P590"
_WEEKS = r"\b(2[2-9]|3[0-6])"
_DAYS = r"\s?(?:w(?:k?s?)?\s?[0-6]d\b|[0-6]/7\b|\+\s?[0-6]\b|w(?:ee)?ks?\b|-?\s?w(?:ee)?k(?:er)?\b)"
# "delivered via C/S at 36w1d", "ex 36 1/7 wk female", "GA 36+1", "34w5d male", "prematurity, 32 weeks"
_BORN_AT = (
    re.compile(
        r"\b(?:born|deliver(?:y|ed)|GA|gestational age|EGA|ex|C/?S|[NS]?SVD|cesarean|c-?section|prematur\w+|preterm|preemie)\b"
        rf"[^.;\n\d]{{0,40}}?{_WEEKS}{_DAYS}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_WEEKS}{_DAYS}(?:\s?w(?:ee)?ks?)?(?:\sGA)?[ ,;]{{1,2}}(?:[ASL]GA|BW|birth ?weight)\b", re.IGNORECASE
    ),
    re.compile(
        rf"{_WEEKS}{_DAYS}[ ,]{{1,2}}(?:w(?:ee)?ks?\s)?(?:GA\s|gestation(?:al age)?\s|old\s)?(?:[ASL]GA\s)?"
        r"(?:(?:fe)?male|infant|newborn|neonate|boy|girl|preterm|premature|preemie|twin)\b",
        re.IGNORECASE,
    ),
)
_SEPSIS = read_patterns("P36, Z05.1")
_NOTHING = r"[^\n]{0,140}?\b(?:ruled out|neg(?:ative)?\b|no growth|NG(?:TD)?\b|sterile)"
_SUSPECTED = re.compile(
    r"\b(?:r/o|rule[- ]?out|suspected|possible|presumed|concern for|risk for|evaluat\w+ for|work-?up for)\s(?:\w+\s)?"
    rf"(?:sepsis|infection)\b{_NOTHING}|"
    rf"\b(?:sepsis|infection)\s(?:rule[- ]?out|r/o|eval\w*|work-?up)\b{_NOTHING}|"
    r"\b(?:sepsis|infection)\s(?:was\s)?ruled out\b",
    re.IGNORECASE,
)


def is_newborns(text: str) -> bool:
    """True for the record of a newborn."""
    head = text[:_HEAD]
    return bool(NEWBORN.search(head) and _BORN.search(text)) and not _OLDER.search(head)


def _is_childs(text: str) -> bool:
    """True for a record that speaks of the child before any grown-up: "Term male born by C/S. Mother GDM A2."."""
    head = text[:_HEAD]
    child = NEWBORN.search(head)
    return child is not None and opens_with_child(head) and AGE.search(head, 0, child.start()) is None


def of_newborns(draft: Draft, encounter: Encounter, books: Books) -> Draft:
    """The conditions of a newborn's record as those of chapter 16."""
    if encounter.all_mentions or not any(is_newborns(document.text) for document in encounter.own_documents):
        return draft
    if is_mothers_record(encounter) and not any(_is_childs(document.text) for document in encounter.own_documents):
        return draft
    return draft.passing(_of_newborn(candidate, books) for candidate in draft.candidates)


def with_prematurity(draft: Draft, readings: tuple[Reading, ...], encounter: Encounter, books: Books) -> Draft:
    """Add the completed weeks at which a newborn's record says that it was born before 37 weeks (I.C.16.d)."""
    codes = [candidate.code for candidate in draft.candidates]
    told = any(covered(_SHORT, code) and code not in _OPEN for code in codes)
    if encounter.all_mentions or is_mothers_record(encounter):
        return draft
    early = None if told else _early(readings, books)
    if early is not None:
        draft = draft.passing((*(one for one in draft.candidates if one.code not in _OPEN), early))
    if not any(covered(_SHORT, candidate.code) for candidate in draft.candidates):
        return draft
    return draft.passing(_of_preterm(candidate) for candidate in draft.candidates)


def with_suspected_sepsis(draft: Draft, readings: tuple[Reading, ...]) -> Draft:
    """Add the observation of a newborn for an infection that study did not find (I.C.16.b)."""
    if any(covered(_SEPSIS, candidate.code) for candidate in draft.candidates):
        return draft
    for reading in readings:
        found = _SUSPECTED.search(reading.document.text) if "sepsis" in reading.document.text.lower() else None
        run = _run_at(reading, reading.start + found.start()) if found else None
        if found and run is not None:
            span = (reading.start + found.start(), reading.start + found.end())
            why = "suspected in a newborn, and ruled out"
            return draft.passing((*draft.candidates, found_by_rule(run, span, "Z051", why, guideline("I.C.16.b"))))
    return draft


def _early(readings: tuple[Reading, ...], books: Books) -> Candidate | None:
    for reading in readings:
        text = reading.document.text
        if not reading.runs or not NEWBORN.search(text[:_HEAD]):
            continue
        found = next((match for pattern in _BORN_AT if (match := pattern.search(text))), None)
        code = _short_gestation(int(found[1])) if found else None
        run = _run_at(reading, reading.start + found.start()) if found else None
        if found and code and run is not None and books.tabular.is_valid(code):
            span = (reading.start + found.start(), reading.start + found.end())
            return found_by_rule(run, span, code, f"born at {found[1]} completed weeks", guideline("I.C.16.d"))
    return None


def _run_at(reading: Reading, at: int) -> WordRun | None:
    return next((run for run in reading.runs if run.statement.start <= at < run.statement.end), None)


def _short_gestation(weeks: int) -> str | None:
    """``36`` -> ``P0739``; None from 37 weeks on."""
    if weeks < 28:
        return f"P072{max(weeks - 21, 1)}"
    return f"P073{weeks - 27}" if weeks < 37 else None


def _of_preterm(candidate: Candidate) -> Candidate:
    """Jaundice of a preterm newborn is the one "associated with preterm delivery", which the classification presumes (I.A.15)."""
    if candidate.code != _JAUNDICE:
        return candidate
    why = Reason(Step.GUIDELINE, "jaundice of a preterm newborn", (guideline("I.A.15"),))
    return candidate.because(why, _OF_PRETERM)


def _of_newborn(candidate: Candidate, books: Books) -> Candidate:
    for conditions, word, code in _conditions():
        if covered(conditions, candidate.code) and books.tabular.is_valid(code) and _says(candidate, word):
            why = f"{dotted(candidate.code)} of a newborn is {dotted(code)}"
            return candidate.because(Reason(Step.GUIDELINE, why, (guideline("I.C.16.a.4"),)), code)
    return candidate


def _says(candidate: Candidate, word: str) -> bool:
    return word in candidate.mention.span.quote(candidate.run.text).lower()


@lru_cache(maxsize=1)
def _conditions() -> tuple[tuple[Patterns, str, str], ...]:
    """``newborn.txt``: conditions, the letters that their words must have, the code."""
    found = []
    for line in table_lines("newborn.txt"):
        left, right = line.split("|")[0].split(" -> ")
        codes, _, word = left.partition(" as ")
        found.append((read_patterns(codes), word, undotted(right.strip())))
    return tuple(found)
