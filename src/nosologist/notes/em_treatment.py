"""What was decided today: drugs, operations, admission, resuscitation, and what of the patient's life limits care."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.model.document import SectionKind, Span
from nosologist.model.em import EmFact, EmFactKind, EmGrade
from nosologist.notes.em_conditions import ALLERGIC
from nosologist.notes.em_lexicon import Word, holds, words_of
from nosologist.notes.em_statements import Said
from nosologist.notes.signs import Sought

_MANAGED = re.compile(
    r"\b(?:continu\w*|start\w*|stop\w*|increas\w*|decreas\w*|reduc\w*|refill\w*|prescri\w*|switch\w*|chang\w*|"
    r"add(?:ed|ing)?|taper\w*|"
    r"titrat\w*|resum\w*|hold|held|discontinu\w*|beg[iau]n\w*|initiat\w*|giv(?:e|en|ing)|treat\w*|renew\w*|rx|"
    r"iv|complet\w*|trial|"
    r"restart\w*|transition\w*|offer\w*|daily|bid|tid|qid|twice|nightly|weekly|every)\b|\d\s*(?:mg|mcg|g|units?|"
    r"ml|puffs?)\b",
    re.IGNORECASE,
)
_DOSED = re.compile(
    r"\b(?P<drug>[A-Za-z][a-z-]{4,})\s+\d+(?:\.\d+)?\s*(?:mg|mcg|units?)\b(?!\s*/\s*(?:d?l|ml|mol|g\b))", re.IGNORECASE
)
_NO_DRUG = frozenset(
    {"about", "above", "another", "around", "below", "daily", "decrease", "every", "increase", "level", "least", "medication",
     "reduce", "taking", "times", "under", "using", "value",
     "reduced", "increased", "total", "dosed", "dosage", "tablet", "tablets"}
)  # fmt: skip
_STRONG_DOSE = re.compile(r"\bprescri\w*|\brx\b|\b(?:ibuprofen|motrin|advil)\s+[68]00|\bnaproxen\s+500", re.IGNORECASE)
_MONITOR = re.compile(r"\btoxic\w*|\bmonitor\w*", re.IGNORECASE)
_LEVEL = re.compile(r"\b(?:level|trough|labs?)\b", re.IGNORECASE)
_ROUTE = re.compile(
    r"\b(?:iv|intravenous(?:ly)?|im|intramuscular(?:ly)?|subcutaneous(?:ly)?|drip|infusion|push|pca)\b", re.IGNORECASE
)
_ROUTE_REACH = 25  # characters between a drug and its way in
_DECIDED = re.compile(
    r"\b(?:deci(?:ded|sion)|schedul\w*|proceed\w*|consent\w*|will (?:undergo|have|perform|do)|"
    r"plan(?:ned)? (?:for|is)|to (?:the )?OR\b|"
    r"emergen\w*|urgent\w*|take to|elective)\b",
    re.IGNORECASE,
)
_MINOR_DONE = re.compile(r"\b(?:today|perform\w*|done|underwent|was made)\b", re.IGNORECASE)
_DECIDED_OR_DONE = re.compile(f"{_DECIDED.pattern}|{_MINOR_DONE.pattern}", re.IGNORECASE)
_REFERRED = re.compile(r"\b(?:refer\w*|evaluat\w* for|opinion|candidate)\b", re.IGNORECASE)
_RISKY = re.compile(
    r"\b(?:high|increased|elevated|higher|significant|added|substantial)[- ](?:\w+[- ]){0,2}risk|"
    r"\brisk factors? (?:include|such as|are)|"
    r"\brisk factors?:|\bdespite (?:the )?risks?",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(r"\b(?:emergen(?:t|cy|tly)|urgent(?:ly)?|stat|immediate(?:ly)?)\b", re.IGNORECASE)
_ADMISSION = re.compile(
    r"\b(?:admit\b(?! (?:to )?(?:drink|us|smok))|admitting to|(?:will be|being|is) admitted|"
    r"admitted to (?:the )?(?!hospital (?:in|last))\w+|"
    r"admission (?:to|for|is)|requires? (?:admission|hospitali[sz]ation)|hospitali[sz]e\b|(?:place|"
    r"placed) (?:in|under) observation|"
    r"(?:transfer|transferred|upgrade|upgraded) to (?:the )?(?:icu|intensive care|step-?down|higher level)|"
    r"escalat\w+ (?:of )?care|"
    r"decision (?:regarding|about|for|against|on) (?:hospitali[sz]ation|admission)|"
    r"considered (?:admission|hospitali[sz]ation|admitting))",
    re.IGNORECASE,
)
_NO_RESUSCITATION = re.compile(
    r"\b(?:dnr|dni|do[- ]not[- ]resuscitate|comfort (?:care|measures)|hospice|withdraw\w* (?:of )?(?:care|"
    r"life support)|"
    r"de-?escalat\w+ (?:of )?care)\b",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(?:chang\w*|deci(?:ded|sion)|agreed|elect\w*|transition\w*|made|opted|wish\w*)\b", re.IGNORECASE
)
_PROGNOSIS = re.compile(r"\b(?:prognosis|terminal|futil\w*|end[- ]of[- ]life|dying|incurable)\b", re.IGNORECASE)
_NEED = re.compile(
    r"\b(?:homeless\w*|(?:cannot|can't|can not|unable to|could not) afford|uninsured|no insurance|lost (?:his|"
    r"her|their) insurance|"
    r"food insecur\w*|(?:no|lack of|without) (?:reliable )?transport\w*|unstable housing|unsafe (?:home|"
    r"housing)|illitera\w+|"
    r"low (?:health )?literacy|financial (?:\w+ )?(?:strain|hardship|difficult\w+)|the cost)\b",
    re.IGNORECASE,
)
_LIMITS = re.compile(
    r"\b(?:limit\w*|prevent\w*|barriers?|complicat\w*|interfer\w*|impossible|so (?:he|she|they|we)|therefore|"
    r"skip\w*|ration\w*|"
    r"not taking|missed|unable to (?:take|fill|keep|get|attend|store)|cannot (?:take|fill|keep|get|attend|store))\b",
    re.IGNORECASE,
)
_SHARED = re.compile(r"\bsplit[ /-]*(?:or )?shared\b|\bshared visit\b|\bsubstantive portion\b", re.IGNORECASE)

_DRUGS = ("prescription", "over the counter", "dosed")
_SURGERY = ("major surgery", "minor surgery")
_GROUPS = ("prescription", "over the counter", "toxic", "controlled", *_SURGERY)  # of the lexicon
SOUGHT: Sought = {
    **{group: holds(group) for group in _GROUPS},
    "dosed": _DOSED,
    "shared": _SHARED,
    "need": _NEED,
    "admission": _ADMISSION,
    "resuscitation": _NO_RESUSCITATION,
}


def treatment_facts(said: tuple[Said, ...], place: int, signs: frozenset[str]) -> Iterator[EmFact]:
    """Everything that counts, or nearly, for the risk of what one of the statements decides."""
    statement = said[place]
    if "shared" in signs and (match := statement.search(_SHARED)):
        yield EmFact(EmFactKind.SHARED, match[0].lower(), Span(*match.span()))
    if "need" in signs:
        yield from _social(statement)
    if statement.is_of_today:
        yield from _decided_today(said, place, signs)
    elif "prescription" in signs:
        yield from _listed_drugs(statement)


def _decided_today(said: tuple[Said, ...], place: int, signs: frozenset[str]) -> Iterator[EmFact]:
    """What a statement of the visit's own assessment and plan decides."""
    statement = said[place]
    if not signs.isdisjoint(_DRUGS):
        yield from _drugs(statement, signs)
    if "toxic" in signs:
        yield from _toxic(statement, _around(said, place))
    if "controlled" in signs:
        yield from _parenteral(statement)
    if not signs.isdisjoint(_SURGERY):
        yield from _surgery(statement, signs, _around(said, place))
    if "admission" in signs:
        yield from _phrase(statement, _ADMISSION, EmFactKind.HOSPITALIZATION)
    if "resuscitation" in signs:
        yield from _resuscitation(statement)


