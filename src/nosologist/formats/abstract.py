"""The abstract: what a claim needs beside the codes of the chart, as a small YAML or JSON file.

Its fields are those of the claim contract (``claim_json``) and those below; docs/claims_out.md shows one. Whether the codes
come from a chart or stand in the abstract itself, ``claim_of_abstract`` makes the whole claim.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from nosologist.errors import UnreadableClaimError
from nosologist.formats.abstract_fields import ABSTRACT, PointedLine
from nosologist.formats.chart import whole_years
from nosologist.formats.contract import fields, shown
from nosologist.model.billing import Adjudication, BilledLine, Billing, Person, Stay, Visit
from nosologist.model.claim import Claim, ClaimForm, ClaimKind, ClaimLine, Diagnosis
from nosologist.model.code import dotted, undotted
from nosologist.model.encounter import Setting
from nosologist.model.remittance import Procedure

_MOST_BYTES = 1_000_000
_BILLING = frozenset(Billing.__dataclass_fields__) - {"lines", "team", "stay", "visit", "provider", "received"}
_CODES = ("diagnoses", "procedures")


@dataclass(frozen=True, slots=True)
class Abstract:
    """An abstract as it was read: the facts of the claim and those of its billing, pointers as they were written."""

    claim: dict[str, Any] = field(repr=False)
    billing: dict[str, Any] = field(repr=False)
    lines: tuple[PointedLine, ...] = field(repr=False)

    @property
    def patient(self) -> Person:
        """The patient."""
        patient: Person = self.billing["patient"]
        return patient

    @property
    def setting(self) -> Setting | None:
        """The setting, where it is stated or an institution bills a stay."""
        setting: Setting | None = self.claim.get("setting")
        stay: Stay | None = self.billing.get("stay")
        inpatient = stay is not None and is_inpatient(stay.type_of_bill)
        return setting or (Setting.INPATIENT if inpatient else None)

    @property
    def date(self) -> date | None:
        """The date of discharge or of service, which decides the books."""
        stated: date | None = self.claim.get("date")
        return stated or max((one.line.through or one.line.date for one in self.lines if one.line.date), default=None)

    @property
    def age(self) -> int | None:
        """The patient's whole years on the day of admission or service."""
        stated: int | None = self.claim.get("age")
        return (
            stated if stated is not None else age_on(self.patient.birth_date, self.claim.get("admitted") or self.date)
        )


def read_abstract(path: Path) -> Any:
    """The content of an abstract file, YAML or JSON.

    Raises:
        UnreadableClaimError: it is missing, too large, or neither.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UnreadableClaimError(f"{path}: {path.stat().st_size / 1e6:.1f} MB are more than one abstract")
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableClaimError(
            f"{path}: cannot be read as text ({error}); check the name and the encoding"
        ) from error
    if path.suffix.lower() == ".json" or text.lstrip().startswith("{"):
        import orjson

        try:
            return orjson.loads(text)
        except ValueError as error:
            raise UnreadableClaimError(f"{path}: is no JSON ({error})") from error
    from nosologist.formats.yaml import parsed_yaml

    return parsed_yaml(text, str(path))


def abstract_of(content: Any) -> Abstract:
    """The abstract that an object describes.

    Raises:
        UnreadableClaimError: a field is unknown, missing, or holds what it cannot hold; the message names it.
    """
    if not isinstance(content, dict):
        raise UnreadableClaimError(f"an abstract is an object of fields, not {shown(content)}")
    facts = fields("", content, ABSTRACT)
    for needed, said in _NEEDED.items():
        if needed not in facts:
            raise UnreadableClaimError(f"{needed}: is missing; {said}")
    provider, team, pay_to = facts.pop("providers")
    if provider is None:
        raise UnreadableClaimError("providers.billing: is missing; name who bills, with npi, tax_id and address")
    lines = facts.pop("lines")
    billing = {name: facts.pop(name) for name in tuple(facts) if name in _BILLING}
    billing |= {name: facts.pop(name) for name in ("stay", "visit") if name in facts}
    billing |= {"provider": provider, "team": team, "pay_to": pay_to}
    return Abstract(facts, {name: value for name, value in billing.items() if value is not None}, lines)


_NEEDED = {
    "patient": "give last_name, first_name, birth_date, sex and address",
    "coverage": "give payer and member_id",
    "providers": "give at least billing",
    "lines": "a claim has service lines with their charges",
}


def claim_of_abstract(abstract: Abstract, coded: Claim | None = None) -> Claim:
    """The whole claim: the codes of ``coded``, or those that stand in the abstract, with everything beside them.

    Raises:
        UnreadableClaimError: codes stand in both, or a line points to a code that the claim has not.
    """
    facts = dict(abstract.claim)
    if coded is not None:
        if facts.get("diagnoses"):
            raise UnreadableClaimError(
                "diagnoses: come from the chart; take them out of the abstract, or code without a chart"
            )
        facts["diagnoses"] = coded.diagnoses
        facts["record"] = coded.record
        facts.setdefault("procedures", coded.procedures)
    facts.setdefault("id", coded.id if coded else "")
    setting = abstract.setting or (coded.setting if coded else None) or Setting.OUTPATIENT
    kind = facts.get("kind") or _kind(setting, abstract.billing)
    diagnoses: tuple[Diagnosis, ...] = facts.get("diagnoses", ())
    lines = tuple(_placed(one, diagnoses, number, abstract) for number, one in enumerate(abstract.lines, 1))
    billing = _billing(abstract, kind, lines)
    facts |= {"setting": setting, "kind": kind, "billing": billing, "date": abstract.date, "age": abstract.age}
    facts["sex"] = facts.get("sex") or abstract.patient.sex
    facts["lines"] = services(billing)
    facts["form"] = form_of(billing, facts.get("form"))
    return Claim(**facts)


def _kind(setting: Setting, billing: dict[str, Any]) -> ClaimKind:
    institutional = setting is Setting.INPATIENT or "stay" in billing
    return ClaimKind.INSTITUTIONAL if institutional and "visit" not in billing else ClaimKind.PROFESSIONAL


def _billing(abstract: Abstract, kind: ClaimKind, lines: tuple[BilledLine, ...]) -> Billing:
    facts = dict(abstract.billing)
    others = facts.get("other_payers", ())
    facts["other_payers"] = tuple(one._replace(coverage=one.coverage.of(abstract.patient)) for one in others)
    other, own = ("visit", "stay") if kind is ClaimKind.INSTITUTIONAL else ("stay", "visit")
    if other in facts:
        raise UnreadableClaimError(f"{other}: is not for {kind.value} claims; their facts stand in {own}")
    bases = ("UN", "DA") if kind is ClaimKind.INSTITUTIONAL else ("UN", "MJ")
    for number, line in enumerate(lines, 1):
        if line.basis not in bases:
            raise UnreadableClaimError(
                f"lines[{number}].basis: a line of this kind of claim counts in {' or '.join(bases)}"
            )
    if kind is ClaimKind.INSTITUTIONAL:
        facts.setdefault("stay", Stay())
        covered = (facts["coverage"], *(one.coverage for one in facts["other_payers"]))
        sent = "patient_paid" in facts or any(one.insurance_type for one in covered)
        if sent or any(line.note or line.emergency for line in lines):
            raise UnreadableClaimError(
                "patient_paid, insurance_type of a coverage, and note and emergency of lines: are for professional claims"
            )
    else:
        visit: Visit = facts.get("visit", Visit())
        place = visit.place or next((one.service.place for one in lines if one.service and one.service.place), None)
        facts["visit"] = replace(visit, place=place)
        stays = any(one.covered_days is not None for one in facts["other_payers"])
        if stays or any(one.revenue for line in lines for one in line.adjudications):
            raise UnreadableClaimError(
                "covered_days of other_payers, and revenue of adjudications: are for institutional claims"
            )
        lines = tuple(_at(one, place) for one in lines)
    return Billing(lines=lines, **facts)


def _at(line: BilledLine, place: str | None) -> BilledLine:
    """A line with the claim's place of service where it states none."""
    if line.service is None or line.service.place is not None:
        return line
    return line._replace(service=line.service._replace(place=place))


