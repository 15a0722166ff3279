"""People: who works for an organization, in which roles; invitations; a client more; and a person's own keys."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from nosologist.errors import UsageError
from nosologist.workbench import staffing
from nosologist.workbench.acting import actor_of
from nosologist.workbench.models import Membership
from nosologist.workbench.roles import Role


def people(request: Any) -> HttpResponse:
    """The list, and what the manager asked for."""
    shown: dict[str, Any] = {"roles": list(Role)}
    status = 200
    if request.method == "POST":
        try:
            shown |= _ACTS.get(request.POST.get("act", ""), _unknown)(request)
        except UsageError as error:
            shown, status = {**shown, "wrong": str(error)}, 400
    members = staffing.members(request.membership.organization)
    return render(request, "people.html", {**shown, "members": members}, status=status)


def _invite(request: Any) -> dict[str, Any]:
    """A new person gets a code that the manager hands over; it is shown once."""
    form = request.POST
    name, code = staffing.invite(actor_of(request), form.get("username", ""), form.getlist("roles"))
    return {"invited": name, "code": code}


def _invite_again(request: Any) -> dict[str, Any]:
    one = _member(request)
    code = staffing.invite_again(actor_of(request), one)
    return {"invited": one.user.username, "code": code}


def _sign_out(request: Any) -> dict[str, Any]:
    """End every session of a person, at once; they sign in again."""
    one = _member(request)
    count = staffing.sign_out(actor_of(request), one, but=request.session.session_key or "")
    return {"done": f"{one.user.username}: {count} session{'' if count == 1 else 's'} ended"}


def _change(request: Any) -> dict[str, Any]:
    one = _member(request)
    roles = staffing.change_roles(actor_of(request), one, request.POST.getlist("roles"))
    return {"done": f"{one.user.username}: {', '.join(roles)}"}


def _remove(request: Any) -> dict[str, Any]:
    one = _member(request)
    staffing.remove(actor_of(request), one)
    return {"done": f"{one.user.username} no longer works for {request.membership.organization.name}"}


def _member(request: Any) -> Membership:
    number = request.POST.get("member", "")
    is_number = number.isascii() and number.isdecimal() and len(number) < 18
    return staffing.member(request.membership.organization, pk=int(number) if is_number else 0)


def _client(request: Any) -> dict[str, Any]:
    client = staffing.add_client(actor_of(request), request.POST.get("name", ""))
    return {"done": f"{client.name} was added; choose it at the top of the page"}


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
