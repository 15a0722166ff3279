"""X12 interchanges: ISA and IEA around GS and GE around ST and SE; counts and control numbers are checked on the way.

``transactions`` gives the transaction sets of a file one after the other, each with its own stream of segments, and in
their place the flaws of the envelopes. A flaw does not end the reading: payers do send trailers with a wrong count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from nosologist.errors import UnreadableInterchangeError
from nosologist.formats.x12.segments import Segment, segments, trimmed_elements

_FUNCTIONS = {"835": "HP", "277": "HN", "837": "HC", "999": "FA", "997": "FA", "276": "HR"}  # ST01: GS01
_LONGEST_COUNT = 10  # digits of SE01


@dataclass(frozen=True, slots=True)
class Interchange:
    """What an ISA segment says: who sent it to whom, its control number (ISA13), its version, test or production."""

    sender: str
    receiver: str
    day: str  # YYMMDD
    time: str
    control: str
    version: str
    test: bool


@dataclass(frozen=True, slots=True)
class Group:
    """What a GS segment says; ``version`` names the implementation guide (005010X221A1)."""

    function: str
    sender: str
    receiver: str
    day: str  # CCYYMMDD
    control: str
    version: str


@dataclass(frozen=True, slots=True)
class Transaction:
    """One transaction set. Its ``segments`` run from ST to SE and can be walked once, before the next set is asked for.

    The walk raises ``UnreadableInterchangeError`` where the set has no end (SE). A TA1 stands in no group: its only segment
    is itself.
    """

    kind: str  # ST01: 835
    control: str  # ST02
    version: str  # ST03, else GS08
    group: Group | None
    interchange: Interchange
    name: str  # of the file, for messages
    segments: Iterator[Segment]


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong at a place of a file; the message names segment and byte and tells no content."""

    message: str


@dataclass(slots=True)
class _Place:
    """Where the walk through a file stands: the open envelopes and what was counted in them."""

    feed: Iterator[Segment]
    name: str
    held: Segment | None = None  # read, but of the next envelope
    isa: Segment | None = None
    gs: Segment | None = None
    groups: int = 0
    sets: int = 0
    flaws: list[Flaw] = field(default_factory=list)
    seen_sets: set[str] = field(default_factory=set)
    seen_interchanges: set[str] = field(default_factory=set)

    def next(self) -> Segment | None:
        """The next segment of the file; ``None`` at its end."""
        held, self.held = self.held, None
        return held or next(self.feed, None)

    def flaw(self, segment: Segment, element: int, text: str) -> None:
        """Note what is wrong at a segment."""
        self.flaws.append(Flaw(f"{segment.where(self.name, element)}: {text}"))


def transactions(file: BinaryIO, name: str) -> Iterator[Transaction | Flaw]:
    """The transaction sets of a file in order, and what is wrong with their envelopes, each in its place.

    ``name`` is what messages call the file. Raises ``UnreadableInterchangeError`` where nothing more can be read.
    """
    here = _Place(segments(file, name), name)
    segment = here.next()
    if segment is None:
        raise UnreadableInterchangeError(f"{name}: the file is empty; an X12 interchange begins with an ISA segment")
    while segment is not None:
        transaction = _step(here, segment)
        yield from _flaws(here)
        if transaction is not None:
            yield transaction
            for _ in transaction.segments:  # what the caller left
                pass
            yield from _flaws(here)
        segment = here.next()
    _close_interchange(here, None)
    yield from _flaws(here)


def _flaws(here: _Place) -> Iterator[Flaw]:
    flaws, here.flaws = here.flaws, []
    yield from flaws


def _step(here: _Place, segment: Segment) -> Transaction | None:
    """Open or close an envelope; a transaction set where one begins."""
    match segment.tag:
        case "ISA":
            _close_interchange(here, None)
            here.isa, here.groups = segment, 0
            if short := trimmed_elements(segment):
                said = ", ".join(f"ISA{element:02}" for element in short)
                here.flaw(
                    segment, short[0], f"blanks were trimmed ({said}); read, as what has none stands in its place"
                )
            _once(here, segment, here.seen_interchanges, f"{segment.at(6)} {segment.at(13)}", 13)
        case "IEA":
            _close_interchange(here, segment)
        case "GS":
            _close_group(here, None)
            here.gs, here.sets, here.seen_sets = segment, 0, set()
            here.groups += 1
        case "GE":
            _close_group(here, segment)
        case "ST":
            return _open_set(here, segment)
        case "TA1" if here.isa:
            return Transaction("TA1", "", "", None, _interchange(here.isa), here.name, iter((segment,)))
        case _:
            here.flaw(segment, 0, "stands outside a transaction set (ST to SE) and was not read")
    return None


