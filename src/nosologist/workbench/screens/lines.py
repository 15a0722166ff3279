"""The lines of the desk by what they are, each with what stands beside its code: letters, pointers, axes."""

from __future__ import annotations

from dataclasses import dataclass

from nosologist.workbench import engine
from nosologist.workbench.deciding import Desk, Line
from nosologist.workbench.models import Chart

_LETTERS = "ABCDEFGHIJKL"  # of the diagnoses that a line can point to, as on paper


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
