"""The practice: who bills and where files go, stated once for every claim of the organization."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from nosologist.errors import UsageError
from nosologist.workbench import demonstrating
from nosologist.workbench.abstracting import OF_PRACTICE
from nosologist.workbench.acting import actor_of
from nosologist.workbench.claim_making import practice_of
from nosologist.workbench.practice_stating import FIELDS, state


def practice(request: Any) -> HttpResponse:
    """The form; what changed is written down by the names of its fields."""
    organization = request.membership.organization_id
    known = practice_of(organization)
    told: dict[str, Any] = {}
    if request.method == "POST":
        known = {name: " ".join(request.POST.get(name, "").split()) for name in FIELDS}
        try:
            known = state(actor_of(request), known)
            told["done"] = "Saved."
        except UsageError as error:
            told["wrong"] = str(error)
    groups = [(title, [(one, known.get(one.name, "")) for one in fields]) for title, fields in OF_PRACTICE]
    shown = {**told, "groups": groups, "demonstration": demonstrating.are_there(organization)}
    return render(request, "practice.html", shown, status=400 if "wrong" in told else 200)
