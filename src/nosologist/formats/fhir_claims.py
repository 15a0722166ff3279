"""FHIR R4 Claims in: the codes, lines and facts of each Claim of a Bundle, as an object of the claim contract.

What we write comes back as it was written where FHIR has a place for it (docs/claims_out.md). Codes are known by the canonical URL
of their system; a diagnosis or procedure may be a reference to a Condition or Procedure of the same Bundle.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nosologist.errors import UnreadableClaimError
from nosologist.formats.abstract import age_on
from nosologist.formats.fhir_values import Resource, day, dig, each, reference, word

_SYSTEMS = {
    "http://hl7.org/fhir/sid/icd-10-cm": "diagnosis",
    "http://www.cms.gov/Medicare/Coding/ICD10": "procedure",
    "http://hl7.org/fhir/sid/icd-10-pcs": "procedure",
    "http://www.ama-assn.org/go/cpt": "service",
    "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets": "service",
    "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets": "service",
    "urn:oid:2.16.840.1.113883.6.285": "service",
}
_CLASSES = {
    "IMP": "inpatient", "ACUTE": "inpatient", "NONAC": "inpatient", "AMB": "outpatient", "EMER": "ed",
    "OBSENC": "observation", "SS": "same-day-surgery",
}  # fmt: skip
_SEXES = {"female": "F", "male": "M"}
_NPI, _TAX = "http://hl7.org/fhir/sid/us-npi", ("urn:oid:2.16.840.1.113883.4.4", "http://hl7.org/fhir/sid/us-ssn")
_ABSENT = ("not-applicable", "unknown")  # reasons why a line has no code
_NO_PLACE = ("admitting", "patientreasonforvisit")


def is_fhir(content: Any) -> bool:
    """True for a Bundle or a Claim."""
    return isinstance(content, dict) and content.get("resourceType") in ("Bundle", "Claim")


def claims_of(content: Resource, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Where each Claim stands, and the object of the contract that it is.

    Raises:
        UnreadableClaimError: there is no Claim, or one names a code of no known system.
    """
    if content.get("resourceType") == "Claim":
        yield where, _Bundle({}).claim(content, where)
        return
    entries = each(content.get("entry"))
    known: dict[str, Resource] = {}
    for entry in entries:
        inner = entry.get("resource")
        if isinstance(inner, dict):
            known[f"{inner.get('resourceType')}/{inner.get('id')}"] = inner
            known[reference(entry.get("fullUrl"))] = inner
    bundle, found = _Bundle(known), False
    for number, entry in enumerate(entries, 1):
        one = entry.get("resource")
        if isinstance(one, dict) and one.get("resourceType") == "Claim":
            found = True
            yield f"{where}: entry {number}", bundle.claim(one, f"{where}: entry {number}")
    if not found:
        raise UnreadableClaimError(f"{where}: a FHIR Bundle without a Claim")


