"""What a printed coding summary says of a claim: codes with their evidence and reasons, findings, and what was not coded.

No patient is named unless the face sheet is asked for. The number of the claim, its days and the words of the record stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from nosologist.errors import UnwritableClaimError
from nosologist.formats.abstract import total_of
from nosologist.formats.claims_out import Asked
from nosologist.formats.claims_out.tables import procedure_title, quotes, role_of, title_of
from nosologist.model.assignment import Reason
from nosologist.model.claim import Claim, Diagnosis
from nosologist.model.coded import CodedEncounter
from nosologist.model.finding import Finding
from nosologist.model.procedure import Procedure


class Entry(NamedTuple):
    """A code of the summary."""

    code: str
    title: str
    marks: str  # role, present on admission, confidence
    quotes: tuple[str, ...] = ()
    path: str = ""
    reasons: tuple[str, ...] = ()


class Table(NamedTuple):
    """A table of the summary; of its columns the last ones take what room is left."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Summary(NamedTuple):
    """A claim as it is printed."""

    id: str
    facts: tuple[tuple[str, str], ...]
    face_sheet: tuple[tuple[str, str], ...]
    diagnoses: tuple[Entry, ...]
    procedures: tuple[Entry, ...]
    tables: tuple[Table, ...]  # lines, findings, what was not coded; those that have rows


def summary_of(claim: Claim, asked: Asked) -> Summary:
    """The summary of a claim.

    Raises:
        UnwritableClaimError: the claim has neither codes nor lines.
    """
    if not (claim.diagnoses or claim.procedures or claim.lines):
        raise UnwritableClaimError("has no codes; there is nothing to sum up")
    tables = (_lines(claim), _findings(asked.findings(claim)), _not_coded(claim.record))
    return Summary(
        claim.id,
        _facts(claim),
        _face_sheet(claim) if asked.face_sheet else (),
        tuple(_diagnosis(claim, place, one, asked) for place, one in enumerate(claim.diagnoses, 1)),
        tuple(_procedures(claim, asked)),
        tuple(table for table in tables if table.rows),
    )


def _known(*rows: tuple[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((label, str(value)) for label, value in rows if value not in (None, ""))


def _facts(claim: Claim) -> tuple[tuple[str, str], ...]:
    stay = claim.billing.stay if claim.billing else None
    record = claim.record
    return _known(
        ("Claim", claim.id),
        ("Kind", f"{claim.setting.value}, {claim.kind.value}" if claim.kind else claim.setting.value),
        ("Admitted", claim.admitted),
        ("Discharged" if claim.admitted else "Date of service", claim.date),
        ("Admitting diagnosis", claim.admitting.dotted if claim.admitting else None),
        ("Discharge status", claim.disposition),
        ("DRG as stated", stay.drg if stay else None),
        ("Books", ", ".join(record.releases) if record else None),
        ("Documents", ", ".join(one.id for one in record.encounter.documents) if record else None),
    )


def _face_sheet(claim: Claim) -> tuple[tuple[str, str], ...]:
    billing = claim.billing
    if billing is None:
        return ()
    patient, coverage, team = billing.patient, billing.coverage, billing.team
    home = patient.address
    parts = (home.line1, home.line2, home.city, home.state, home.postal_code) if home else ()
    attending = team.attending or team.rendering
    return _known(
        ("Patient", patient.name),
        ("Birth date", patient.birth_date),
        ("Sex", claim.sex.value if claim.sex else None),
        ("Address", ", ".join(part for part in parts if part)),
        ("Medical record", billing.medical_record),
        ("Payer", coverage.payer.name),
        ("Member", coverage.member_id),
        ("Other payers", ", ".join(one.coverage.payer.name for one in billing.others_in_order)),
        ("Billing provider", billing.provider.name),
        ("Attending" if team.attending else "Rendering", attending.name if attending else None),
    )


def _diagnosis(claim: Claim, place: int, one: Diagnosis, asked: Asked) -> Entry:
    found = one.assignment
    poa = f"POA {one.poa}" if one.poa else ""
    sure = f"confidence {found.confidence:.2f}" if found else "from the abstract"
    marks = ", ".join(part for part in (f"{place}. {role_of(claim, place)}", poa, sure) if part)
    title = title_of(claim, one, asked) or ""
    if found is None or claim.record is None:
        return Entry(one.code.dotted, title, marks)
    said = tuple(dict.fromkeys(quotes(found.evidence, claim.record.encounter)))
    return Entry(one.code.dotted, title, marks, said, " > ".join(found.path), tuple(map(_reason, found.reasons)))


def _reason(reason: Reason) -> str:
    cited = "; ".join(str(one) for one in reason.citations)
    return f"{reason.step.value}: {reason.text}" + (f" [{cited}]" if cited else "")


def _procedures(claim: Claim, asked: Asked) -> Iterator[Entry]:
    record = claim.record
    for place, one in enumerate(claim.procedures, 1):
        done = next((found for found in record.procedures if found.code == one.code), None) if record else None
        marks = f"{place}. procedure" + (f", {one.date}" if one.date else "")
        title = procedure_title(claim, one.code, asked) or ""
        yield Entry(one.code.value, title, marks, *_proof(done, record))
    for found in record.procedures if record else ():
        if found.code is None:
            yield Entry(found.pattern, found.title, "open procedure, not on the claim", *_proof(found, record))


def _proof(done: Procedure | None, record: CodedEncounter | None) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    if done is None or record is None:
        return (), "", ()
    said = tuple(dict.fromkeys(quotes(done.evidence, record.encounter)))
    axes = tuple(axis.told(record.encounter.text) for axis in done.axes)
    missing = tuple(f"{axis.title}: the record does not say" for axis in done.missing)
    return said, "", (*axes, *missing)


def _lines(claim: Claim) -> Table:
    billing = claim.billing
    rows = []
    for number, line in enumerate(billing.lines if billing else (), 1):
        service = line.service
        pointers = " ".join(map(str, service.pointers)) if service else ""
        coded = "-".join((service.code.value, *service.modifiers)) if service else ""
        charge = f"{line.charge:,.2f}" if line.charge is not None else ""
        cells = (str(number), line.revenue, coded, line.date, line.units, charge, pointers)
        rows.append(tuple("" if cell is None else str(cell) for cell in cells))
    if billing and rows:
        rows.append(("", "", "", "", "total", f"{total_of(billing):,.2f}", ""))
    return Table("Lines", ("line", "revenue", "code", "date", "units", "charge", "diagnoses"), tuple(rows))


def _findings(found: tuple[Finding, ...]) -> Table:
    rows = tuple(
        (one.rule, f"{one.severity.value}, stands" if one.override else one.severity.value, _said(one)) for one in found
    )
    return Table("Findings", ("rule", "severity", "what was found"), rows)


def _said(one: Finding) -> str:
    return f"{one.message}. It stands because: {one.override}" if one.override else one.message


def _not_coded(record: CodedEncounter | None) -> Table:
    rows = []
    for one in record.not_coded if record else ():
        assert record is not None
        [said] = quotes((one.span,), record.encounter)
        cited = "; ".join(str(citation) for citation in one.citations)
        codes = " ".join(code.dotted for code in one.candidates[:3])
        rows.append((said, codes, f"{one.reason} [{cited}]" if cited else one.reason))
    return Table("Not coded", ("evidence", "code", "reason"), tuple(rows))
