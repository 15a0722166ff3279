"""What became of the cards that record systems were given: kept with them, and counted for reports."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from nosologist.workbench.models import Card

REASONS = {
    "not-documented": "The record does not support it",
    "not-this-encounter": "Not a problem of this encounter",
    "coded-otherwise": "Another code fits better",
    "later": "Coding will decide",
}
_OTHER = "other"
ACCEPTED, OVERRIDDEN = "accepted", "overridden"


def given(organization: uuid.UUID, card: Mapping[str, Any]) -> None:
    """Remember which codes a card suggests."""
    codes = {one["uuid"]: one["actions"][0]["resource"]["code"]["coding"][0]["code"] for one in card["suggestions"]}
    Card.objects.create(id=card["uuid"], organization_id=organization, day=timezone.now().date(), codes=codes)


def answered(
    organization: uuid.UUID, card: uuid.UUID, outcome: str, accepted: Iterable[uuid.UUID], reason: str | None
) -> bool:
    """What a clinician did with a card: accepted some of its suggestions, or overrode it; the last word counts.

    Returns:
        False where the organization was given no such card, or nothing of it was accepted.
    """
    one = Card.objects.filter(id=card, organization_id=organization).first()
    if one is None:
        return False
    codes = sorted({one.codes[str(id)] for id in accepted if str(id) in one.codes}) if outcome == ACCEPTED else []
    if outcome == ACCEPTED and not codes:
        return False
    one.outcome, one.accepted = outcome, codes
    one.reason = "" if codes or not reason else reason if reason in REASONS else _OTHER
    one.save(update_fields=["accepted", "outcome", "reason"])
    return True


def by_code(organization: uuid.UUID, days: tuple[date, date]) -> list[tuple[str, int, int, int]]:
    """Each code with the cards that suggested it, those that were answered, and those where it was accepted; most first."""
    shown: Counter[str] = Counter()
    heard: Counter[str] = Counter()
    accepted: Counter[str] = Counter()
    for codes, taken, outcome in _cards(organization, days).values_list("codes", "accepted", "outcome"):
        shown.update(codes.values())
        heard.update(codes.values() if outcome else ())
        accepted.update(taken)
    return [
        (code, shown[code], heard[code], accepted[code]) for code in sorted(shown, key=lambda one: (-shown[one], one))
    ]


def by_outcome(organization: uuid.UUID, days: tuple[date, date]) -> Counter[str]:
    """How many cards were accepted, overridden for each reason, or left without an answer."""
    names = {**REASONS, _OTHER: "Another reason", "": "No reason given"}
    found: Counter[str] = Counter()
    for outcome, reason in _cards(organization, days).values_list("outcome", "reason"):
        found[f"overridden: {names[reason]}" if outcome == OVERRIDDEN else outcome or "no answer yet"] += 1
    return found


def _cards(organization: uuid.UUID, days: tuple[date, date]) -> Any:
    return Card.objects.filter(organization_id=organization, day__range=days)
