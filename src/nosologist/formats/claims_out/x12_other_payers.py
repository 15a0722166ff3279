"""Other payers of an 837: their insurance and decision on the claim (loop 2320), and on a line (loop 2430)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from nosologist.errors import UnwritableClaimError
from nosologist.formats.claims_out.x12_parties import address, name_elements
from nosologist.formats.x12.writing import composite, day, number, said, segment
from nosologist.model.billing import SELF, Adjudication, BilledLine, Billing, OtherPayer
from nosologist.model.remittance import Adjustment, Procedure

_MOST_PAYERS, _MOST_DECISIONS = 10, 15
_MOST_GROUPS, _IN_SEGMENT = 5, 6  # CAS segments of a loop, adjustments in one
_MOST_REMARKS = 5


def other_payers(billing: Billing, *, institutional: bool) -> list[str]:
    """Loop 2320 of each."""
    if len(billing.other_payers) > _MOST_PAYERS:
        raise UnwritableClaimError(
            f"other_payers: an 837 takes {_MOST_PAYERS}; this claim has {len(billing.other_payers)}"
        )
    return [
        line
        for place, one in enumerate(billing.other_payers, 1)
        for line in _other_payer(one, billing, f"other payer {place}", institutional)
    ]


def adjudications(line: BilledLine, place: int) -> list[str]:
    """Loop 2430 of each decision on a line."""
    if len(line.adjudications) > _MOST_DECISIONS:
        raise UnwritableClaimError(f"line {place}: an 837 takes {_MOST_DECISIONS} adjudications")
    return [shown for one in line.adjudications for shown in _adjudication(one, f"an adjudication of line {place}")]


def _other_payer(one: OtherPayer, billing: Billing, what: str, institutional: bool) -> list[str]:
    coverage = one.coverage
    subscriber = coverage.subscriber or (billing.patient if coverage.relationship == SELF else None)
    if subscriber is None:
        raise UnwritableClaimError(f"the subscriber of {what} is missing; the patient is another person")
    lines = [
        segment(
            "SBR",
            coverage.sequence,
            coverage.relationship,
            said(coverage.group_number, 50, f"the group number of {what}"),
            said(coverage.group_name, 60, f"the group name of {what}"),
            "" if institutional else said(coverage.insurance_type, 3, f"the insurance type of {what}"),
            "",
            "",
            "",
            said(coverage.claim_filing, 2, f"the claim filing indicator of {what}"),
        ),
        *_adjustments(one.adjustments, what),
        *_amounts(("D", one.paid), ("A8", one.noncovered), ("EAF", one.patient_owes)),
        segment("OI", "", "", one.benefits_assigned, "", "", one.release),
        *_remarks(one, what, institutional),
    ]
    member = said(coverage.member_id, 80, f"the member id of {what}")
    lines.append(segment("NM1", "IL", *name_elements(subscriber.name, f"the subscriber of {what}"), "MI", member))
    lines += address(subscriber.address, f"the subscriber of {what}")
    return lines + _payer(one, what)


def _payer(one: OtherPayer, what: str) -> list[str]:
    """Loop 2330B."""
    payer = one.coverage.payer
    identifier = said(payer.id, 80, f"the id of {what}")
    lines = [segment("NM1", "PR", "2", said(payer.name, 60, f"the name of {what}"), "", "", "", "", "PI", identifier)]
    lines += address(payer.address, what)
    if one.adjudicated:
        lines.append(segment("DTP", "573", "D8", day(one.adjudicated)))
    stated = (("G1", one.authorization), ("9F", one.referral), ("F8", one.claim_number))
    return lines + [segment("REF", code, said(value, 50, f"a number of {what}")) for code, value in stated if value]


def _amounts(*stated: tuple[str, Decimal | None]) -> list[str]:
    return [segment("AMT", code, number(value)) for code, value in stated if value is not None]


def _remarks(one: OtherPayer, what: str, institutional: bool) -> list[str]:
    """MIA where days of a stay are stated, else MOA."""
    if len(one.remarks) > _MOST_REMARKS:
        raise UnwritableClaimError(f"{what} has {len(one.remarks)} remarks; an 837 takes {_MOST_REMARKS}")
    codes = [said(code, 50, f"a remark of {what}") for code in one.remarks]
    if institutional and one.covered_days is not None:
        first, rest = codes[:1] or [""], codes[1:]
        return [segment("MIA", number(one.covered_days), "", "", "", *first, *[""] * 14, *rest)]
    return [segment("MOA", "", "", *codes)] if codes else []


def _adjustments(listed: Sequence[Adjustment], what: str) -> list[str]:
    """CAS: one segment a group, and a further one where it has more than six."""
    groups: dict[str, list[str]] = {}
    for one in listed:
        reason = said(one.reason, 5, f"a reason of {what}")
        groups.setdefault(said(one.group, 2, f"an adjustment group of {what}"), []).extend(
            (reason, number(one.amount), number(one.quantity))
        )
    most = 3 * _IN_SEGMENT
    lines = [
        segment("CAS", group, *parts[at : at + most])
        for group, parts in groups.items()
        for at in range(0, len(parts), most)
    ]
    if len(lines) > _MOST_GROUPS:
        raise UnwritableClaimError(f"{what} has more adjustments than an 837 takes ({_MOST_GROUPS} segments of six)")
    return lines


def _adjudication(one: Adjudication, what: str) -> list[str]:
    lines = [
        segment(
            "SVD",
            said(one.payer, 80, f"the payer of {what}"),
            number(one.paid),
            _service(one.service, what),
            said(one.revenue, 48, f"the revenue code of {what}"),
            number(one.units),
            str(one.bundled_into) if one.bundled_into else "",
        ),
        *_adjustments(one.adjustments, what),
    ]
    if one.adjudicated:
        lines.append(segment("DTP", "573", "D8", day(one.adjudicated)))
    return lines + _amounts(("EAF", one.patient_owes))


def _service(one: Procedure | None, what: str) -> str:
    if one is None:
        return ""
    modifiers = [said(modifier, 2, f"a modifier of {what}") for modifier in one.modifiers]
    return composite(one.qualifier, said(one.code, 48, f"the code of {what}"), *modifiers)
