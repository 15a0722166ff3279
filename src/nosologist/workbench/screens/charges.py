"""The usual charges of the organization: looked at, put in place of the list before, and taken out."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from nosologist.errors import UsageError
from nosologist.formats.spreadsheet import csv_line
from nosologist.workbench import usual_charges
from nosologist.workbench.charge_models import UsualCharge

_ON_A_PAGE = 100


def charges(request: Any) -> HttpResponse:
    """The page; a POST puts the list of a file in place of the one before, whole or not at all."""
    organization = request.membership.organization
    told: dict[str, Any] = {}
    if request.method == "POST":
        try:
            file = request.FILES.get("file")
            if file is None:
                raise UsageError("Choose a file.")
            usual_charges.put(usual_charges.read(file.read(), organization), organization, request.user.username)
            return redirect("charges")
        except UsageError as error:
            told["wrong"] = str(error)
    page = Paginator(charges_of(organization), _ON_A_PAGE).get_page(request.GET.get("page"))
    shown = {**told, "page": page, "rows": [(one, _dollars(one)) for one in page]}
    return render(request, "charges.html", shown, status=400 if told else 200)


def charges_table(request: Any) -> HttpResponse:
    """The list as a table of the columns that are read."""
    rows = (
        (one.code, _dollars(one), one.modifiers, one.claim, one.revenue)
        for one in charges_of(request.membership.organization)
    )
    content = "".join(csv_line(row) for row in (usual_charges.COLUMNS, *rows))
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="usual-charges.csv"'
    return answer


def charges_of(organization: Any) -> Any:
    """The list, by code."""
    return UsualCharge.objects.filter(organization=organization).order_by("code", "modifiers", "claim")


def _dollars(one: UsualCharge) -> str:
    return f"{one.cents / 100:.2f}"