def _placed(one: PointedLine, diagnoses: tuple[Diagnosis, ...], number: int, abstract: Abstract) -> BilledLine:
    """A line with its pointers as places, and with the date of the claim where it states none."""
    day = one.line.date or (None if "stay" in abstract.billing else abstract.claim.get("date"))
    line = one.line._replace(date=day)
    line = line._replace(adjudications=tuple(_adjudicated(line, decided) for decided in line.adjudications))
    if line.service is None:
        return line
    values = [diagnosis.code.value for diagnosis in diagnoses]
    pointers = tuple(_place(pointer, values, number) for pointer in one.pointers)
    return line._replace(service=line.service._replace(pointers=pointers, date=day))


def _adjudicated(line: BilledLine, one: Adjudication) -> Adjudication:
    """A payer's decision with the code, revenue code and units of its line where it states none."""
    done = line.service
    stated = one.service or (Procedure("HC", done.code.value, done.modifiers) if done else None)
    units = line.units if one.units is None else one.units
    return one._replace(service=stated, revenue=one.revenue or line.revenue, units=units)


def _place(pointer: int | str, values: list[str], number: int) -> int:
    if isinstance(pointer, int):
        return pointer
    value = undotted(pointer)
    if value not in values:
        listed = ", ".join(dotted(one) for one in values) or "none"
        raise UnreadableClaimError(
            f"lines[{number}].pointers: the claim has no {dotted(value)[:12]}; its codes are {listed}"
        )
    return values.index(value) + 1


def services(billing: Billing) -> tuple[ClaimLine, ...]:
    """The service lines that the rules check: those billed with a service code."""
    return tuple(line.service for line in billing.lines if line.service is not None)


def form_of(billing: Billing, stated: ClaimForm | None = None) -> ClaimForm:
    """What the claim form states, from the billing; ``stated`` adds what only a person knows."""
    team = billing.team
    rendering = team.rendering or billing.provider
    form = stated or ClaimForm()
    return replace(
        form,
        billing_npi=billing.provider.npi,
        rendering_npi=form.rendering_npi or (rendering.npi if billing.visit else None),
        referring_npi=team.referring.npi if team.referring else None,
        tax_id=billing.provider.tax_id,
        insured_id=billing.coverage.member_id,
        authorization=billing.authorization,
    )


def is_inpatient(type_of_bill: str | None) -> bool:
    """True for the types of bill of a stay: hospital (11), swing bed (18), skilled nursing (21), religious (41)."""
    return (type_of_bill or "")[:2] in ("11", "18", "21", "41")


def age_on(birth: date | None, day: date | None) -> int | None:
    """Whole years on a day; None where a date is not known or the day is before the birth."""
    if birth is None or day is None or day < birth:
        return None
    return whole_years(birth, day)


def total_of(billing: Billing) -> Decimal:
    """The total of the claim: as stated, else the sum of its lines."""
    return billing.charges if billing.total is None else billing.total
