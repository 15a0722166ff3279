"""Rules and books: what an organization switched off and why, and which releases are installed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nosologist.codesets.installed import Installed, installed
from nosologist.codesets.shelf import Shelf
from nosologist.errors import UsageError
from nosologist.rules.site import site_in_force
from nosologist.workbench import rule_switches
from nosologist.workbench.acting import actor_of


def rules(request: Any) -> HttpResponse:
    """The page, and what the manager asked for."""
    told: dict[str, Any] = {}
    if request.method == "POST":
        try:
            told["done"] = _done(request)
        except UsageError as error:
            told |= {
                "wrong": str(error),
                "rule": request.POST.get("rule", ""),
                "reason": request.POST.get("reason", ""),
            }
    every, today = {rule.id: rule for rule in rule_switches.switchable()}, timezone.now().date()
    switches = rule_switches.switches(request.membership.organization_id).values()
    return render(request, "rules.html", {
        **told, "every": every.values(), "switches": [(one, every.get(one.rule)) for one in switches],
        "site": [one for one in every.values() if rule_switches.is_of_site(one)], "site_switches": site_in_force().switches,
        "books": [(one, counts(one, today)) for one in installed(Shelf())],
    }, status=400 if "wrong" in told else 200)  # fmt: skip


def _done(request: Any) -> str:
    by, id = actor_of(request), request.POST.get("rule", "")
    if request.POST.get("act") == "on":
        rule_switches.switch_on(by, id)
        return f"{id} speaks again."
    rule = rule_switches.switch_off(by, id, request.POST.get("reason", ""))
    return f"{rule.id} is off."


def counts(book: Installed, today: date) -> bool:
    """True for a release that counts for what is done today."""
    return book.effective_from <= today.isoformat() <= (book.effective_to or date.max.isoformat())
