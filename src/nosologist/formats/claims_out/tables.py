"""Claims as rows: of the claim, of its billed lines, of its diagnoses and of its procedures.

A cell is a text, a number or a day; ``None`` is an empty one. Codes are texts, dotted as they are printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from nosologist.errors import UnwritableClaimError
from nosologist.formats.abstract import total_of
from nosologist.formats.claims_out import Asked, each_written
from nosologist.model.assignment import Role
from nosologist.model.billing import Address, BilledLine, Billing, Provider
from nosologist.model.claim import Claim, ClaimKind, Diagnosis
from nosologist.model.code import Code
from nosologist.model.document import Span
from nosologist.model.encounter import Encounter, Setting

Cell: TypeAlias = str | Decimal | date | None
Row: TypeAlias = tuple[Cell, ...]


class Table(NamedTuple):
    """A table: its name, its columns, and the rows that a claim has in it."""

    name: str
    columns: tuple[str, ...]
    rows: Callable[[Claim, Asked], Iterator[Row]]


def billed(claim: Claim) -> Billing:
    """What a claim states of its billing.

    Raises:
        UnwritableClaimError: nothing.
    """
    if claim.billing is None:
        raise UnwritableClaimError("has no billing facts; give an abstract (docs/claims_out.md)")
    return claim.billing


def _claim(claim: Claim, asked: Asked) -> Iterator[Row]:
    billing = billed(claim)
    patient, coverage = billing.patient, billing.coverage
    overrides = "; ".join(f"{one.rule}: {one.reason}" for one in claim.overrides) or None
    yield (
        claim.id, claim.kind.value if claim.kind else None, claim.setting.value, billing.frequency,
        billing.original_reference, patient.name.last, patient.name.first, patient.name.middle, patient.birth_date,
        claim.sex.value if claim.sex else None, _postal(patient.address), coverage.payer.name, coverage.payer.id,
        coverage.member_id, coverage.group_number, coverage.sequence, coverage.relationship,
        *_named(billing.provider), billing.provider.tax_id, *_named(billing.team.rendering),
        *_named(billing.team.attending), *_named(billing.team.referring), claim.admitted, claim.date,
        billing.stay.type_of_bill if billing.stay else None, claim.disposition, billing.authorization,
        billing.medical_record, total_of(billing), billing.patient_paid, _other_payers(billing), overrides,
    )  # fmt: skip


def _other_payers(billing: Billing) -> str | None:
    """Each other payer with its place, the member id and what it paid."""
    said = [
        " ".join(
            (one.coverage.sequence, one.coverage.payer.name, one.coverage.member_id or "")
            + ((f"paid {one.paid:.2f}",) if one.paid is not None else ())
        )
        for one in billing.others_in_order
    ]
    return "; ".join(said) or None


CLAIMS = Table(
    "Claims",
    ("claim", "kind", "setting", "frequency", "original_reference", "patient_last", "patient_first", "patient_middle",
     "birth_date", "sex", "address", "payer", "payer_id", "member_id", "group", "sequence", "relationship",
     "billing", "billing_npi", "tax_id", "rendering", "rendering_npi", "attending", "attending_npi", "referring",
     "referring_npi", "admitted", "date", "type_of_bill", "disposition", "authorization", "medical_record", "total",
     "patient_paid", "other_payers", "overrides"),
    _claim,
)  # fmt: skip


def _lines(claim: Claim, asked: Asked) -> Iterator[Row]:
    billing = billed(claim)
    patient = billing.patient.name
    ends: Row = (billing.coverage.payer.name, billing.coverage.member_id, billing.provider.npi)
    for number, line in enumerate(billing.lines, 1):
        yield (claim.id, Decimal(number), patient.last, patient.first, *ends, *_line(line, claim, billing))


def _line(line: BilledLine, claim: Claim, billing: Billing) -> Row:
    service = line.service
    rendering = line.rendering or billing.team.rendering
    pointers = service.pointers if service else ()
    pointed = (claim.diagnoses[at - 1].code.dotted for at in pointers if 0 < at <= len(claim.diagnoses))
    return (
        line.revenue, service.code.value if service else None, _joined(service.modifiers) if service else None,
        line.units, line.basis, line.charge, line.noncovered, line.date, line.through,
        service.place if service else None, _joined(map(str, pointers)), _joined(pointed),
        rendering.npi if rendering else None, line.ndc, line.ndc_quantity, line.ndc_unit,
        "Y" if line.emergency else None, line.control_number, line.description, line.note,
    )  # fmt: skip


LINES = Table(
    "Lines",
    ("claim", "line", "patient_last", "patient_first", "payer", "member_id", "billing_npi", "revenue", "code",
     "modifiers", "units", "basis", "charge", "noncovered", "date", "through", "place", "pointers", "diagnoses",
     "rendering_npi", "ndc", "ndc_quantity", "ndc_unit", "emergency", "control_number", "description", "note"),
    _lines,
)  # fmt: skip


def role_of(claim: Claim, place: int) -> str:
    """What a diagnosis is called by its place, counted from 1."""
    if place > 1:
        return Role.SECONDARY.value
    inpatient = claim.setting is Setting.INPATIENT and claim.kind is not ClaimKind.PROFESSIONAL
    return (Role.PRINCIPAL if inpatient else Role.FIRST_LISTED).value


def title_of(claim: Claim, one: Diagnosis, asked: Asked) -> str | None:
    """The title of a diagnosis."""
    return one.assignment.title if one.assignment else asked.title(claim, one.code)


def quotes(evidence: tuple[Span, ...], encounter: Encounter) -> list[str]:
    """The words of the record, on one line each; with the document, where there are several."""
    found = [encounter.place(span) for span in evidence]
    named = len(encounter.documents) > 1
    return [" ".join(one.quote.split()) + (f" [{one.document.id}]" if named else "") for one in found]


def _diagnoses(claim: Claim, asked: Asked) -> Iterator[Row]:
    for place, one in enumerate(claim.diagnoses, 1):
        title = title_of(claim, one, asked)
        yield (claim.id, Decimal(place), one.code.dotted, title, role_of(claim, place), one.poa, *_why(one, claim))
    stay = claim.billing.stay if claim.billing else None
    others = [
        ("admitting", claim.admitting),
        *(("reason for visit", one) for one in (stay.reasons_for_visit if stay else ())),
    ]
    for role, code in others:
        if code is not None:
            yield (claim.id, None, code.dotted, asked.title(claim, code), role, None, None, None, None)


def _why(one: Diagnosis, claim: Claim) -> tuple[Cell, Cell, Cell]:
    found, record = one.assignment, claim.record
    if found is None or record is None:
        return None, None, None
    said = " | ".join(quotes(found.evidence, record.encounter))
    return Decimal(f"{found.confidence:.2f}"), said, " > ".join(found.path)


DIAGNOSES = Table(
    "Diagnoses",
    ("claim", "rank", "code", "title", "role", "poa", "confidence", "evidence", "path"),
    _diagnoses,
)


def procedure_title(claim: Claim, code: Code, asked: Asked) -> str | None:
    """The title of a procedure, from the record that led to it or from the books."""
    done = claim.record.procedures if claim.record else ()
    return next((one.title for one in done if one.code == code), None) or asked.title(claim, code)


def _procedures(claim: Claim, asked: Asked) -> Iterator[Row]:
    for place, one in enumerate(claim.procedures, 1):
        record = claim.record
        done = next((found for found in record.procedures if found.code == one.code), None) if record else None
        said = " | ".join(quotes(done.evidence, record.encounter)) if done and record else None
        yield (claim.id, Decimal(place), one.code.value, procedure_title(claim, one.code, asked), one.date, said)


PROCEDURES = Table("Procedures", ("claim", "rank", "code", "title", "date", "evidence"), _procedures)


def _named(provider: Provider | None) -> tuple[str | None, str | None]:
    if provider is None:
        return None, None
    return str(provider.name) if provider.name else None, provider.npi


def _joined(parts: Iterable[str]) -> str | None:
    return " ".join(parts) or None


def _postal(address: Address | None) -> str | None:
    if address is None:
        return None
    parts = (address.line1, address.line2, address.city, address.state, address.postal_code, address.country)
    return ", ".join(part for part in parts if part)


def printed(cell: Cell) -> str:
    """A cell as text: numbers plain, days as YYYY-MM-DD."""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return "" if cell is None else str(cell)


def each(claims: Iterable[Claim], asked: Asked, tables: tuple[Table, ...]) -> Iterator[tuple[Table, list[Row]]]:
    """The rows of every claim, table by table; a claim that cannot be shown in all of them is refused whole."""

    def rows(claim: Claim, asked: Asked) -> list[tuple[Table, list[Row]]]:
        return [(table, list(table.rows(claim, asked))) for table in tables]

    for found in each_written(claims, asked, rows):
        yield from found
