"""UB-04 as PDF: every form locator with its number, in a layout of our own. What one page cannot hold goes on with the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import BinaryIO

from nosologist.errors import UnwritableClaimError
from nosologist.formats.abstract import total_of
from nosologist.formats.claims_out import Asked, each_written
from nosologist.formats.claims_out.paper import need_reportlab
from nosologist.formats.claims_out.paper_form import (
    Page,
    Paper,
    amount,
    block,
    chunks,
    city,
    count,
    short_day,
    street,
    surname_first,
)
from nosologist.formats.claims_out.tables import billed
from nosologist.formats.claims_out.ub04_boxes import LINES, OTHERS, ROWS, named
from nosologist.formats.claims_out.x12_837i import EXTERNAL_CAUSES
from nosologist.model.billing import SELF, BilledLine, Billing, Occurrence, OtherPayer, Provider, Stay
from nosologist.model.claim import Claim, ClaimKind, Diagnosis, Procedure

_PAYERS = {"P": "A", "S": "B", "T": "C"}
_CONDITIONS = tuple(str(number) for number in range(18, 29))
_SINGLE = tuple(f"{number}{part}" for part in "ab" for number in (31, 32, 33, 34))
_SPANS = tuple(f"{number}{part}" for part in "ab" for number in (35, 36))
_VALUES = tuple(f"{number}{part}" for part in "abcd" for number in (39, 40, 41))


def write(claims: Iterable[Claim], file: BinaryIO, asked: Asked) -> None:
    """Write institutional claims, one or more pages each.

    Raises:
        UnwritableClaimError: a claim is none, or something does not fit into its form locator.
        UsageError: reportlab is not installed.
    """
    need_reportlab("ub04")
    paper = Paper(file, "UB-04 data, not the official form")

    def drawn(claim: Claim, asked: Asked) -> None:
        paper.add(list(pages(claim, asked)))

    for _ in each_written(claims, asked, drawn):
        pass
    paper.close()


def pages(claim: Claim, asked: Asked) -> Iterator[Page]:
    """The pages of a claim: each holds the next part of whatever is more than a page takes."""
    if claim.kind is not ClaimKind.INSTITUTIONAL:
        raise UnwritableClaimError("is not institutional; a professional bills on the CMS-1500 (--format cms1500)")
    billing = billed(claim)
    head = _head(claim, billing)
    parts = _parts(claim, billing)
    lines = chunks(billing.lines, LINES)
    number_of_pages = max(len(lines), *map(len, parts))
    for at in range(number_of_pages):
        typed = dict(head)
        for part in parts:
            typed |= part[at] if at < len(part) else {}
        for place, line in enumerate(lines[at] if at < len(lines) else (), 1):
            typed |= _line(place, line)
        typed["43+23"] = f"PAGE {at + 1} OF {number_of_pages}"
        typed["44+23"] = f"{asked.created:%m%d%y}"
        if at == number_of_pages - 1:
            noncovered = [line.noncovered for line in billing.lines if line.noncovered is not None]
            typed |= {"42+23": "0001", "47+23": amount(total_of(billing))}
            typed["48+23"] = amount(sum(noncovered, Decimal(0))) if noncovered else ""
        yield Page(ROWS, typed)


def _parts(claim: Claim, billing: Billing) -> list[list[dict[str, str]]]:
    """What may go on with further pages, as it is typed on each page."""
    stay = billing.stay or Stay()
    causes = [one for one in claim.diagnoses[1:] if one.code.value[0] in EXTERNAL_CAUSES]
    others = [one for one in claim.diagnoses[1:] if one.code.value[0] not in EXTERNAL_CAUSES]
    spans = [one for one in stay.occurrences if one.through]
    singles = [one for one in stay.occurrences if not one.through]
    values = [f"{one.code}  {amount(one.amount)}" for one in stay.values]
    return [
        _in(tuple(f"67{one}" for one in OTHERS), [_diagnosis(one) for one in others]),
        _in(tuple(f"72{one}" for one in "abc"), [_diagnosis(one) for one in causes]),
        _in(tuple(f"74{one}" for one in "abcde"), [_procedure(one) for one in claim.procedures[1:]]),
        _in(tuple(f"70{one}" for one in "abc"), [code.value for code in stay.reasons_for_visit]),
        _in(_CONDITIONS, stay.conditions),
        _in(_SINGLE, [_occurrence(one) for one in singles]),
        _in(_SPANS, [_occurrence(one) for one in spans]),
        _in(_VALUES, values),
    ]


def _in(boxes: tuple[str, ...], texts: Sequence[str]) -> list[dict[str, str]]:
    return [dict(zip(boxes, part, strict=False)) for part in chunks(texts, len(boxes))]


def _diagnosis(one: Diagnosis) -> str:
    """A code with its indicator; that of an exempt code is left out."""
    return f"{one.code.value} {one.poa}" if one.poa not in (None, "1") else one.code.value


def _procedure(one: Procedure) -> str:
    return f"{one.code.value} {short_day(one.date)}".strip()


def _occurrence(one: Occurrence) -> str:
    return f"{one.code}  {short_day(one.on)} {short_day(one.through)}".strip()


def _head(claim: Claim, billing: Billing) -> dict[str, str]:
    stay, provider = billing.stay or Stay(), billing.provider
    phone = provider.contact.phone if provider.contact else None
    start = stay.statement_from or claim.admitted or claim.date
    typed = {
        "1": block(surname_first(provider.name), street(provider.address), city(provider.address), phone),
        "2": block(street(billing.pay_to), city(billing.pay_to)),
        "3a": claim.id,
        "3b": billing.medical_record or "",
        "4": f"0{stay.type_of_bill}{billing.frequency}" if stay.type_of_bill else "",
        "5": (provider.tax_id or "").replace("-", ""),
        "6+from": short_day(start),
        "6+to": short_day(claim.date),
        "12": short_day(claim.admitted),
        "13": (stay.admission_hour or "")[:2],
        "14": stay.admission_type or "",
        "15": stay.admission_source or "",
        "16": (stay.discharge_hour or "")[:2],
        "17": claim.disposition or "",
        "66": "0",
        "67": _diagnosis(claim.diagnoses[0]) if claim.diagnoses else "",
        "69": claim.admitting.value if claim.admitting else "",
        "71": stay.drg or "",
        "74": _procedure(claim.procedures[0]) if claim.procedures else "",
        "80": (billing.note or "").upper(),
        "81a": f"B3 {provider.taxonomy}" if provider.taxonomy else "",
    }
    return typed | _patient(claim, billing) | _insurance(billing) | _team(billing)


def _patient(claim: Claim, billing: Billing) -> dict[str, str]:
    patient = billing.patient
    home, birth = patient.address, patient.birth_date
    typed = {
        "8b": surname_first(patient.name),
        "10": f"{birth:%m%d%Y}" if birth else "",
        "11": claim.sex.value[0].upper() if claim.sex else "",
        "9a": street(home),
    }
    if home:
        typed |= {
            "9b": home.city.upper(),
            "9c": home.state or "",
            "9d": home.postal_code or "",
            "9e": home.country or "",
        }
    return typed


def _insurance(billing: Billing) -> dict[str, str]:
    """A row for each payer: A the primary, B the secondary, C the tertiary one."""
    billed = OtherPayer(
        billing.coverage,
        claim_number=billing.original_reference,
        authorization=billing.authorization,
        referral=billing.referral,
        benefits_assigned=billing.benefits_assigned,
        release=billing.release,
    )
    typed = {"56": billing.provider.npi or ""}
    for one in (billed, *billing.others_in_order):
        part = _PAYERS.get(one.coverage.sequence, "A" if one is billed else "")
        if not part or f"50{part}" in typed:
            raise UnwritableClaimError(
                f"box 50: the UB-04 takes one primary, secondary and tertiary payer; {one.coverage.payer.name} is another one"
            )
        typed |= {f"{number}{part}": text for number, text in _payer(one, billing).items()}
    return typed


def _payer(one: OtherPayer, billing: Billing) -> dict[str, str]:
    coverage = one.coverage
    insured = coverage.subscriber or (billing.patient if coverage.relationship == SELF else None)
    return {
        "50": coverage.payer.name.upper(),
        "51": coverage.payer.id,
        "52": one.release,
        "53": one.benefits_assigned,
        "54": amount(one.paid),
        "58": surname_first(insured.name) if insured else "",
        "59": coverage.relationship,
        "60": coverage.member_id or "",
        "61": (coverage.group_name or "").upper(),
        "62": coverage.group_number or "",
        "63": one.authorization or one.referral or "",
        "64": one.claim_number or "",
    }


def _team(billing: Billing) -> dict[str, str]:
    team = billing.team
    others = [("ZZ", team.other_operating), ("82", team.rendering), ("DN", team.referring)]
    shown = [_person(one, code) for code, one in others if one]
    if len(shown) > 2:
        raise UnwritableClaimError(f"box 79: the UB-04 takes two other providers; this claim names {len(shown)}")
    typed = dict(zip(("78", "79"), shown, strict=False))
    return typed | {box: _person(one) for box, one in (("76", team.attending), ("77", team.operating)) if one}


def _person(one: Provider, code: str = "") -> str:
    return " ".join(part for part in (code, one.npi, surname_first(one.name)) if part)


def _line(place: int, line: BilledLine) -> dict[str, str]:
    service = line.service
    drug = f"N4{line.ndc.replace('-', '')}{line.ndc_unit or ''}{count(line.ndc_quantity)}" if line.ndc else ""
    typed = {
        "42": line.revenue or "",
        "43": drug or (line.description or "").upper(),
        "44": " ".join((service.code.value, *service.modifiers)) if service else "",
        "45": short_day(line.date),
        "46": count(line.units),
        "47": amount(line.charge),
        "48": amount(line.noncovered),
    }
    return {named(place, number): text for number, text in typed.items()}
