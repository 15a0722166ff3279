"""Measure: codes of documented measures beside the diagnosis that calls for them (I.B.14, I.C.5.b.5, I.C.16.d, I.C.18.e, I.C.18.i).

Body mass index beside a weight diagnosis, coma scale beside an injury of the brain, stroke
scale beside an infarction, blood alcohol beside an alcohol disorder,
birth weight of a newborn whose weight is low.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from nosologist.codesets.library import Books
from nosologist.codesets.terms import Term
from nosologist.coding.draft import Candidate, Draft, guideline
from nosologist.coding.tables import Patterns, covered, read_patterns
from nosologist.model.assignment import Reason, Step
from nosologist.model.code import dotted
from nosologist.model.document import Span
from nosologist.model.encounter import Encounter
from nosologist.model.mention import Assertion, Mention

_ADULT_BODY_MASS = "Body mass index"
_ADULT = 20  # years; below that the body mass index is given as a percentile
_ALCOHOL_LIMITS = (20, 40, 60, 80, 100, 120, 200, 240)  # mg/100 ml, lower limits of Y90.1 to Y90.8
_GRAMS = (  # upper limits of birth weight and the codes of P07.0 and P07.1 (I.C.16.d)
    (500, "P0701"),
    (750, "P0702"),
    (1000, "P0703"),
    (1250, "P0714"),
    (1500, "P0715"),
    (1750, "P0716"),
    (2000, "P0717"),
    (2500, "P0718"),
)


@dataclass(frozen=True, slots=True)
class _Measure:
    """A measure as notes write it, the diagnoses that call for its code, and the code of a value."""

    name: str
    category: str
    written: re.Pattern[str]
    called_for_by: Patterns
    code: Callable[[re.Match[str]], str | None]
    locator: str
    says_more: bool = False  # than the code to which the Index leads


def measure(draft: Draft, encounter: Encounter, books: Books) -> Draft:
    """Add the codes of documented measures that a coded diagnosis calls for."""
    candidates = tuple(_weighed(candidate, books) for candidate in draft.candidates)
    for kind in _MEASURES:
        if kind.name == _ADULT_BODY_MASS and encounter.age is not None and encounter.age < _ADULT:
            continue
        caller = next((candidate for candidate in candidates if covered(kind.called_for_by, candidate.code)), None)
        named = any(candidate.code.startswith(kind.category) for candidate in candidates)
        if caller is None or (named and not kind.says_more):
            continue
        added = _added(kind, caller, encounter, books)
        if added is not None:
            candidates = (*(one for one in candidates if not one.code.startswith(kind.category)), added)
    return draft.passing(candidates)


def _added(kind: _Measure, caller: Candidate, encounter: Encounter, books: Books) -> Candidate | None:
    for found in _nearest_first(kind.written.finditer(caller.run.text), caller):
        code = kind.code(found)
        if code is None or not books.tabular.is_valid(code):
            continue
        if encounter.place(Span(*found.span())).document.about.is_earlier:
            continue
        term = Term((kind.name,), kind.category, None, "index", frozenset())
        mention = Mention(
            (Span(*found.span()),), kind.name, Assertion(), caller.mention.section, caller.mention.statement
        )
        why = f"{kind.name.lower()} {found[1]} beside {dotted(caller.code)}"
        reason = Reason(Step.GUIDELINE, why, (guideline(kind.locator),))
        return Candidate(mention, code, term, caller.run, caller.positions, 0, (reason,))
    return None


def _nearest_first(found: Iterable[re.Match[str]], caller: Candidate) -> list[re.Match[str]]:
    """The values in the order of the record, but first what the diagnosis itself states: "BMI 35 ... obesity, BMI 36"."""
    stated = caller.run.statement
    return sorted(found, key=lambda one: not stated.start <= one.start() < stated.end)


def _weighed(candidate: Candidate, books: Books) -> Candidate:
    """A newborn's low weight by the grams that the record states."""
    if candidate.code not in ("P0700", "P0710"):
        return candidate
    found = _BIRTH_WEIGHT.search(candidate.run.text)
    code = _birth_weight(found) if found else None
    if found is None or code is None or not books.tabular.is_valid(code):
        return candidate
    mention = replace(candidate.mention, spans=(Span(*found.span()),))
    reason = Reason(Step.GUIDELINE, f"birth weight {found[1]} g", (guideline("I.C.16.d"),))
    return replace(candidate, more=(*candidate.more, mention)).because(reason, code)


def _exfoliation(found: re.Match[str]) -> str:
    """``12`` percent -> ``L491``."""
    return f"L49{min(int(found[1]) // 10, 9)}"


def _body_mass(found: re.Match[str]) -> str:
    """``32.4`` -> ``Z6832``; one code for each unit from 20 to 39, ranges outside."""
    index = float(found[1])
    if index < 20:
        return "Z681"
    if index < 40:
        return f"Z68{int(index)}"
    limits = ((45, "Z6841"), (50, "Z6842"), (60, "Z6843"), (70, "Z6844"))
    return next((code for limit, code in limits if index < limit), "Z6845")


