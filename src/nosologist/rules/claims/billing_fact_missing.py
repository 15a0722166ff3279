"""CLM027."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.billing import SELF, Billing, Stay
from nosologist.model.claim import Claim, ClaimKind
from nosologist.model.code import Citation
from nosologist.model.encounter import Setting
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule


@rule("CLM027", Citation("45 CFR", "162.1102"), severity=Severity.STOP, needs=Needs.FORM)
def billing_fact_missing(claim: Claim, books: Books) -> Iterator[Hit]:
    """The claim lacks something without which an 837 is not whole."""
    billing = claim.billing
    if billing is None:
        return
    institutional = claim.kind is ClaimKind.INSTITUTIONAL
    facts = {**_of_people(billing), **(_of_stay(claim, billing) if institutional else _of_visit(billing))}
    for what, stated in facts.items():
        if not stated:
            yield Hit(f"{what} is missing")
    for number, line in enumerate(billing.lines, 1):
        if institutional and not line.revenue:
            yield Hit(f"the revenue code of billed line {number} is missing")
        if not institutional and line.date is None:
            yield Hit(f"the date of billed line {number} is missing")
        if line.charge is None or line.units is None:
            yield Hit(f"charge and units of billed line {number} are missing")
    if not billing.lines:
        yield Hit("the claim has no line")
    yield from _of_other_payers(billing, institutional)


def _of_people(billing: Billing) -> dict[str, object]:
    patient, coverage, provider = billing.patient, billing.coverage, billing.provider
    return {
        "the patient's name": patient.name.last,
        "the patient's birth date": patient.birth_date,
        "the patient's address": patient.address,
        "the payer's name": coverage.payer.name,
        "the payer's id": coverage.payer.id,
        "the claim filing indicator (coverage.claim_filing)": coverage.claim_filing,
        "the subscriber": coverage.relationship == SELF or coverage.subscriber,
        "the billing provider's name": provider.name,
        "the billing provider's address": provider.address,
        "who submits and who receives (submission)": billing.submission,
        "the submitter's contact": billing.submission is None or billing.submission.submitter.contact,
    }


def _of_other_payers(billing: Billing, institutional: bool) -> Iterator[Hit]:
    for place, one in enumerate(billing.other_payers, 1):
        coverage = one.coverage
        if not (coverage.payer.name and coverage.payer.id and coverage.member_id):
            yield Hit(f"name, id and member id of other payer {place} are missing")
        if coverage.relationship != SELF and coverage.subscriber is None:
            yield Hit(f"the subscriber of other payer {place} is missing; the patient is another person")
    for number, line in enumerate(billing.lines, 1):
        for decided in line.adjudications:
            if decided.adjudicated is None:
                yield Hit(f"the date of an adjudication of billed line {number} is missing")
            if decided.units is None or not (decided.revenue if institutional else decided.service):
                yield Hit(f"units and code of an adjudication of billed line {number} are missing")


def _of_visit(billing: Billing) -> dict[str, object]:
    visit, facility = billing.visit, billing.team.facility
    return {
        "the place of service": visit and visit.place,
        "the state of the automobile accident": visit is None
        or "AA" not in visit.related_causes
        or visit.accident_state,
        "the facility's address": facility is None or facility.address,
    }


def _of_stay(claim: Claim, billing: Billing) -> dict[str, object]:
    stay = billing.stay or Stay()
    inpatient = claim.setting is Setting.INPATIENT
    return {
        "the type of bill (stay.type_of_bill)": stay.type_of_bill,
        "the admission type (stay.admission_type)": stay.admission_type,
        "the attending provider": billing.team.attending,
        "the discharge status (disposition)": claim.disposition,
        "the hour of admission (stay.admission_hour)": not inpatient or stay.admission_hour,
        "the date of each procedure": all(one.date for one in claim.procedures),
        "the facility's address": billing.team.facility is None or billing.team.facility.address,
    }
