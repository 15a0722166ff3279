"""From a naming to codes: by the patterns of its words, or by a way of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from nosologist.codesets.procedures import OPEN
from nosologist.coding.procedure_findings import located
from nosologist.coding.procedure_grafts import grafts
from nosologist.coding.procedure_mentions import ProcedureMention
from nosologist.coding.procedure_parts import parts, sites, titled
from nosologist.coding.procedure_report import Report
from nosologist.coding.procedure_rows import Built, Tables, built
from nosologist.coding.procedure_spine import canal, discs, fusion, vertebrae
from nosologist.coding.procedure_times import Calendar, breathing, date_of, operator_of

_WAYS: dict[str, Callable[[ProcedureMention, Tables, Report], list[Built]]] = {
    "": built,
    "fusion": fusion,
    "discs": discs,
    "vertebrae": vertebrae,
    "canal": canal,
    "grafts": grafts,
    "parts": parts,
    "sites": sites,
    "titled": titled,
    "breathing": breathing,
}
_IN_ROOM = re.compile(
    r"\bin the (?:room|OR|operating room|hybrid room|cath lab)\b|\bintra-?op(?:erative(?:ly)?)?\b", re.IGNORECASE
)
_GIVEN, _ROUTE = "3E0", 3  # table of drugs; index of the character that says where they were given


def build(mention: ProcedureMention, tables: Tables, report: Report, calendar: Calendar) -> list[Built]:
    """The codes, or what is certain of them, that a naming gives. A drug whose route is not said gives none."""
    made = _WAYS[mention.operation.builder](located(mention, report), tables, report)
    on, by = date_of(mention, report, calendar), operator_of(mention, report)
    in_room = _IN_ROOM.search(mention.text, *mention.statement) is not None
    is_step = in_room or (bool(report.span.end) and not mention.is_titled)
    return [
        replace(one, date=one.date or on, operator=by, is_step=is_step, is_in_room=in_room)
        for one in made
        if not one.pattern.startswith(_GIVEN) or one.pattern[_ROUTE] != OPEN
    ]
