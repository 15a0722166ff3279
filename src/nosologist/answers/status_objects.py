"""Acknowledgments and claim statuses as JSON objects, and the values that all objects of answers share."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from nosologist.codesets.payer_codes import said
from nosologist.model.acknowledgement import (
    ClaimStatus,
    GroupAcknowledgement,
    InterchangeAcknowledgement,
    SetAcknowledgement,
    Status,
    SyntaxNote,
)

_CENT = Decimal("0.01")


def dollars(amount: Decimal) -> str:
    """An amount with its cents; with more digits where it has them."""
    return f"{amount:.2f}" if amount == amount.quantize(_CENT) else str(amount)


def optional_dollars(amount: Decimal | None) -> str | None:
    """An amount with its cents; ``None`` where it is not known."""
    return None if amount is None else dollars(amount)


def iso(day: date | None) -> str | None:
    """A day as text; ``None`` where it is not known."""
    return day.isoformat() if day else None


def status_words(status: Status) -> str:
    """A 277 status in words: "rejected: information is wrong; National Provider Identifier (billing provider)"."""
    words = [said("category", status.category) or f"category {status.category}"]
    if status.code:
        entity = said("entity", status.entity or "") or (f"entity {status.entity}" if status.entity else "")
        words.append((said("status", status.code) or f"status {status.code}") + (f" ({entity})" if entity else ""))
    return "; ".join(words)


def status_object(answer: ClaimStatus, name: str) -> dict[str, Any]:
    """The statuses of a claim, a provider's claims or a file (277)."""
    return {
        "kind": "claim status",
        "file": name,
        "level": answer.level.value,
        "claim": answer.claim,
        "payer": answer.payer,
        "payer_claim": answer.payer_control,
        "service_days": [iso(answer.first), iso(answer.last)],
        "statuses": [_one_status(one) for one in answer.statuses],
        "lines": [
            {"code": line.code, "control": line.control, "statuses": [_one_status(one) for one in line.statuses]}
            for line in answer.lines
        ],
    }


def set_object(answer: SetAcknowledgement, name: str) -> dict[str, Any]:
    """What a 999 says of a transaction set."""
    return {
        "kind": "set acknowledgment",
        "file": name,
        "set": answer.kind,
        "control": answer.control,
        "group": answer.group,
        "code": answer.code,
        "words": said("acknowledgment", answer.code),
        "errors": [{"code": code, "words": said("set", code)} for code in answer.errors],
        "notes": [
            {
                "segment": one.segment,
                "position": one.position,
                "loop": one.loop,
                "element": one.element,
                "words": said("element", one.element_code) or said("segment", one.code),
            }
            for one in answer.notes
        ],
    }


def group_object(answer: GroupAcknowledgement, name: str) -> dict[str, Any]:
    """What a 999 says of a group."""
    return {
        "kind": "group acknowledgment",
        "file": name,
        "group": answer.group,
        "code": answer.code,
        "words": said("acknowledgment", answer.code),
        "sets": answer.sets,
        "accepted": answer.accepted,
        "errors": [{"code": code, "words": said("function", code)} for code in answer.errors],
    }


def interchange_object(answer: InterchangeAcknowledgement, name: str) -> dict[str, Any]:
    """What a TA1 says of an interchange."""
    return {
        "kind": "interchange acknowledgment",
        "file": name,
        "control": answer.interchange,
        "code": answer.code,
        "words": said("acknowledgment", answer.code),
        "note": answer.note,
        "note_words": said("interchange", answer.note),
    }


def acknowledgement_words(answer: InterchangeAcknowledgement | GroupAcknowledgement | SetAcknowledgement) -> str:
    """A TA1, or what a 999 says, in words: "rejected; one or more segments in error; NM1 at 12 in 2010BA, element 9: ..."."""
    words = [said("acknowledgment", answer.code) or answer.code]
    match answer:
        case InterchangeAcknowledgement() if answer.note.strip("0"):
            words.append(said("interchange", answer.note) or f"note {answer.note}")
        case GroupAcknowledgement():
            words += [said("function", code) or f"error {code}" for code in answer.errors]
        case SetAcknowledgement():
            words += [said("set", code) or f"error {code}" for code in answer.errors]
            words += map(_note_words, answer.notes)
    return "; ".join(words)


def _note_words(note: SyntaxNote) -> str:
    place = f"{note.segment} at {note.position}" if note.position else note.segment
    loop, element = f" in {note.loop}" if note.loop else "", f", element {note.element}" if note.element else ""
    told = said("element", note.element_code) or said("segment", note.code) or f"error {note.element_code or note.code}"
    return f"{place}{loop}{element}: {told}"


def _one_status(one: Status) -> dict[str, Any]:
    return {
        "category": one.category,
        "code": one.code,
        "entity": one.entity,
        "day": iso(one.day),
        "amount": optional_dollars(one.amount),
        "words": status_words(one),
    }
