"""The practice: who bills and where files go, stated once for every claim of the organization."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render

from nosologist.errors import UsageError
from nosologist.workbench import audit
from nosologist.workbench.abstracting import FIELDS, GROUPS, cleaned
from nosologist.workbench.claim_making import practice_of
from nosologist.workbench.deciding import Desk
from nosologist.workbench.models import Practice

_OURS = tuple(name for name, one in FIELDS.items() if one.ours)


def practice(request: Any) -> HttpResponse:
    """The form; what changed is written down by the names of its fields."""
    organization = request.membership.organization_id
    known = practice_of(organization)
    told: dict[str, Any] = {}
    if request.method == "POST":
        known = {name: " ".join(request.POST.get(name, "").split()) for name in _OURS}
        try:
            known = {name: value for name in _OURS if (value := cleaned(name, known[name], Desk()))}
            _save(request, known)
            told["done"] = "Saved."
        except UsageError as error:
            told["wrong"] = str(error)
    groups = [
        (title, [(one, known.get(one.name, "")) for one in fields if one.ours])
        for title, fields in GROUPS
        if any(one.ours for one in fields)
    ]
    return render(request, "practice.html", {**told, "groups": groups}, status=400 if "wrong" in told else 200)


def _save(request: Any, fields: dict[str, str]) -> None:
    organization = request.membership.organization_id
    with transaction.atomic():
        before = practice_of(organization)
        Practice.objects.update_or_create(organization_id=organization, defaults={"fields": fields})
        changed = sorted(name for name in _OURS if before.get(name) != fields.get(name))
        audit.write("practice", user=request.user.username, organization=organization, fields=changed)
