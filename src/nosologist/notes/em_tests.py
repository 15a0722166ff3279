"""What was looked at and who was asked: tests, notes from outside, another historian, own readings, talks with others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from functools import lru_cache

from nosologist.model.document import Span
from nosologist.model.em import EmFact, EmFactKind
from nosologist.notes.em_conditions import (
    ANOTHER,
    AT_LAST_VISIT,
    BILLED,
    BY_ANOTHER,
    COLLEAGUE,
    DONE,
    PARENT,
    WITH_COLLEAGUE,
)
from nosologist.notes.em_lexicon import Word, holds, words_of
from nosologist.notes.em_statements import Said
from nosologist.notes.signs import Sought

_PARTS = (
    "ankle|foot|toe|wrist|hand|finger|elbow|forearm|shoulder|clavicle|humerus|knee|hip|pelvis|femur|tibia|leg|spine|lumbar|"
    "thoracic|cervical|neck|skull|sinus|face|facial|brain|head|chest|rib|ribs|abdomen|abdominal|pelvic|renal|kidney|thyroid|"
    "breast|carotid|liver|gallbladder|scrotal|testicular|cardiac|venous|transvaginal"
)
_PART_BEFORE = re.compile(rf"\b({_PARTS})\s+$", re.IGNORECASE)
_PART_BEHIND = re.compile(rf"^\s*(?:of )?(?:the )?(?:left |right |both )?({_PARTS})\b", re.IGNORECASE)
_BY_PART = frozenset({"x-ray", "CT", "MRI", "ultrasound"})
_NO_TEST = re.compile(
    r"^[\s-]*(?:diet|restrict|supplement|chloride|intake|clinic|machine|strips?|meter|monitors?\b|replacement|"
    r"pills?|tablets?)",
    re.IGNORECASE,
)
_DIET = re.compile(r"\blow[- ]$", re.IGNORECASE)
_REVIEWED = re.compile(r"\b(?:review(?:ed|ing)?|personally|interpreted)\b", re.IGNORECASE)
# Written out so, these may be no test: "low glucose", "cholesterol runs in the family".
_PLAIN_WORDS = frozenset(
    {"glucose", "blood sugar", "potassium", "sodium", "creatinine", "hemoglobin", "platelets", "ldl", "cholesterol", "lipids",
     "ammonia", "thyroid function", "kidney function", "renal function", "liver function", "electrolytes", "uric acid"}
)  # fmt: skip
_VALUE = re.compile(
    r"^\W*(?:(?:is|was|of|at|level|today|now|panel|profile|and|with)\W+)*"
    r"(?:\d|normal|negative|positive|elevated|low|high|unremarkable|within|stable|pending)",
    re.IGNORECASE,
)
_WITH_READING = frozenset(
    {"chest x-ray", "x-ray", "ultrasound", "EKG", "echocardiogram", "stress test", "Holter", "spirometry", "EEG", "EMG",
     "bone density", "mammogram", "CT", "MRI", "sleep study"}
)  # fmt: skip

_OWN_READING = re.compile(
    r"\bindependent(?:ly)? (?:interpret\w*|visuali[sz]\w*|read\b|review of (?:the )?(?:images?|tracing|films?))|"
    r"\bmy (?:own |independent )?(?:interpretation|read(?:ing)?)\b|\binterpreted by (?:me|myself)\b|"
    r"\bI (?:have )?(?:personally |independently )(?:reviewed|viewed|visuali[sz]ed|read|looked at|"
    r"interpreted)\b[^.;]*"
    r"\b(?:images?|imaging|tracings?|films?|scans?|strips?)\b|\bI interpreted\b",
    re.IGNORECASE,
)
_REVIEW = re.compile(r"\breview(?:ed|ing|s)?\b(?: of)?", re.IGNORECASE)
_PART_OF_LIST = re.compile(r"(?:(?!,|;|\band\b).)+", re.IGNORECASE | re.DOTALL)
_NOTE = re.compile(r"\b(?:notes?|records?|discharge summary|letters?|consult(?:ation)? report)\b", re.IGNORECASE)
_FROM = re.compile(
    r"\b(?P<who>outside|external|hospital|emergency (?:department|room)|ED|ER|urgent care|nursing (?:home|"
    r"facility)|PCP|"
    r"primary care|specialist|discharge summary|transferring \w+|referring \w+|EMS|school|(?:(?!radi)\w+(?:olog|"
    r"iatr)(?:y|ist)s?)|"
    r"surg(?:eon|ery)|other facility)\b",
    re.IGNORECASE,
)
_OWN_NOTES = re.compile(r"\b(?:my|our|own) (?:\w+ )?(?:notes?|records?)\b", re.IGNORECASE)

_TOLD = re.compile(
    rf"\b(?:history|hpi|information|collateral)(?: history)?(?: (?:is|was|were))?(?: also)? ?"
    rf"(?:obtained|provided|given|taken|supplied|per|from|by|came)\b[^.;]*?\b(?P<who>{ANOTHER})\b|"
    rf"\b(?P<whose>{ANOTHER})(?: \w+)? (?:provid|gave|giv|suppl)\w* (?:the |most of the |"
    rf"all )?(?:collateral )?history",
    re.IGNORECASE,
)
_WHY_ANOTHER = re.compile(
    r"\b(?:because|due to|unable|cannot|can't|dementia|confus\w+|nonverbal|non-verbal|age|infant|child|toddler|"
    r"intubated|sedated|"
    r"unreliable|poor historian|aphasi\w+|unresponsive|corroborat\w+|confirm\w*|collateral|delirious|altered)\b",
    re.IGNORECASE,
)
_IS_PARENT = re.compile(PARENT, re.IGNORECASE)

_TALK = re.compile(
    r"\b(?:discuss(?:ed|ion)|spoke|spoken|conferred|talked|conversation|reviewed the case|case (?:was )?reviewed)\b"
    r"(?:[^\w.;]+\w+){0,8}?[^\w.;]+(?:with|to)[^\w.;]+"
    r"(?!(?:the |our |his |her |my )*(?:patient|family|wife|husband|mother|father|parents?|son|daughter|him|her|"
    r"them|nurse)\b)"
    rf"(?P<lead>(?:[\w-]+[^\w.;]+){{0,3}}?)(?P<who>{COLLEAGUE})\b",
    re.IGNORECASE,
)
_OWN_STAFF = re.compile(r"\b(?:our|my|own|partner|colleague in (?:our|my))\b", re.IGNORECASE)

SOUGHT: Sought = {
    "test": holds("test"),
    "reading": _OWN_READING,
    "review": _REVIEW,
    "note": _NOTE,
    "told": _TOLD,
    "talk": _TALK,
}

_Why = Callable[[Said, re.Match[str]], str]  # why what was found does not count, or ""


def data_facts(statement: Said, signs: frozenset[str], counted: Set[str] = frozenset()) -> Iterator[EmFact]:
    """Everything that counts, or nearly, for the data that were reviewed and analyzed; but for tests that were counted already."""
    if statement.never_counts:
        return
    if "test" in signs:
        yield from _tests(statement, counted)
    if "reading" in signs:
        yield from _one(statement, _OWN_READING, EmFactKind.INTERPRETATION, _reading_not_counted)
    if "review" in signs and "note" in signs:
        yield from _notes(statement)
    if "told" in signs and statement.may_say(BY_ANOTHER):
        yield from _historian(statement)
    if "talk" in signs and statement.may_say(WITH_COLLEAGUE):
        yield from _one(statement, _TALK, EmFactKind.DISCUSSION, _talk_not_counted)


def _tests(statement: Said, counted: Set[str]) -> Iterator[EmFact]:
    for word in words_of("test", statement.text, statement.start, statement.end):
        before, behind = (
            statement.text[statement.start : word.span.start],
            statement.text[word.span.end : statement.end],
        )
        if _NO_TEST.match(behind) or _DIET.search(before):
            continue
        if _written(statement, word) in _PLAIN_WORDS and not (statement.says(DONE) or _VALUE.match(behind)):
            continue  # "glucose" of an assessment is a word, not a test
        name = _named(word, before, behind)
        if name not in counted:
            yield EmFact(EmFactKind.TEST, name, word.span, not_counted=_test_not_counted(statement, word))


def _written(statement: Said, word: Word) -> str:
    return word.span.quote(statement.text).lower()


def _named(word: Word, before: str, behind: str) -> str:
    """An image is named with the part of the body: of ankle and foot they are two."""
    if word.name not in _BY_PART:
        return word.name
    part = _PART_BEFORE.search(before) or _PART_BEHIND.match(behind)
    return f"{part[1].lower()} {word.name}" if part else word.name


def _test_not_counted(statement: Said, word: Word) -> str:
    why = statement.why_not(word.span)
    if why:
        return why
    if statement.says(AT_LAST_VISIT):
        return "ordered at an earlier visit, where the order counted with its review"
    if statement.is_past(word.span) and not statement.search(_REVIEWED):
        return "of an earlier visit"
    if word.name in _WITH_READING and statement.says(BILLED):
        return "read and billed by the same professional"
    if not are_of_today(statement):
        return "listed; the note does not say that it was ordered or reviewed today"
    return ""


def are_of_today(statement: Said) -> bool:
    """True where the tests of a statement may count: it, or its heading, says that they were ordered or reviewed today."""
    return statement.is_of_today or statement.says(DONE) or _is_done(statement.heading)


@lru_cache(maxsize=1_000)
def _is_done(heading: str) -> bool:
    return DONE.pattern.search(heading) is not None


def _one(statement: Said, pattern: re.Pattern[str], kind: EmFactKind, not_counted: _Why) -> Iterator[EmFact]:
    match = statement.search(pattern)
    if match:
        name = match.groupdict().get("who") or kind.value
        why = statement.why_not(Span(*match.span())) or not_counted(statement, match)
        yield EmFact(kind, name.lower(), Span(*match.span()), not_counted=why)


def _reading_not_counted(statement: Said, match: re.Match[str]) -> str:
    return "read and billed by the same professional" if statement.says(BILLED) else ""


def _talk_not_counted(statement: Said, match: re.Match[str]) -> str:
    if _OWN_STAFF.search(match["lead"]):
        return "with somebody of the same group"
    return "of an earlier visit" if statement.is_past(Span(*match.span())) else ""


def _notes(statement: Said) -> Iterator[EmFact]:
    """Each note from outside of a list: "reviewed the discharge summary and the cardiology note"."""
    verb = statement.search(_REVIEW)
    if verb is None:
        return
    for part in _PART_OF_LIST.finditer(statement.text, verb.end(), statement.end):
        what = _NOTE.search(statement.text, part.start(), part.end())
        if what is None:
            continue
        source = _FROM.search(statement.text, part.start(), part.end())
        span = Span(source.start() if source and source.start() < what.start() else what.start(), what.end())
        why = statement.why_not(span)
        if not why and _OWN_NOTES.search(statement.text, part.start(), part.end()):
            why = "the professional's own notes"
        elif not why and source is None:
            why = "not said to be from outside"
        name = source["who"] if source else what[0]
        yield EmFact(EmFactKind.OUTSIDE_NOTE, name.lower(), span, not_counted=why)


def _historian(statement: Said) -> Iterator[EmFact]:
    match = statement.search(_TOLD)
    if match is None:
        return
    who = match["who"] or match["whose"]
    needed = _IS_PARENT.search(who) or statement.search(_WHY_ANOTHER)
    why = "" if needed else "the note does not say why the patient could not tell it alone"
    yield EmFact(EmFactKind.HISTORIAN, who.lower(), Span(*match.span()), not_counted=why)
