"""What an organization states once for all its claims: who bills, where files go, whose claim visits are coded for."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from nosologist.errors import UsageError
from nosologist.workbench.abstracting import OF_PRACTICE, cleaned
from nosologist.workbench.acting import Actor
from nosologist.workbench.claim_making import practice_of
from nosologist.workbench.models import Practice

FIELDS = {one.name: one for _, fields in OF_PRACTICE for one in fields}


def state(by: Actor, given: Mapping[str, str]) -> dict[str, str]:
    """State fields by their names, an empty one to take it away; others stay. What is stated then.

    The audit log keeps the names of the fields that changed, not what they say.

    Raises:
        UsageError: there is no such field, or it cannot hold this; nothing changed then.
    """
    if strange := sorted(set(given) - set(FIELDS)):
        raise UsageError(f"{strange[0][:60]} is no field of the practice")
    fresh = {name: cleaned(value, FIELDS[name].label, FIELDS[name].read) for name, value in given.items()}
    with transaction.atomic():
        before = practice_of(by.organization.id)
        now = {name: value for name in FIELDS if (value := fresh.get(name, before.get(name, "")))}
        Practice.objects.update_or_create(organization=by.organization, defaults={"fields": now})
        by.tell("practice", fields=sorted(name for name in FIELDS if before.get(name) != now.get(name)))
    return now
