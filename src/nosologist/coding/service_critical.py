"""Critical care beside procedures: its minutes must not hold those of what is billed by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nosologist.coding.cpt import Line
from nosologist.model.document import Span
from nosologist.model.encounter import Encounter
from nosologist.model.service_line import Modifier, OpenService

_WITHOUT = re.compile(
    r"\b(?:exclusive of|excluding|exclud(?:es|ed)|not including|apart from|separate from|does not include|"
    r"aside from|independent of)\b"
    r"[^.;]{0,60}\bprocedur\w+",
    re.IGNORECASE,
)


def beside_procedures(lines: Sequence[Line], encounter: Encounter) -> tuple[list[Line], tuple[OpenService, ...]]:
    """Critical care with modifier 25 where its minutes are told without procedures; open where procedures may be in them."""
    critical = [line for line in lines if "critical" in line.flags]
    if not critical or not any(line.flags & {"minor", "major"} for line in lines):
        return list(lines), ()
    said = _WITHOUT.search(encounter.text)
    if said is None:
        others = [line for line in lines if line not in critical]
        missing = "critical care minutes without those of the procedures"
        first = critical[0].service
        numbers = tuple(line.service.code for line in critical)
        return others, (
            OpenService("critical care", numbers, first.evidence, f"the record does not say: {missing}", (missing,)),
        )
    apart = Modifier("25", "its minutes are told without procedures", Span(*said.span()))
    return [
        replace(line, service=replace(line.service, modifiers=(apart, *line.service.modifiers)))
        if line in critical
        else line
        for line in lines
    ], ()
