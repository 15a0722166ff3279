"""The problems that a visit addressed, from the coder's own result: their kind by code, their course by the note's words."""

from __future__ import annotations

import re

from nosologist.coding.em_course import Course, graded
from nosologist.coding.em_named import Named, Where, holds, kind_of, named_problems
from nosologist.coding.tables import covered, read_patterns
from nosologist.model.code import dotted
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import SectionKind, Span
from nosologist.model.em import EmElement, EmGrade, EmProblem
from nosologist.notes.em_statements import Said
from nosologist.notes.statements import StatementKind

_DECIDES = re.compile(r"\b(?:start|increase|decrease|stop|refill|order|check)", re.IGNORECASE)
_GRAVE = frozenset({"threat", "severe exacerbation", "systemic", "uncertain"})
_MALIGNANT = read_patterns("C00-D09")
_WITHOUT_SECTIONS = frozenset({SectionKind.NARRATIVE})
_ASSESSED = frozenset(
    {SectionKind.ASSESSMENT, SectionKind.DIAGNOSES, SectionKind.PLAN, SectionKind.COURSE, SectionKind.DISPOSITION}
)


def addressed_problems(coded: CodedEncounter, said: tuple[Said, ...]) -> tuple[EmProblem, ...]:
    """The problems of the assessment, each once, the named but not addressed ones with their reason."""
    places = Where(_within(said, _ASSESSED) or _within(said, _WITHOUT_SECTIONS))
    named = sorted(named_problems(coded, places), key=lambda problem: problem.spans)
    blocks = [places.blocks(problem.spans) for problem in named]
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


def _within(said: tuple[Said, ...], sections: frozenset[SectionKind]) -> list[Said]:
    return [one for one in said if one.section in sections]


def _problem(
    problem: Named, named: list[Named], places: Where, sections: set[SectionKind], *, shared: bool
) -> EmProblem:
    own = sorted(places.all(problem.spans), key=lambda one: one.start)
    numbers = {one.block for one in own}
    block = own if shared else [one for one in places.said if one.block in numbers]
    kind = kind_of(problem.codes) if problem.codes else "uncertain"
    words = Course(block, problem.spans, [span for other in named for span in other.spans])
    grave = any(covered(_MALIGNANT, code) or kind_of([code]) in _GRAVE for code in problem.suspected)
    nature, grade, reason = graded(kind, words, grave=grave)
    if not problem.codes:
        reason = f"{reason}; an uncertain diagnosis, addressed though not coded"
    listed_is_enough = (
        len(named) == 1
        or SectionKind.PLAN in sections
        or problem.elsewhere
        or (kind != "chronic" and SectionKind.COURSE in sections)
    )
    codes = tuple(dotted(code) for code in problem.codes)
    why_not = _not_addressed(own, block, problem.spans, words, alone=listed_is_enough)
    return EmProblem(problem.title, codes, problem.spans, nature, grade, reason, words.is_stated, why_not)


def _not_addressed(own: list[Said], block: list[Said], spans: tuple[Span, ...], words: Course, *, alone: bool) -> str:
    if any(one.is_left_to_others for one in own) and not any(_DECIDES.search(one.words) for one in block):
        return "left to another professional; nothing of today is stated"
    bare = all(one.kind is StatementKind.TITLE and len(one.words.split()) <= _longest(one, spans) for one in block)
    if bare and not alone and not words.is_stated:
        return "listed; the note states no evaluation or treatment of it"
    return ""


def _longest(statement: Said, spans: tuple[Span, ...]) -> int:
    """Words of a bare title: those of its evidence, and one more."""
    return 1 + sum(len(span.quote(statement.text).split()) for span in spans if holds(statement, span))


def problems_element(problems: tuple[EmProblem, ...]) -> EmElement:
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
    unsaid = [
        f"{problem.title}: not stated whether it is stable or worse" for problem in chronic if not problem.is_stated
    ]
    return EmElement("problems", grade, tuple(reasons), (), "; ".join((_GAPS[grade], *unsaid)).removeprefix("; "))


_GAPS = {
    EmGrade.NONE: "no problem that the visit addressed is documented",
    EmGrade.STRAIGHTFORWARD: "not documented for low: a second minor problem, a chronic problem or an acute illness or injury",
    EmGrade.LOW: "not documented for moderate: a chronic problem that is worse, a second chronic problem, a new problem of "
    "uncertain prognosis, systemic symptoms or a complicated injury",
    EmGrade.MODERATE: "not documented for high: a severe exacerbation or a threat to life or bodily function",
    EmGrade.HIGH: "",
}
