"""837P: professional claims (005010X222A1), loops 2300 to 2420."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import BinaryIO

from nosologist.formats.abstract import total_of
from nosologist.formats.claims_out import Asked
from nosologist.formats.claims_out.x12_lines import drug, service, service_date
from nosologist.formats.claims_out.x12_other_payers import adjudications, other_payers
from nosologist.formats.claims_out.x12_parties import provider
from nosologist.formats.x12.writing import COMPONENT, composite, day, number, said, segment
from nosologist.model.billing import BilledLine, Billing, Provider, Visit
from nosologist.model.claim import Claim, ClaimKind


def write(claims: Iterable[Claim], file: BinaryIO, asked: Asked) -> None:
    """Write professional claims.

    Raises:
        UnwritableClaimError: a claim is none, lacks what an 837 cannot do without, or holds what it cannot carry.
    """
    from nosologist.formats.claims_out.x12_837 import write_kind

    write_kind(claims, file, asked, ClaimKind.PROFESSIONAL)


def claim_segments(claim: Claim, billing: Billing) -> list[str]:
    """Loop 2300 with all below it."""
    visit = billing.visit or Visit()
    lines = [_claim(claim, billing, visit), *_dates(claim, visit)]
    if billing.patient_paid is not None:
        lines.append(segment("AMT", "F5", number(billing.patient_paid)))
    lines += references(billing)
    if visit.clia:
        lines.append(segment("REF", "X4", said(visit.clia, 50, "the CLIA number")))
    if billing.note:
        lines.append(segment("NTE", "ADD", said(billing.note, 80, "the note")))
    if claim.diagnoses:
        codes = (
            f"{'ABF' if place else 'ABK'}{COMPONENT}{said(one.code.value, 30, 'a diagnosis code')}"
            for place, one in enumerate(claim.diagnoses)
        )
        lines.append(segment("HI", *codes))
    lines += _team(billing)
    lines += other_payers(billing, institutional=False)
    for place, line in enumerate(billing.lines, 1):
        lines += _line(line, place, visit.place)
    return lines


def _claim(claim: Claim, billing: Billing, visit: Visit) -> str:
    related = ""
    if visit.related_causes:
        causes = [*(said(one, 3, "a related cause") for one in visit.related_causes), "", ""][:3]
        related = composite(*causes, said(visit.accident_state, 2, "the state of the accident"))
    return segment(
        "CLM",
        said(claim.id, 38, "the id"),
        number(total_of(billing)),
        "",
        "",
        composite(said(visit.place, 2, "the place of service"), "B", said(billing.frequency, 1, "the frequency")),
        "Y" if visit.signed else "N",
        billing.accept_assignment,
        billing.benefits_assigned,
        billing.release,
        "",
        related,
    )


def _dates(claim: Claim, visit: Visit) -> Iterator[str]:
    stated: tuple[tuple[str, date | None], ...] = (
        ("431", visit.onset),
        ("484", visit.last_menstrual_period),
        ("439", visit.accident),
        ("435", claim.admitted),
        ("096", visit.discharged),
    )
    for code, when in stated:
        if when is not None:
            yield segment("DTP", code, "D8", day(when))


def references(billing: Billing) -> list[str]:
    """REF of the claim: referral, authorization, the payer's number, the medical record."""
    stated = (
        ("9F", billing.referral, "the referral number"),
        ("G1", billing.authorization, "the authorization"),
        ("F8", billing.original_reference, "the original reference number"),
        ("EA", billing.medical_record, "the medical record number"),
    )
    return [segment("REF", code, said(value, 50, what)) for code, value, what in stated if value]


def _team(billing: Billing) -> list[str]:
    team = billing.team
    lines: list[str] = []
    if team.referring:
        lines += provider("DN", team.referring, "the referring provider")
    if team.rendering and is_another(team.rendering, billing):
        lines += provider("82", team.rendering, "the rendering provider", specialty="PE")
    if team.facility:
        lines += provider("77", team.facility, "the facility", placed=True)
    if team.supervising:
        lines += provider("DQ", team.supervising, "the supervising provider")
    return lines


def is_another(rendering: Provider, billing: Billing) -> bool:
    """True where who rendered the service is not who bills: only then is it stated."""
    return rendering.npi is None or rendering.npi != billing.provider.npi


def _line(line: BilledLine, place: int, claim_place: str | None) -> list[str]:
    """Loop 2400."""
    done = line.service
    lines = [segment("LX", str(place))]
    at = (done.place or "") if done and done.place != claim_place else ""
    lines.append(
        segment(
            "SV1",
            service(line),
            number(line.charge),
            line.basis,
            number(line.units),
            said(at, 2, "a place of service"),
            "",
            composite(*(str(pointer) for pointer in done.pointers)) if done else "",
            "",
            "Y" if line.emergency else "",
        )
    )
    lines += service_date(line)
    if line.control_number:
        lines.append(segment("REF", "6R", said(line.control_number, 50, f"the control number of line {place}")))
    if line.note:
        lines.append(segment("NTE", "ADD", said(line.note, 80, f"the note of line {place}")))
    lines += drug(line, place)
    if line.rendering:
        lines += provider("82", line.rendering, f"the rendering provider of line {place}", specialty="PE")
    return lines + adjudications(line, place)
