"""Reading a 277CA (005010X214), and a 277 response (005010X212) which has the same loops: a status for each claim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from nosologist.formats.x12.interchange import Flaw, Transaction
from nosologist.formats.x12.segments import Segment
from nosologist.formats.x12.values import Notes, controls_of, day, days, loops, optional_amount, product, text_or_none
from nosologist.model.acknowledgement import ClaimStatus, Controls, LineStatus, Status, StatusLevel

_LEVELS = {  # HL03
    "20": StatusLevel.PAYER,
    "21": StatusLevel.SUBMITTER,
    "19": StatusLevel.PROVIDER,
    "PT": StatusLevel.CLAIM,
    "22": StatusLevel.CLAIM,
    "23": StatusLevel.CLAIM,
}
_ENDS = {"HL", "TRN", "SE"}


@dataclass(slots=True)
class _Level:
    """One HL loop, or one claim in it, while it is read."""

    level: StatusLevel
    start: Segment
    parts: list[Segment] = field(default_factory=list)


def read_claim_statuses(transaction: Transaction) -> Iterator[ClaimStatus | Flaw]:
    """Each status in order: of the file, of a provider, of a claim; in their place the flaws."""
    notes = Notes(transaction.name)
    controls = controls_of(transaction)
    payer: str | None = None
    here: _Level | None = None
    for segment in transaction.segments:
        if segment.tag in _ENDS and here is not None:
            yield from _closed(here, payer, transaction.version, controls, notes)
            here = None if segment.tag != "TRN" else _Level(here.level, segment)
        if segment.tag == "HL":
            level = _LEVELS.get(segment.at(3))
            if level is None:
                notes.add(segment, 3, "is no level of a 277 (20, 21, 19, PT); its segments were not read")
            here = _Level(level, segment) if level else None
        elif here is not None:
            here.parts.append(segment)
            if segment.tag == "NM1" and here.level is StatusLevel.PAYER:
                payer = segment.at(3) or None
        yield from notes.taken()


def _closed(here: _Level, payer: str | None, version: str, controls: Controls, notes: Notes) -> Iterator[ClaimStatus]:
    """The status of a loop; none where it states none."""
    own, services = loops(here.parts, "SVC")
    lines = tuple(_line(parts, notes) for parts in services)
    statuses = _statuses(own, notes)
    is_claim = here.level is StatusLevel.CLAIM and here.start.tag == "TRN"
    if not statuses and not any(line.statuses for line in lines):
        if is_claim:
            notes.add(here.start, 0, "a claim without a status (STC)")
        return
    references = {one.at(1): one.at(2) for one in own if one.tag == "REF"}
    served = next((one for one in own if one.tag == "DTP" and one.at(1) == "472"), None)
    first, last = days(served, 2, notes) if served else (None, None)
    claim = here.start.at(2) if here.start.tag == "TRN" else ""
    yield ClaimStatus(
        level=here.level,
        claim=references.get("EJ") or claim or None,
        statuses=statuses,
        payer=payer,
        payer_control=references.get("1K") or None,
        clearinghouse=references.get("D9") or None,
        first=first,
        last=last,
        lines=lines,
        version=version,
        segment=here.start.number,
        controls=controls,
    )


def _statuses(parts: list[Segment], notes: Notes) -> tuple[Status, ...]:
    """Every status of the STC segments; one segment can give three (STC01, STC10, STC11)."""
    found: list[Status] = []
    for stc in (one for one in parts if one.tag == "STC"):
        on, charge = day(stc, 2, notes), optional_amount(stc, 4, notes)
        for element in (1, 10, 11):
            codes = product(stc, element, notes)
            if not codes:
                if element == 1:
                    notes.add(stc, 1, "states no status")
                continue
            category, code, entity, *_ = (*codes, "", "")
            found.append(Status(category, code, entity or None, on, stc.at(3), charge, text_or_none(stc, 12)))
    return tuple(found)


def _line(parts: list[Segment], notes: Notes) -> LineStatus:
    codes = product(parts[0], 1, notes)
    control = next((one.at(2) for one in parts if one.tag == "REF" and one.at(1) == "FJ"), "")
    return LineStatus(codes[1] if len(codes) > 1 else None, control or None, _statuses(parts, notes))
