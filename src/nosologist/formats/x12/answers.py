"""Payers' answers in X12, of any kind and in any mixture: 835, 277CA, 999 and TA1, told apart by what the file says it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeAlias

from nosologist.errors import UnreadableInterchangeError
from nosologist.formats.x12.acknowledgements import read_999, read_ta1
from nosologist.formats.x12.claim_status import read_claim_statuses
from nosologist.formats.x12.interchange import Flaw, Transaction, transactions
from nosologist.formats.x12.remittance import PaymentPart, read_remittance
from nosologist.formats.x12.sent_claims import read_sent_claims
from nosologist.model.acknowledgement import (
    ClaimStatus,
    GroupAcknowledgement,
    InterchangeAcknowledgement,
    SentClaim,
    SetAcknowledgement,
)

Answer: TypeAlias = (
    PaymentPart | ClaimStatus | SetAcknowledgement | GroupAcknowledgement | InterchangeAcknowledgement | SentClaim
)

Readers: TypeAlias = dict[str, tuple[tuple[str, ...], Callable[[Transaction], Iterator[Answer]]]]

_READERS: Readers = {
    "835": (("005010X221",), read_remittance),
    "277": (("005010X214", "005010X212"), read_claim_statuses),
    "999": (("005010X231",), read_999),
}
_CLAIMS: Readers = {"837": (("005010X222", "005010X223", "005010X224"), read_sent_claims)}
_SENT = {"837": "is a claim, not an answer (noso check)", "276": "asks for a status and answers nothing"}


def answers_in(path: Path, with_claims: bool = False) -> Iterator[Answer]:
    """The answers of a file in order; with claims, those that were sent (837) too.

    Raises:
        UnreadableInterchangeError: nothing more can be read.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise UnreadableInterchangeError(f"{path}: cannot be read ({error.strerror})") from None
    with file:
        yield from read_answers(file, path.name, with_claims)


def read_answers(file: BinaryIO, name: str, with_claims: bool = False) -> Iterator[Answer]:
    """The answers in a stream; a transaction set that cannot be read is a flaw in its place, the others go on."""
    for item in transactions(file, name):
        if isinstance(item, Flaw):
            yield item
            continue
        try:
            yield from _read(item, with_claims)
        except UnreadableInterchangeError as error:
            yield Flaw(str(error))


def _read(transaction: Transaction, with_claims: bool) -> Iterator[Answer]:
    if transaction.kind == "TA1":
        return read_ta1(transaction)
    known = _READERS | _CLAIMS if with_claims else _READERS
    guides, reader = known.get(transaction.kind, ((), None))
    start = next(transaction.segments)
    where = start.where(transaction.name)
    if reader is None:
        what = _SENT.get(transaction.kind, "is no answer of a payer that is read here (835, 277CA, 999, TA1)")
        return iter([Flaw(f"{where}: this transaction set {what}; it was not read")])
    if not transaction.version.startswith(guides):
        old = " the retired version 004010" if transaction.version.startswith("004010") else " another version"
        return iter(
            [
                Flaw(
                    f"{where}: a {transaction.kind} in{old}; read is {' and '.join(guides)}. Ask the sender for "
                    "version 005010"
                )
            ]
        )
    return reader(transaction)
