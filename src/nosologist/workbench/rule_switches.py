"""Rules that an organization switches off, each with its reason in the audit log; those of provider queries stay on."""

from __future__ import annotations

import uuid

from django.db import IntegrityError, transaction

from nosologist.errors import UsageError
from nosologist.rules.contents import find_rule
from nosologist.rules.rule import Needs, Rule
from nosologist.rules.site import rulebook_in_force, site_in_force
from nosologist.workbench.acting import Actor
from nosologist.workbench.models import RuleSwitch

_SHORTEST, _LONGEST = 10, 300  # characters of a reason


def off(organization: uuid.UUID) -> frozenset[str]:
    """The ids of the rules that say nothing in an organization."""
    return frozenset(RuleSwitch.objects.filter(organization_id=organization).values_list("rule", flat=True))


def switches(organization: uuid.UUID) -> dict[str, RuleSwitch]:
    """What an organization switched off: id of the rule -> why, who and when."""
    found = RuleSwitch.objects.filter(organization_id=organization).select_related("user")
    return {one.rule: one for one in found}


def switchable() -> tuple[Rule, ...]:
    """The rules that can be switched: all in force, but those that hold a query to a provider."""
    return tuple(rule for rule in rulebook_in_force().rules if rule.needs is not Needs.QUERY)


def is_of_site(rule: Rule) -> bool:
    """True for a rule that the site adds to ours."""
    return any(rule.id == one.id for one in site_in_force().rules)


def switch_off(by: Actor, id: str, reason: str) -> Rule:
    """Let a rule say nothing from now on.

    Raises:
        UsageError: there is no such rule, it must stay on, it is off already, or why is not said.
    """
    reason = " ".join(reason.split())
    rule = find_rule(id[:20], rulebook_in_force().rules)
    if rule not in switchable():
        raise UsageError(f"{rule.id} holds queries to providers; it cannot be switched off.")
    if not _SHORTEST <= len(reason) <= _LONGEST:
        raise UsageError(f"Say why, in {_SHORTEST} to {_LONGEST} characters, for those who audit it.")
    try:
        with transaction.atomic():
            RuleSwitch.objects.create(organization=by.organization, rule=rule.id, reason=reason, user=by.user)
            by.tell("rule off", rule=rule.id, reason=reason)
    except IntegrityError:
        raise UsageError(f"{rule.id} is off already.") from None
    return rule


def switch_on(by: Actor, id: str) -> None:
    """Let a rule speak again.

    Raises:
        UsageError: it is not off.
    """
    with transaction.atomic():
        gone, _ = RuleSwitch.objects.filter(organization=by.organization, rule=id[:20]).delete()
        if not gone:
            raise UsageError("This rule is not off.")
        by.tell("rule on", rule=id[:20])
