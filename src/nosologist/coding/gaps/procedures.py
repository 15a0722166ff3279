"""What the record does not say of a procedure that was done: the body part, its side, the approach, what was left in."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.coding.gaps.chart import Chart, Place
from nosologist.coding.gaps.table import PRACTICE
from nosologist.model.code import Citation, Code, CodeSystem
from nosologist.model.procedure import OpenAxis, Procedure
from nosologist.model.query import OTHER, UNDETERMINED, Option, Query, QueryReason

_SECTIONS = frozenset("01X")  # operations; of drugs, machines and images the nursing and imaging records tell
_MOST_OFFERED = 7  # answers; more are not read, and the question is left open
_SIDES = frozenset({"Right", "Left", "Bilateral"})
_COMPLETE = Citation("ICD-10-PCS Official Guidelines", "A8")
_APPROACHES = {  # in the words of clinicians
    "0": "Open, through an incision",
    "3": "Percutaneous, by needle or catheter",
    "4": "By scope through the skin (laparoscopic, thoracoscopic, arthroscopic)",
    "7": "Through a natural or artificial opening",
    "8": "By scope through a natural or artificial opening",
    "F": "Through a natural opening with help of a scope through the skin",
    "X": "External",
}
_QUESTIONS = {
    "Body Part": "Which body part was the documented procedure ({said}) performed on?",
    "Approach": "By which approach was the documented procedure ({said}) performed?",
    "Device": "What, if anything, remained in place at the end of the documented procedure ({said})?",
    "Qualifier": "Can the documented procedure ({said}) be described further?",
}
_SIDE = "On which side was the documented procedure ({said}) performed?"
_ANY = "Can the documented procedure ({said}) be described further ({axis})?"


def procedures(chart: Chart) -> Iterator[Query]:
    """A query for each character of an operation that the record leaves open."""
    asked: set[tuple[str, str]] = set()
    for procedure in chart.record.procedures:
        places = chart.places(procedure.evidence)
        for axis in procedure.missing if places and procedure.pattern[0] in _SECTIONS else ():
            if (procedure.pattern, axis.title) not in asked:
                asked.add((procedure.pattern, axis.title))
                yield _query(chart, places, procedure, axis)


def _query(chart: Chart, places: list[Place], procedure: Procedure, axis: OpenAxis) -> Query:
    said = f'"{chart.said(places[0])}"'
    one_side = _is_side(axis)
    question = _SIDE if one_side else _QUESTIONS.get(axis.title, _ANY)
    return Query(
        "Clarification of a procedure",
        chart.indicators(places[:2]),
        question.format(said=said, axis=axis.title.lower()),
        _options(axis, one_side=one_side),
        QueryReason.INCOMPLETE,
        f"{'side' if one_side else axis.title.lower()} of a procedure not stated",
        (Code(CodeSystem.ICD10PCS, procedure.certain),),
        (PRACTICE, _COMPLETE),
    )


def _is_side(axis: OpenAxis) -> bool:
    """True where the values differ by their side alone."""
    parts = [label.rpartition(", ") for _, label in axis.values]
    return {side for _, _, side in parts} <= _SIDES and len({part[:3] for part, _, _ in parts}) == 1


def _options(axis: OpenAxis, *, one_side: bool) -> tuple[Option, ...]:
    """The values of the table as answers; none where there are too many to read: then the question is open."""
    if one_side:
        named = sorted(
            {label.rpartition(", ")[2] for _, label in axis.values}, key=["Right", "Left", "Bilateral"].index
        )
        offered = [*(side for side in named if side != "Bilateral"), "Both sides"]
    elif axis.title == "Approach":
        offered = [_APPROACHES.get(character, label) for character, label in axis.values]
    else:
        offered = [label for _, label in axis.values]
    if not 1 < len(offered) <= _MOST_OFFERED:
        return ()
    return (*map(Option, offered), OTHER, UNDETERMINED)
