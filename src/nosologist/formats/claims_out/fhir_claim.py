"""The Claim itself, and its Conditions and Procedures (fields of US Core and of CARIN Blue Button)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nosologist.formats.abstract import total_of
from nosologist.formats.claims_out import Asked
from nosologist.formats.claims_out.fhir_people import coverages
from nosologist.formats.claims_out.fhir_values import (
    CARIN,
    DRG,
    NDC,
    NUBC,
    PLACES,
    TERMS,
    Resource,
    Urls,
    coding,
    concept,
    day,
    modifier,
    money,
    number,
    period,
    stated,
    term,
)
from nosologist.formats.claims_out.tables import procedure_title, quotes, title_of
from nosologist.formats.claims_out.x12_837i import EXTERNAL_CAUSES
from nosologist.model.billing import BilledLine, Billing
from nosologist.model.claim import Claim, ClaimKind, Diagnosis, Procedure
from nosologist.model.code import Code
from nosologist.model.encounter import Setting

_ROLES = {
    "rendering": "performing", "referring": "referring", "supervising": "supervisor", "attending": "attending",
    "operating": "operating", "other operating": "otheroperating",
}  # fmt: skip
_OF_HL7 = frozenset({"supervisor"})  # roles that HL7 names itself


def conditions(claim: Claim, asked: Asked, urls: Urls) -> Iterator[tuple[str, Resource]]:
    """A Condition for each diagnosis; its notes are the words of the record that it rests on."""
    for place, one in enumerate(claim.diagnoses, 1):
        said: list[str] = []
        if one.assignment and claim.record:
            said = quotes(one.assignment.evidence, claim.record.encounter)
        yield (
            f"condition {place}",
            stated(
                resourceType="Condition",
                clinicalStatus=term("condition-clinical", "active"),
                verificationStatus=term("condition-ver-status", "confirmed"),
                category=[term("condition-category", "encounter-diagnosis")],
                code=concept(one.code, title_of(claim, one, asked)),
                subject=urls.to("patient"),
                encounter=urls.to("encounter"),
                recordedDate=day(claim.date),
                note=[{"text": quote} for quote in said],
            ),
        )


def procedures(claim: Claim, asked: Asked, urls: Urls) -> Iterator[tuple[str, Resource]]:
    """A Procedure for each procedure of a stay."""
    for place, one in enumerate(claim.procedures, 1):
        yield (
            f"procedure {place}",
            stated(
                resourceType="Procedure",
                status="completed",
                code=concept(one.code, procedure_title(claim, one.code, asked)),
                subject=urls.to("patient"),
                encounter=urls.to("encounter"),
                **_performed(claim, one),
            ),
        )


def _performed(claim: Claim, one: Procedure) -> Resource:
    """When: a completed procedure says so (US Core); where the day is not known it was within the stay."""
    if one.date:
        return {"performedDateTime": day(one.date)}
    stay = period(claim.admitted, claim.date)
    if stay:
        return {"performedPeriod": stay}
    absent = {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}
    return {"_performedDateTime": {"extension": [absent]}}


def claim_resource(claim: Claim, billing: Billing, asked: Asked, urls: Urls) -> Resource:
    """The Claim."""
    institutional = claim.kind is ClaimKind.INSTITUTIONAL
    inpatient = "inpatient" if claim.setting is Setting.INPATIENT else "outpatient"
    start = (billing.stay.statement_from if billing.stay else None) or claim.admitted or claim.date
    team = _team(billing, urls)
    return stated(
        resourceType="Claim",
        identifier=[{"type": coding(CARIN + "C4BBIdentifierType", "pat"), "value": claim.id}],
        status="active",
        type=term("claim-type", "institutional" if institutional else "professional"),
        subType=term("C4BBInstitutionalClaimSubType", inpatient, CARIN) if institutional else None,
        use="claim",
        patient=urls.to("patient"),
        billablePeriod=period(start, claim.date),
        created=day(asked.created.date()),
        insurer=urls.to("payer"),
        provider=urls.to("billing"),
        priority=term("processpriority", "normal"),
        related=_related(billing),
        referral={"identifier": {"value": billing.referral}} if billing.referral else None,
        facility=stated(display=_facility(billing)),
        careTeam=[one for one, _ in team],
        supportingInfo=_supporting(claim, billing),
        diagnosis=_diagnoses(claim, billing, asked),
        procedure=[
            stated(
                sequence=place,
                type=[term("C4BBClaimProcedureType", "principal" if place == 1 else "other", CARIN)],
                date=day(one.date),
                procedureCodeableConcept=concept(one.code, procedure_title(claim, one.code, asked)),
            )
            for place, one in enumerate(claim.procedures, 1)
        ],
        insurance=_insurance(billing, urls),
        accident=_accident(billing),
        item=[_item(place, line, claim, team) for place, line in enumerate(billing.lines, 1)],
        total=money(total_of(billing)),
    )


def _related(billing: Billing) -> list[Resource]:
    if not billing.original_reference:
        return []
    prior = term("ex-relatedclaimrelationship", "prior")
    return [{"relationship": prior, "reference": {"value": billing.original_reference}}]


def _facility(billing: Billing) -> str | None:
    facility = billing.team.facility
    return str(facility.name) if facility and facility.name else None


def _insurance(billing: Billing, urls: Urls) -> list[Resource]:
    """Every insurance; the one that is billed, which is the first, has the focus."""
    authorized = (billing.authorization, *(one.authorization for one in billing.other_payers))
    return [
        stated(
            sequence=place,
            focal=place == 1,
            coverage=urls.to(f"coverage{which}"),
            preAuthRef=[number] if number else None,
        )
        for place, ((which, _), number) in enumerate(zip(coverages(billing), authorized, strict=True), 1)
    ]


def _accident(billing: Billing) -> Resource | None:
    visit = billing.visit
    return {"date": day(visit.accident)} if visit and visit.accident else None


def _team(billing: Billing, urls: Urls) -> list[tuple[Resource, int]]:
    """The care team, each with the line that it is for (0: the whole claim)."""
    found: list[tuple[Resource, int]] = []
    for part, provider in billing.providers:
        line = int(part.rpartition(" ")[2].rstrip(")")) if part.startswith("rendering (line") else 0
        role = _ROLES.get("rendering" if line else part)
        if role is None:
            continue
        under = TERMS + "claimcareteamrole" if role in _OF_HL7 else CARIN + "C4BBClaimCareTeamRole"
        taxonomy = provider.taxonomy
        member = stated(
            sequence=len(found) + 1,
            provider=urls.to(part),
            role=coding(under, role),
            qualification=coding("http://nucc.org/provider-taxonomy", taxonomy) if taxonomy else None,
        )
        found.append((member, line))
    return found


def _diagnoses(claim: Claim, billing: Billing, asked: Asked) -> list[Resource]:
    found = [
        stated(
            sequence=place,
            diagnosisCodeableConcept=concept(one.code, title_of(claim, one, asked)),
            type=[_type(claim, place, one)],
            onAdmission=term("PresentOnAdmissionIndicator", one.poa, NUBC),
        )
        for place, one in enumerate(claim.diagnoses, 1)
    ]
    reasons = billing.stay.reasons_for_visit if billing.stay else ()
    others: list[tuple[Code, Resource | None]] = []
    if claim.admitting:
        others.append((claim.admitting, term("ex-diagnosistype", "admitting")))
    others += [(code, term("C4BBClaimDiagnosisType", "patientreasonforvisit", CARIN)) for code in reasons]
    for code, kind in others:
        shown = concept(code, asked.title(claim, code))
        found.append(stated(sequence=len(found) + 1, diagnosisCodeableConcept=shown, type=[kind]))
    return found


def _type(claim: Claim, place: int, one: Diagnosis) -> Resource | None:
    if place == 1:
        return term("ex-diagnosistype", "principal")
    if claim.kind is not ClaimKind.INSTITUTIONAL:
        return term("C4BBClaimDiagnosisType", "secondary", CARIN)
    kind = "externalcauseofinjury" if one.code.value[0] in EXTERNAL_CAUSES else "other"
    return term("C4BBClaimDiagnosisType", kind, CARIN)


def _supporting(claim: Claim, billing: Billing) -> list[Resource]:
    """What CARIN keeps as supporting information."""
    stay = billing.stay
    last = billing.visit.discharged if billing.visit else claim.date
    facts: list[tuple[str, dict[str, Any] | None]] = [
        ("medicalrecordnumber", _text(billing.medical_record)),
        ("patientaccountnumber", _text(claim.id)),
        ("discharge-status", _code("PatDischargeStatus", claim.disposition)),
        ("admissionperiod", {"timingPeriod": period(claim.admitted, last)} if claim.admitted else None),
    ]
    if stay:
        bill = stay.type_of_bill + billing.frequency if stay.type_of_bill else None
        facts += [
            ("typeofbill", _code("TypeOfBill", bill)),
            ("admtype", _code("PriorityTypeOfAdmitOrVisit", stay.admission_type)),
            ("pointoforigin", _code("PointOfOrigin", stay.admission_source)),
            ("drg", {"code": coding(DRG, stay.drg)} if stay.drg else None),
        ]
    found = [{"category": term("C4BBSupportingInfoType", category, CARIN), **fact} for category, fact in facts if fact]
    if stay:
        found += [_ub("condition", "NUBCConditionCodes", code) for code in stay.conditions]
        found += [
            _ub("occurrence", "NUBCOccurrenceCodes", one.code)
            | ({"timingPeriod": period(one.on, one.through)} if one.through else {"timingDate": day(one.on)})
            for one in stay.occurrences
        ]
        found += [
            _ub("value", "NUBCValueCodes", one.code) | {"valueQuantity": {"value": number(one.amount)}}
            for one in stay.values
        ]
    return [{"sequence": place, **one} for place, one in enumerate(found, 1)]


def _ub(category: str, system: str, code: str) -> Resource:
    """A code of the UB-04 that CARIN has no category for: HL7's own category says information."""
    return {
        "category": {**coding(TERMS + "claiminformationcategory", "info"), "text": category},
        "code": coding(NUBC + system, code),
    }


