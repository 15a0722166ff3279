"""Answers as JSON objects and CSV rows. Amounts are texts, exact. Names and numbers of patients are left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from nosologist.answers.deadline import Appeal
from nosologist.answers.meaning import Explained, ExplainedClaim
from nosologist.answers.status_objects import (
    dollars,
    group_object,
    interchange_object,
    iso,
    optional_dollars,
    set_object,
    status_object,
)
from nosologist.codesets.payer_codes import remark, said
from nosologist.formats.spreadsheet import safe_line
from nosologist.formats.x12.interchange import Flaw
from nosologist.model.acknowledgement import (
    ClaimStatus,
    GroupAcknowledgement,
    InterchangeAcknowledgement,
    SetAcknowledgement,
)
from nosologist.model.remittance import Procedure, ProviderAdjustment, Remittance, ServicePayment

COLUMNS = (
    *("file", "payer", "trace", "day", "claim", "payer_claim", "outcome", "line", "code", "modifiers", "service_day"),
    *("charge", "paid", "group", "reason", "amount", "words", "cause", "denial", "remarks", "appeal", "deadline"),
)


def code_of(procedure: Procedure | None) -> str:
    """A procedure with its modifiers: 20610-59."""
    return "-".join((procedure.code, *procedure.modifiers)) if procedure else ""


def claim_object(claim: ExplainedClaim, appeal: Appeal | None) -> dict[str, Any]:
    """A claim payment with every adjustment explained."""
    payment = claim.payment
    return {
        "kind": "claim payment",
        "file": payment.remittance.name,
        "payer": payment.remittance.payer.name,
        "trace": payment.remittance.trace,
        "day": iso(payment.remittance.day),
        "claim": payment.claim,
        "payer_claim": payment.payer_control,
        "status": payment.status,
        "status_words": said("claim", payment.status),
        "outcome": claim.outcome.value,
        "charge": dollars(payment.charge),
        "paid": dollars(payment.paid),
        "patient_share": optional_dollars(payment.patient_share),
        "denied": dollars(claim.at_stake),
        "service_days": [iso(payment.first), iso(payment.last)],
        "remarks": [_remark(code) for code in payment.remarks],
        "adjustments": [_adjustment(one) for one in claim.adjustments if one.line is None],
        "lines": [_line(line, claim) for line in payment.services],
        "causes": [{"cause": one.name, "next": one.action} for one in claim.causes],
        "appeal": _appeal(appeal),
        "no_appeal": claim.appealable if claim.denials and claim.appealable else None,
    }


def answer_object(answer: Any, name: str) -> dict[str, Any]:
    """Any other answer of a file."""
    match answer:
        case Flaw():
            return {"kind": "flaw", "file": name, "message": answer.message}
        case Remittance():
            return _payment(answer)
        case ProviderAdjustment():
            return _provider_adjustment(answer, name)
        case ClaimStatus():
            return status_object(answer, name)
        case SetAcknowledgement():
            return set_object(answer, name)
        case GroupAcknowledgement():
            return group_object(answer, name)
        case InterchangeAcknowledgement():
            return interchange_object(answer, name)
    raise AssertionError(type(answer))  # pragma: no cover: every answer has its case


def csv_header() -> str:
    """The first line of the table."""
    return safe_line(COLUMNS)


def csv_rows(claim: ExplainedClaim, appeal: Appeal | None) -> str:
    """A row for each adjustment; one row for a claim without any."""
    payment = claim.payment
    head = (
        *(payment.remittance.name, payment.remittance.payer.name, payment.remittance.trace),
        *(iso(payment.remittance.day) or "", payment.claim, payment.payer_control or "", claim.outcome.value),
    )
    tail = (appeal.level.name, iso(appeal.deadline) or "") if appeal else ("", "")
    rows: Iterator[Sequence[str]] = (_cells(one, payment.charge, payment.paid) for one in claim.adjustments)
    if not claim.adjustments:
        rows = iter([("", "", "", "", dollars(payment.charge), dollars(payment.paid), *[""] * 7)])
    return "".join(safe_line((*head, *cells, *tail)) for cells in rows)


def _payment(answer: Remittance) -> dict[str, Any]:
    return {
        "kind": "payment",
        "file": answer.name,
        "payer": answer.payer.name,
        "payee": answer.payee.name,
        "amount": dollars(answer.amount),
        "method": answer.method,
        "trace": answer.trace,
        "day": iso(answer.day),
        "controls": list(answer.controls),
        "test": answer.test,
    }


def _provider_adjustment(answer: ProviderAdjustment, name: str) -> dict[str, Any]:
    return {
        "kind": "provider adjustment",
        "file": name,
        "reason": answer.reason,
        "words": said("provider", answer.reason),
        "reference": answer.reference,
        "amount": dollars(answer.amount),
    }


def _cells(one: Explained, charge: Decimal, paid: Decimal) -> tuple[str, ...]:
    line = one.line
    about = (
        (str(line.number), *_code_cells(line), iso(line.first) or "", dollars(line.charge), dollars(line.paid))
        if line
        else ("", "", "", "", dollars(charge), dollars(paid))
    )
    adjustment = one.adjustment
    return (
        *about,
        *(adjustment.group, adjustment.reason, dollars(adjustment.amount), one.meaning.words, one.cause.name),
        *("yes" if one.denial else "no", " ".join(told.code for told in one.remarks)),
    )


def _code_cells(line: ServicePayment) -> tuple[str, str]:
    return (line.procedure.code, " ".join(line.procedure.modifiers)) if line.procedure else ("", "")


def _line(line: ServicePayment, claim: ExplainedClaim) -> dict[str, Any]:
    return {
        "line": line.number,
        "control": line.control,
        "code": line.procedure.code if line.procedure else None,
        "modifiers": list(line.procedure.modifiers) if line.procedure else [],
        "billed_as": code_of(line.submitted) or None,
        "revenue_code": line.revenue_code,
        "day": iso(line.first),
        "charge": dollars(line.charge),
        "paid": dollars(line.paid),
        "allowed": optional_dollars(line.allowed),
        "denied": line.number in claim.denied_lines,
        "remarks": [_remark(code) for code in line.remarks],
        "adjustments": [_adjustment(one) for one in claim.adjustments if one.line is line],
    }


def _adjustment(one: Explained) -> dict[str, Any]:
    return {
        "group": one.adjustment.group,
        "reason": one.adjustment.reason,
        "amount": dollars(one.adjustment.amount),
        "quantity": None if one.adjustment.quantity is None else str(one.adjustment.quantity),
        "words": one.meaning.words,
        "cause": one.cause.name,
        "denial": one.denial,
        "rules": list(one.meaning.rules),
    }


def _remark(code: str) -> dict[str, str]:
    return {"code": code, "words": remark(code).words}


def _appeal(appeal: Appeal | None) -> dict[str, Any] | None:
    if appeal is None:
        return None
    return {
        "payer": appeal.kind,
        "level": appeal.number,
        "name": appeal.level.name,
        "to": appeal.level.to,
        "deadline": iso(appeal.deadline),
        "source": appeal.level.source,
        "assumed": appeal.assumed,
        "levels": [one._asdict() for one in appeal.levels],
    }
