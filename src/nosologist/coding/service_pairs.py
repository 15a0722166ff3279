"""NCCI's pairs between the lines of a record, where they were added: 59 or X only where the record shows two separate services."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import permutations

from nosologist.codesets.edits import EditSetting, PtpEdit
from nosologist.codesets.library import Books
from nosologist.codesets.line_books import LineBooks, line_books
from nosologist.coding.cpt import Line
from nosologist.coding.service_mentions import Statement
from nosologist.coding.service_tables import in_ranges, ranges, table_of
from nosologist.model.assignment import NotCoded
from nosologist.model.code import Citation
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Span
from nosologist.model.encounter import View
from nosologist.model.service_line import Modifier
from nosologist.rules.service_lines import ANATOMICAL, SEPARATE

_PLACES = ("spot", "region", "joint", "digit", "eyelid", "coronary", "organ", "bone")
_BOTH_ALREADY = "2"  # the bilateral indicator of the fee schedule
_SESSION = re.compile(
    r"\b(?:separate (?:session|encounter)|later (?:that|the same|in the) day|second encounter)\b", re.IGNORECASE
)
_RECOVERY = re.compile(r"\bin (?:the )?(?:PACU|recovery(?: room)?|post-?anesthesia care unit)\b", re.IGNORECASE)
_THING = re.compile(r"[A-Za-z]{6,}")
_SITE = re.compile(
    r"\b(?:separate|different|another) (?:\d\S* ?(?:mm|cm)? )?(?:\w+ )?(?:sites?|lesions?|incisions?|polyps?|areas?|structures?)\b",
    re.IGNORECASE,
)
Ranges = tuple[tuple[str, str], ...]
_APART = SEPARATE | {"25"}


def without_bundled(
    lines: Sequence[Line], statements: Sequence[Statement], coded: CodedEncounter, books: Books
) -> tuple[list[Line], list[NotCoded]]:
    """The lines that stand beside one another; a line that is part of another goes to the ledger."""
    hospital = coded.encounter.view is View.FACILITY
    setting = EditSetting.OUTPATIENT_HOSPITAL if hospital else EditSetting.PRACTITIONER
    added = line_books(books)
    if not added.has_pairs(setting):
        return list(lines), []
    kept: list[Line | None] = list(lines)
    ledger: list[NotCoded] = []
    for first, second in permutations(range(len(lines)), 2):
        whole, part = kept[first], kept[second]
        if whole is None or part is None or _APART.intersection(one.value for one in part.service.modifiers):
            continue
        number, other = whole.service.code.value, part.service.code.value
        edit = added.pair(number, other, coded.encounter.date, setting)
        if edit is None:
            continue
        beside = [line.service.code.value for line in lines]
        modifier = _apart(whole, part, statements, coded, edit, beside)
        if modifier is None:
            why = f"part of {number}: NCCI pair, and the record shows no separate service"
            citation = Citation("NCCI pairs", f"{edit.column1} {edit.column2}")
            ledger.append(NotCoded(part.service.evidence[0], (part.service.code,), why, (citation,)))
            kept[second] = None
        elif modifier.value:
            service = replace(part.service, modifiers=(modifier, *part.service.modifiers))
            kept[second] = replace(part, service=service)
    return [line for line in kept if line is not None], ledger


def _apart(
    first: Line, second: Line, statements: Sequence[Statement], coded: CodedEncounter, edit: PtpEdit,
    beside: Sequence[str],
) -> Modifier | None:  # fmt: skip
    """A modifier with its words; one without a value where anatomical modifiers tell both apart; None: not separate."""
    if not edit.modifier_allowed:
        return None
    ours, theirs = ({one.value for one in line.service.modifiers} & ANATOMICAL for line in (first, second))
    if ours and theirs and ours != theirs:
        return Modifier("", "")
    text = coded.encounter.text
    if said := _SESSION.search(text) or _in_recovery(second, statements, text):
        return Modifier("XE", "at another session of the day", Span(*said.span()))
    if "ofexcision" in second.flags and "excision" not in first.flags:
        return Modifier("XS", "the closure of the wound of another operation, the excision", second.service.evidence[0])
    if why := _by_nature(first.service.code.value, second.service.code.value, beside):
        return Modifier("59", why)
    if first.found and second.found:
        for axis in _PLACES:
            one, other = first.found.facts.get(axis), second.found.facts.get(axis)
            if one and other and one.value != other.value:
                return Modifier("XS", f"another {axis}: {other.value}", other.span)
    here, there = (_segments(line, statements) for line in (first, second))
    if here and there and not here.keys() & there.keys():
        name, span = next(iter(there.items()))
        return Modifier("XS", f"at another place: {name}", span)
    if said := _SITE.search(text):
        return Modifier("XS", "at another site", Span(*said.span()))
    return None


def _in_recovery(line: Line, statements: Sequence[Statement], text: str) -> re.Match[str] | None:
    """Done when the operation was over: a statement tells a thing that the naming names too, in the room of recovery."""
    things = {word.lower() for span in line.service.evidence for word in _THING.findall(span.quote(text))}
    for part in statements:
        said = _RECOVERY.search(part.run.text, *part.span)
        if said and not things.isdisjoint(word.lower() for word in _THING.findall(part.span.quote(part.run.text))):
            return said
    return None


def _by_nature(whole: str, part: str, beside: Sequence[str]) -> str:
    """Why two numbers are apart by what they are; empty where they are not."""
    for first, second, third, why in _apart_by_nature():
        if (
            in_ranges(first, whole)
            and in_ranges(second, part)
            and (not third or any(in_ranges(third, one) for one in beside))
        ):
            return why
    return ""


@lru_cache(maxsize=1)
def _apart_by_nature() -> tuple[tuple[Ranges, Ranges, Ranges, str], ...]:
    rows = ([cell.strip() for cell in line.split("|")] for line in table_of("apart.txt"))
    return tuple(
        (ranges(whole), ranges(part), ranges("" if third == "-" else third), why) for whole, part, third, why in rows
    )


def _segments(line: Line, statements: Sequence[Statement]) -> dict[str, Span]:
    """The parts of an organ that the statements name in which a thing was done: the polyp of the sigmoid colon."""
    if line.found is None or line.found.family.each not in line.found.facts:
        return {}
    axis = line.found.family.each
    value = line.found.facts[axis].value
    found: dict[str, Span] = {}
    for part in statements:
        if {said.value for said in part.on(axis)} == {value}:  # a statement of this thing alone
            found |= {str(fact.value): fact.span for fact in part.on("segment") if fact.span}
    return found


def ranked(lines: Sequence[Line], coded: CodedEncounter, books: Books) -> list[Line]:
    """Modifier 51 on every procedure but the one of highest value, by the multiple-procedure indicator of the fee schedule."""
    added, day = line_books(books), coded.encounter.date
    if coded.encounter.view is not View.PROFESSIONAL or not added.has_fees(day):
        return list(lines)
    worth: dict[int, Decimal] = {}
    for at, line in enumerate(lines):
        fee = added.fee(line.service.code.value, day)
        total = fee.total(facility=True) if fee and fee.multiple in ("2", "3") else None
        if total is not None:
            worth[at] = total
    highest = max(worth, key=lambda at: worth[at], default=None)
    why = Modifier("51", "not the only procedure of the session")
    found = [
        line if at not in worth or at == highest
        else replace(line, service=replace(line.service, modifiers=(*line.service.modifiers, why)))
        for at, line in enumerate(lines)
    ]  # fmt: skip
    return [_of_both_sides(line, added, day) for line in found]


def _of_both_sides(line: Line, added: LineBooks, day: date | None) -> Line:
    """Without 50 where the fee schedule counts a number for both sides already."""
    fee = added.fee(line.service.code.value, day)
    if fee is None or fee.bilateral != _BOTH_ALREADY:
        return line
    left = tuple(one for one in line.service.modifiers if one.value != "50")
    return replace(line, service=replace(line.service, modifiers=left))
