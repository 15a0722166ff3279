"""What belongs together: namings of one procedure, parts of one operation, and the order in which a stay reports them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from nosologist.codesets.procedures import OPEN
from nosologist.coding.procedure_rows import Built, Tables

_INSPECTION, _MEDICAL = "J", "0"
_BELLY = "0WJG"  # a laparotomy is the way to what is done in the abdomen
_SCOPED = frozenset("78")  # approaches of a scope through an opening
# Treatments of another body system that a scope in a tract serves: the body systems that are looked at.
_TRACTS = {"0W3P": "D", "0W3Q": "B", "0W3R": "TU", "06L3": "D", "06LY": "D", "07B7": "B", "0797": "B"}
# What anesthesia and nursing do for an operation: catheter, tube, ventilation, block.
_FOR_THE_OPERATION = re.compile(r"0T9B[78]0|0BH1[78]E|5A1935|3E0[RST]3B|0D9630|0DH6[78]U")
_OPERATION = re.compile(
    r"0[0-9A-HJ-NP-Z][1BFGMNQRSTUVXY][0-9A-HJ-NP-Z][04FX.]|10[DT]00|0.T|0T[15BCDFLNQRSTUVW][0-9A-Z]8|0V[BCFT]08"
)
_GUIDES, _OPERATES = re.compile(r"B"), re.compile(r"[01X][0-9A-Z][1-9A-IK-Z]")  # any root operation but Inspection
# Drains that an operation leaves, and the operations: in the chest, in a kidney.
_DRAINS = (
    (re.compile(r"0W9[89B.].0"), re.compile(r"0[B2][BCQRTUVY1].[04]|0DT5.[04]|021.0")),
    (re.compile(r"0T9[01]30"), re.compile(r"0T[CF][0134][034]")),
)
# What watches an operation in its report, and the systems operated on: the heart by echo, the brain by its currents.
_WATCHES = (("B24", ("02",)), ("4A00X4", ("00", "02", "03")))
_FRAGMENTATION, _EXTIRPATION = "F", "C"
_RANKS = (  # the first that fits: definitive treatment, other treatment, what was done to know
    (re.compile(r"10[DET]0"), 0),
    (re.compile(r"0.J|0.[9BD]...X|07D...X"), 3),
    (re.compile(r"0.[HPW259]|0W9|4A10|2"), 2),
    (re.compile(r"0|10|X"), 1),
    (re.compile(r"[35678DFGH]"), 2),
)
_LAST = 4  # rank of imaging and measurement


def merged(found: Iterable[Built], tables: Tables) -> list[Built]:
    """One entry for one procedure: a naming that says less belongs to the one that says more, unless their dates differ."""
    kept: list[Built] = []
    for one in found:
        for at, other in enumerate(kept):
            if (
                _one_time(one, other)
                and _one_part(one, other)
                and _agree(one, other)
                and tables.has(_joined(other.pattern, one.pattern))
            ):
                kept[at] = _union(other, one)
                break
        else:
            kept.append(one)
    return kept


def _one_time(first: Built, second: Built) -> bool:
    return first.date is None or second.date is None or first.date == second.date


def _one_part(first: Built, second: Built) -> bool:
    """False for two body parts that one value includes: each has its code (B3.2b)."""
    return not first.part or not second.part or first.part == second.part


def _agree(first: Built, second: Built) -> bool:
    """True where no character speaks against the other, and at least the table is the same."""
    one, other = first.pattern, second.pattern
    return one[:3] == other[:3] and all(a == b or OPEN in (a, b) for a, b in zip(one[3:], other[3:], strict=True))


def _joined(first: str, second: str) -> str:
    return "".join(a if a != OPEN else b for a, b in zip(first, second, strict=True))


def _union(first: Built, second: Built) -> Built:
    return replace(
        first,
        pattern=_joined(first.pattern, second.pattern),
        sources=tuple(own or other for own, other in zip(first.sources, second.sources, strict=True)),
        spans=tuple(dict.fromkeys((*first.spans, *second.spans))),
        date=first.date or second.date,
        operator=first.operator or second.operator,
        part=first.part or second.part,
        is_step=first.is_step and second.is_step,
        allowed=tuple(own or other for own, other in zip(first.allowed, second.allowed, strict=True)),
    )


def without_inspection(found: list[Built]) -> tuple[list[Built], list[Built]]:
    """An inspection on the way to a procedure of the same body system, in one report or statement, is part of it (B3.11a)."""
    return _parted(found, lambda one: _is_look(one) and any(_served(one, other) for other in found))


def without_fragments(found: list[Built]) -> tuple[list[Built], list[Built]]:
    """A stone that is broken and taken out is taken out: Extirpation includes pieces (its definition)."""
    out = {(one.pattern[1], one.pattern[3], one.session) for one in found if one.pattern[2] == _EXTIRPATION}
    return _parted(
        found,
        lambda one: (
            one.pattern[0] == _MEDICAL
            and one.pattern[2] == _FRAGMENTATION
            and (one.pattern[1], one.pattern[3], one.session) in out
        ),
    )


def without_drains(found: list[Built]) -> tuple[list[Built], list[Built]]:
    """The drain that is left at the end of an operation is part of it (B6.1b)."""
    return _parted(
        found,
        lambda one: any(
            drain.match(one.pattern) and operation.match(other.pattern) and other.session == one.session
            for drain, operation in _DRAINS
            for other in found
        ),
    )


def without_anesthesia(found: list[Built]) -> tuple[list[Built], list[Built]]:
    """Catheter, tube and ventilation of an operation are part of it (B3.1b)."""
    return _parted(
        found,
        lambda one: (
            bool(_FOR_THE_OPERATION.match(one.pattern))
            and any(_OPERATION.match(other.pattern) and _goes_with(one, other) for other in found)
        ),
    )


def without_guidance(found: list[Built]) -> tuple[list[Built], list[Built]]:
    """Imaging told among the steps of an operation or in its room, and what watches it, are part of it (B3.1b)."""
    return _parted(found, lambda one: any(_guides(one, other) for other in found))


def _guides(one: Built, other: Built) -> bool:
    if not _OPERATES.match(other.pattern):
        return False
    in_one = other.session == one.session
    if one.is_step and _GUIDES.match(one.pattern) and (in_one or one.is_in_room):
        return True
    return in_one and any(one.pattern.startswith(look) and other.pattern.startswith(at) for look, at in _WATCHES)


def _goes_with(one: Built, other: Built) -> bool:
    """True where both are told in one place, and not of two days."""
    return other.session == one.session and _one_time(one, other)


def _parted(found: list[Built], is_part: Callable[[Built], bool]) -> tuple[list[Built], list[Built]]:
    kept: list[Built] = []
    parts: list[Built] = []
    for one in found:
        (parts if is_part(one) else kept).append(one)
    return kept, parts


def _is_look(one: Built) -> bool:
    return one.pattern[0] == _MEDICAL and one.pattern[2] == _INSPECTION and not one.is_looked


def _served(look: Built, other: Built) -> bool:
    """True where the inspection served the other procedure."""
    pattern = other.pattern
    if pattern[0] != _MEDICAL or pattern[2] == _INSPECTION or other.session != look.session:
        return False
    if other.order != look.order and look.pattern[4] in _SCOPED and pattern[4] in "0F":
        return False  # by another approach (B3.11c)
    in_tract = look.pattern[1] in _TRACTS.get(pattern[:4], "")
    return pattern[1] == look.pattern[1] or in_tract or look.pattern[:4] == _BELLY


def in_order(found: list[Built]) -> list[Built]:
    """Definitive treatment first, then other treatment, then what was done to know; as the record tells them within each."""
    return sorted(found, key=lambda one: _rank(one.pattern))


def _rank(pattern: str) -> int:
    return next((rank for words, rank in _RANKS if words.match(pattern)), _LAST)
