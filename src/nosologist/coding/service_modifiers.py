"""Modifiers of service lines, each with the words or the fact of the claim that it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nosologist.coding.cpt import Line
from nosologist.coding.service_place import READER, billed_by
from nosologist.model.document import Span
from nosologist.model.encounter import Encounter, View
from nosologist.model.service_line import Modifier
from nosologist.notes.signs import Rare

_SIDES = {"right": "RT", "left": "LT", "bilateral": "50"}
# Parts of which the body has one, or whose numbers hold for both sides.
_ONE = frozenset(
    ("chest", "sternum", "abdomen", "abdpel", "cervical", "thoracic", "lumbar", "pelvis", "sacroiliac", "sacrum", "ac", "face",
     "nose", "sinus", "skull", "jaw", "neck", "head", "spine", "coronary", "quadrant", "urinary", "scrotum", "thyroid", "aorta",
     "orbits", "carotid")
)  # fmt: skip
_REPEAT = re.compile(r"\b(?:repeat(?:ed)?|second|follow-up)\s+(?:\w+[ -]){0,3}$", re.IGNORECASE)
_BY_ANOTHER = re.compile(r"\b(?:by (?:a |an)?(?:other|different) (?:physician|provider|radiologist))\b", re.IGNORECASE)
_TECHNICAL = Rare(r"\btechnical component(?: only)?\b")
_ASSISTED = Rare(
    r"\bI (?:served|acted|participated|scrubbed)(?: in)? as (?:the |an? )?(?:first |surgical )?assist(?:ant)?\b|\bI assisted\b"
)
_NO_RESIDENT = re.compile(r"\bno qualified resident\b[^.]*", re.IGNORECASE)
_NOT_A_PHYSICIAN = re.compile(r"\b(?:PA-C|physician assistant|nurse practitioner|NP-C|APRN|RNFA|CRNFA)\b")
_LATER = (
    ("78", Rare(r"\b(?:return(?:ed)?|taken back|brought back) to (?:the )?(?:OR|operating room)\b[^.]*")),
    ("79", Rare(
        r"\bunrelated to (?:the |his |her |their )?(?:previous|prior|recent|original|earlier|index)\s*\w*\s*"
        r"(?:surgery|procedure|operation|\w+ectomy|\w+plasty)\b[^.]*")),
    ("58", Rare(r"\b(?:staged procedure|planned (?:second|next) stage|second stage of|planned staged)\b")),
)  # fmt: skip
_LATER_WHY = {
    "78": "unplanned return to the operating room for a related procedure",
    "79": "unrelated to the operation in whose global period it falls",
    "58": "a planned stage",
}
SYNCHRONOUS = Rare(
    r"\b(?:video visit|via video|by video|audio[- ](?:and|/|&)?[- ]?video|real[- ]time audio and video|telehealth visit via \w+|"
    r"two-way (?:audio and )?video|interactive video|video telehealth)\b"
)
AUDIO_ONLY = Rare(r"\b(?:audio[- ]only|telephone (?:visit|encounter|call)|by (?:telephone|phone)|phone visit)\b")


_REDUCED = Rare(r"(?<!no )(?<!not )(?<!not as )(?<!not a )(?<!without )\breduced services?\b")
_STOPPED = frozenset({"53", "73", "74"})


def modified(lines: Sequence[Line], encounter: Encounter) -> list[Line]:
    """Each line with its modifiers; what was done once more on the day is a line of its own."""
    found: list[Line] = []
    procedures = [line for line in lines if line.flags & {"minor", "major"}]
    for line in lines:
        is_whole = not any(one.value in _STOPPED for one in line.service.modifiers)
        less = _reduced(encounter.text) if is_whole and len(procedures) == 1 and line is procedures[0] else ()
        whole = _with(line, *_modifiers(line, encounter), *less)
        found.append(whole)
        found.extend(_with(whole, again) for again in _repeat(line))
    return found


def _reduced(text: str) -> tuple[Modifier, ...]:
    """52 where the record calls the only procedure a reduced service in so many words; nothing else tells that it was less.

    Cites: CPT, Appendix A, modifier 52.
    """
    said = _REDUCED.search(text)
    return (Modifier("52", "a reduced service, as the record says", Span(*said.span())),) if said else ()


def _with(line: Line, *modifiers: Modifier) -> Line:
    if not modifiers:
        return line
    return replace(line, service=replace(line.service, modifiers=(*line.service.modifiers, *modifiers)))


def _modifiers(line: Line, encounter: Encounter) -> Iterator[Modifier]:
    if line.found is None:
        return
    yield from _component(line, encounter)
    yield from _place(line)
    text = encounter.text
    if line.flags & {"minor", "major"}:
        if encounter.view is View.PROFESSIONAL:
            yield from _assistant(text)
        yield from _global(text)
    if line.flags >= {"professional"} and (said := SYNCHRONOUS.search(text)):
        yield Modifier("95", "by sound and picture at the same time", Span(*said.span()))


def _component(line: Line, encounter: Encounter) -> Iterator[Modifier]:
    if not line.flags & {"imaging", "component"}:
        return
    said = _TECHNICAL.search(encounter.text)
    if said and encounter.view is View.PROFESSIONAL:
        yield Modifier("TC", "the technical part alone", Span(*said.span()))
    elif billed_by(encounter) == READER:
        yield Modifier("26", f"the professional part: done in a facility ({encounter.setting.value})")


def _place(line: Line) -> Iterator[Modifier]:
    found = line.found
    if found is None or not found.family.modify:
        return
    kind = found.family.modify
    fine = next((axis for axis in ("digit", "eyelid") if axis in found.facts), None)
    of_digit = any((axis, str(fact.value)) in _DIGITS for axis, fact in found.facts.items())
    if kind == "side" and fine and of_digit:
        kind = fine
    fact = found.facts.get(kind) or (found.facts.get(fine) if kind == "side" and fine else None)
    if fact is None or not isinstance(fact.value, str):
        return
    if kind != "side":
        yield Modifier(fact.value, f"the {_NAMES.get(kind, kind)} that is named", fact.span)
        return
    side = _side_of(fact.value)
    parts = {str(found.facts[axis].value) for axis in ("region", "organ", "vessel") if axis in found.facts}
    inherent = side == "bilateral" and "side" in line.used
    if not parts & _ONE and not inherent and side in _SIDES:
        yield Modifier(_SIDES[side], f"side {side}", fact.span)


_DIGITS = frozenset({("region", "finger"), ("region", "toe"), ("strap", "hand"), ("strap", "toe")})
_NAMES = {"digit": "finger or toe", "coronary": "artery"}


def _side_of(value: str) -> str:
    """The side of a finger, a toe or an eyelid; a side itself."""
    if value in ("FA", "F1", "F2", "F3", "F4", "TA", "T1", "T2", "T3", "T4", "E1", "E2"):
        return "left"
    return value if value in _SIDES else "right"


def _repeat(line: Line) -> Iterator[Modifier]:
    if line.found is None:
        return
    for span, clause in zip(line.found.spans, line.found.clauses, strict=False):
        said = _REPEAT.search(clause.text, max(clause.statement.start, span.start - 30), span.start)
        if said and line.flags & {"imaging", "test", "minor", "major"} and len(line.found.spans) > 1:
            other = _BY_ANOTHER.search(clause.text, clause.statement.start, clause.statement.end)
            yield Modifier("77" if other else "76", "done once more on the same day", Span(*said.span()))
            return


def _assistant(text: str) -> Iterator[Modifier]:
    said = _ASSISTED.search(text)
    if said is None:
        return
    span = Span(*said.span())
    if resident := _NO_RESIDENT.search(text):
        yield Modifier("82", "assistant surgeon; no qualified resident", Span(*resident.span()))
    elif other := _NOT_A_PHYSICIAN.search(text):
        yield Modifier("AS", "assisted by one who is no physician", Span(*other.span()))
    else:
        yield Modifier("80", "assistant surgeon", span)


def _global(text: str) -> Iterator[Modifier]:
    for value, pattern in _LATER:
        if said := pattern.search(text):
            yield Modifier(value, _LATER_WHY[value], Span(*said.span()))
            return
