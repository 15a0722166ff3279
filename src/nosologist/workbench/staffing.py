"""Who works for an organization, in which roles: people invited, given other roles, signed out and taken away; a client more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from nosologist.errors import UsageError
from nosologist.workbench import inviting, sessions
from nosologist.workbench.acting import Actor
from nosologist.workbench.models import Membership, Organization, User
from nosologist.workbench.roles import Role
from nosologist.workbench.tokens import revoke

_LONGEST_NAME, _LONGEST_CLIENT = 60, 120


def members(organization: Organization) -> QuerySet[Membership]:
    """The people of an organization, by name."""
    found = Membership.objects.filter(organization=organization).select_related("user", "organization")
    return found.order_by("user__username")


def member(organization: Organization, **named: Any) -> Membership:
    """One of its people.

    Raises:
        UsageError: nobody who works for it is named so.
    """
    found = members(organization).filter(**named).first()
    if found is None:
        raise UsageError("This person does not work for your organization.")
    return found


def invite(by: Actor, name: str, roles: Iterable[str]) -> tuple[str, str]:
    """A new person: name and code, which the manager hands over; it is told this once.

    Raises:
        UsageError: name or roles make no sense, or the name is taken.
    """
    name, given = name.strip().lower(), _known(roles)
    if not name or len(name) > _LONGEST_NAME or not all(letter.isalnum() or letter in "._@-" for letter in name):
        raise UsageError("A name has letters, digits and . _ @ - only.")
    try:
        with transaction.atomic():
            user = User(username=name)
            code = inviting.new_code(user)
            user.save(force_insert=True)
            Membership.objects.create(user=user, organization=by.organization, roles=given)
            by.tell("roles", of=name, roles=given)
    except IntegrityError:
        raise UsageError("This name is taken; choose another one.") from None
    return name, code


def invite_again(by: Actor, one: Membership) -> str:
    """A person who lost the password or the second factor begins anew under their name; their old ways in are gone at once.

    Raises:
        UsageError: it is the manager, or somebody who works for others too.
    """
    user = one.user
    if user.pk == by.user.pk:
        raise UsageError("You cannot invite yourself; ask another manager.")
    if user.memberships.exclude(organization=by.organization).exists():
        # Else the manager of one client could open the charts of another.
        raise UsageError(f"{user.username} works for other organizations too; invite them under another name.")
    with transaction.atomic():
        code = inviting.begin_anew(user)
        user.passkeys.all().delete()
        for token in user.tokens.filter(revoked=None):
            revoke(token, by.user.username)
        by.tell("invited again", of=user.username)
    return code


def sign_out(by: Actor, one: Membership, but: str = "") -> int:
    """End every session of a person at once, never the one whose key is ``but``; how many there were."""
    with transaction.atomic():
        count = sessions.end(one.user, but=but)
        by.tell("sessions ended", of=one.user.username, count=count)
    return count


def change_roles(by: Actor, one: Membership, roles: Iterable[str]) -> list[str]:
    """Other roles; a manager cannot take that role from themselves, so that one always stays.

    Raises:
        UsageError: no role is named, or it is the manager's own.
    """
    given = _known(roles)
    if one.user_id == by.user.pk and Role.MANAGER not in given:
        raise UsageError("You cannot take the role of manager from yourself; ask another manager.")
    with transaction.atomic():
        one.roles = given
        one.save(update_fields=["roles"])
        by.tell("roles", of=one.user.username, roles=given)
    return given


def remove(by: Actor, one: Membership) -> None:
    """A person who leaves the organization; what they decided stays.

    Raises:
        UsageError: it is the manager.
    """
    if one.user_id == by.user.pk:
        raise UsageError("You cannot remove yourself; ask another manager.")
    with transaction.atomic():
        by.tell("roles", of=one.user.username, roles=[])
        one.delete()


def add_client(by: Actor, name: str) -> Organization:
    """Another organization, in which the manager has the roles that they act in.

    Raises:
        UsageError: it has no name, or the name is taken.
    """
    name = " ".join(name.split())[:_LONGEST_CLIENT]
    if not name:
        raise UsageError("Give the organization a name.")
    try:
        with transaction.atomic():
            client: Organization = Organization.objects.create(name=name)
            Membership.objects.create(user=by.user, organization=client, roles=sorted(by.held))
            Actor(by.user, client, by.held, by.token).tell("organization")
    except IntegrityError:
        raise UsageError("There is an organization of this name already.") from None
    return client


def _known(roles: Iterable[str]) -> list[str]:
    given = sorted({str(role) for role in roles if role in list(Role)})
    if not given:
        raise UsageError("Choose at least one role.")
    return given
