"""Claims in as 837P and 837I: one after another, memory flat; what is wrong with a claim's segments stands with the claim."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from nosologist.errors import UnreadableClaimError, UnreadableInterchangeError
from nosologist.formats.x12.guide import guide
from nosologist.formats.x12.interchange import Flaw, Transaction, transactions
from nosologist.formats.x12.loops import Loop, Walk
from nosologist.formats.x12.parties import submission_of
from nosologist.formats.x12.received import Reader
from nosologist.formats.x12.segments import Segment
from nosologist.model.billing import Submission
from nosologist.model.claim import Claim, ClaimKind

_GUIDES = {"005010X222": ("837p", ClaimKind.PROFESSIONAL), "005010X223": ("837i", ClaimKind.INSTITUTIONAL)}
_ANSWERS = ("835", "277", "999", "TA1")
_FACILITY = re.compile(r"[0-9A-Z]{0,2}([^0-9A-Za-z ])[AB]\1[0-9]")
Tell = Callable[[str], None]  # told of what is wrong outside of claims


def is_x12(head: bytes) -> bool:
    """True for a file that begins as an interchange does, or as one that lost its beginning."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return re.match(rb"ISA[^A-Za-z0-9]|GS[*|~^][A-Z]{2}[*|~^]", start) is not None


def read_837_file(path: Path, tell: Tell) -> Iterator[Claim]:
    """The claims of a file. ``tell`` is told of flaws of envelopes, and of transaction sets that are no 5010 claims.

    Raises:
        UnreadableClaimError: the file is missing, or nothing more of it can be read; the message names the place.
    """
    try:
        with path.open("rb") as file:
            yield from read_837(file, str(path), tell)
    except OSError as error:
        raise UnreadableClaimError(
            f"{path}: cannot be read ({error.strerror}); check the name and your rights"
        ) from error


def read_837(file: BinaryIO, name: str, tell: Tell) -> Iterator[Claim]:
    """The claims of a stream; ``name`` is what messages call it. Where it breaks off in the middle, that is told.

    Raises:
        UnreadableClaimError: it is no X12 at all.
    """
    seen: dict[int, int] = {}
    begun = False
    try:
        for one in transactions(file, name):
            begun = True
            if isinstance(one, Flaw):
                tell(one.message)
            elif (found := _GUIDES.get(one.version[:10])) and one.kind == "837":
                yield from _Set(one, *found, seen, tell).claims()
            else:
                first = next(one.segments)
                tell(f"{first.where(name)}: {_why_not(one)}")
    except UnreadableInterchangeError as error:
        if not begun:
            raise UnreadableClaimError(str(error)) from error
        tell(str(error))


def _why_not(one: Transaction) -> str:
    if one.kind in _ANSWERS:
        return f"is a payer's answer ({one.kind}), and no claims; read it with `noso answer`"
    if one.kind != "837":
        return f"is a transaction set {one.kind[:6]}, and no claims (837)"
    if one.version.startswith("004010"):
        return "is an 837 of version 4010, which was retired in 2012; ask for version 5010"
    return f"is an 837 of version {one.version[:12]}; read are 005010X222 (professional) and 005010X223 (institutional)"


@dataclass(slots=True)
class _Set:
    """One transaction set on its way to claims."""

    transaction: Transaction
    guide: str
    kind: ClaimKind
    seen: dict[int, int]  # the numbers of the claims of the file, hashed, and the segment of each
    tell: Tell
    submission: Submission | None = None
    marks: str = ""  # another component separator than ISA names
    last: Segment | None = field(default=None)

    def claims(self) -> Iterator[Claim]:
        """Its claims, each when it ends."""
        walk = Walk(guide(self.guide))
        for segment in self.transaction.segments:
            if segment.tag in ("ST", "SE"):
                self.last = segment
                continue
            segment = self._marked(segment)
            for loop in walk.step(segment):
                yield from self._claim(loop, walk)
            self.last = segment
        if self.last is not None:
            for loop in walk.end(self.last):
                yield from self._claim(loop, walk)
        for fault in walk.faults:
            self.tell(f"{self.transaction.name}: {fault}")

    def _marked(self, segment: Segment) -> Segment:
        """A segment with the component separator that the set uses, where that is not the one of ISA16."""
        if segment.tag == "CLM" and not self.marks:
            found = _FACILITY.fullmatch(segment.at(5))
            if found and found[1] != segment.marks.component:
                self.marks = found[1]
                self.tell(
                    f"{segment.where(self.transaction.name, 5)}: separates its parts with {found[1]!r}, and ISA16 names "
                    f"{segment.marks.component!r}; the set is read with {found[1]!r}"
                )
        return replace(segment, marks=replace(segment.marks, component=self.marks)) if self.marks else segment

    def _claim(self, loop: Loop, walk: Walk) -> Iterator[Claim]:
        """The claim of a loop that ended, if it is one; what is not needed any more is let go."""
        if loop.name not in ("2300", "2000C", "2000B", "2000A"):
            return
        above = loop.above
        assert above is not None
        if loop.name == "2300":
            faults, walk.faults = walk.faults, []
            if self.submission is None:
                self.submission = submission_of(_root(loop), self.transaction)
            self._once(loop, faults)
            yield Reader(loop, self.kind, faults).claim(self.submission)
        above.below.remove(loop)

    def _once(self, loop: Loop, faults: list[str]) -> None:
        """Tell of a claim whose number was used before in the file."""
        head = loop.segments[0]
        key = hash((head.at(1), self.transaction.interchange.sender))
        earlier = self.seen.setdefault(key, head.number)
        if earlier != head.number and head.at(1):
            place = head.where("", 1).removeprefix(": ")
            faults.append(f"loop 2300, {place}: this claim number was used before, in segment {earlier}")


def _root(loop: Loop) -> Loop:
    while loop.above is not None:
        loop = loop.above
    return loop
