"""How long an appeal is open: by the contracts that a manager states, else by the general table."""

from __future__ import annotations

import re
from functools import cache

from django.db import transaction
from django.utils import timezone

from nosologist.answers.deadline import Level, PayerAppeals, appeal_for, appeal_rules
from nosologist.answers.keeping import unpacked
from nosologist.answers.meaning import explain
from nosologist.errors import UsageError
from nosologist.model.remittance import ClaimPayment
from nosologist.workbench.acting import Actor
from nosologist.workbench.answer_models import AppealTerm, PayerAnswer

_MOST_DAYS = 3660
_SHORTEST, _BATCH = 3, 200


@cache
def _general() -> tuple[PayerAppeals, ...]:
    return appeal_rules()


def terms_of(organization: object) -> tuple[PayerAppeals, ...]:
    """The table of an organization: its contracts, the longest name first, then the general one."""
    own = sorted(AppealTerm.objects.filter(organization_id=organization), key=lambda one: -len(one.payer))
    return (*(_by_contract(one) for one in own), *_general())


def _by_contract(one: AppealTerm) -> PayerAppeals:
    level = Level("contract appeal", one.payer, one.days, one.source)
    return PayerAppeals("by contract", (re.compile(re.escape(one.payer), re.IGNORECASE),), frozenset(), 0, "", (level,))


def state(by: Actor, payer: str, days: str, source: str) -> None:
    """State the days of a contract, or state them anew; last days that are known already follow.

    Raises:
        UsageError: a field makes no sense.
    """
    payer, source = (" ".join(text.split()) for text in (payer, source))
    if not _SHORTEST <= len(payer) <= 80 or not _SHORTEST <= len(source) <= 120:
        raise UsageError("Give part of the payer's name, and where the contract says it.")
    if not (days.isascii() and days.isdecimal() and len(days) < 6 and 1 <= int(days) <= _MOST_DAYS):
        raise UsageError(f"Days are a number from 1 to {_MOST_DAYS}.")
    with transaction.atomic():
        AppealTerm.objects.update_or_create(
            organization=by.organization, payer=payer,
            defaults={"days": int(days), "source": source, "user": by.user, "at": timezone.now()},
        )  # fmt: skip
        by.tell("appeal days", payer=payer, days=int(days), source=source)
        _follow(by.organization.id, payer)


def forget(by: Actor, payer: str) -> None:
    """Take a contract away; the general days hold again.

    Raises:
        UsageError: there is none of this payer.
    """
    with transaction.atomic():
        if not AppealTerm.objects.filter(organization=by.organization, payer=payer).delete()[0]:
            raise UsageError("There is no contract of this payer; load the page again.")
        by.tell("appeal days", payer=payer, days=None)
        _follow(by.organization.id, payer)


def _follow(organization: object, payer: str) -> None:
    """Reckon the last days of the payer's denials anew."""
    rules, changed = terms_of(organization), list[PayerAnswer]()
    denied = PayerAnswer.objects.filter(organization_id=organization, kind=PayerAnswer.DECISION, denied__gt=0)
    for row in denied.filter(payer__icontains=payer).iterator(chunk_size=_BATCH):
        appeal = appeal_for(explain(unpacked(ClaimPayment, row.content)), rules)
        last = appeal.deadline if appeal else None
        if last != row.deadline:
            row.deadline = last
            changed.append(row)
    PayerAnswer.objects.bulk_update(changed, ["deadline"], batch_size=_BATCH)
