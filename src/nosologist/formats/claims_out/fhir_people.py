"""Patient, Coverage, Organization, Practitioner and Encounter of a claim (fields of US Core)."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.formats.claims_out.fhir_values import NUBC, TERMS, Resource, Urls, coding, concept, period, stated, term
from nosologist.formats.claims_out.fhir_values import day as day_of
from nosologist.model.billing import SELF, Address, Billing, Contact, Coverage, Name, Provider
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.model.encounter import Setting

_NPI, _SSN, _EIN = "http://hl7.org/fhir/sid/us-npi", "http://hl7.org/fhir/sid/us-ssn", "urn:oid:2.16.840.1.113883.4.4"
_TAXONOMY = "http://nucc.org/provider-taxonomy"
_IDENTIFIERS = TERMS + "v2-0203"
_CLASSES = {
    Setting.INPATIENT: "IMP", Setting.OUTPATIENT: "AMB", Setting.ED: "EMER", Setting.OBSERVATION: "OBSENC",
    Setting.SAME_DAY_SURGERY: "SS",
}  # fmt: skip
_VISITS = frozenset(map(str, range(99202, 99500)))
_ORDER = "PSTABCDEFGH"
_RELATIONSHIPS = {SELF: "self", "01": "spouse", "19": "child"}


def people(claim: Claim, billing: Billing, urls: Urls) -> Iterator[tuple[str, Resource]]:
    """The resources by their parts in the claim."""
    yield "patient", _patient(claim, billing, urls)
    for which, coverage in coverages(billing):
        if _is_another(coverage):
            yield f"subscriber{which}", _subscriber(coverage, urls)
        payer = coverage.payer
        yield f"payer{which}", _organization(Name(payer.name, organization=True), payer.address, payer.id)
        yield f"coverage{which}", _coverage(coverage, which, urls)
    for part, provider in billing.providers:
        yield part, _provider(provider)


def coverages(billing: Billing) -> list[tuple[str, Coverage]]:
    """Every insurance with what its parts in the claim end in: nothing for the one that is billed."""
    others = enumerate(billing.other_payers, 2)
    return [("", billing.coverage), *((f" {place}", one.coverage) for place, one in others)]


def _is_another(coverage: Coverage) -> bool:
    """True where somebody else than the patient is known as the subscriber."""
    return coverage.subscriber is not None and coverage.relationship != SELF


def _patient(claim: Claim, billing: Billing, urls: Urls) -> Resource:
    """US Core asks for a number with its system; a payer's is known by the payer's id."""
    patient, payer = billing.patient, billing.coverage.payer.id
    numbers = (
        ("MR", urls.within("record"), billing.medical_record),
        ("MB", urls.within(payer), _own_member_id(billing)),
    )
    identifiers = [
        stated(type=coding(_IDENTIFIERS, code), system=system, value=value) for code, system, value in numbers if value
    ]
    account = stated(type=coding(_IDENTIFIERS, "AN"), system=urls.within("account"), value=claim.id)
    sex = patient.sex or claim.sex
    return stated(
        resourceType="Patient",
        identifier=identifiers or [account],
        name=[name_of(patient.name)],
        gender=sex.value if sex else "unknown",
        birthDate=day_of(patient.birth_date),
        address=_addresses(patient.address),
    )


def _own_member_id(billing: Billing) -> str | None:
    return billing.coverage.member_id if billing.coverage.relationship == SELF else None


def _subscriber(coverage: Coverage, urls: Urls) -> Resource:
    role = {"01": "SPS", "19": "PRN"}.get(coverage.relationship)
    person = coverage.subscriber
    assert person is not None
    return stated(
        resourceType="RelatedPerson",
        active=True,
        patient=urls.to("patient"),
        relationship=[coding(TERMS + "v3-RoleCode", role)] if role else None,
        name=[name_of(person.name)],
        gender=person.sex.value if person.sex else None,
        birthDate=day_of(person.birth_date),
        address=_addresses(person.address),
    )


def _coverage(coverage: Coverage, which: str, urls: Urls) -> Resource:
    relationship = _RELATIONSHIPS.get(coverage.relationship, "other")
    own = coverage.relationship == SELF
    group = stated(type=term("coverage-class", "group"), value=coverage.group_number, name=coverage.group_name)
    filing = coverage.claim_filing
    return stated(
        resourceType="Coverage",
        identifier=[stated(type=coding(_IDENTIFIERS, "MB"), value=coverage.member_id)] if coverage.member_id else None,
        status="active",
        type={"text": filing} if filing else None,
        subscriber=urls.to("patient") if own else urls.to(f"subscriber{which}") if coverage.subscriber else None,
        subscriberId=coverage.member_id,
        beneficiary=urls.to("patient"),
        relationship=term("subscriber-relationship", relationship),
        payor=[urls.to(f"payer{which}")],
        class_=[group] if coverage.group_number else None,
        order=_ORDER.find(coverage.sequence) + 1 or None,
    )


def _provider(one: Provider) -> Resource:
    if one.name is None or one.name.organization:
        return _organization(one.name, one.address, None, one)
    return stated(
        resourceType="Practitioner",
        identifier=_identifiers(one),
        name=[name_of(one.name)],
        telecom=_telecom(one.contact),
        address=_addresses(one.address),
        qualification=[{"code": coding(_TAXONOMY, one.taxonomy)}] if one.taxonomy else None,
    )


def _organization(
    name: Name | None, address: Address | None, payer: str | None, provider: Provider | None = None
) -> Resource:
    """An organization; US Core asks for its name or a number."""
    taxonomy = provider.taxonomy if provider else None
    return stated(
        resourceType="Organization",
        identifier=_identifiers(provider) if provider else [stated(type=coding(_IDENTIFIERS, "NIIP"), value=payer)],
        active=True,
        type=[
            term("organization-type", "prov" if provider else "pay"),
            *([coding(_TAXONOMY, taxonomy)] if taxonomy else []),
        ],
        name=name.last if name else None,
        telecom=_telecom(provider.contact) if provider else None,
        address=_addresses(address),
    )


def _identifiers(one: Provider) -> list[Resource]:
    found = [stated(system=_NPI, type=coding(_IDENTIFIERS, "NPI"), value=one.npi)] if one.npi else []
    if one.tax_id:
        person = one.tax_id.count("-") == 2
        kind = coding(_IDENTIFIERS, "SS" if person else "TAX")
        found.append(stated(system=_SSN if person else _EIN, type=kind, value=one.tax_id))
    return found


def encounter(claim: Claim, billing: Billing, urls: Urls) -> Resource:
    """The Encounter, with its diagnoses in order."""
    stay = billing.stay
    source = stay.admission_source if stay else None
    start = claim.admitted or (stay.statement_from if stay else None) or claim.date
    diagnoses = [
        stated(condition=urls.to(f"condition {place}"), use=term("diagnosis-role", "billing"), rank=place)
        for place, _ in enumerate(claim.diagnoses, 1)
    ]
    facility = "facility" if billing.team.facility else "billing"
    return stated(
        resourceType="Encounter",
        identifier=[{"system": urls.within("account"), "value": claim.id}],
        status="finished",
        class_={"system": TERMS + "v3-ActCode", "code": _CLASSES[claim.setting]},
        type=[_visit(billing) or {"text": claim.setting.value}],
        subject=urls.to("patient"),
        participant=_participants(billing, urls),
        period=period(start, claim.date),
        reasonCode=[concept(code) for code in _reasons(claim, billing)],
        diagnosis=diagnoses,
        hospitalization=stated(
            admitSource=term("PointOfOrigin", source, NUBC),
            dischargeDisposition=term("PatDischargeStatus", claim.disposition, NUBC),
        ),
        serviceProvider=urls.to(facility) if _is_organization(billing, facility) else None,
    )


def _visit(billing: Billing) -> Resource | None:
    """The code of the visit (CPT evaluation and management), from which US Core takes types of encounters, where one is billed."""
    codes = (line.service.code for line in billing.lines if line.service)
    return next((concept(code) for code in codes if code.value.isdigit() and code.value in _VISITS), None)


def _reasons(claim: Claim, billing: Billing) -> tuple[Code, ...]:
    """Why the patient came, as the claim says: the admitting diagnosis, or the reasons for the visit."""
    if claim.admitting:
        return (claim.admitting,)
    return billing.stay.reasons_for_visit if billing.stay else ()


def _participants(billing: Billing, urls: Urls) -> list[Resource]:
    """Who attended, else who rendered, where that is a person."""
    team = billing.team
    part, code, one = ("attending", "ATND", team.attending) if team.attending else ("rendering", "PPRF", team.rendering)
    if one is None or one.name is None or one.name.organization:
        return []
    return [{"type": [coding(TERMS + "v3-ParticipationType", code)], "individual": urls.to(part)}]


def _is_organization(billing: Billing, part: str) -> bool:
    name = dict(billing.providers)[part].name
    return name is None or name.organization


def name_of(name: Name) -> Resource:
    """A HumanName."""
    given = [part for part in (name.first, name.middle) if part]
    return stated(use="official", family=name.last, given=given, suffix=[name.suffix] if name.suffix else None)


def _addresses(address: Address | None) -> list[Resource]:
    if address is None:
        return []
    lines = [line for line in (address.line1, address.line2) if line]
    return [
        stated(
            line=lines,
            city=address.city,
            state=address.state,
            postalCode=address.postal_code,
            country=address.country or "US",
        )
    ]


def _telecom(contact: Contact | None) -> list[Resource]:
    if contact is None:
        return []
    said = (("phone", contact.phone), ("email", contact.email))
    return [{"system": system, "value": value} for system, value in said if value]
