"""Segments put into the loops of their implementation guide; what stands in the wrong place is told, and reading goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from nosologist.formats.x12.guide import LoopUse, SegmentUse, Use
from nosologist.formats.x12.segments import Segment
from nosologist.model.billing import Place


@dataclass(slots=True, eq=False)
class Loop:
    """One loop of a file: its segments, and the loops below it that are still of interest."""

    use: LoopUse
    above: Loop | None = None
    segments: list[Segment] = field(default_factory=list)
    below: list[Loop] = field(default_factory=list)
    counts: dict[Use, int] = field(default_factory=dict)
    position: int = 0  # how far its guide was followed

    @property
    def name(self) -> str:
        """2010AA."""
        return self.use.name

    def all(self, tag: str, *qualifiers: str) -> Iterator[Segment]:
        """Its segments of a tag whose first element is one of these."""
        for segment in self.segments:
            if segment.tag == tag and (not qualifiers or segment.at(1) in qualifiers):
                yield segment

    def first(self, tag: str, *qualifiers: str) -> Segment | None:
        """The first of them."""
        return next(self.all(tag, *qualifiers), None)

    def value(self, tag: str, qualifier: str, element: int = 2) -> str | None:
        """An element of the first segment of a tag and qualifier; None where there is none."""
        segment = self.first(tag, qualifier)
        return (segment.at(element) or None) if segment else None

    def loop(self, name: str, entity: str | None = None) -> Loop | None:
        """The first loop of a name below it, of an entity (NM101) where one is given."""
        for one in self.below:
            if one.name == name and (entity is None or one.segments[0].at(1) == entity):
                return one
        return None

    def place(self, segment: Segment) -> Place:
        """Where a segment of it stands."""
        return Place(self.name, segment.tag, segment.number, segment.byte)


class Walk:
    """The walk through one transaction set, segment by segment."""

    def __init__(self, guide: LoopUse) -> None:
        self._open = [Loop(guide)]
        self.faults: list[str] = []  # since somebody took them

    @property
    def loop(self) -> Loop:
        """The loop that is open."""
        return self._open[-1]

    def step(self, segment: Segment) -> list[Loop]:
        """Take a segment; returns the loops that it ended, the innermost first."""
        depth, use, late = self._found(segment)
        if use is None:
            self._fault(segment, 0, "is not used here, and was left out")
            return []
        loop = self._open[depth]
        if late and isinstance(use, SegmentUse):
            self._fault(segment, 0, "stands too late", loop)
            self._count(loop, use, segment)
            loop.segments.append(segment)
            self._check(segment, use, loop)
            return []
        ended = self._end(depth + 1, segment)
        if late:
            self._fault(segment, 0, "stands too late", loop)
        if isinstance(use, LoopUse):
            self._missing(loop, segment, before=use.position)
        loop.position = max(loop.position, use.position)
        self._count(loop, use, segment)
        if isinstance(use, LoopUse):
            inner = Loop(use, loop, position=use.first.position)
            loop.below.append(inner)
            self._open.append(inner)
            loop, use = inner, use.first
        loop.segments.append(segment)
        self._check(segment, use, loop)
        return ended

    def end(self, segment: Segment) -> list[Loop]:
        """End the set at its trailer."""
        ended = self._end(1, segment)
        self._missing(self._open[0], segment)
        return ended

    def _found(self, segment: Segment) -> tuple[int, Use | None, bool]:
        """Where a segment belongs: depth of the open loop, its use, and whether it comes too late."""
        tag, late = segment.tag, None
        for depth in range(len(self._open) - 1, -1, -1):
            loop = self._open[depth]
            best: Use | None = None
            for use in loop.use.by_tag.get(tag, ()):
                if not (use if isinstance(use, SegmentUse) else use.first).fits(segment):
                    continue
                if use.position < loop.position:
                    late = late or (depth, use)
                elif best is None or loop.counts.get(best, 0) >= best.most:
                    best = use
            if best is not None:
                return depth, best, False
        return (*late, True) if late else (0, None, False)

    def _end(self, depth: int, segment: Segment) -> list[Loop]:
        ended = []
        while len(self._open) > depth:
            loop = self._open.pop()
            self._missing(loop, segment)
            ended.append(loop)
        return ended

    def _count(self, loop: Loop, use: Use, segment: Segment) -> None:
        count = loop.counts[use] = loop.counts.get(use, 0) + 1
        if count == use.most + 1:
            what = f"loop {use.name}" if isinstance(use, LoopUse) else segment.tag
            times = "once" if use.most == 1 else f"{use.most} times"
            self._fault(segment, 0, f"{what} may stand {times} only", loop)

    def _missing(self, loop: Loop, segment: Segment, before: int | None = None) -> None:
        """Tell what is missing in a loop that ends, or before a loop in it begins."""
        for use in loop.use.children[1:] if loop.above else loop.use.children:
            if before is not None and use.position >= before:
                break
            if use.required and not loop.counts.get(use):
                loop.counts[use] = 1  # told once
                shown = f"loop {use.name}" if isinstance(use, LoopUse) else _shown(use)
                self._fault(segment, 0, f"{shown} is missing before it", loop)

    def _check(self, segment: Segment, use: SegmentUse, loop: Loop) -> None:
        for place, element in enumerate(use.elements, 1):
            value = segment.at(place)
            if not value:
                if element.required:
                    self._fault(segment, place, "is missing", loop)
            elif element.codes:
                code = segment.parts(place)[0] if element.composite else value
                if code not in element.codes:
                    self._fault(segment, place, f"holds a code that is none of {_codes(element.codes)}", loop)

    def _fault(self, segment: Segment, element: int, text: str, loop: Loop | None = None) -> None:
        name = (loop or self.loop).name
        within = f"loop {name}, " if name else ""
        self.faults.append(f"{within}{segment.where('', element).removeprefix(': ')}: {text}")


def _shown(use: SegmentUse) -> str:
    """A segment as the trade writes it: NM1*85, or N3."""
    codes = use.elements[0].codes if use.elements else frozenset()
    return f"{use.tag}*{min(codes)}" if len(codes) == 1 else use.tag


def _codes(codes: frozenset[str]) -> str:
    listed = sorted(codes)
    return ", ".join(listed[:8]) + (", ..." if len(listed) > 8 else "")
