"""What a browser asks to decide, read strictly: the fields of its kind, codes of the books, reasons where they are due."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nosologist.errors import UsageError
from nosologist.workbench import engine, handing, usual_charges, wanted_lines
from nosologist.workbench.claim_making import findings_of_claim, kind_of
from nosologist.workbench.deciding import POA_VALUES, SERVICES, Desk, Kind, Line
from nosologist.workbench.documents import resting_on_nothing
from nosologist.workbench.models import Chart, ProviderQuery

_LONGEST_REASON = 500
REJECTIONS = (  # counted in reports; the numbers are the keys
    "not documented",
    "not reportable in this encounter",
    "more specific code documented",
    "integral to another code",
    "ruled out or negated",
    "history only",
    "duplicate",
    "other",
)


def clean(kind: Kind, raw: Mapping[str, Any], chart: Chart, desk: Desk) -> dict[str, Any]:
    """The data of a decision as it is recorded.

    Raises:
        UsageError: a field is missing or makes no sense.
    """
    return _READERS.get(kind, _nothing)(raw, chart, desk)


def _nothing(_raw: Mapping[str, Any], _chart: Chart, _desk: Desk) -> dict[str, Any]:
    return {}


def _line(raw: Mapping[str, Any], desk: Desk) -> str:
    return desk.line(str(raw.get("line", ""))).key


def _reason(raw: Mapping[str, Any], of_what: str) -> str:
    reason = " ".join(str(raw.get("reason", "")).split())[:_LONGEST_REASON]
    if not reason:
        raise UsageError(f"say why: {of_what} needs a reason")
    return reason


def _accept(raw: Mapping[str, Any], _chart: Chart, desk: Desk) -> dict[str, Any]:
    keys = raw.get("lines")
    if not isinstance(keys, list) or not keys or len(keys) > 500:
        raise UsageError("nothing to accept: choose a code")
    return {"lines": [desk.line(str(key)).key for key in keys]}


def _reject(raw: Mapping[str, Any], _chart: Chart, desk: Desk) -> dict[str, Any]:
    return {"line": _line(raw, desk), "reason": _reason(raw, "a rejection")}


def _coded(raw: Mapping[str, Any], chart: Chart, desk: Desk, but: str = "") -> dict[str, Any]:
    system = str(raw.get("system") or "icd10cm")
    code, title = engine.titled(system, str(raw.get("code", "")), chart.date)
    once = system not in SERVICES  # a service may stand on two lines, told apart by modifiers or days
    if once and any(line.code == code and line.system == system and line.key != but for line in desk.standing):
        raise UsageError(f"{code}: is on the chart already")
    return {"system": system, "code": code, "title": title}


def _change(raw: Mapping[str, Any], chart: Chart, desk: Desk) -> dict[str, Any]:
    line = desk.line(_line(raw, desk))
    coded = _coded(raw, chart, desk, line.key)
    if (coded["system"] in SERVICES) != line.is_service or (coded["system"] == "icd10cm") != line.is_diagnosis:
        raise UsageError(f"{coded['code']}: is of another kind than {line.code}; reject one and add the other")
    return {"line": line.key, **coded, "reason": _reason(raw, "another code")}


def _add(raw: Mapping[str, Any], chart: Chart, desk: Desk) -> dict[str, Any]:
    """An added code rests on words of the record, or on a person's reason."""
    added = _coded(raw, chart, desk)
    added |= wanted_lines.beside(added["system"], desk)
    if raw.get("evidence"):
        return {
            **added,
            "evidence": [_span(raw["evidence"], chart)],
            "reason": str(raw.get("reason", ""))[:_LONGEST_REASON],
        }
    return {**added, "reason": _reason(raw, "a code without words of the record")}


def _span(raw: Any, chart: Chart) -> dict[str, Any]:
    try:
        document, start, end = int(raw.get("document", 0)), int(raw["start"]), int(raw["end"])
        text = engine.read_words(chart.documents[document])
    except (AttributeError, KeyError, TypeError, ValueError, IndexError):
        raise UsageError("the words that were chosen are not in the record") from None
    if not (document >= 0 and 0 <= start < end <= len(text)) or end - start > 2000:
        raise UsageError("the words that were chosen are not in the record")
    named = {"document": chart.documents[document]["id"]} if len(chart.documents) > 1 else {}
    return {**named, "start": start, "end": end, "text": text[start:end]}


def _move(raw: Mapping[str, Any], _chart: Chart, desk: Desk) -> dict[str, Any]:
    before = raw.get("before")
    return {"line": _line(raw, desk), "before": desk.line(str(before)).key if before else None}


