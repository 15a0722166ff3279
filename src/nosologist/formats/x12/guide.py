"""An implementation guide as a table: which loops and segments stand where, how often, and what their elements hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

from nosologist.formats.x12.segments import Segment

_QUALIFIED = {"HL": 3, "NM1": 1, "REF": 1, "DTP": 1, "HI": 1, "AMT": 1, "QTY": 1, "CRC": 1, "NTE": 1}
_ANY = 1_000_000


class ElementUse(NamedTuple):
    """What one element holds; ``codes`` is empty where it may hold anything."""

    required: bool
    composite: bool
    codes: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class SegmentUse:
    """A segment at its place in a loop."""

    tag: str
    required: bool
    position: int
    most: int
    elements: tuple[ElementUse, ...]

    def fits(self, segment: Segment) -> bool:
        """True for a segment of this tag whose qualifier is one of this place."""
        at = _QUALIFIED.get(self.tag, 0)
        if not at or len(self.elements) < at or not self.elements[at - 1].codes:
            return True
        use = self.elements[at - 1]
        parts = segment.parts(at) if use.composite else [segment.at(at)]
        return bool(parts) and parts[0] in use.codes


@dataclass(frozen=True, slots=True, eq=False)
class LoopUse:
    """A loop at its place in another one; its first child is the segment that begins it."""

    name: str
    required: bool
    position: int
    most: int
    children: tuple[Use, ...]
    by_tag: dict[str, tuple[Use, ...]] = field(repr=False)  # but for the first child of a loop

    @property
    def first(self) -> SegmentUse:
        """The segment that begins it."""
        child = self.children[0]
        assert isinstance(child, SegmentUse)
        return child


Use: TypeAlias = SegmentUse | LoopUse


@cache
def guide(name: str) -> LoopUse:
    """The guide of a transaction set: 837p or 837i."""
    lines = Path(__file__).with_name("guides").joinpath(f"{name}.txt").read_text("utf-8").splitlines()
    rows = [(len(line) - len(line.lstrip()), line.split()) for line in lines if line and not line.startswith("#")]
    known: dict[str, tuple[Use, ...]] = {}
    children, _ = _children(rows, 0, 0, known)
    return LoopUse("", True, 0, 1, children, _indexed(children))


def _children(
    rows: list[tuple[int, list[str]]], at: int, depth: int, known: dict[str, tuple[Use, ...]]
) -> tuple[tuple[Use, ...], int]:
    """The uses of one depth from a row on, and the row behind them."""
    found: list[Use] = []
    while at < len(rows) and rows[at][0] == depth:
        name, usage, position, most, *rest = rows[at][1]
        at += 1
        facts = (usage == "R", int(position), _ANY if most == "*" else int(most))
        if not name.startswith("@"):
            found.append(SegmentUse(name, *facts, tuple(_element(one) for one in rest)))
            continue
        below, at = (known[name], at) if rest == ["="] else _children(rows, at, depth + 1, known)
        known[name] = below
        found.append(LoopUse(name[1:], *facts, below, _indexed(below[1:])))
    return tuple(found), at


def _indexed(children: tuple[Use, ...]) -> dict[str, tuple[Use, ...]]:
    by_tag: dict[str, list[Use]] = {}
    for child in children:
        tag = child.tag if isinstance(child, SegmentUse) else child.first.tag
        by_tag.setdefault(tag, []).append(child)
    return {tag: tuple(uses) for tag, uses in by_tag.items()}


def _element(text: str) -> ElementUse:
    required, rest = text[0] == "!", text[1:]
    composite = rest.startswith(":")
    codes = frozenset(rest.lstrip(":").split("|")) - {""}
    return ElementUse(required, composite, codes)
