"""Values of FHIR R4 resources: nothing that is empty is stated."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias
from uuid import NAMESPACE_URL, uuid5

from nosologist.model.code import Code, CodeSystem

Resource: TypeAlias = dict[str, Any]

TERMS = "http://terminology.hl7.org/CodeSystem/"
CARIN = "http://hl7.org/fhir/us/carin-bb/CodeSystem/"
NUBC = "https://www.nubc.org/CodeSystem/"
CPT, HCPCS = "http://www.ama-assn.org/go/cpt", "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
PLACES = "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set"
DRG = "https://www.cms.gov/Medicare/Medicare-Fee-for-Service-Payment/AcuteInpatientPPS/MS-DRG-Classifications-and-Software"
NDC = "http://hl7.org/fhir/sid/ndc"
_SYSTEMS = {
    CodeSystem.ICD10CM: "http://hl7.org/fhir/sid/icd-10-cm",
    CodeSystem.ICD10PCS: "http://www.cms.gov/Medicare/Coding/ICD10",
}


def stated(**facts: Any) -> Resource:
    """An object of what is known: ``None`` and what is empty is left out. A name that Python keeps for itself ends in ``_``."""
    return {name.rstrip("_"): value for name, value in facts.items() if value is not None and value not in ("", [], {})}


def coding(system: str, code: str, display: str | None = None) -> Resource:
    """A CodeableConcept of one code."""
    return stated(coding=[stated(system=system, code=code, display=display)])


def term(system: str, code: str | None, under: str = TERMS) -> Resource | None:
    """A CodeableConcept of a code system of HL7, CARIN or NUBC; None without a code."""
    return coding(under + system, code) if code else None


def concept(code: Code, title: str | None = None) -> Resource:
    """A CodeableConcept of a medical code; CPT numbers are told from HCPCS codes by their first character."""
    return {**coding(system_of(code), code.dotted, title), **stated(text=title)}


def system_of(code: Code) -> str:
    """The canonical URL of a code's system."""
    return _SYSTEMS.get(code.system) or (CPT if code.value[:1].isdigit() else HCPCS)


def modifier(value: str) -> Resource:
    """A modifier of a service: of CPT where it is a number, of HCPCS where it is not."""
    return coding(CPT if value.isdigit() else HCPCS, value)


def day(when: date | None) -> str | None:
    """A day as FHIR writes it."""
    return when.isoformat() if when else None


def period(start: date | None, end: date | None) -> Resource:
    """A Period."""
    return stated(start=day(start), end=day(end))


def number(value: Decimal) -> int | float:
    """A number of JSON."""
    return int(value) if value == value.to_integral_value() else float(value)


def money(value: Decimal | None) -> Resource | None:
    """An amount in dollars."""
    return None if value is None else {"value": number(value), "currency": "USD"}


class Urls:
    """The full URLs of a claim's resources: the same claim has the same ones, no two claims share one."""

    def __init__(self, biller: str | None, *claim: str | None) -> None:
        self._biller = biller or ""
        self._claim = "/".join(part or "" for part in (biller, *claim))

    def of(self, part: str) -> str:
        """The full URL of a resource by its part in the claim."""
        return f"urn:uuid:{uuid5(NAMESPACE_URL, f'urn:nosologist:{self._claim}/{part}')}"

    def to(self, part: str) -> Resource:
        """A Reference."""
        return {"reference": self.of(part)}

    def within(self, kind: str) -> str:
        """The system of numbers that who bills gives out: records, accounts. Nobody else can name it."""
        return f"urn:uuid:{uuid5(NAMESPACE_URL, f'urn:nosologist:{self._biller}/{kind}')}"

    def entries(self, resources: Iterable[tuple[str, Resource]]) -> list[Resource]:
        """The entries of a Bundle; the id of a resource is that of its URL."""
        return [
            {"fullUrl": (url := self.of(part)), "resource": {"resourceType": one["resourceType"], "id": url[9:], **one}}
            for part, one in resources
        ]
