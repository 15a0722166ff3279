"""CMS-1500 (02/12) as PDF: every box with its number, in a layout of our own; six lines a page, twelve diagnoses a page.

Dates, amounts and names are written as the form's instructions ask; the letters of box 24E are those of box 21 on the same page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import BinaryIO

from nosologist.errors import UnwritableClaimError
from nosologist.formats.abstract import total_of
from nosologist.formats.claims_out import Asked, each_written
from nosologist.formats.claims_out.cms1500_boxes import LETTERS, LINES, ROWS, named
from nosologist.formats.claims_out.paper import need_reportlab
from nosologist.formats.claims_out.paper_form import (
    Page,
    Paper,
    amount,
    block,
    chunks,
    city,
    count,
    long_day,
    spaced_day,
    street,
    surname_first,
)
from nosologist.formats.claims_out.tables import billed
from nosologist.model.billing import SELF, BilledLine, Billing, Person, Provider, Visit
from nosologist.model.claim import Claim, ClaimKind

_ON_FILE = "SIGNATURE ON FILE"
_COVERAGES = {"MB": "MEDICARE", "MA": "MEDICARE", "MC": "MEDICAID", "CH": "TRICARE", "VA": "CHAMPVA", "WC": "FECA"}
_RELATIONSHIPS = {SELF: "SELF", "01": "SPOUSE", "19": "CHILD"}
_CAUSES = {"EM": "10a", "AA": "10b", "OA": "10c"}


def write(claims: Iterable[Claim], file: BinaryIO, asked: Asked) -> None:
    """Write professional claims, one or more pages each.

    Raises:
        UnwritableClaimError: a claim is none, or something does not fit into its box.
        UsageError: reportlab is not installed.
    """
    need_reportlab("cms1500")
    paper = Paper(file, "CMS-1500 (02/12) data, not the official form")

    def drawn(claim: Claim, asked: Asked) -> None:
        paper.add(list(pages(claim)))

    for _ in each_written(claims, asked, drawn):
        pass
    paper.close()


def pages(claim: Claim) -> Iterator[Page]:
    """The pages of a claim: a set of up to twelve diagnoses at a time, with the lines that point into it, six a page."""
    if claim.kind is not ClaimKind.PROFESSIONAL:
        raise UnwritableClaimError("is not professional; an institution bills on the UB-04 (--format ub04)")
    billing = billed(claim)
    head = _head(claim, billing)
    sets = chunks(claim.diagnoses, LETTERS)
    parts = [(at, part) for at in range(len(sets)) for part in chunks(_lines_of(billing, at), LINES)]
    for number, (at, part) in enumerate(parts, 1):
        typed = {"21+ind": "0"} | head
        typed |= {f"21{'ABCDEFGHIJKL'[place]}": one.code.value for place, one in enumerate(sets[at])}
        for place, line in enumerate(part, 1):
            typed |= _line(place, line, at, billing)
        last = number == len(parts)
        typed["28"] = amount(total_of(billing)) if last else "CONTINUED"
        typed["29"] = amount(_paid(billing)) if last else ""
        yield Page(ROWS, typed)


def _paid(billing: Billing) -> Decimal | None:
    """What the patient and other payers paid; None where nothing is known."""
    stated = (billing.patient_paid, *(one.paid for one in billing.other_payers))
    known = [one for one in stated if one is not None]
    return sum(known, Decimal(0)) if known else None


def _lines_of(billing: Billing, at: int) -> list[BilledLine]:
    return [line for number, line in enumerate(billing.lines, 1) if _set_of(line, number) == at]


def _set_of(line: BilledLine, number: int) -> int:
    """The set of diagnoses that a line points into."""
    pointers = line.service.pointers if line.service else ()
    found = {(pointer - 1) // LETTERS for pointer in pointers}
    if len(found) > 1:
        raise UnwritableClaimError(
            f"line {number} points to diagnoses {' and '.join(map(str, pointers))}; a page of the CMS-1500 holds {LETTERS}: "
            "put what a line is for among the first ones"
        )
    return found.pop() if found else 0


def _head(claim: Claim, billing: Billing) -> dict[str, str]:
    """Everything but diagnoses, lines and totals."""
    coverage, visit = billing.coverage, billing.visit or Visit()
    typed = {
        "1": _COVERAGES.get(coverage.claim_filing or "", "GROUP HEALTH PLAN" if coverage.group_number else "OTHER"),
        "1a": coverage.member_id or "",
        "11": coverage.group_number or ("NONE" if coverage.claim_filing == "MB" and coverage.sequence == "P" else ""),
        "11c": (coverage.group_name or coverage.payer.name).upper(),
        "11d": "YES" if billing.other_payers or coverage.sequence != "P" else "NO",
        "12": _ON_FILE if billing.release == "Y" else "",
        "13": _ON_FILE if billing.benefits_assigned == "Y" else "",
        "18+from": spaced_day(claim.admitted),
        "18+to": spaced_day(visit.discharged),
        "22": billing.frequency if billing.frequency != "1" else "",
        "22+ref": billing.original_reference or "",
        "26": claim.id,
        "27": {"A": "YES", "B": "YES", "C": "NO"}[billing.accept_assignment],
        "31": _ON_FILE if visit.signed else "",
    }
    typed |= _patient(claim, billing) | _other_insured(billing) | _related(visit)
    return typed | _references(billing, visit) | _providers(billing)


def _other_insured(billing: Billing) -> dict[str, str]:
    """Boxes 9 to 9d: the other payer that pays first; the form takes one, further ones stand in box 19."""
    if not billing.other_payers:
        return {}
    coverage = billing.others_in_order[0].coverage
    return {
        "9": surname_first((coverage.subscriber or billing.patient).name),
        "9a": coverage.group_number or coverage.member_id or "",
        "9d": (coverage.group_name or coverage.payer.name).upper(),
    }


def _patient(claim: Claim, billing: Billing) -> dict[str, str]:
    patient, coverage = billing.patient, billing.coverage
    own = coverage.relationship == SELF
    insured = patient if own else coverage.subscriber
    sex = claim.sex.value[0].upper() if claim.sex else ""
    typed = {
        "3": f"{long_day(patient.birth_date)} {sex}".strip(),
        "6": _RELATIONSHIPS.get(coverage.relationship, "OTHER"),
    }
    typed |= _person(patient, "2", "5")
    if insured:
        typed |= _person(insured, "4", "7")
        sex = insured.sex.value[0].upper() if insured.sex else (sex if own else "")
        typed["11a"] = f"{long_day(insured.birth_date)} {sex}".strip()
    return typed


def _person(person: Person, name: str, home: str) -> dict[str, str]:
    address = person.address
    typed = {name: surname_first(person.name), home: street(address)}
    if address:
        typed |= {f"{home}+city": address.city.upper(), f"{home}+state": address.state or ""}
        typed[f"{home}+zip"] = address.postal_code or ""
    return typed


def _related(visit: Visit) -> dict[str, str]:
    typed = {box: "YES" if cause in visit.related_causes else "NO" for cause, box in _CAUSES.items()}
    if "AA" in visit.related_causes and visit.accident_state:
        typed["10b"] += f"  {visit.accident_state}"
    first = ("431", visit.onset) if visit.onset else ("484", visit.last_menstrual_period)
    stated = [("14", first), ("15", ("439", visit.accident))]
    typed |= {box: f"{spaced_day(when)}  {code}" for box, (code, when) in stated if when}
    return typed


def _references(billing: Billing, visit: Visit) -> dict[str, str]:
    """Box 23 takes one number; the others and the note stand in box 19."""
    stated = [("AUTHORIZATION", billing.authorization), ("REFERRAL", billing.referral), ("CLIA", visit.clia)]
    known = [(what, value) for what, value in stated if value]
    late = f"LMP {spaced_day(visit.last_menstrual_period)}" if visit.onset and visit.last_menstrual_period else ""
    further = [one.coverage for one in billing.others_in_order[1:]]
    payers = [f"OTHER PAYER {one.payer.name.upper()} {one.member_id or ''}".strip() for one in further]
    others = [*(f"{what} {value}" for what, value in known[1:]), late, *payers, (billing.note or "").upper()]
    return {"23": known[0][1] if known else "", "19": "  ".join(one for one in others if one)}


def _providers(billing: Billing) -> dict[str, str]:
    team, biller = billing.team, billing.provider
    code, named = ("DN", team.referring) if team.referring else ("DQ", team.supervising)
    place = team.facility
    phone = biller.contact.phone if biller.contact else None
    tax = biller.tax_id or ""
    return {
        "17": f"{code} {_plain(named)}" if named else "",
        "17b": (named.npi or "") if named else "",
        "25": f"{tax.replace('-', '')}  {'SSN' if tax.count('-') == 2 else 'EIN'}" if tax else "",
        "32": block(_plain(place), street(place.address), city(place.address)) if place else "",
        "32a": (place.npi or "") if place else "",
        "33": block(_plain(biller), street(biller.address), city(biller.address), phone),
        "33a": biller.npi or "",
        "33b": f"ZZ{biller.taxonomy}" if biller.taxonomy else "",
    }


def _plain(provider: Provider | None) -> str:
    return str(provider.name).upper() if provider and provider.name else ""


def _line(place: int, line: BilledLine, at: int, billing: Billing) -> dict[str, str]:
    """A line of box 24: the shaded half above, the other below."""
    service = line.service
    rendering = (
        line.rendering or billing.team.rendering or (None if billing.provider.name is None else billing.provider)
    )
    typed = {
        "A": spaced_day(line.date),
        "A+to": spaced_day(line.through or line.date),
        "C": "Y" if line.emergency else "",
        "F": amount(line.charge),
        "G": count(line.units),
        "J": (rendering.npi or "") if rendering else "",
        "+": _supplement(line),
        "I": "ZZ" if rendering and rendering.taxonomy else "",
        "J+": (rendering.taxonomy or "") if rendering else "",
    }
    if service:
        typed |= {
            "B": service.place or "",
            "D": service.code.value,
            "D+mod": " ".join(service.modifiers),
            "E": "".join("ABCDEFGHIJKL"[pointer - 1 - at * LETTERS] for pointer in service.pointers),
        }
    return {named(place, box): text for box, text in typed.items()}


def _supplement(line: BilledLine) -> str:
    """National Drug Code with its quantity, then description and note."""
    drug = f"N4{line.ndc.replace('-', '')}" if line.ndc else ""
    much = f"{line.ndc_unit or ''}{count(line.ndc_quantity)}" if line.ndc else ""
    minutes = "MINUTES" if line.basis == "MJ" else ""
    said = (line.description or "").upper(), (line.note or "").upper()
    return "  ".join(part for part in (drug, much, minutes, *said) if part)