def _around(said: tuple[Said, ...], place: int) -> list[Said]:
    """A statement with those of its problem right before and behind it."""
    return [one for one in said[max(0, place - 1) : place + 2] if one.block == said[place].block]


def _listed_drugs(statement: Said) -> Iterator[EmFact]:
    """The list of drugs, carried from note to note: told, so that a reader sees why it counts for nothing."""
    if statement.section is SectionKind.MEDICATIONS:
        for word in words_of("prescription", statement.text, statement.start, statement.end):
            yield EmFact(
                EmFactKind.PRESCRIPTION, word.name, word.span, EmGrade.MODERATE,
                "only in the list of drugs; the assessment and plan decide nothing about it",
            )  # fmt: skip


def _words(group: str, statement: Said, signs: frozenset[str]) -> list[Word]:
    """The words of a group in a statement that may hold one."""
    return list(words_of(group, statement.text, statement.start, statement.end)) if group in signs else []


def _drugs(statement: Said, signs: frozenset[str]) -> Iterator[EmFact]:
    over_the_counter = {word.span: word for word in _words("over the counter", statement, signs)}
    strong = bool(over_the_counter) and statement.search(_STRONG_DOSE) is not None
    for span, word in over_the_counter.items():
        why = _drug_not_counted(statement, word, needs_management=False)
        if strong and not word.name.startswith(("otc", "over")):
            yield EmFact(EmFactKind.PRESCRIPTION, word.name, span, EmGrade.MODERATE, why)
        else:
            yield EmFact(EmFactKind.OVER_THE_COUNTER, word.name, span, EmGrade.LOW, why)
    named = _words("prescription", statement, signs)
    tests = [word.span for word in _words("test", statement, signs)]
    known = [*tests, *over_the_counter, *(word.span for word in named)]
    for word in (*named, *(_by_dose(statement, known) if "dosed" in signs else ())):
        if not any(span.start <= word.span.start < span.end for span in over_the_counter):
            why = _drug_not_counted(statement, word, needs_management=statement.section is not SectionKind.PLAN)
            yield EmFact(EmFactKind.PRESCRIPTION, word.name, word.span, EmGrade.MODERATE, why)


