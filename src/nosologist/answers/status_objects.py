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


def _one_status(one: Status) -> dict[str, Any]:
    return {
        "category": one.category,
        "code": one.code,
        "entity": one.entity,
        "day": iso(one.day),
        "amount": optional_dollars(one.amount),
        "words": status_words(one),
    }
