"""Record systems: a manager registers those that sign their requests, and ends them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nosologist.errors import UsageError
from nosologist.workbench import record_systems as systems
from nosologist.workbench.models import RecordSystem
from nosologist.workbench.roles import UPLOADERS
from nosologist.workbench.screens.again import password_again
from nosologist.workbench.tokens import DAYS

_FIELDS = ("name", "issuer", "keys", "origins")


def record_systems(request: Any) -> HttpResponse:
    """The list, and what the manager asked for."""
    shown: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        try:
            shown["done"] = _ACTS.get(request.POST.get("act", ""), _unknown)(request)
        except UsageError as error:
            shown, status = {"wrong": str(error), **{name: request.POST.get(name, "") for name in _FIELDS}}, 400
    rows = systems_of(request).order_by("token__created")
    address = request.build_absolute_uri("/cds-services")
    return render(
        request, "record_systems.html", {**shown, "rows": rows, "days": DAYS, "now": timezone.now(), "address": address},
        status=status,
    )  # fmt: skip


def _register(request: Any) -> str:
    form = request.POST
    name, days = " ".join(form.get("name", "").split())[:60], form.get("days", "")
    if not name or days not in map(str, DAYS):
        raise UsageError("Give the record system a name, and say for how long it counts.")
    password_again(request)
    keeps = form.get("keeps") == "1" and bool(request.membership.held & UPLOADERS)
    systems.register(
        request.membership,
        name,
        form.get("issuer", "").strip(),
        form.get("keys", ""),
        form.get("origins", ""),
        keeps,
        int(days),
    )
    return f"{name} may ask from now on."


def _end(request: Any) -> str:
    found = systems_of(request).filter(issuer=request.POST.get("issuer", "")).first()
    if found is None:
        raise UsageError("There is no such record system.")
    name = found.token.name
    systems.end(found, request.user.username)
    return f"{name} no longer counts."


def _unknown(_request: Any) -> str:
    raise UsageError("This is nothing that can be done here.")


_ACTS = {"register": _register, "end": _end}


def systems_of(request: Any) -> Any:
    """The record systems of the organization."""
    mine = RecordSystem.objects.filter(token__organization=request.membership.organization)
    return mine.select_related("token__user")