def _text(value: str | None) -> Resource | None:
    return {"valueString": value} if value else None


def _code(system: str, value: str | None) -> Resource | None:
    return {"code": coding(NUBC + system, value)} if value else None


def _item(place: int, line: BilledLine, claim: Claim, team: list[tuple[Resource, int]]) -> Resource:
    service = line.service
    absent = coding(TERMS + "data-absent-reason", "not-applicable")
    pointers = [at for at in service.pointers if 0 < at <= len(claim.diagnoses)] if service else []
    served = {"servicedPeriod": period(line.date, line.through)} if line.through else {"servicedDate": day(line.date)}
    at = service.place if service else None
    return stated(
        sequence=place,
        careTeamSequence=[one["sequence"] for one, of in team if of == place],
        diagnosisSequence=pointers,
        revenue=term("RevenueCodes", line.revenue, NUBC),
        productOrService=concept(service.code) if service else absent,
        modifier=[modifier(one) for one in service.modifiers] if service else None,
        locationCodeableConcept=coding(PLACES, at) if at else None,
        quantity=stated(value=number(line.units), unit=line.basis) if line.units is not None else None,
        net=money(line.charge),
        detail=[{"sequence": 1, "productOrService": coding(NDC, line.ndc)}] if line.ndc else None,
        **served,
    )
