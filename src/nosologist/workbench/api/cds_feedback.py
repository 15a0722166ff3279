"""CDS Hooks 2.0, feedback: a record system tells what clinicians did with the cards that it was given. It is counted."""

from __future__ import annotations

import uuid
from enum import StrEnum
from typing import Any

from ninja import Router, Schema
from pydantic import Field

from nosologist.workbench import card_counting

router = Router(tags=["CDS Hooks"])
_MOST = 200  # cards in one message


class Outcome(StrEnum):
    """What was done with a card."""

    ACCEPTED = card_counting.ACCEPTED
    OVERRIDDEN = card_counting.OVERRIDDEN


class Accepted(Schema):
    """A suggestion that was taken."""

    id: uuid.UUID


class Reason(Schema):
    """One of the reasons that the card offered."""

    code: str = Field(max_length=100)


class OverrideReason(Schema):
    """Why nothing was taken. What a person wrote beside it may be of the patient: it is not read."""

    reason: Reason | None = None


class Feedback(Schema):
    """About one card."""

    card: uuid.UUID
    outcome: Outcome
    acceptedSuggestions: list[Accepted] = Field([], max_length=100)  # noqa: N815 -- as the specification writes it
    overrideReason: OverrideReason | None = None  # noqa: N815


class Told(Schema):
    """About one or more cards."""

    feedback: list[Feedback] = Field(min_length=1, max_length=_MOST)


@router.post("/cds-services/discharge-codes/feedback", response=dict[str, int], url_name="cds-feedback")
def feedback(request: Any, sent: Told) -> Any:
    """What became of cards; of cards that were not given to this organization nothing is kept."""
    organization = request.membership.organization_id
    counted = [
        card_counting.answered(
            organization, one.card, one.outcome, [each.id for each in one.acceptedSuggestions], _why(one)
        )
        for one in sent.feedback
    ]
    return {"counted": sum(counted), "unknown": len(counted) - sum(counted)}


def _why(one: Feedback) -> str | None:
    return one.overrideReason.reason.code if one.overrideReason and one.overrideReason.reason else None
