"""From a naming to codes: by the patterns of its words, or by a way of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from nosologist.codesets.procedures import OPEN
from nosologist.coding.procedure_grafts import grafts
from nosologist.coding.procedure_mentions import ProcedureMention
from nosologist.coding.procedure_report import Report
from nosologist.coding.procedure_rows import Built, Tables, built
from nosologist.coding.procedure_spine import discs, fusion
from nosologist.coding.procedure_times import Calendar, breathing, date_of, operator_of

_WAYS: dict[str, Callable[[ProcedureMention, Tables, Report], list[Built]]] = {
    "": built,
    "fusion": fusion,
    "discs": discs,
    "grafts": grafts,
    "breathing": breathing,
}
_GIVEN, _ROUTE = "3E0", 3  # table of drugs; index of the character that says where they were given


def build(mention: ProcedureMention, tables: Tables, report: Report, calendar: Calendar) -> list[Built]:
    """The codes, or what is certain of them, that a naming gives. A drug whose route is not said gives none."""
    made = _WAYS[mention.operation.builder](mention, tables, report)
    on, by = date_of(mention, report, calendar), operator_of(mention, report)
    return [
        replace(one, date=one.date or on, operator=by)
        for one in made
        if not one.pattern.startswith(_GIVEN) or one.pattern[_ROUTE] != OPEN
    ]
