"""Of the claims in an 837, what their answers are joined by: claim number, batch, control numbers, day. No more is read."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.formats.x12.interchange import Flaw, Transaction
from nosologist.formats.x12.values import Notes, controls_of, day, text_or_none
from nosologist.model.acknowledgement import SentClaim


def read_sent_claims(transaction: Transaction) -> Iterator[SentClaim | Flaw]:
    """Each claim (CLM) of the set, in order."""
    notes = Notes(transaction.name)
    controls = controls_of(transaction)
    batch, on, payer = "", None, None
    for segment in transaction.segments:
        match segment.tag:
            case "BHT":
                batch, on = segment.at(3), day(segment, 4, notes)
            case "SBR":
                payer = None
            case "NM1" if segment.at(1) == "PR" and payer is None:
                payer = text_or_none(segment, 3)
            case "CLM":
                if not segment.at(1):
                    notes.add(segment, 1, "is missing: the claim's number, by which its answers are found")
                facility = segment.parts(5)
                frequency = facility[2] if len(facility) > 2 and facility[2] else None
                yield SentClaim(segment.at(1), segment.at(2), frequency, batch, on, payer, controls)
        yield from notes.taken()
