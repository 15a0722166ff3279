"""People: who works for an organization, in which roles; invitations; a client more; and a person's own keys."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render

from nosologist.errors import UsageError
from nosologist.workbench import audit, inviting, sessions
from nosologist.workbench.models import Membership, Organization, User
from nosologist.workbench.roles import Role
from nosologist.workbench.tokens import revoke


def people(request: Any) -> HttpResponse:
    """The list, and what the manager asked for."""
    shown: dict[str, Any] = {"roles": list(Role)}
    status = 200
    if request.method == "POST":
        try:
            shown |= _ACTS.get(request.POST.get("act", ""), _unknown)(request)
        except UsageError as error:
            shown, status = {**shown, "wrong": str(error)}, 400
    members = Membership.objects.filter(organization=request.membership.organization).select_related("user")
    return render(request, "people.html", {**shown, "members": members.order_by("user__username")}, status=status)


def _roles(request: Any) -> list[str]:
    roles = sorted({role for role in request.POST.getlist("roles") if role in list(Role)})
    if not roles:
        raise UsageError("Choose at least one role.")
    return roles


def _invite(request: Any) -> dict[str, Any]:
    """A new person gets a code that the manager hands over; it is shown once."""
    name, roles = request.POST.get("username", "").strip().lower(), _roles(request)
    if not name or len(name) > 60 or not all(letter.isalnum() or letter in "._@-" for letter in name):
        raise UsageError("A name has letters, digits and . _ @ - only.")
    try:
        with transaction.atomic():
            user = User(username=name)
            code = inviting.new_code(user)
            user.save(force_insert=True)
            _joined(request, user, roles)
    except IntegrityError:
        raise UsageError("This name is taken; choose another one.") from None
    return {"invited": name, "code": code}


def _invite_again(request: Any) -> dict[str, Any]:
    """A person who lost the password or the second factor begins anew under their name; their old ways in are gone at once."""
    user = _member(request).user
    if user.pk == request.user.pk:
        raise UsageError("You cannot invite yourself; ask another manager.")
    if user.memberships.exclude(organization=request.membership.organization).exists():
        # Else the manager of one client could open the charts of another.
        raise UsageError(f"{user.username} works for other organizations too; invite them under another name.")
    with transaction.atomic():
        code = inviting.begin_anew(user)
        user.passkeys.all().delete()
        for token in user.tokens.filter(revoked=None):
            revoke(token, request.user.username)
        audit.write(
            "invited again",
            user=request.user.username,
            organization=request.membership.organization_id,
            of=user.username,
        )
    return {"invited": user.username, "code": code}


def _sign_out(request: Any) -> dict[str, Any]:
    """End every session of a person, at once; they sign in again."""
    user = _member(request).user
    with transaction.atomic():
        count = sessions.end(user, but=request.session.session_key or "")
        audit.write(
            "sessions ended", user=request.user.username, organization=request.membership.organization_id, of=user.username,
            count=count,
        )  # fmt: skip
    return {"done": f"{user.username}: {count} session{'' if count == 1 else 's'} ended"}


def _joined(request: Any, user: User, roles: list[str]) -> None:
    organization = request.membership.organization
    Membership.objects.create(user=user, organization=organization, roles=roles)
    audit.write("roles", user=request.user.username, organization=organization.id, of=user.username, roles=roles)


def _change(request: Any) -> dict[str, Any]:
    """Other roles; a manager cannot take that role from themselves, so that one always stays."""
    roles = _roles(request)
    member = _member(request)
    if member.user_id == request.user.pk and Role.MANAGER not in roles:
        raise UsageError("You cannot take the role of manager from yourself; ask another manager.")
    member.roles = roles
    member.save(update_fields=["roles"])
    audit.write(
        "roles", user=request.user.username, organization=member.organization_id, of=member.user.username, roles=roles
    )
    return {"done": f"{member.user.username}: {', '.join(roles)}"}


def _remove(request: Any) -> dict[str, Any]:
    """A person who leaves the organization; what they decided stays."""
    member = _member(request)
    if member.user_id == request.user.pk:
        raise UsageError("You cannot remove yourself; ask another manager.")
    audit.write(
        "roles", user=request.user.username, organization=member.organization_id, of=member.user.username, roles=[]
    )
    member.delete()
    return {"done": f"{member.user.username} no longer works for {request.membership.organization.name}"}


def _member(request: Any) -> Membership:
    number = request.POST.get("member", "")
    mine = Membership.objects.filter(organization=request.membership.organization).select_related("user")
    found: Membership | None = mine.filter(pk=number).first() if number.isdecimal() and len(number) < 18 else None
    if found is None:
        raise UsageError("This person does not work for your organization.")
    return found


def _client(request: Any) -> dict[str, Any]:
    """Another organization, with the manager's own roles."""
    name = " ".join(request.POST.get("name", "").split())[:120]
    if not name:
        raise UsageError("Give the organization a name.")
    try:
        with transaction.atomic():
            organization = Organization.objects.create(name=name)
            Membership.objects.create(user=request.user, organization=organization, roles=request.membership.roles)
            audit.write("organization", user=request.user.username, organization=organization.id)
    except IntegrityError:
        raise UsageError("There is an organization of this name already.") from None
    return {"done": f"{name} was added; choose it at the top of the page"}


def _unknown(_request: Any) -> dict[str, Any]:
    raise UsageError("This is nothing that can be done here.")


_ACTS = {
    "invite": _invite,
    "again": _invite_again,
    "out": _sign_out,
    "change": _change,
    "remove": _remove,
    "client": _client,
}


def organization(request: Any) -> HttpResponse:
    """Work for another organization from now on."""
    wanted = request.POST.get("organization", "")
    mine = {str(one.organization_id) for one in request.user.memberships.all()}
    if wanted in mine:
        request.session["organization"] = wanted
    return redirect("home")


def keys(request: Any) -> HttpResponse:
    """Turn the keys of one letter on or off."""
    request.user.single_keys = request.POST.get("on") == "1"
    request.user.save(update_fields=["single_keys"])
    return HttpResponse(status=204)


def awake(_request: Any) -> HttpResponse:
    """Somebody reads or types: the session goes on."""
    return HttpResponse(status=204)
