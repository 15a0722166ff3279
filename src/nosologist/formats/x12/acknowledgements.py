"""Reading 999 (005010X231A1) and TA1: whether files and transaction sets were taken, and what was wrong with them."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.formats.x12.interchange import Flaw, Transaction
from nosologist.formats.x12.segments import Segment
from nosologist.formats.x12.values import Notes, controls_of, count, day_of
from nosologist.model.acknowledgement import (
    GroupAcknowledgement,
    InterchangeAcknowledgement,
    SetAcknowledgement,
    SyntaxNote,
)


def read_ta1(transaction: Transaction) -> Iterator[InterchangeAcknowledgement | Flaw]:
    """What a TA1 says of an interchange."""
    (segment,) = transaction.segments
    notes = Notes(transaction.name)
    if segment.at(4) not in ("A", "E", "R"):
        notes.add(segment, 4, "is neither A (accepted), E (with errors) nor R (rejected)")
    yield from notes.taken()
    day, controls = day_of(transaction), controls_of(transaction)
    yield InterchangeAcknowledgement(segment.at(1), segment.at(4), segment.at(5), day, controls)


def read_999(transaction: Transaction) -> Iterator[SetAcknowledgement | GroupAcknowledgement | Flaw]:
    """What a 999 says of each transaction set of a group, then of the group; in their place the flaws."""
    notes = Notes(transaction.name)
    day, controls = day_of(transaction), controls_of(transaction)
    function = group = ""
    start: Segment | None = None  # AK2
    errors: list[SyntaxNote] = []
    ended = False
    for segment in transaction.segments:
        match segment.tag:
            case "AK1":
                function, group = segment.at(1), segment.at(2)
            case "AK2":
                _unanswered(start, notes)
                start, errors = segment, []
            case "IK3" | "AK3":
                errors.append(SyntaxNote(segment.at(1), count(segment, 2), segment.at(3), segment.at(4), "", ""))
            case "IK4" | "AK4" if errors:
                last = errors[-1]
                place = "-".join(part for part in segment.parts(1)[:2] if part)
                found = last._replace(element=place, element_code=segment.at(3))
                errors = [*(errors[:-1] if not last.element else errors), found]
            case "IK5" | "AK5" if start is not None:
                codes = tuple(filter(None, map(segment.at, range(2, 7))))
                kind, control = start.at(1), start.at(2)
                yield SetAcknowledgement(kind, control, group, segment.at(1), codes, tuple(errors), day, controls)
                start = None
            case "AK9":
                _unanswered(start, notes)
                start, ended = None, True
                yield _group(segment, function, group, transaction)
            case "IK5" | "AK5" | "IK4" | "AK4":
                notes.add(segment, 0, "stands before the segment that it belongs to")
            case "SE" if not ended:
                notes.add(segment, 0, "the acknowledgement of the group (AK9) is missing")
        yield from notes.taken()


def _unanswered(start: Segment | None, notes: Notes) -> None:
    if start is not None:
        notes.add(start, 0, "a transaction set without its answer (IK5)")


def _group(ak9: Segment, function: str, group: str, transaction: Transaction) -> GroupAcknowledgement:
    return GroupAcknowledgement(
        function=function,
        group=group,
        code=ak9.at(1),
        sets=count(ak9, 2),
        received=count(ak9, 3),
        accepted=count(ak9, 4),
        errors=tuple(filter(None, map(ak9.at, range(5, 10)))),
        day=day_of(transaction),
        controls=controls_of(transaction),
    )