def _body_mass_for_age(found: re.Match[str]) -> str | None:
    """A child's percentile; from the 99th on the code depends on how far it is above the 95th, which is not said."""
    percentile = int(found[1])
    limits = ((5, "Z6851"), (85, "Z6852"), (95, "Z6853"), (99, "Z6854"))
    return next((code for limit, code in limits if percentile < limit), None)


def _birth_weight(found: re.Match[str]) -> str | None:
    grams = int(found[1].replace(",", ""))
    return next((code for limit, code in _GRAMS if 0 < grams < limit), None)


def _stroke_scale(found: re.Match[str]) -> str:
    return f"R297{int(found[1]):02d}"


def _coma_scale(found: re.Match[str]) -> str | None:
    """The total score, by when it was taken: in the field, at arrival, or not said. The best score tells of no coma."""
    score = int(found[1])
    if not 3 <= score < 15:
        return None
    around = found.string[found.start() : found.end() + 25].lower()
    time = (
        "1" if re.search(r"scene|field|ems", around) else "2" if re.search(r"arrival|in (?:the )?ed\b", around) else "0"
    )
    return f"R4024{3 if score <= 8 else 2 if score <= 12 else 1}{time}"


def _blood_alcohol(found: re.Match[str]) -> str | None:
    level = float(found[1])
    if found[2] is None and level < _ALCOHOL_LIMITS[0]:
        return None  # "EtOH: 2 beers"
    if found[2] == "%":
        level *= 1000  # grams in 100 ml
    return f"Y90{bisect_right(_ALCOHOL_LIMITS, level)}"


_BIRTH_WEIGHT = re.compile(
    r"\b(?:BW|birth ?weight|weight|weighing|wt)\b[^\d\n]{0,15}(\d,?\d{3}|\d{3})\s?g(?:rams?|m)?\b", re.IGNORECASE
)
_MEASURES = (
    _Measure(
        "Birth weight",
        "P071",
        re.compile(
            r"\b(?:(?:BW|birth ?weight)\b[^\d\n]{0,15}|(?:born|delivered|infant)\b[^.;\n]{0,60}?[ (])"
            r"(\d,?\d{3}|\d{3})\s?g(?:rams?|m)?\b",
            re.IGNORECASE,
        ),
        read_patterns("P07.2, P07.3"),  # a preterm newborn has a code for both, where both are recorded
        _birth_weight,
        "I.C.16.d",
    ),
    _Measure(
        _ADULT_BODY_MASS,
        "Z68",
        re.compile(r"\b(?:BMI|body mass index)\b[^\d\n]{0,12}?(\d{2}(?:\.\d{1,2})?)(?!\d|\s?%|\s?th\b)", re.IGNORECASE),
        read_patterns("E66, E40-E46, R63.0, R63.4-R63.6, E88.A, F50, O99.21"),
        _body_mass,
        "I.B.14",
    ),
    _Measure(
        "Body mass index for age",
        "Z68",
        re.compile(
            r"\b(?:BMI|body mass index)\b[^\n]{0,40}?(?<![\d.])(\d{1,2})(?:\.\d+)?\s?(?:st|nd|rd|th)?\s?"
            r"(?:percentile|%\s?ile|%tile|%)",
            re.IGNORECASE,
        ),
        read_patterns("E66, E40-E46, R63.0, R63.4-R63.6, F50"),
        _body_mass_for_age,
        "I.B.14",
    ),
    _Measure(
        "Stroke scale",
        "R297",
        re.compile(r"\b(?:NIHSS|NIH stroke scale)\b[^\d\n]{0,25}(\d{1,2})\b", re.IGNORECASE),
        read_patterns("I63"),
        _stroke_scale,
        "I.C.18.i",
    ),
    _Measure(
        "Coma scale",
        "R4024",
        re.compile(
            r"\b(?:GCS|Glasgow(?: coma)?(?: scale)?(?: score)?)\b(?:\s+(?:of|is|was|score))*[ :=]*(\d{1,2})\b(?!\s?-)",
            re.IGNORECASE,
        ),
        read_patterns("S06"),
        _coma_scale,
        "I.C.18.e",
        says_more=True,  # when the score was taken
    ),
    _Measure(
        "Exfoliation",
        "L49",
        re.compile(r"\b(\d{1,3})\s?%\s(?:T?BSA|(?:total )?body surface(?: area)?)\b", re.IGNORECASE),
        read_patterns("L51, L00"),
        _exfoliation,
        "I.A.17",
    ),
    _Measure(
        "Blood alcohol level",
        "Y90",
        re.compile(
            r"\b(?:BAL|BAC|Et[Oo]H|ethanol|blood alcohol(?: level| content| concentration)?|"
            r"alcohol level)\b(?:\s+(?:level|of|is|was))*[ :=]*"
            r"(\d{1,3}(?:\.\d{1,3})?)\b\s?(?:(mg(?:/|\s)|%)|(?!\s?(?:oz|ounces?|beers?|drinks?|g\b|ml\b|units?|/|x\b|times|-)))",
        ),
        read_patterns("F10, T51.0"),
        _blood_alcohol,
        "I.C.5.b.5",
    ),
)