def _by_dose(statement: Said, known: list[Span]) -> Iterator[Word]:
    """Drugs that no list has, known by the dose behind them: "apremilast 30 mg"."""
    for match in _DOSED.finditer(statement.text, statement.start, statement.end):
        span = Span(*match.span("drug"))
        if match["drug"].lower() not in _NO_DRUG and not any(a.start < span.end and span.start < a.end for a in known):
            yield Word(match["drug"].lower(), None, span)


def _drug_not_counted(statement: Said, word: Word, *, needs_management: bool) -> str:
    why = statement.why_not(word.span)
    if why:
        return why
    if statement.says(ALLERGIC):
        return "an allergy"
    if statement.is_left_to_others:
        return "managed by somebody else"
    if statement.is_past(word.span):
        return "of an earlier time"
    if needs_management and not statement.search(_MANAGED):
        return "named; the note decides nothing about it"
    return ""


def _toxic(statement: Said, around: list[Said]) -> Iterator[EmFact]:
    """A drug that harms, and a test in the same place that looks for the harm."""
    text, start, end = statement.text, around[0].start, around[-1].end
    if not _MONITOR.search(text, start, end):
        return
    tested = next(words_of("test", text, start, end), None) or _LEVEL.search(text, start, end)
    for word in words_of("toxic", text, statement.start, statement.end):
        if tested and not statement.is_left_to_others and not statement.is_past(word.span):
            yield EmFact(EmFactKind.TOXICITY, word.name, word.span, EmGrade.HIGH)


def _parenteral(statement: Said) -> Iterator[EmFact]:
    for word in words_of("controlled", statement.text, statement.start, statement.end):
        near = statement.text[
            max(statement.start, word.span.start - _ROUTE_REACH) : min(statement.end, word.span.end + _ROUTE_REACH)
        ]
        if _ROUTE.search(near):
            why = statement.why_not(word.span)
            yield EmFact(EmFactKind.PARENTERAL, word.name, word.span, EmGrade.HIGH, why)


def _surgery(statement: Said, signs: frozenset[str], around: list[Said]) -> Iterator[EmFact]:
    major, minor = (_words(group, statement, signs) for group in _SURGERY)
    risky = bool(major or minor) and any(_affirmed(other, _RISKY) for other in around)
    at_once = bool(major) and statement.search(_AT_ONCE) is not None
    for word in major:
        why = _surgery_not_counted(statement, word, _DECIDED)
        grade = EmGrade.HIGH if at_once or risky else EmGrade.MODERATE
        how = "emergency major" if at_once else "elective major, with risk factors" if risky else "elective major"
        yield EmFact(EmFactKind.SURGERY, f"{how}: {word.name}", word.span, grade, why)
    for word in minor:
        in_plan = statement.section is SectionKind.PLAN
        why = _surgery_not_counted(statement, word, None if in_plan else _DECIDED_OR_DONE)
        grade, how = (EmGrade.MODERATE, "minor, with risk factors") if risky else (EmGrade.LOW, "minor")
        yield EmFact(EmFactKind.SURGERY, f"{how}: {word.name}", word.span, grade, why)


def _surgery_not_counted(statement: Said, word: Word, decided: re.Pattern[str] | None) -> str:
    why = statement.why_not(word.span)
    if why:
        return why
    if statement.search(_REFERRED):
        return "referred; the decision is another's"
    if statement.is_past(word.span):
        return "of an earlier time"
    if decided is not None and not statement.search(decided):
        return "named; no decision is stated"
    return ""


def _affirmed(statement: Said, pattern: re.Pattern[str]) -> bool:
    match = statement.search(pattern)
    return match is not None and not statement.is_denied(Span(*match.span()))


def _phrase(statement: Said, pattern: re.Pattern[str], kind: EmFactKind) -> Iterator[EmFact]:
    match = statement.search(pattern)
    if match:
        span = Span(*match.span())
        why = statement.why_not(span)
        if not why and statement.is_past(span):
            why = "of an earlier time"
        yield EmFact(kind, " ".join(match[0].lower().split()), span, EmGrade.HIGH, why)


def _resuscitation(statement: Said) -> Iterator[EmFact]:
    match = statement.search(_NO_RESUSCITATION)
    if match is None:
        return
    decided = statement.search(_CHANGED) and statement.search(_PROGNOSIS)
    why = "" if decided else "a status; no decision because of a poor prognosis is stated"
    yield EmFact(EmFactKind.RESUSCITATION, match[0].lower(), Span(*match.span()), EmGrade.HIGH, why)


def _social(statement: Said) -> Iterator[EmFact]:
    match = statement.search(_NEED)
    if match is None:
        return
    span = Span(*match.span())
    why = statement.why_not(span)
    if not why and not statement.search(_LIMITS):
        why = "the note does not say that it limits diagnosis or treatment"
    yield EmFact(EmFactKind.SOCIAL_LIMIT, match[0].lower(), span, EmGrade.MODERATE, why)