def _open_set(here: _Place, segment: Segment) -> Transaction | None:
    if here.isa is None or here.gs is None:
        here.flaw(segment, 0, "a transaction set without a group (GS) around it; its segments were not read")
        return None
    here.sets += 1
    _once(here, segment, here.seen_sets, segment.at(2), 2)
    group = _group(here.gs)
    expected = _FUNCTIONS.get(segment.at(1))
    if expected and group.function != expected:
        here.flaw(here.gs, 1, f"is not {expected}, the functional identifier of the transaction set {segment.at(1)}")
    version = segment.at(3) or group.version
    walk = _to_end(here, segment)
    return Transaction(segment.at(1), segment.at(2), version, group, _interchange(here.isa), here.name, walk)


def _to_end(here: _Place, start: Segment) -> Iterator[Segment]:
    """The segments of a set with its ST and SE; the trailer's count and control number are checked."""
    yield start
    count = 1
    while (segment := here.next()) is not None:
        tag = segment.tag
        if tag in ("ISA", "GS", "ST", "GE", "IEA"):
            here.held = segment
            break
        count += 1
        if tag == "SE":
            _counted(here, segment, count, "segments from ST to SE")
            _same(here, segment, start, 2, "ST")
            yield segment
            return
        yield segment
    where = start.where(here.name)
    message = f"{where}: this transaction set has no end (SE); the file was cut short or pasted together"
    raise UnreadableInterchangeError(message)


def _close_group(here: _Place, trailer: Segment | None) -> None:
    if here.gs is None:
        if trailer is not None:
            here.flaw(trailer, 0, "the end of a group that was not begun (GS)")
        return
    if trailer is None:
        here.flaw(here.gs, 0, "this group has no end (GE)")
    else:
        _counted(here, trailer, here.sets, "transaction sets of the group")
        _same(here, trailer, here.gs, 6, "GS")
    here.gs = None


def _close_interchange(here: _Place, trailer: Segment | None) -> None:
    if here.gs is not None:
        _close_group(here, None)
    if here.isa is None:
        if trailer is not None:
            here.flaw(trailer, 0, "the end of an interchange that was not begun (ISA)")
        return
    if trailer is None:
        here.flaw(here.isa, 0, "this interchange has no end (IEA)")
    else:
        _counted(here, trailer, here.groups, "groups of the interchange")
        _same(here, trailer, here.isa, 13, "ISA")
    here.isa = None


def _once(here: _Place, segment: Segment, seen: set[str], control: str, element: int) -> None:
    if control in seen:
        here.flaw(segment, element, "this control number was used before in the file; the same content may come twice")
    seen.add(control)


def _counted(here: _Place, trailer: Segment, count: int, what: str) -> None:
    stated = trailer.at(1)
    if not (stated.isascii() and stated.isdigit() and len(stated) <= _LONGEST_COUNT):
        here.flaw(trailer, 1, f"states no number of {what}; {count} were read")
    elif int(stated) != count:
        here.flaw(trailer, 1, f"states {stated} {what}; {count} were read")


def _same(here: _Place, trailer: Segment, header: Segment, element: int, tag: str) -> None:
    """Control numbers of header and trailer; a sender may leave out leading zeros."""
    if trailer.at(2).lstrip("0") != header.at(element).lstrip("0"):
        number = f"{tag}{element:02} of segment {header.number}"
        here.flaw(trailer, 2, f"is not the control number {number}; parts of two files may be mixed")


def _interchange(isa: Segment) -> Interchange:
    return Interchange(
        sender=isa.at(6),
        receiver=isa.at(8),
        day=isa.at(9),
        time=isa.at(10),
        control=isa.at(13),
        version=isa.at(12),
        test=isa.at(15) == "T",
    )


def _group(gs: Segment) -> Group:
    return Group(gs.at(1), gs.at(2), gs.at(3), gs.at(4), gs.at(6), gs.at(8))
