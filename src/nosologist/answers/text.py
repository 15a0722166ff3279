"""Answers as lines of text, for a terminal or a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from nosologist.answers.deadline import Appeal
from nosologist.answers.meaning import Explained, ExplainedClaim
from nosologist.answers.objects import code_of
from nosologist.answers.status_objects import status_words
from nosologist.codesets.payer_codes import remark, said
from nosologist.model.acknowledgement import (
    ClaimStatus,
    GroupAcknowledgement,
    InterchangeAcknowledgement,
    SetAcknowledgement,
    StatusLevel,
    SyntaxNote,
)
from nosologist.model.remittance import ProviderAdjustment, Remittance, ServicePayment


def printable(lines: Iterable[str]) -> str:
    """Lines for a terminal: what a payer sent can steer it no further."""
    return "".join("".join(sign if sign.isprintable() else "?" for sign in line) + "\n" for line in lines)


def claim_lines(claim: ExplainedClaim, appeal: Appeal | None) -> Iterator[str]:
    """A claim with every adjustment, then what to do about it and by when."""
    payment = claim.payment
    share = f", patient {payment.patient_share:.2f}" if payment.patient_share is not None else ""
    head = f"{payment.claim}  {claim.outcome.value}  charge {payment.charge:.2f}, paid {payment.paid:.2f}{share}"
    status = said("claim", payment.status) or f"status {payment.status}"
    number = f" · payer's number {payment.payer_control}" if payment.payer_control else ""
    yield f"{head} · {status}{number}"
    yield from _adjustments(claim, None, payment.remarks)
    for line in payment.services:
        yield _line_head(line, line.number in claim.denied_lines)
        yield from _adjustments(claim, line, line.remarks)
    for cause in claim.causes:
        yield f"  next ({cause.name}): {cause.action}"
    if claim.denials:
        yield f"  appeal: {appeal_words(claim, appeal)}"


def answer_lines(answer: Any) -> Iterator[str]:
    """Any other answer; nothing for what is told elsewhere."""
    match answer:
        case Remittance():
            day = answer.day.isoformat() if answer.day else "no date"
            yield f"=== {answer.name} · {answer.payer.name or 'payer not named'} · {answer.amount:.2f} on {day} · {answer.trace}"
        case ProviderAdjustment():
            reference = f", reference {answer.reference}" if answer.reference else ""
            words = said("provider", answer.reason) or "no words for this code"
            yield f"provider adjustment {answer.reason} {answer.amount:.2f}: {words}{reference}"
        case ClaimStatus():
            yield from _status_lines(answer)
        case SetAcknowledgement():
            words = said("acknowledgment", answer.code) or answer.code
            yield f"set {answer.kind} {answer.control} of group {answer.group}: {words}{_codes('set', answer.errors)}"
            yield from (f"  {note_words(note)}" for note in answer.notes)
        case GroupAcknowledgement():
            words = said("acknowledgment", answer.code) or answer.code
            counts = f", {answer.accepted} of {answer.received} sets accepted" if answer.accepted is not None else ""
            yield f"group {answer.group} ({answer.function}): {words}{counts}{_codes('function', answer.errors)}"
        case InterchangeAcknowledgement():
            words = said("acknowledgment", answer.code) or answer.code
            note = said("interchange", answer.note) or f"note {answer.note}"
            yield f"interchange {answer.interchange}: {words}, {note}"


def note_words(note: SyntaxNote) -> str:
    """An error of a 999 with its place: "NM109 in segment 17, loop 2010BA: invalid code value"."""
    element = f"{note.element.partition('-')[0]:0>2}" if note.element else ""
    component = f"-{note.element.partition('-')[2]}" if "-" in note.element else ""
    loop = f", loop {note.loop}" if note.loop else ""
    place = f" in segment {note.position}" if note.position else ""
    words = said("element", note.element_code) or said("segment", note.code) or f"error {note.code}"
    return f"{note.segment}{element}{component}{place}{loop}: {words}"


def _codes(name: str, codes: tuple[str, ...]) -> str:
    words = [said(name, code) or f"error {code}" for code in codes]
    return f" ({'; '.join(words)})" if words else ""


def _line_head(line: ServicePayment, denied: bool) -> str:
    day = f" on {line.first.isoformat()}" if line.first else ""
    code = code_of(line.procedure) or line.revenue_code or "no code"
    billed = f", billed as {code_of(line.submitted)}" if line.submitted else ""
    return (
        f"  line {line.number} {code}{billed}{day}: charge {line.charge:.2f}, paid {line.paid:.2f}"
        f"{'  DENIED' if denied else ''}"
    )


def _adjustments(claim: ExplainedClaim, line: ServicePayment | None, remarks: tuple[str, ...]) -> Iterator[str]:
    indent = "  " if line is None else "    "
    for one in claim.adjustments:
        if one.line is line:
            yield f"{indent}{_adjustment(one)}"
    for code in remarks:
        yield f"{indent}{code:<6} {remark(code).words or 'no words for this code; the list of remark codes tells it'}"


def _adjustment(one: Explained) -> str:
    adjustment = one.adjustment
    units = f", {adjustment.quantity:f} units" if adjustment.quantity is not None else ""
    code = f"{adjustment.group}-{adjustment.reason:<4}"
    return f"{code} {adjustment.amount:>9.2f}{units}  {adjustment_words(one)}"


def adjustment_words(one: Explained) -> str:
    """An adjustment in words: its cause, what its code means, and the rules of ours that find the same."""
    words = one.meaning.words or "no words for this code; the list of adjustment reasons tells it"
    rules = f" [{' '.join(one.meaning.rules)}]" if one.denial and one.meaning.rules else ""
    whose = ", the patient's to pay" if one.denial and one.adjustment.group == "PR" else ""
    return f"{one.cause.name}: {words}{whose}{rules}"


def appeal_words(claim: ExplainedClaim, appeal: Appeal | None) -> str:
    """Where and by when a denial can be appealed, and by which rule; or why it cannot."""
    if claim.appealable:
        return claim.appealable
    if appeal is None:
        return "no levels known for this payer (--payers FILE)"
    by = f"by {appeal.deadline.isoformat()}" if appeal.deadline else "no deadline known"
    assumed = f"; assumed: {appeal.assumed}" if appeal.assumed else ""
    level = f"{appeal.kind}, level {appeal.number} of {len(appeal.levels)}: {appeal.level.source}{assumed}"
    return f"{appeal.level.name} to {appeal.level.to} {by} ({level})"


def _status_lines(answer: ClaimStatus) -> Iterator[str]:
    number = f" · payer's number {answer.payer_control}" if answer.payer_control else ""
    whom = "" if answer.level is StatusLevel.CLAIM else f" ({answer.level.value})"
    yield f"{answer.claim or 'no number'}{whom}{number}"
    for one in answer.statuses:
        day = f"{one.day.isoformat()} " if one.day else ""
        yield f"  {day}{one.category}:{one.code} {status_words(one)}{f' - {one.text}' if one.text else ''}"
    for line in answer.lines:
        for one in line.statuses:
            yield f"  line {line.code or line.control or ''} {one.category}:{one.code} {status_words(one)}"
