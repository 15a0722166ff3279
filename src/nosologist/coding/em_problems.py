"""The problems that a visit addressed, from the coder's own result: their kind by code, their course by the note's words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from nosologist.coding.tables import Patterns, covered, read_patterns, table_lines
from nosologist.model.code import dotted
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import SectionKind, Span
from nosologist.model.em import EmElement, EmFact, EmGrade, EmProblem
from nosologist.model.mention import Certainty, Experiencer, Polarity
from nosologist.model.noun import noun
from nosologist.notes.em_statements import Said
from nosologist.notes.statements import StatementKind

_WITH_SEVENTH = 7  # characters
_DIABETES = read_patterns("E08-E13")
_STABLE = re.compile(
    r"\b(?:stable|(?:well[- ])?controlled|at (?:goal|target)|unchanged|doing well|asymptomatic|in remission|"
    r"no change|"
    r"improv(?:ed|ing)|better|normalized|quiescent|resolved)\b",
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
    r"(?:etiology|cause) (?:is |remains )?(?:unclear|uncertain|unknown)|malignan\w+|cancer)\b",
    re.IGNORECASE,
)
_DECIDES = re.compile(r"\b(?:start|increase|decrease|stop|refill|order|check)", re.IGNORECASE)
_GRAVE = frozenset({"threat", "severe exacerbation", "systemic", "uncertain"})
_MALIGNANT = read_patterns("C00-D09")
_WITHOUT_SECTIONS = frozenset({SectionKind.NARRATIVE})
_ASSESSED = frozenset(
    {SectionKind.ASSESSMENT, SectionKind.DIAGNOSES, SectionKind.PLAN, SectionKind.COURSE, SectionKind.DISPOSITION}
)


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


@noun
class _Named:
    """A problem as the assessment names it: codes on the same words are one problem."""

    title: str
    codes: tuple[str, ...]  # undotted
    spans: tuple[Span, ...]  # evidence in the assessment
    elsewhere: bool  # the course or the plan speaks of it too
    suspected: tuple[str, ...]  # codes of what is suspected behind it


def addressed_problems(coded: CodedEncounter, said: tuple[Said, ...]) -> tuple[EmProblem, ...]:
    """The problems of the assessment, each once, the named but not addressed ones with their reason."""
    has_sections = any(one.section in _ASSESSED for one in said)
    places = [one for one in said if one.section in (_ASSESSED if has_sections else _WITHOUT_SECTIONS)]
    named = sorted(_named(coded, places), key=lambda problem: problem.spans)
    blocks = [_blocks(problem.spans, places) for problem in named]
    sections = {one.section for one in said}
    return tuple(
        _problem(
            problem,
            named,
            places,
            sections,
            shared=any(own & blocks[other] for other in range(len(named)) if other != at),
        )
        for at, (problem, own) in enumerate(zip(named, blocks, strict=True))
    )


def _blocks(spans: Iterable[Span], places: list[Said]) -> set[int]:
    return {one.block for span in spans for one in places if _holds(one, span)}


def _named(coded: CodedEncounter, places: list[Said]) -> list[_Named]:
    found: list[_Named] = []
    doubts = _doubts(coded, places)
    stated = []
    for assignment in coded.assignments:
        spans = tuple(span for span in assignment.evidence if any(_holds(one, span) for one in places))
        if spans and _kind([assignment.code.value]) != "no problem":
            blocks = _blocks(spans, places)
            suspected = tuple(code for block, _, codes in doubts if block in blocks for code in codes)
            told = {one.section for span in spans for one in places if _holds(one, span)}
            elsewhere = bool(told & {SectionKind.COURSE, SectionKind.PLAN})
            stated.append(
                (len(blocks), _Named(assignment.title, (assignment.code.value,), spans, elsewhere, suspected))
            )
    for _, problem in sorted(stated, key=lambda one: one[0]):
        _add(found, problem, places)
    taken = {block for problem in found for block in _blocks(problem.spans, places)}
    for block, span, codes in doubts:
        if block not in taken:
            taken.add(block)
            found.append(_Named(span.quote(places[0].text), (), (span,), elsewhere=False, suspected=codes))
    return found


def _doubts(coded: CodedEncounter, places: list[Said]) -> list[tuple[int, Span, tuple[str, ...]]]:
    """(block, words, undotted codes) of what the assessment states as uncertain, so that it is not coded."""
    found = []
    for entry in coded.not_coded:
        says = entry.mention.assertion if entry.mention else None
        if says is None or says.certainty is not Certainty.UNCERTAIN or says.polarity is not Polarity.AFFIRMED:
            continue
        place = next((one for one in places if _holds(one, entry.span)), None)
        if place and says.experiencer is Experiencer.PATIENT:
            found.append((place.block, entry.span, tuple(code.value for code in entry.candidates)))
    return found


def _add(found: list[_Named], new: _Named, places: list[Said]) -> None:
    """One more problem, or one more code of a problem that is there: on the same words, or the same diabetes."""
    for at, known in enumerate(found):
        overlapping = {a for a in new.spans for b in known.spans if a.start < b.end and b.start < a.end}
        own = tuple(span for span in new.spans if span not in overlapping)
        apart = _blocks(own, places) - _blocks(known.spans, places)
        if covered(_DIABETES, new.codes[0]) and covered(_DIABETES, known.codes[0]):
            apart, overlapping = set(), set(new.spans)
        if not overlapping:
            continue
        if apart:  # it has a place of its own: hypertension beside the kidney disease that shares its code
            new = replace(new, spans=own)
            continue
        spans = tuple(sorted({*known.spans, *new.spans}))
        found[at] = replace(
            known, codes=(*known.codes, *new.codes), spans=spans, elsewhere=known.elsewhere or new.elsewhere,
            suspected=(*known.suspected, *new.suspected),
        )  # fmt: skip
        return
    found.append(new)


def _holds(statement: Said, span: Span) -> bool:
    return statement.start <= span.start < statement.end


def _problem(
    problem: _Named, named: list[_Named], places: list[Said], sections: set[SectionKind], *, shared: bool
) -> EmProblem:
    own = [one for one in places if any(_holds(one, span) for span in problem.spans)]
    block = own if shared else [one for one in places if one.block in {other.block for other in own}]
    kind = _kind(problem.codes) if problem.codes else "uncertain"
    words = _Words(block, problem.spans, [span for other in named for span in other.spans])
    grave = any(covered(_MALIGNANT, code) or _kind([code]) in _GRAVE for code in problem.suspected)
    nature, grade, reason = _graded(kind, words, grave=grave)
    if not problem.codes:
        reason = f"{reason}; an uncertain diagnosis, addressed though not coded"
    listed_is_enough = (
        len(named) == 1
        or SectionKind.PLAN in sections
        or problem.elsewhere
        or (kind != "chronic" and SectionKind.COURSE in sections)
    )
    codes = tuple(dotted(code) for code in problem.codes)
    why_not = _not_addressed(own, block, problem.spans, alone=listed_is_enough)
    return EmProblem(problem.title, codes, problem.spans, nature, grade, reason, why_not)


def _not_addressed(own: list[Said], block: list[Said], spans: tuple[Span, ...], *, alone: bool) -> str:
    if any(one.is_left_to_others for one in own) and not any(_DECIDES.search(one.words) for one in block):
        return "left to another professional; nothing of today is stated"
    bare = all(one.kind is StatementKind.TITLE and len(one.words.split()) <= _longest(one, spans) for one in block)
    if bare and not alone:
        return "listed; the note states no evaluation or treatment of it"
    return ""


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


def _graded(kind: str, words: _Words, *, grave: bool) -> tuple[str, EmGrade, str]:
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
    return _acute(kind, words, worse=worse, grave=grave)


def _acute(kind: str, words: _Words, *, worse: bool, grave: bool) -> tuple[str, EmGrade, str]:
    if kind in ("systemic", "threat"):
        if words.say(re.compile(r"\bresolved\b", re.IGNORECASE)):
            return "acute, resolved", EmGrade.LOW, "an acute illness that is over"
        return "acute with systemic symptoms", EmGrade.MODERATE, "an acute illness that affects the whole body"
    if kind == "complicated injury":
        return "acute complicated injury", EmGrade.MODERATE, "an injury whose treatment goes beyond the injured part"
    if kind == "uncertain" and (grave or words.say(_UNCLEAR)):
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
