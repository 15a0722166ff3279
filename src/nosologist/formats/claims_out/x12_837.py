"""837 claims in one file: professional ones as 837P, institutional ones as 837I, each in groups of their own."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import BinaryIO

from nosologist.errors import UnwritableClaimError
from nosologist.formats.claims_out import Asked
from nosologist.formats.claims_out.x12_parties import billing_provider, header, insured
from nosologist.formats.x12.writing import Ends, InterchangeWriter, segment
from nosologist.model.billing import Billing, Submission
from nosologist.model.claim import Claim, ClaimKind

PROFESSIONAL, INSTITUTIONAL = "005010X222A1", "005010X223A2"
_MOST_CLAIMS = 5_000  # in one transaction set, as the implementation guides ask


class _Writer:
    """Writes claims one after another; a billing provider that stays the same is stated once."""

    def __init__(self, file: io.TextIOWrapper, asked: Asked) -> None:
        self._out = InterchangeWriter(file, asked.created, asked.control)
        self._created = asked.created
        self._open: tuple[str, Submission] | None = None
        self._provider: Billing | None = None
        self._parent = self._number = self._claims = 0

    def add(self, claim: Claim) -> None:
        """Write a claim; one that cannot be written leaves nothing behind."""
        billing, submission = _billed(claim)
        institutional = claim.kind is ClaimKind.INSTITUTIONAL
        version = INSTITUTIONAL if institutional else PROFESSIONAL
        body = _segments(claim, billing, institutional=institutional)
        anew = self._open != (version, submission) or self._claims >= _MOST_CLAIMS
        number = 0 if anew else self._number
        parent, lines = self._parent, []
        if anew or not _same_provider(self._provider, billing):
            number = parent = number + 1
            lines += billing_provider(billing, number)
        shown, number = insured(billing, number + 1, parent)
        if anew:
            self._begin(version, submission, header(submission))
        self._provider, self._parent, self._number = billing, parent, number
        self._claims += 1
        self._out.add([*lines, *shown, *body])

    def close(self) -> None:
        """End the file."""
        self._out.close()

    def _begin(self, version: str, submission: Submission, parties: list[str]) -> None:
        self._open = None
        self._out.end()
        self._out.interchange(_ends(submission))
        self._out.group("HC", version)
        reference = self._out.begin("837")
        day, time = f"{self._created:%Y%m%d}", f"{self._created:%H%M}"
        self._out.add([segment("BHT", "0019", "00", reference, day, time, "CH"), *parties])
        self._open, self._claims = (version, submission), 0


def _same_provider(one: Billing | None, other: Billing) -> bool:
    return one is not None and one.provider == other.provider and one.pay_to == other.pay_to


def _segments(claim: Claim, billing: Billing, *, institutional: bool) -> list[str]:
    if institutional:
        from nosologist.formats.claims_out.x12_837i import claim_segments
    else:
        from nosologist.formats.claims_out.x12_837p import claim_segments
    return claim_segments(claim, billing)


def _billed(claim: Claim) -> tuple[Billing, Submission]:
    if not claim.id:
        raise UnwritableClaimError("id: is missing; a claim needs the provider's number (CLM01)")
    if claim.billing is None:
        raise UnwritableClaimError("has no billing facts; give an abstract (docs/claims_out.md)")
    if claim.billing.submission is None:
        raise UnwritableClaimError("submission: is missing; name submitter and receiver")
    return claim.billing, claim.billing.submission


def _ends(submission: Submission) -> Ends:
    submitter, receiver = submission.submitter, submission.receiver
    return Ends(
        submitter.interchange_id or submitter.id,
        receiver.interchange_id or receiver.id,
        submitter.qualifier,
        receiver.qualifier,
        submission.test,
    )


def write(claims: Iterable[Claim], file: BinaryIO, asked: Asked) -> None:
    """Write claims of both kinds.

    Raises:
        UnwritableClaimError: a claim lacks what an 837 cannot do without, or holds what it cannot carry.
    """
    write_where(claims, file, asked, lambda claim: None)


def write_kind(claims: Iterable[Claim], file: BinaryIO, asked: Asked, kind: ClaimKind) -> None:
    """Write claims that must all be of one kind.

    Raises:
        UnwritableClaimError: as ``write``; or a claim is of the other kind.
    """

    def allow(claim: Claim) -> None:
        if claim.kind is not kind:
            raise UnwritableClaimError(f"is not {kind.value}; use --format 837, or another file")

    write_where(claims, file, asked, allow)


def write_where(claims: Iterable[Claim], file: BinaryIO, asked: Asked, allow: Callable[[Claim], None]) -> None:
    """Write claims that ``allow`` lets through; it raises where it does not."""
    text = io.TextIOWrapper(file, encoding="ascii", newline="\n")
    writer = _Writer(text, asked)
    try:
        for claim in claims:
            try:
                allow(claim)
                writer.add(claim)
            except UnwritableClaimError as error:
                if asked.refuse is None:
                    raise
                asked.refuse(claim, error)
        writer.close()
        text.flush()
    finally:
        text.detach()