def _principal(raw: Mapping[str, Any], _chart: Chart, desk: Desk) -> dict[str, Any]:
    line = desk.line(_line(raw, desk))
    if not line.is_diagnosis or not line.stands:
        raise UsageError(f"{line.code}: only a diagnosis that stands can be the first one")
    return {"line": line.key, "reason": _reason(raw, "another principal diagnosis")}


def _poa(raw: Mapping[str, Any], _chart: Chart, desk: Desk) -> dict[str, Any]:
    value = str(raw.get("poa") or "").upper()
    line = desk.line(_line(raw, desk))
    if not line.is_diagnosis or (value and value not in POA_VALUES):
        raise UsageError(f"present on admission is one of {', '.join(POA_VALUES)} (1: exempt), of a diagnosis")
    return {"line": line.key, "poa": value}


def _override(raw: Mapping[str, Any], chart: Chart, desk: Desk) -> dict[str, Any]:
    rule, codes = str(raw.get("rule", "")), raw.get("codes")
    wanted = [str(code) for code in codes] if isinstance(codes, list) else []
    every = (*engine.findings(chart, desk), *(findings_of_claim(chart, desk) if desk.is_final else ()))
    found = [one for one in every if one.rule == rule]
    if not any([code.dotted for code in one.codes] == wanted for one in found):
        raise UsageError("this finding is no longer there; load the page again")
    return {"rule": rule, "codes": wanted, "reason": _reason(raw, "an override")}


def _finalize(raw: Mapping[str, Any], chart: Chart, desk: Desk) -> dict[str, Any]:
    """The final set is written down with the decision: it stays readable whatever becomes of the engine."""
    if desk.open:
        raise UsageError(f"decide on {len(desk.open)} more suggestion{'s' if len(desk.open) > 1 else ''} first")
    if not desk.standing:
        raise UsageError("a chart without codes cannot be finalized")
    if lost := resting_on_nothing(chart, desk):
        raise UsageError(
            f"{lost[0].code}: rests on an answer that was recorded wrongly; reject it, or add it on other words"
        )
    stops = [one for one in engine.findings(chart, desk) if one.stops]
    if stops:
        raise UsageError(f"{stops[0].rule} stops the claim: mend it, or override it with a reason")
    charges = usual_charges.filled(kind_of(chart), chart.organization_id, desk)
    final = {"codes": [_set_down(line, desk) for line in desk.standing], **_unanswered(raw, chart)}
    return {**final, "charges": charges} if charges else final


def _set_down(line: Line, desk: Desk) -> dict[str, Any]:
    """A code of the final set; a service with its modifiers, units and the codes that it points to."""
    told: dict[str, Any] = {"system": line.system, "code": line.code, "poa": line.poa}
    if line.date:
        told["date"] = line.date
    if line.is_service:
        told |= {
            "modifiers": list(line.modifiers),
            "units": line.units,
            "for": [one.code for one in desk.pointed(line)],
        }
    return told


def _unanswered(raw: Mapping[str, Any], chart: Chart) -> dict[str, Any]:
    """A chart may be final while a provider owes an answer; why, is written down."""
    waiting = ProviderQuery.waiting(chart)
    if not waiting:
        return {}
    many = f"{len(waiting)} queries wait" if len(waiting) > 1 else "a query waits"
    return {"queries": waiting, "reason": _reason(raw, f"{many} for an answer: to finalize")}


def _reopen(raw: Mapping[str, Any], _chart: Chart, _desk: Desk) -> dict[str, Any]:
    return {"reason": _reason(raw, "reopening")}


_READERS: dict[Kind, Callable[[Mapping[str, Any], Chart, Desk], dict[str, Any]]] = {
    Kind.ACCEPT: _accept,
    Kind.REJECT: _reject,
    Kind.CHANGE: _change,
    Kind.ADD: _add,
    Kind.MOVE: _move,
    Kind.PRINCIPAL: _principal,
    Kind.POA: _poa,
    Kind.MODIFIERS: wanted_lines.modifiers,
    Kind.UNITS: wanted_lines.units,
    Kind.POINTERS: wanted_lines.pointers,
    Kind.DATE: wanted_lines.day,
    Kind.ABSTRACT: wanted_lines.abstract,
    Kind.OVERRIDE: _override,
    Kind.ASSIGN: handing.assign,
    Kind.LEND: handing.lend,
    Kind.FINALIZE: _finalize,
    Kind.REOPEN: _reopen,
}
