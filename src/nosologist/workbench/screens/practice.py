"""The practice: who bills and where files go, stated once for every claim of the organization."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render

from nosologist.errors import UsageError
from nosologist.workbench import audit, demonstrating
from nosologist.workbench.abstracting import OF_PRACTICE, cleaned
from nosologist.workbench.claim_making import practice_of
from nosologist.workbench.models import Practice

_OURS = tuple(one for _, fields in OF_PRACTICE for one in fields)


def practice(request: Any) -> HttpResponse:
    """The form; what changed is written down by the names of its fields."""
    organization = request.membership.organization_id
    known = practice_of(organization)
    told: dict[str, Any] = {}
    if request.method == "POST":
        known = {one.name: " ".join(request.POST.get(one.name, "").split()) for one in _OURS}
        try:
            read = ((one.name, cleaned(known[one.name], one.label, one.read)) for one in _OURS)
            known = {name: value for name, value in read if value}
            _save(request, known)
            told["done"] = "Saved."
        except UsageError as error:
            told["wrong"] = str(error)
    groups = [(title, [(one, known.get(one.name, "")) for one in fields]) for title, fields in OF_PRACTICE]
    shown = {**told, "groups": groups, "demonstration": demonstrating.are_there(organization)}
    return render(request, "practice.html", shown, status=400 if "wrong" in told else 200)


def _save(request: Any, fields: dict[str, str]) -> None:
    organization = request.membership.organization_id
    with transaction.atomic():
        before = practice_of(organization)
        Practice.objects.update_or_create(organization_id=organization, defaults={"fields": fields})
        changed = sorted(one.name for one in _OURS if before.get(one.name) != fields.get(one.name))
        audit.write("practice", user=request.user.username, organization=organization, fields=changed)
