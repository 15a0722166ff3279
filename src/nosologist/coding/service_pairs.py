"""NCCI's pairs between the lines of a record, where they were added: 59 or X only where the record shows two separate services."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from nosologist.codesets.edits import EditSetting, PtpEdit
from nosologist.codesets.library import Books
from nosologist.codesets.line_books import LineBooks, line_books
from nosologist.coding.cpt import Line
from nosologist.model.assignment import NotCoded
from nosologist.model.code import Citation
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Span
from nosologist.model.encounter import View
from nosologist.model.service_line import Modifier

_PLACES = ("spot", "region", "joint", "digit", "eyelid", "coronary", "organ", "bone")
_ANATOMICAL = frozenset(
    [
        "LT",
        "RT",
        "FA",
        "F1",
        "F2",
        "F3",
        "F4",
        "F5",
        "F6",
        "F7",
        "F8",
        "F9",
        "TA",
        "T1",
        "T2",
        "T3",
        "T4",
        "T5",
        "T6",
        "T7",
        "T8",
        "T9",
        "E1",
        "E2",
        "E3",
        "E4",
        "LC",
        "LD",
        "RC",
        "LM",
        "RI",
    ]
)
_SESSION = re.compile(
    r"\b(?:separate (?:session|encounter)|later (?:that|the same|in the) day|second encounter)\b", re.IGNORECASE
)
_SITE = re.compile(
    r"\b(?:separate (?:site|lesion|incision|polyp|area|structure|lesions|polyps)|different (?:site|lesion|polyp|polyps|lesions)|"
    r"another (?:polyp|lesion|site))\b",
    re.IGNORECASE,
)


def without_bundled(lines: Sequence[Line], coded: CodedEncounter, books: Books) -> tuple[list[Line], list[NotCoded]]:
    """The lines that stand beside one another; a line that is part of another goes to the ledger."""
    hospital = coded.encounter.view is View.FACILITY
    setting = EditSetting.OUTPATIENT_HOSPITAL if hospital else EditSetting.PRACTITIONER
    added = line_books(books)
    if not added.has_pairs(setting):
        return list(lines), []
    kept = list(lines)
    ledger: list[NotCoded] = []
    for first in lines:
        for second in lines:
            if first is second or first not in kept:
                continue
            at = next((place for place, line in enumerate(kept) if line.service.code == second.service.code
                       and line.found is second.found), None)  # fmt: skip
            edit = _pair(added, first, second, coded, setting) if at is not None else None
            if edit is None or at is None:
                continue
            modifier = _apart(first, kept[at], coded, edit)
            if modifier is None:
                why = f"part of {first.service.code.value}: NCCI pair, and the record shows no separate service"
                citation = Citation("NCCI pairs", f"{edit.column1} {edit.column2}")
                ledger.append(NotCoded(second.service.evidence[0], (second.service.code,), why, (citation,)))
                del kept[at]
            elif modifier.value:
                service = kept[at].service
                kept[at] = replace(kept[at], service=replace(service, modifiers=(modifier, *service.modifiers)))
    return kept, ledger


def _pair(added: LineBooks, first: Line, second: Line, coded: CodedEncounter, setting: EditSetting) -> PtpEdit | None:
    return added.pair(first.service.code.value, second.service.code.value, coded.encounter.date, setting)


def _apart(first: Line, second: Line, coded: CodedEncounter, edit: PtpEdit) -> Modifier | None:
    """A modifier with its words; one without a value where anatomical modifiers tell both apart; None: not separate."""
    if not edit.modifier_allowed:
        return None
    ours, theirs = ({one.value for one in line.service.modifiers} & _ANATOMICAL for line in (first, second))
    if ours and theirs and ours != theirs:
        return Modifier("", "")
    text = coded.encounter.documents[0].text
    if said := _SESSION.search(text):
        return Modifier("XE", "at another session of the day", Span(*said.span()))
    if first.found and second.found:
        for axis in _PLACES:
            one, other = first.found.facts.get(axis), second.found.facts.get(axis)
            if one and other and one.value != other.value:
                return Modifier("XS", f"another {axis}: {other.value}", other.span)
    if said := _SITE.search(text):
        return Modifier("XS", "at another site", Span(*said.span()))
    return None


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
    return [
        line if at not in worth or at == highest
        else replace(line, service=replace(line.service, modifiers=(*line.service.modifiers, why)))
        for at, line in enumerate(lines)
    ]  # fmt: skip
