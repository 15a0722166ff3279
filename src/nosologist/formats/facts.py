"""Facts in fields: results with their ranges, vital signs, medications, problem lists of HL7 v2, FHIR and C-CDA."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from nosologist.formats.chart import stamp
from nosologist.formats.fhir_values import Resource, concept, day, dig, each, word
from nosologist.formats.hl7_message import Segment
from nosologist.formats.xml import Node
from nosologist.model.fact import Fact, FactKind

MOST = 5_000  # of one chart
_RANGE = re.compile(r"^\s*(-?\d+(?:\.\d+)?)\s*(?:-|–|to)\s*(-?\d+(?:\.\d+)?)")
_LIMIT = re.compile(r"^\s*([<>])\s*=?\s*(-?\d+(?:\.\d+)?)")
_NORMAL = frozenset({"N", "NORMAL", ""})
_SECTIONS = {  # LOINC codes of the sections of a C-CDA whose entries are facts
    "30954-2": FactKind.RESULT, "8716-3": FactKind.VITAL, "10160-0": FactKind.MEDICATION, "11450-4": FactKind.PROBLEM,
}  # fmt: skip
_VALUES = frozenset({"NM", "SN", "ST", "CE", "CWE", "NA"})
_VOID = frozenset({"entered-in-error", "cancelled", "stopped", "refuted"})


def limits(text: str) -> tuple[float | None, float | None]:
    """The range that a laboratory writes as text: "3.5-5.1", "<200", ">= 40"."""
    if match := _RANGE.match(text):
        return float(match[1]), float(match[2])
    if match := _LIMIT.match(text):
        return (float(match[2]), None) if match[1] == ">" else (None, float(match[2]))
    return None, None


def hl7_fact(obx: Segment, obr: Segment | None, source: str) -> Fact | None:
    """The fact of an OBX with a value; None where it has none."""
    name = obx.text(3, 2) or obx.text(3, 1)
    kind = obx.text(2)
    value = (
        "".join(obx.text(5, part) for part in (1, 2))
        if kind == "SN"
        else obx.text(5, 2 if kind in ("CE", "CWE") else 1)
    )
    if kind not in _VALUES or not (name and value):
        return None
    flag = obx.text(8).upper()
    when = stamp(obx.text(14)) or (stamp(obr.text(7)) if obr else None)
    return Fact(
        FactKind.RESULT, name, source, value, obx.text(6), *limits(obx.text(7)), "" if flag in _NORMAL else flag, when
    )


def fhir_facts(resource: Resource, source: str) -> Iterator[Fact]:
    """The facts of an Observation with its components, a Condition or a medication."""
    kind = resource.get("resourceType")
    state = {str(resource.get("status")), str(dig(resource, "verificationStatus", "coding", "code"))}
    if not state.isdisjoint(_VOID):
        return
    when = (
        day(dig(resource, "effectiveDateTime"))
        or day(dig(resource, "authoredOn"))
        or day(dig(resource, "recordedDate"))
    )
    if kind == "Observation":
        vital = any(dig(one, "coding", "code") == "vital-signs" for one in each(resource.get("category")))
        for part in (resource, *each(resource.get("component"))):
            if fact := _observed(part, FactKind.VITAL if vital else FactKind.RESULT, source):
                yield Fact(fact.kind, fact.name, source, fact.value, fact.unit, fact.low, fact.high, fact.flag, when)
    elif kind == "Condition":
        if name := concept(resource.get("code")):
            yield Fact(FactKind.PROBLEM, name, source, day=when)
    elif name := concept(resource.get("medicationCodeableConcept")) or word(
        dig(resource, "medicationReference", "display")
    ):
        yield Fact(FactKind.MEDICATION, name, source, day=when)


def _observed(part: Resource, kind: FactKind, source: str) -> Fact | None:
    name = concept(part.get("code"))
    quantity = part.get("valueQuantity")
    value = dig(quantity, "value")
    text = concept(part.get("valueCodeableConcept")) or word(part.get("valueString"))
    if name is None or (value is None and text is None):
        return None
    flag = str(dig(part, "interpretation", "coding", "code") or "").upper()
    return Fact(
        kind, name, source, str(value) if value is not None else text or "", word(dig(quantity, "unit")) or "",
        _number(dig(part, "referenceRange", "low", "value")), _number(dig(part, "referenceRange", "high", "value")),
        "" if flag in _NORMAL else flag,
    )  # fmt: skip


def ccda_facts(root: Node, source: str) -> Iterator[Fact]:
    """The facts in the entries of results, vital signs, medications and problems."""
    for section in root.all("section"):
        code = section.first("code")
        kind = _SECTIONS.get(code.get("code") or "") if code else None
        if kind is not None:
            for entry in section.children("entry"):
                yield from _entries(entry, kind, source)


def _entries(entry: Node, kind: FactKind, source: str) -> Iterator[Fact]:
    if kind is FactKind.MEDICATION:
        names = (_named(one.first("code")) for one in entry.all("manufacturedMaterial"))
        yield from (Fact(kind, name, source) for name in names if name)
        return
    for observation in entry.all("observation"):
        value = observation.first("value")
        time = observation.first("effectiveTime")
        start = (time.first("low") or time) if time else None
        when = stamp(start.get("value")) if start else None
        if kind is FactKind.PROBLEM:
            if name := _named(value):
                yield Fact(kind, name, source, day=when)
        elif (name := _named(observation.first("code"))) and value is not None:
            said = value.get("value") or value.get("displayName") or value.text()
            if said:
                yield Fact(
                    kind, name, source, said, value.get("unit") or "", *_expected(observation), _flag(observation), when
                )


def _named(code: Node | None) -> str:
    return (code.get("displayName") or "") if code is not None else ""


def _flag(observation: Node) -> str:
    code = observation.first("interpretationCode")
    flag = (code.get("code") or "").upper() if code else ""
    return "" if flag in _NORMAL else flag


def _expected(observation: Node) -> tuple[float | None, float | None]:
    expected = observation.first("referenceRange", "observationRange")
    if expected is None:
        return None, None
    value, text = expected.first("value"), expected.first("text")
    ends = (
        [_number(end.get("value")) if end else None for end in (value.first("low"), value.first("high"))]
        if value
        else []
    )
    if any(end is not None for end in ends):
        return ends[0], ends[1]
    return limits(text.text()) if text else (None, None)


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def bounded(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Each fact once, as many as a chart may have."""
    return tuple(dict.fromkeys(facts))[:MOST]
