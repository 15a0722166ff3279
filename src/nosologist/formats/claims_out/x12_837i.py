"""837I: institutional claims (005010X223A2), loops 2300 to 2420."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from nosologist.formats.abstract import total_of
from nosologist.formats.claims_out import Asked
from nosologist.formats.claims_out.x12_837p import references
from nosologist.formats.claims_out.x12_lines import drug, service, service_date
from nosologist.formats.claims_out.x12_other_payers import adjudications, other_payers
from nosologist.formats.claims_out.x12_parties import provider
from nosologist.formats.x12.writing import composite, day, number, said, segment
from nosologist.model.billing import BilledLine, Billing, Occurrence, Stay
from nosologist.model.claim import Claim, ClaimKind, Diagnosis, Procedure
from nosologist.model.code import Code

_MOST = 12  # composites in one HI segment
EXTERNAL_CAUSES = "VWXY"


def write(claims: Iterable[Claim], file: BinaryIO, asked: Asked) -> None:
    """Write institutional claims.

    Raises:
        UnwritableClaimError: a claim is none, lacks what an 837 cannot do without, or holds what it cannot carry.
    """
    from nosologist.formats.claims_out.x12_837 import write_kind

    write_kind(claims, file, asked, ClaimKind.INSTITUTIONAL)


def claim_segments(claim: Claim, billing: Billing) -> list[str]:
    """Loop 2300 with all below it."""
    stay = billing.stay or Stay()
    lines = [_claim(claim, billing, stay), *_dates(claim, stay)]
    lines.append(
        segment(
            "CL1",
            said(stay.admission_type, 1, "the admission type"),
            said(stay.admission_source, 1, "the admission source"),
            said(claim.disposition, 2, "the discharge status"),
        )
    )
    lines += references(billing)
    if billing.note:
        lines.append(segment("NTE", "ADD", said(billing.note, 80, "the note")))
    lines += _codes(claim, stay)
    lines += _team(billing)
    lines += other_payers(billing, institutional=True)
    for place, line in enumerate(billing.lines, 1):
        lines += _line(line, place)
    return lines


def _claim(claim: Claim, billing: Billing, stay: Stay) -> str:
    return segment(
        "CLM",
        said(claim.id, 38, "the id"),
        number(total_of(billing)),
        "",
        "",
        composite(said(stay.type_of_bill, 2, "the type of bill"), "A", said(billing.frequency, 1, "the frequency")),
        "",
        billing.accept_assignment,
        billing.benefits_assigned,
        billing.release,
    )


def _dates(claim: Claim, stay: Stay) -> Iterator[str]:
    if stay.discharge_hour:
        yield segment("DTP", "096", "TM", stay.discharge_hour)
    if claim.date:
        start = stay.statement_from or claim.admitted or claim.date
        yield segment("DTP", "434", "RD8", f"{day(start)}-{day(claim.date)}")
    if claim.admitted and stay.admission_hour:
        yield segment("DTP", "435", "DT", day(claim.admitted) + stay.admission_hour)
    elif claim.admitted:
        yield segment("DTP", "435", "D8", day(claim.admitted))


def _codes(claim: Claim, stay: Stay) -> Iterator[str]:
    """HI: diagnoses with what was present on admission, procedures, and the codes of the UB-04."""
    if claim.diagnoses:
        yield segment("HI", _diagnosis("ABK", claim.diagnoses[0]))
    if claim.admitting:
        yield segment("HI", composite("ABJ", _code(claim.admitting)))
    yield from _several(composite("APR", _code(code)) for code in stay.reasons_for_visit)
    causes = [one for one in claim.diagnoses[1:] if one.code.value[0] in EXTERNAL_CAUSES]
    others = [one for one in claim.diagnoses[1:] if one.code.value[0] not in EXTERNAL_CAUSES]
    yield from _several(_diagnosis("ABN", one) for one in causes)
    if stay.drg:
        yield segment("HI", composite("DR", said(stay.drg, 30, "the DRG")))
    yield from _several(_diagnosis("ABF", one) for one in others)
    if claim.procedures:
        yield segment("HI", _procedure("BBR", claim.procedures[0]))
    yield from _several(_procedure("BBQ", one) for one in claim.procedures[1:])
    yield from _several(_occurrence("BI", one) for one in stay.occurrences if one.through)
    yield from _several(_occurrence("BH", one) for one in stay.occurrences if not one.through)
    values = (composite("BE", said(one.code, 2, "a value code"), "", "", number(one.amount)) for one in stay.values)
    yield from _several(values)
    yield from _several(composite("BG", said(code, 2, "a condition code")) for code in stay.conditions)


def _several(codes: Iterable[str]) -> Iterator[str]:
    listed = list(codes)
    for start in range(0, len(listed), _MOST):
        yield segment("HI", *listed[start : start + _MOST])


def _code(code: Code) -> str:
    return said(code.value, 30, "a code")


def _diagnosis(qualifier: str, one: Diagnosis) -> str:
    """A diagnosis with its indicator; that of an exempt code is left out, as version 5010 has it."""
    poa = one.poa if one.poa not in (None, "1") else ""
    return composite(
        qualifier, one.code.value, "", "", "", "", "", "", said(poa, 1, "a present-on-admission indicator")
    )


def _procedure(qualifier: str, one: Procedure) -> str:
    when = ("D8", day(one.date)) if one.date else ()
    return composite(qualifier, _code(one.code), *when)


def _occurrence(qualifier: str, one: Occurrence) -> str:
    code = said(one.code, 2, "an occurrence code")
    if one.through:
        return composite(qualifier, code, "RD8", f"{day(one.on)}-{day(one.through)}")
    return composite(qualifier, code, "D8", day(one.on))


def _team(billing: Billing) -> list[str]:
    team = billing.team
    lines: list[str] = []
    if team.attending:
        lines += provider("71", team.attending, "the attending provider", specialty="AT")
    if team.operating:
        lines += provider("72", team.operating, "the operating provider")
    if team.other_operating:
        lines += provider("ZZ", team.other_operating, "the other operating provider")
    if team.rendering:
        lines += provider("82", team.rendering, "the rendering provider")
    if team.facility:
        lines += provider("77", team.facility, "the facility", placed=True)
    if team.referring:
        lines += provider("DN", team.referring, "the referring provider")
    return lines


def _line(line: BilledLine, place: int) -> list[str]:
    """Loop 2400."""
    lines = [
        segment("LX", str(place)),
        segment(
            "SV2",
            said(line.revenue, 48, f"the revenue code of line {place}"),
            service(line),
            number(line.charge),
            line.basis,
            number(line.units),
            "",
            number(line.noncovered),
        ),
        *service_date(line),
    ]
    if line.control_number:
        lines.append(segment("REF", "6R", said(line.control_number, 50, f"the control number of line {place}")))
    lines += drug(line, place)
    if line.rendering:
        lines += provider("82", line.rendering, f"the rendering provider of line {place}")
    return lines + adjudications(line, place)
