"""Where in a received file what a rule found stands."""

from __future__ import annotations

from nosologist.model.billing import Place
from nosologist.model.claim import Claim
from nosologist.model.finding import Finding

_MOST = 3


def places_of(finding: Finding, claim: Claim) -> tuple[Place, ...]:
    """The places of a finding in the file that the claim came in: its lines, else its codes, else the claim.

    None where the claim was not received as a file of segments.
    """
    received = claim.billing.received if claim.billing else None
    if received is None:
        return ()
    lines = [received.lines[number - 1][1] for number in finding.lines if 0 < number <= len(received.lines)]
    if lines:
        return tuple(lines)
    codes = [place for code, place in received.codes if code in finding.codes]
    return tuple(dict.fromkeys(codes)) or (received.claim,)


def said_places(finding: Finding, claim: Claim) -> str:
    """The same in words; empty where there is none, or where the message names one itself."""
    if " at byte " in finding.message:
        return ""
    places = places_of(finding, claim)
    shown = "; ".join(str(place) for place in places[:_MOST])
    return shown if len(places) <= _MOST else f"{shown}; and {len(places) - _MOST} more"
