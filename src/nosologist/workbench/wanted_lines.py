"""What a browser asks to decide about service lines, the days of procedures and the claim's abstract, read strictly."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from nosologist.errors import UsageError
from nosologist.rules.claims.modifiers_of_line import MOST as MOST_MODIFIERS
from nosologist.workbench import engine
from nosologist.workbench.abstracting import stated
from nosologist.workbench.deciding import SERVICES, Desk, Line
from nosologist.workbench.models import Chart

_MOST_POINTERS = 4  # of a line, on paper and in an 837
_MOST_FIELDS = 100
_MOST_UNITS = Decimal(99_999)


def modifiers(raw: Mapping[str, Any], chart: Chart, desk: Desk) -> dict[str, Any]:
    """All modifiers of a line in their order; none takes them away."""
    line = _service(raw, desk)
    found = [str(one).strip().upper() for one in _listed(raw, "modifiers")]
    for one in found:
        if not engine.knows_modifier(one, chart.date):
            raise UsageError(f"{one[:5]}: is no modifier")
    if len(found) > MOST_MODIFIERS or len(set(found)) < len(found):
        raise UsageError(f"a line takes {MOST_MODIFIERS} modifiers at most, each once")
    return {"line": line.key, "modifiers": found}


def units(raw: Mapping[str, Any], _chart: Chart, desk: Desk) -> dict[str, Any]:
    """The units of a line."""
    line = _service(raw, desk)
    try:
        number = Decimal(str(raw.get("units", "")).strip())
    except InvalidOperation:
        number = Decimal(0)
    if not (number.is_finite() and 0 < number <= _MOST_UNITS and number == round(number, 3)):
        raise UsageError("units are a number above 0, with three decimals at most")
    return {"line": line.key, "units": f"{number.normalize():f}"}


def pointers(raw: Mapping[str, Any], _chart: Chart, desk: Desk) -> dict[str, Any]:
    """The diagnoses that a service was done for, the main one first: by line, so that another order keeps them."""
    line = _service(raw, desk)
    found = [desk.line(str(key)) for key in _listed(raw, "pointers")]
    for one in found:
        if not (one.is_diagnosis and one.stands):
            raise UsageError(f"{one.code}: a service points to diagnoses that stand")
    keys = [one.key for one in found]
    if len(keys) > _MOST_POINTERS or len(set(keys)) < len(keys):
        raise UsageError(f"a line points to {_MOST_POINTERS} diagnoses at most, to each once")
    return {"line": line.key, "pointers": keys}


def day(raw: Mapping[str, Any], _chart: Chart, desk: Desk) -> dict[str, Any]:
    """The day of a procedure or service; empty: that of the chart."""
    line = desk.line(str(raw.get("line", "")))
    if line.is_diagnosis:
        raise UsageError(f"{line.code}: a diagnosis has no day")
    told = str(raw.get("date") or "").strip()
    try:
        return {"line": line.key, "date": date.fromisoformat(told).isoformat() if told else ""}
    except ValueError:
        raise UsageError(f"{told[:12]}: is no date; write it as YYYY-MM-DD") from None


def abstract(raw: Mapping[str, Any], chart: Chart, desk: Desk) -> dict[str, Any]:
    """Fields of the claim that a person states or takes away."""
    fields = raw.get("fields")
    if not isinstance(fields, dict) or not 0 < len(fields) <= _MOST_FIELDS:
        raise UsageError("fields of the claim are missing")
    found = {str(name): stated(str(name), value, desk) for name, value in fields.items()}
    if code := found.get("admitting"):
        found["admitting"], _ = engine.titled("icd10cm", code, chart.date)
    return {"fields": found}


def beside(system: str, desk: Desk) -> dict[str, Any]:
    """What an added service begins with: one unit, for the first diagnosis."""
    if system not in SERVICES:
        return {}
    return {"units": "1", "pointers": [line.key for line in desk.diagnoses[:1]]}


def _service(raw: Mapping[str, Any], desk: Desk) -> Line:
    line = desk.line(str(raw.get("line", "")))
    if not line.is_service:
        raise UsageError(f"{line.code}: only service lines have modifiers, units and pointers")
    return line


def _listed(raw: Mapping[str, Any], name: str) -> list[Any]:
    found = raw.get(name)
    if not isinstance(found, list) or len(found) > 50:
        raise UsageError(f"{name}: a list is missing")
    return found
