"""The problems that a visit addressed, from the coder's own result: their kind by code, their course by the note's words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from nosologist.coding.tables import Patterns, covered, read_patterns, table_lines
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import SectionKind, Span
from nosologist.model.em import EmElement, EmFact, EmGrade, EmProblem
from nosologist.model.mention import Certainty, Experiencer, Polarity
from nosologist.notes.em_statements import Said
from nosologist.notes.statements import StatementKind

_WITH_SEVENTH = 7  # characters
_DIABETES = read_patterns("E08-E13")
_STABLE = re.compile(
    r"\b(?:stable|(?:well[- ])?controlled|at (?:goal|target)|unchanged|doing well|asymptomatic|in remission|"
    r"no change|"
    r"improv(?:ed|ing)|better|normalized|quiescent)\b",
    re.IGNORECASE,
)
_WORSE = re.compile(
    r"\b(?:(?:not|poorly|inadequately) (?:well )?controlled|uncontrolled|not (?:yet )?(?:at|to) (?:goal|target)|"
    r"above (?:goal|target)|"
    r"worsen(?:ing|ed)|worse|exacerbat(?:ion|ed)|flar(?:e|ing|e-up)|progress(?:ing|ion|ed|ive)|decompensat\w+|"
    r"deteriorat\w+|"
    r"suboptimal\w*|inadequate(?:ly)?|not improv(?:ing|ed)|(?:failed|refractory|side effects? (?:of|from))|"
    r"relapse\w*|out of control)\b",
    re.IGNORECASE,
)
_SEVERE = re.compile(
    r"\bsevere(?:ly)? (?:\w+ )?(?:exacerbat\w*|flare|progression|decompensat\w*|worsen\w*)|\b(?:exacerbation|"
    r"flare)[ ,]+severe\b|"
    r"\bseverely (?:worse|uncontrolled)",
    re.IGNORECASE,
)
_THREAT = re.compile(
    r"\b(?:life[- ]threatening|threat to (?:life|limb|organ|bodily function)|limb[- ]threatening|critically ill|"
    r"imminent (?:danger|risk)|"
    r"suicid(?:al|e)\b|homicidal|overdose|septic shock)",
    re.IGNORECASE,
)
_CHRONIC = re.compile(r"\bchronic\b|\blong-?standing\b|\bfor (?:many )?years\b", re.IGNORECASE)
_SYSTEMIC = re.compile(r"\b(?:fevers?|febrile|rigors?|systemic|tachycardi\w+|hypotensi\w+|vomiting)\b", re.IGNORECASE)
_UNCLEAR = re.compile(
    r"\b(?:(?:unclear|uncertain|unknown|undetermined|undiagnosed) (?:etiology|cause|diagnosis|origin)|"
    r"etiology (?:is )?(?:unclear|uncertain|"
    r"unknown)|differential|concern(?:ing|ed)? for|suspicious for|suspicion (?:of|for)|rule out|r/o|malignan\w+|"
    r"cancer)\b",
    re.IGNORECASE,
)
_WITHOUT_SECTIONS = frozenset({SectionKind.NARRATIVE})
_ASSESSED = frozenset(
    {SectionKind.ASSESSMENT, SectionKind.DIAGNOSES, SectionKind.PLAN, SectionKind.COURSE, SectionKind.DISPOSITION}
)
_UNCERTAIN_IN_PLAIN_WORDS = "an uncertain diagnosis; addressed, though not coded"


@lru_cache(maxsize=1)
def _kinds() -> tuple[tuple[str, Patterns], ...]:
    lines = (line.partition(" = ") for line in table_lines("em_problems.txt"))
    return tuple((kind, read_patterns(codes)) for kind, _, codes in lines)


def _kind(codes: Iterable[str]) -> str:
    """The gravest kind of some codes; kinds stand in the table in that order, "no problem" aside."""
    kinds = [
        "acute"
        if _is_healing(code)
        else next((kind for kind, patterns in _kinds() if covered(patterns, code)), "acute")
        for code in codes
    ]
    order = [kind for kind, _ in _kinds()] + ["acute"]
    graver = [kind for kind in kinds if kind != "no problem"]
    return min(graver, key=order.index) if graver else "no problem"


def _is_healing(code: str) -> bool:
    """True for an injury in routine aftercare (7th character D) or its sequela (S)."""
    return len(code) == _WITH_SEVENTH and code[0] in "ST" and code[-1] in "DS"


def addressed_problems(coded: CodedEncounter, said: tuple[Said, ...]) -> tuple[EmProblem, ...]:
    """The problems of the assessment, each once, the named but not addressed ones with their reason."""
    has_sections = any(statement.section in _ASSESSED for statement in said)
    places = [one for one in said if one.section in (_ASSESSED if has_sections else _WITHOUT_SECTIONS)]
    named = _named(coded, places)
    blocks = [{one.block for span in spans for one in places if _holds(one, span)} for _, _, spans in named]
    has_plan = any(one.section is SectionKind.PLAN for one in said)
    return tuple(
        _problem(title, codes, spans, named, places, alone=len(named) == 1 or has_plan, shared=_is_shared(at, blocks))
        for at, (title, codes, spans) in enumerate(named)
    )


_Named = tuple[str, tuple[str, ...], tuple[Span, ...]]


def _named(coded: CodedEncounter, places: list[Said]) -> list[_Named]:
    """(title, undotted codes, evidence in the assessment) of each problem: codes on the same words are one problem."""
    found: list[_Named] = []
    for assignment in coded.assignments:
        spans = tuple(span for span in assignment.evidence if any(_holds(one, span) for one in places))
        if spans and _kind([assignment.code.value]) != "no problem":
            _add(found, (assignment.title, (assignment.code.value,), spans))
    taken = [span for _, _, spans in found for span in spans]
    for entry in coded.not_coded:
        says = entry.mention.assertion if entry.mention else None
        is_open = says and says.certainty is Certainty.UNCERTAIN and says.polarity is Polarity.AFFIRMED
        if not is_open or says is None or says.experiencer is not Experiencer.PATIENT:
            continue
        place = next((one for one in places if _holds(one, entry.span)), None)
        if place and not any(_holds(one, span) for span in taken for one in places if one.block == place.block):
            _add(found, (entry.span.quote(place.text), (), (entry.span,)))
            taken.append(entry.span)
    return found


def _add(found: list[_Named], new: _Named) -> None:
    title, codes, spans = new
    for at, (known_title, known_codes, known_spans) in enumerate(found):
        overlap = any(a.start < b.end and b.start < a.end for a in spans for b in known_spans)
        both_diabetes = bool(codes and known_codes) and all(
            covered(_DIABETES, code) for code in (*codes, known_codes[0])
        )
        if overlap or both_diabetes:
            found[at] = (known_title, (*known_codes, *codes), tuple(sorted({*known_spans, *spans})))
            return
    found.append((title, codes, spans))


def _holds(statement: Said, span: Span) -> bool:
    return statement.start <= span.start < statement.end


def _is_shared(at: int, blocks: list[set[int]]) -> bool:
    return any(blocks[at] & other for number, other in enumerate(blocks) if number != at)


def _problem(
    title: str,
    codes: tuple[str, ...],
    spans: tuple[Span, ...],
    named: list[_Named],
    places: list[Said],
    *,
    alone: bool,
    shared: bool,
) -> EmProblem:
    own = [one for one in places if any(_holds(one, span) for span in spans)]
    block = own if shared else [one for one in places if one.block in {other.block for other in own}]
    kind = _kind(codes) if codes else "uncertain"
    nature, grade, reason = _graded(kind, _Words(block, spans, [s for _, _, all_ in named for s in all_]))
    dotted = tuple(code if len(code) < 4 else f"{code[:3]}.{code[3:]}" for code in codes)
    if not codes:
        reason = f"{reason}; {_UNCERTAIN_IN_PLAIN_WORDS}"
    return EmProblem(title, dotted, spans, nature, grade, reason, _not_addressed(own, block, spans, alone=alone))


def _not_addressed(own: list[Said], block: list[Said], spans: tuple[Span, ...], *, alone: bool) -> str:
    if any(one.is_left_to_others for one in own) and not any(_decides(one) for one in block):
        return "left to another professional; nothing of today is stated"
    bare = all(one.kind is StatementKind.TITLE and len(one.words.split()) <= _longest(one, spans) for one in block)
    if bare and not alone:
        return "listed; the note states no evaluation or treatment of it"
    return ""


def _decides(statement: Said) -> bool:
    return (
        re.search(r"\b(?:start|increase|decrease|stop|refill|order|check)", statement.words, re.IGNORECASE) is not None
    )


def _longest(statement: Said, spans: tuple[Span, ...]) -> int:
    """Words of a bare title: those of its evidence, and one more."""
    return 1 + sum(len(span.quote(statement.text).split()) for span in spans if _holds(statement, span))


class _Words:
    """What the note says of one problem: in its statements, and where these name several problems, nearest to it."""

    def __init__(self, block: list[Said], spans: tuple[Span, ...], all_spans: list[Span]) -> None:
        self._block, self._spans, self._all = block, spans, all_spans

    def say(self, pattern: re.Pattern[str]) -> bool:
        """True where a word stands for this problem and is not denied."""
        return any(
            self._is_mine(one, match.start(), match.end())
            for one in self._block
            for match in pattern.finditer(one.text, one.start, one.end)
            if not one.is_denied(Span(*match.span()))
        )

    def _is_mine(self, statement: Said, start: int, end: int) -> bool:
        here = sorted(span for span in self._all if _holds(statement, span))
        if not any(span not in self._spans for span in here):
            return True
        if re.search(r"\b(?:both|all)\b\W*$", statement.text[statement.start : start], re.IGNORECASE):
            return True
        over = [span for span in here if span.start <= start < span.end]
        ahead = [span for span in here if 0 <= span.start - end <= 1]  # "worsening COPD"
        before = [span for span in here if span.end <= start]
        nearest = (over or ahead or before[-1:] or here[:1])[0]
        return nearest in self._spans


def _graded(kind: str, words: _Words) -> tuple[str, EmGrade, str]:
    """(nature, how far it reaches, why) by the kind of the codes and the words of the note."""
    worse = words.say(_WORSE)
    stable = words.say(_STABLE)
    if kind == "threat" and not (stable and not worse):
        return "threat to life or function", EmGrade.HIGH, "the diagnosis is a threat to life or bodily function"
    if words.say(_THREAT):
        return "threat to life or function", EmGrade.HIGH, "the note states a threat to life or bodily function"
    if words.say(_SEVERE) or (kind == "severe exacerbation" and words.say(re.compile(r"\bsevere", re.IGNORECASE))):
        return "chronic, severely exacerbated", EmGrade.HIGH, "a severe exacerbation is stated"
    chronic = kind in ("chronic", "exacerbated", "severe exacerbation") or words.say(_CHRONIC)
    if chronic:
        if worse or (kind != "chronic" and kind in ("exacerbated", "severe exacerbation")):
            return "chronic, not stable", EmGrade.MODERATE, "a chronic problem that is worse or not at its goal"
        said = "stated stable" if stable else "nothing stated that it is worse"
        return "stable chronic", EmGrade.LOW, f"a chronic problem, {said}"
    return _acute(kind, words, worse=worse)


def _acute(kind: str, words: _Words, *, worse: bool) -> tuple[str, EmGrade, str]:
    if kind in ("systemic", "threat"):
        if words.say(re.compile(r"\bresolved\b", re.IGNORECASE)):
            return "acute, resolved", EmGrade.LOW, "an acute illness that is over"
        return "acute with systemic symptoms", EmGrade.MODERATE, "an acute illness that affects the whole body"
    if kind == "complicated injury":
        return "acute complicated injury", EmGrade.MODERATE, "an injury whose treatment goes beyond the injured part"
    if kind == "uncertain" and words.say(_UNCLEAR):
        return (
            "undiagnosed, prognosis uncertain",
            EmGrade.MODERATE,
            "a problem without diagnosis that may be a grave disease",
        )
    if kind == "minor":
        return "self-limited or minor", EmGrade.STRAIGHTFORWARD, "a problem that passes by itself"
    if words.say(_SYSTEMIC) and worse:
        return (
            "acute with systemic symptoms",
            EmGrade.MODERATE,
            "an acute illness, worse, with symptoms of the whole body",
        )
    return "acute, uncomplicated", EmGrade.LOW, "an acute problem without complication"


def problems_element(problems: tuple[EmProblem, ...], facts: tuple[EmFact, ...]) -> EmElement:
    """Number and complexity of the problems that were addressed."""
    counted = [problem for problem in problems if not problem.not_counted]
    grade = max((problem.grade for problem in counted), default=EmGrade.NONE)
    reasons = [f"{problem.title}: {problem.reason}" for problem in counted]
    minor = [problem for problem in counted if problem.grade is EmGrade.STRAIGHTFORWARD]
    chronic = [problem for problem in counted if problem.nature == "stable chronic"]
    if grade is EmGrade.STRAIGHTFORWARD and len(minor) > 1:
        grade = EmGrade.LOW
        reasons.append(f"{len(minor)} minor problems reach low")
    if grade is EmGrade.LOW and len(chronic) > 1:
        grade = EmGrade.MODERATE
        reasons.append(f"{len(chronic)} stable chronic problems reach moderate")
    return EmElement("problems", grade, tuple(reasons), (), _GAPS[grade])


_GAPS = {
    EmGrade.NONE: "no problem that the visit addressed is documented",
    EmGrade.STRAIGHTFORWARD: "not documented for low: a second minor problem, a chronic problem or an acute illness or injury",
    EmGrade.LOW: "not documented for moderate: a chronic problem that is worse, a second chronic problem, a new problem of "
    "uncertain prognosis, systemic symptoms or a complicated injury",
    EmGrade.MODERATE: "not documented for high: a severe exacerbation or a threat to life or bodily function",
    EmGrade.HIGH: "",
}
