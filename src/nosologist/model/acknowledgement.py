"""What is said of a claim on its way, before it is paid: TA1 and 999 on the file, 277CA on each claim."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from nosologist.model.noun import noun


class Controls(NamedTuple):
    """Control numbers of interchange, group and transaction set."""

    interchange: str
    group: str
    transaction: str


@noun
class SentClaim:
    """A claim as it left (837): what its answers are joined by. The claim itself is not read here."""

    claim: str  # CLM01: the provider's number of the claim
    charge: str  # CLM02, as it was sent
    frequency: str | None  # CLM05-3: 1 first, 7 replacement, 8 void
    batch: str  # BHT03
    day: date | None
    payer: str | None
    controls: Controls


@noun
class InterchangeAcknowledgement:
    """A TA1: whether the receiver's system took the interchange (A), took it with errors (E) or refused it (R)."""

    interchange: str  # TA101: the control number that is answered
    code: str
    note: str  # 000: no error
    day: date | None  # of the answer
    controls: Controls


@noun
class GroupAcknowledgement:
    """What a 999 says of a group: accepted (A), with errors (E), in part (P), refused (R, M, W, X)."""

    function: str  # HC: claims
    group: str  # GS06 of the group that is answered
    code: str  # AK901
    sets: int | None  # how many the group has, by its own count
    received: int | None
    accepted: int | None
    errors: tuple[str, ...]
    day: date | None  # of the answer
    controls: Controls


class SyntaxNote(NamedTuple):
    """An error that a 999 reports: where in the set, by the implementation guide. The data that was wrong is left out."""

    segment: str  # its tag
    position: int | None  # in the set, ST is 1
    loop: str
    code: str  # of the segment's error (IK304)
    element: str  # place of the element ("3", "2-1"), empty where the segment is meant
    element_code: str  # of the element's error (IK403)


@noun
class SetAcknowledgement:
    """What a 999 says of one transaction set."""

    kind: str  # AK201: 837
    control: str  # ST02 of the set that is answered
    group: str  # GS06 of its group
    code: str  # IK501: A, E, R, M, W, X
    errors: tuple[str, ...]
    notes: tuple[SyntaxNote, ...]
    day: date | None  # of the answer
    controls: Controls


class StatusLevel(StrEnum):
    """Whom a status of a 277CA is about."""

    PAYER = "payer"
    SUBMITTER = "submitter"  # the whole file
    PROVIDER = "provider"  # all claims of a billing provider
    CLAIM = "claim"


class Status(NamedTuple):
    """A status of a 277: category (A2: accepted, A7: rejected ...), status code, entity that it is about."""

    category: str
    code: str
    entity: str | None
    day: date | None
    action: str  # WQ: accepted, U: rejected
    amount: Decimal | None
    text: str | None  # the payer's own words


class LineStatus(NamedTuple):
    """The statuses of one service line."""

    code: str | None
    control: str | None
    statuses: tuple[Status, ...]


@noun
class ClaimStatus:
    """The statuses of a claim, or of all claims of a provider or a file (``level``)."""

    level: StatusLevel
    claim: str | None  # TRN02: the provider's number of the claim, or of the batch
    statuses: tuple[Status, ...]
    payer: str | None
    payer_control: str | None  # REF*1K: the payer's number of the claim
    clearinghouse: str | None  # REF*D9
    first: date | None
    last: date | None
    lines: tuple[LineStatus, ...]
    version: str
    segment: int
    controls: Controls
