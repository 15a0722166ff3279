"""The lines of the desk by what they are, each with what stands beside its code: letters, pointers, axes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nosologist.codesets.cpt import is_cpt_number
from nosologist.workbench import engine
from nosologist.workbench.deciding import Desk, Line
from nosologist.workbench.models import Chart

_LETTERS = "ABCDEFGHIJKL"  # of the diagnoses that a line can point to, as on paper
_MOST_POSSIBLE = 8  # codes of an open service that have a button


@dataclass(frozen=True, slots=True)
class Shown:
    """A line as the desk shows it."""

    line: Line
    letter: str  # of a diagnosis, where the chart has service lines
    pointed: tuple[Line, ...]  # of a service
    axes: tuple[tuple[str, str, str, str], ...]  # of a procedure: column, character, meaning, what fixed it


def groups(chart: Chart, desk: Desk) -> list[tuple[str, list[Shown]]]:
    """The groups that have lines: diagnoses, procedures, service lines."""
    letters = dict(zip((line.key for line in desk.diagnoses), _LETTERS, strict=False)) if desk.services else {}
    return [(title, [_shown(chart, desk, line, letters) for line in lines]) for title, lines in desk.grouped]


def _shown(chart: Chart, desk: Desk, line: Line, letters: dict[str, str]) -> Shown:
    pointed = desk.pointed(line) if line.is_service else ()
    return Shown(line, letters.get(line.key, ""), pointed, _axes(chart, line) if line.system == "icd10pcs" else ())


def _axes(chart: Chart, line: Line) -> tuple[tuple[str, str, str, str], ...]:
    why = {reason["axis"]: reason["text"].partition(": ")[2] for reason in line.reasons if "axis" in reason}
    return tuple((*axis, why.get(place, "")) for place, axis in enumerate(engine.axes(line.code, chart.date), 1))


def open_services(suggested: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Services that were done, of which the record does not decide the code: a person who knows more adds one of the possible."""
    for one in suggested.get("open_services", ()):
        missing = f": not documented: {', '.join(one['missing'])}" if one["missing"] else ""
        spans = one["evidence"]
        yield {
            "text": spans[0]["text"] if spans else one["title"], "candidates": one["possible"], "cites": [], "spans": spans,
            "reason": f"{one['title']}: {one['reason']}{missing}",
            "possible": [(code, _added(code, one, suggested)) for code in one["possible"][:_MOST_POSSIBLE]],
        }  # fmt: skip


def _added(code: str, one: Mapping[str, Any], suggested: Mapping[str, Any]) -> str:
    """The decision that adds a possible code, with the words of the service as its evidence."""
    decision: dict[str, Any] = {"kind": "add", "system": "cpt" if is_cpt_number(code) else "hcpcs", "code": code}
    if not one["evidence"]:
        return json.dumps({**decision, "reason": one["title"]})
    span, documents = one["evidence"][0], [told["id"] for told in suggested.get("documents", ())]
    place = documents.index(span["document"]) if "document" in span else 0
    return json.dumps({**decision, "evidence": {"document": place, "start": span["start"], "end": span["end"]}})
