"""Reading an 835 (005010X221A1): the payment, each claim as it comes, and whether the money balances at every level."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TypeAlias

from nosologist.errors import UnreadableInterchangeError
from nosologist.formats.x12.interchange import Flaw, Transaction
from nosologist.formats.x12.remittance_claim import claim_payment
from nosologist.formats.x12.segments import Segment
from nosologist.formats.x12.values import Notes, amount, controls_of, day, text_or_none
from nosologist.model.remittance import ClaimPayment, Party, ProviderAdjustment, Remittance

MOST_SEGMENTS = 20_000  # of one claim; the longest that the guide allows has about half
PaymentPart: TypeAlias = Remittance | ClaimPayment | ProviderAdjustment | Flaw
_ENDS_CLAIM = {"CLP", "LX", "PLB", "SE"}


def read_remittance(transaction: Transaction) -> Iterator[PaymentPart]:
    """The payment, its claims, the provider's adjustments, and in their place the flaws: what does not balance too.

    A claim that cannot be read is a flaw, the others go on. Raises ``UnreadableInterchangeError`` where the set ends early
    or has no head; claims before that place stand.
    """
    notes = Notes(transaction.name)
    walk = iter(transaction.segments)
    head, segment = _until_claims(walk)
    remittance = _head(transaction, head, notes)
    yield remittance
    yield from notes.taken()
    claims, moved = Decimal(), Decimal()
    whole = True  # every claim and adjustment was read, so that the payment can be checked
    while segment is not None:
        if segment.tag == "CLP":
            parts, segment = _loop(segment, walk, transaction.name)
            try:
                payment = claim_payment(parts, remittance, notes)
            except UnreadableInterchangeError as error:
                whole = False
                yield Flaw(f"{error}; this claim (segment {parts[0].number}) was not read")
            else:
                claims += payment.paid
                yield payment
            yield from notes.taken()
            continue
        if segment.tag == "PLB":
            try:
                found = list(_provider_adjustments(segment, remittance, notes))
            except UnreadableInterchangeError as error:
                whole = False
                yield Flaw(str(error))
            else:
                moved += sum((one.amount for one in found), Decimal())
                yield from found
            yield from notes.taken()
        segment = next(walk, None)
    if whole:
        yield from _balance(head, remittance, claims, moved)


def _balance(head: list[Segment], remittance: Remittance, claims: Decimal, moved: Decimal) -> Iterator[Flaw]:
    """The payment is what the claims were paid less what was moved for the provider."""
    if claims - moved == remittance.amount:
        return
    bpr = next(one for one in head if one.tag == "BPR")
    yield Flaw(
        f"{bpr.where(remittance.name, 2)}: does not balance: claims {claims:.2f} less provider adjustments "
        f"{moved:.2f} make {claims - moved:.2f}, but {remittance.amount:.2f} is paid"
    )


def _until_claims(walk: Iterator[Segment]) -> tuple[list[Segment], Segment | None]:
    """The segments before the first claim, and the first one after them."""
    head: list[Segment] = []
    for segment in walk:
        if segment.tag in _ENDS_CLAIM:
            return head, segment
        head.append(segment)
    return head, None


def _loop(start: Segment, walk: Iterator[Segment], name: str) -> tuple[list[Segment], Segment | None]:
    """The segments of a claim, and the first one after it."""
    parts = [start]
    for segment in walk:
        if segment.elements[0] in _ENDS_CLAIM:
            return parts, segment
        parts.append(segment)
        if len(parts) > MOST_SEGMENTS:
            raise UnreadableInterchangeError(f"{start.where(name)}: a claim of more than {MOST_SEGMENTS:,} segments")
    return parts, None


def _head(transaction: Transaction, head: list[Segment], notes: Notes) -> Remittance:
    first: dict[str, Segment] = {}
    parties: dict[str, Party] = {}
    produced = None
    for index, segment in enumerate(head):
        first.setdefault(segment.tag, segment)
        if segment.tag == "DTM" and segment.at(1) == "405":
            produced = day(segment, 2, notes)
        if segment.tag == "N1":
            parties.setdefault(segment.at(1), _party(head, index))
    start = head[0] if head else None
    for tag, what in (("BPR", "the payment"), ("TRN", "its check or transfer number")):
        if tag not in first:
            where = start.where(transaction.name) if start else transaction.name
            raise UnreadableInterchangeError(f"{where}: this 835 has no {tag} segment ({what}) before its claims")
    if start and "PR" not in parties:
        notes.add(start, 0, "this 835 does not name the payer (N1*PR)")
    bpr = first["BPR"]
    return Remittance(
        payer=parties.get("PR") or Party(""),
        payee=parties.get("PE") or Party(""),
        amount=amount(bpr, 2, transaction.name),
        paid=day(bpr, 16, notes),
        produced=produced,
        method=bpr.at(4),
        trace=first["TRN"].at(2),
        controls=controls_of(transaction),
        test=transaction.interchange.test,
        name=transaction.name,
    )


def _party(head: list[Segment], index: int) -> Party:
    """A party of the head with its address; other segments of its loop are passed over."""
    lines: list[str] = []
    for segment in head[index + 1 :]:
        if segment.tag == "N1":
            break
        if segment.tag == "N3":
            lines += filter(None, (segment.at(1), segment.at(2)))
        elif segment.tag == "N4":
            lines.append(" ".join(filter(None, (segment.at(1), segment.at(2), segment.at(3)))))
    return Party(head[index].at(2), text_or_none(head[index], 4), tuple(lines))


def _provider_adjustments(plb: Segment, remittance: Remittance, notes: Notes) -> Iterator[ProviderAdjustment]:
    """The pairs of a PLB segment: reason (with its reference) and amount."""
    year_end = day(plb, 2, notes)
    for element in range(3, min(len(plb.elements), 15), 2):
        reason = plb.parts(element)
        if not reason and not plb.at(element + 1):
            continue
        if not reason:
            notes.add(plb, element, "an adjustment without its reason")
        yield ProviderAdjustment(
            provider=plb.at(1),
            fiscal_year_end=year_end,
            reason=reason[0] if reason else "",
            reference=reason[1] if len(reason) > 1 and reason[1] else None,
            amount=amount(plb, element + 1, notes.name),
            remittance=remittance,
        )
