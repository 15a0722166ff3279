"""Demonstration charts, put on the worklist or taken away by a manager."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from nosologist.errors import UsageError
from nosologist.workbench import demonstrating, worker


def demonstration(request: Any) -> HttpResponse:
    """Do what was asked; the worklist tells what came of it."""
    organization = request.membership.organization
    try:
        if request.POST.get("act") == "take away":
            gone = demonstrating.take_away(organization, request.user)
            request.session["told"] = f"{gone} demonstration charts are gone, with all that was decided on them"
        elif not demonstrating.are_there(organization.id):
            sent = demonstrating.put(organization, request.user)
            worker.wake()
            request.session["told"] = f"{sent} demonstration charts are being coded; load the list again in a moment"
        else:
            request.session["told"] = "the demonstration charts are there already"
    except UsageError as error:
        request.session["told"] = str(error)
    return redirect("worklist")