class _Bundle:
    """The resources that a Claim refers to."""

    def __init__(self, known: dict[str, Resource]) -> None:
        self._known = known
        self._visits: dict[
            tuple[str, str | None], Resource
        ] = {}  # by patient and number; the first by the patient alone
        for one in known.values():
            if one.get("resourceType") == "Encounter":
                patient = reference(dig(one.get("subject"), "reference"))
                self._visits.setdefault((patient, word(dig(one, "identifier", "value"))), one)
                self._visits.setdefault((patient, None), one)

    def claim(self, claim: Resource, where: str) -> dict[str, Any]:
        """The contract's object for a Claim; what is not stated is left out."""
        patient = self._at(claim.get("patient"))
        told = _supporting(claim)
        diagnoses, others, places = self._diagnoses(claim, where)
        admitted = _day(dig(told.get("admissionperiod"), "timingPeriod", "start"))
        last = _day(dig(claim, "billablePeriod", "end") or dig(claim, "billablePeriod", "start"))
        institutional = dig(claim, "type", "coding", "code") == "institutional"
        facts = {
            "id": word(dig(claim, "identifier", "value")) or word(claim.get("id")) or "",
            "kind": "institutional" if institutional else "professional",
            "setting": self._setting(claim),
            "admitted": admitted,
            "date": last,
            "age": age_on(day(patient.get("birthDate")), day(admitted or last)),
            "sex": _SEXES.get(str(patient.get("gender"))),
            "disposition": word(dig(told.get("discharge-status"), "code", "coding", "code")),
            "admitting": others.get("admitting"),
            "diagnoses": diagnoses,
            "procedures": self._procedures(claim, where),
            "lines": [_line(item, places, where) for item in each(claim.get("item")) if _has_service(item)],
            "form": self._form(claim),
        }
        return {name: value for name, value in facts.items() if value not in (None, {})}

    def _at(self, link: Any) -> Resource:
        return self._known.get(reference(dig(link, "reference")), {})

    def _setting(self, claim: Resource) -> str | None:
        """By the Encounter that the patient has in the Bundle, else by the kind of institutional claim."""
        patient = reference(dig(claim.get("patient"), "reference"))
        number = word(dig(claim, "identifier", "value"))
        if one := self._visits.get((patient, number)) or self._visits.get((patient, None)):
            return _CLASSES.get(str(dig(one, "class", "code")))
        return "inpatient" if dig(claim, "subType", "coding", "code") == "inpatient" else None

    def _diagnoses(self, claim: Resource, where: str) -> tuple[list[dict[str, Any]], dict[str, str], dict[Any, int]]:
        """The diagnoses in order of their numbers, those that have another place on the claim, and the place of each number."""
        found: list[dict[str, Any]] = []
        others: dict[str, str] = {}
        places: dict[Any, int] = {}
        for one in _in_order(claim.get("diagnosis")):
            kind = str(dig(one, "type", "coding", "code"))
            told = one.get("diagnosisCodeableConcept") or self._at(one.get("diagnosisReference")).get("code")
            code = _code(told, "diagnosis", where)
            if kind in _NO_PLACE:
                others[kind] = code
                continue
            poa = word(dig(one, "onAdmission", "coding", "code"))
            found.append({"code": code} | ({"poa": poa.upper()} if poa else {}))
            places[one.get("sequence")] = len(found)
        return found, others, places

    def _procedures(self, claim: Resource, where: str) -> list[dict[str, Any]]:
        found = []
        for one in _in_order(claim.get("procedure")):
            told = one.get("procedureCodeableConcept") or self._at(one.get("procedureReference")).get("code")
            on = _day(one.get("date"))
            found.append({"code": _code(told, "procedure", where)} | ({"date": on} if on else {}))
        return found

    def _form(self, claim: Resource) -> dict[str, Any]:
        biller = self._at(claim.get("provider"))
        insurances = each(claim.get("insurance"))
        insured = next((one for one in insurances if one.get("focal") is True), next(iter(insurances), {}))
        coverage = self._at(insured.get("coverage"))
        team = {
            str(dig(one, "role", "coding", "code")): self._at(one.get("provider"))
            for one in reversed(each(claim.get("careTeam")))
        }
        facts = {
            "billing_npi": _number(biller, _NPI),
            "tax_id": next((number for system in _TAX if (number := _number(biller, system))), None),
            "rendering_npi": _number(team.get("performing", {}), _NPI),
            "referring_npi": _number(team.get("referring", {}), _NPI),
            "insured_id": word(coverage.get("subscriberId")),
            "authorization": word(dig(insured, "preAuthRef")),
        }
        return {name: value for name, value in facts.items() if value}


def _supporting(claim: Resource) -> dict[str, Resource]:
    return {str(dig(one, "category", "coding", "code")): one for one in each(claim.get("supportingInfo"))}


def _in_order(listed: Any) -> list[Resource]:
    return sorted(each(listed), key=lambda one: at if isinstance(at := one.get("sequence"), int) else 0)


def _codings(concept: Any) -> list[dict[str, Any]]:
    return each(concept.get("coding")) if isinstance(concept, dict) else []


def _code(concept: Any, kind: str, where: str) -> str:
    """The code of a concept whose system is of a kind."""
    codings = _codings(concept)
    for one in codings:
        if _SYSTEMS.get(str(one.get("system"))) == kind and (code := word(one.get("code"))):
            return code
    systems = ", ".join(str(one.get("system")) for one in codings) or "none"
    raise UnreadableClaimError(f"{where}: a {kind} without a code of a known system (it names {systems})")


def _has_service(item: Resource) -> bool:
    """False for a revenue line without a service code."""
    codings = _codings(item.get("productOrService"))
    return not codings or any(one.get("code") not in _ABSENT for one in codings)


def _line(item: Resource, places: dict[Any, int], where: str) -> dict[str, Any]:
    """A service line of the contract; a pointer to no diagnosis stays one."""
    pointers = item.get("diagnosisSequence")
    facts = {
        "code": _code(item.get("productOrService"), "service", where),
        "modifiers": [code for one in each(item.get("modifier")) if (code := word(dig(one, "coding", "code")))],
        "units": dig(item, "quantity", "value"),
        "charge": dig(item, "net", "value"),
        "pointers": [places.get(one, len(places) + 1) for one in pointers] if isinstance(pointers, list) else None,
        "date": _day(item.get("servicedDate") or dig(item, "servicedPeriod", "start")),
        "place": word(dig(item, "locationCodeableConcept", "coding", "code")),
    }
    return {name: value for name, value in facts.items() if value not in (None, [])}


def _number(resource: Resource, system: str) -> str | None:
    return next(
        (word(one.get("value")) for one in each(resource.get("identifier")) if one.get("system") == system), None
    )


def _day(value: Any) -> str | None:
    return value[:10] if isinstance(value, str) and value else None
