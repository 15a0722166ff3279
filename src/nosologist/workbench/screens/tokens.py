"""Tokens: a person makes them for programs and takes them back; and the page that lists what programs can ask for."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from nosologist.errors import UsageError
from nosologist.workbench.api import routes
from nosologist.workbench.roles import Role
from nosologist.workbench.screens.again import password_again
from nosologist.workbench.tokens import DAYS, lendable, new_token, revoke, tokens_of


def tokens(request: Any) -> HttpResponse:
    """A person's tokens in this organization; a manager sees those of all its people."""
    shown: dict[str, Any] = {
        "roles": [role for role in Role if role in lendable(request.membership.held)],
        "days": DAYS,
    }
    status = 200
    if request.method == "POST":
        try:
            shown |= _made(request) if request.POST.get("act") == "make" else _revoked(request)
        except UsageError as error:
            shown, status = {**shown, "wrong": str(error)}, 400
    rows = tokens_of(request.membership).select_related("user").order_by("revoked", "-created")[:200]
    return render(request, "tokens.html", {**shown, "rows": rows, "now": timezone.now()}, status=status)


@sensitive_variables("secret")
def _made(request: Any) -> dict[str, Any]:
    name = " ".join(request.POST.get("name", "").split())[:60]
    roles = [role for role in request.POST.getlist("roles") if role in list(Role)]
    days = request.POST.get("days", "")
    if not name or not lendable(request.membership.held) & set(roles) or days not in map(str, DAYS):
        raise UsageError("Say what the token is for, what it may do, and for how long.")
    password_again(request)
    token, secret = new_token(request.membership, name, [Role(role) for role in roles], int(days))
    return {"made": token, "secret": secret}


def _revoked(request: Any) -> dict[str, Any]:
    try:
        found = tokens_of(request.membership).filter(id=uuid.UUID(request.POST.get("token", ""))).first()
    except ValueError:
        found = None
    if found is None:
        raise UsageError("There is no such token.")
    revoke(found, request.user.username)
    return {"done": f"{found.name} no longer counts"}


def api(request: Any) -> HttpResponse:
    """What programs can ask for."""
    paths = routes.described()["paths"]
    rows = [
        (method.upper(), path, operation["description"].split("\n")[0])
        for path, operations in paths.items()
        for method, operation in operations.items()
    ]
    return render(request, "api.html", {"rows": rows})
