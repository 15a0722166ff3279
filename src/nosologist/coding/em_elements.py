"""Two elements of decision making: the data that were reviewed and analyzed, and the risk of what was decided."""

from __future__ import annotations

from collections.abc import Iterable

from nosologist.model.em import EmElement, EmFact, EmFactKind, EmGrade
from nosologist.notes.em_lexicon import panel_of

_DATA = frozenset(
    {
        EmFactKind.TEST,
        EmFactKind.OUTSIDE_NOTE,
        EmFactKind.HISTORIAN,
        EmFactKind.INTERPRETATION,
        EmFactKind.DISCUSSION,
    }
)
_NOT_RISK = _DATA | {EmFactKind.MINUTES, EmFactKind.SHARED}
_FOR_LOW, _FOR_MODERATE = 2, 3  # tests and documents


def data_element(facts: tuple[EmFact, ...]) -> EmElement:
    """Each test and each source counts once; a test that is part of a counted panel does not count beside it."""
    of_data = tuple(fact for fact in facts if fact.kind in _DATA)
    counted = [fact for fact in of_data if not fact.not_counted]
    tests = unique_tests(fact.name for fact in counted if fact.kind is EmFactKind.TEST)
    notes = sorted({fact.name for fact in counted if fact.kind is EmFactKind.OUTSIDE_NOTE})
    historian = any(fact.kind is EmFactKind.HISTORIAN for fact in counted)
    read = any(fact.kind is EmFactKind.INTERPRETATION for fact in counted)
    talked = any(fact.kind is EmFactKind.DISCUSSION for fact in counted)
    documents = len(tests) + len(notes)
    categories = (documents + historian >= _FOR_MODERATE) + read + talked
    if categories > 1:
        grade = EmGrade.HIGH
    elif categories:
        grade = EmGrade.MODERATE
    else:
        grade = EmGrade.LOW if documents >= _FOR_LOW or historian else EmGrade.STRAIGHTFORWARD
    reasons = []
    if tests:
        reasons.append(f"tests, each once: {', '.join(tests)}")
    if notes:
        reasons.append(f"notes from outside, each source once: {', '.join(notes)}")
    reasons += [
        text
        for text, holds in (
            ("an independent historian", historian),
            ("a test read independently", read),
            ("a discussion with an external professional", talked),
        )
        if holds
    ]
    return EmElement("data", grade, tuple(reasons) or ("nothing countable is documented",), of_data, _data_gap(grade))


def unique_tests(names: Iterable[str]) -> list[str]:
    """Each test once, the parts of a named panel and the image without a named part of the body left out."""
    known = set(names)
    parts = {name for name in known if _panels(name) & known}
    parts |= {name for name in known if any(other != name and other.endswith(f" {name}") for other in known)}
    return sorted(known - parts, key=str.lower)


def _panels(name: str) -> set[str]:
    found: set[str] = set()
    panel = panel_of("test", name)
    while panel:
        found.add(panel)
        panel = panel_of("test", panel)
    return found


def _data_gap(grade: EmGrade) -> str:
    if grade is EmGrade.HIGH:
        return ""
    if grade is EmGrade.MODERATE:
        return "not documented for high: a second of: three tests or sources, an independent reading, an external discussion"
    if grade is EmGrade.LOW:
        return "not documented for moderate: three tests or sources, an independent reading or an external discussion"
    return "not documented for low: two tests or sources, or an independent historian"


def risk_element(facts: tuple[EmFact, ...]) -> EmElement:
    """The gravest decision that the note documents."""
    of_risk = tuple(fact for fact in facts if fact.kind not in _NOT_RISK)
    counted = [fact for fact in of_risk if not fact.not_counted]
    grade = max((fact.grade for fact in counted), default=EmGrade.STRAIGHTFORWARD)
    reasons = dict.fromkeys(f"{fact.kind.value}: {fact.name}" for fact in counted if fact.grade is grade)
    return EmElement(
        "risk",
        grade,
        tuple(reasons) or ("no decision of more than minimal risk is documented",),
        of_risk,
        _RISK_GAPS[grade],
    )


_RISK_GAPS = {
    EmGrade.STRAIGHTFORWARD: "not documented for low: a treatment or a decision with low risk",
    EmGrade.LOW: "not documented for moderate: management of a prescription drug, a decision for surgery, a social limit of care",
    EmGrade.MODERATE: "not documented for high: monitoring of a drug for toxicity, a decision for surgery with risk or in an "
    "emergency, for hospitalization, not to resuscitate, or a controlled substance by injection",
    EmGrade.HIGH: "",
}
