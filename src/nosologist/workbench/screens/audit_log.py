"""The audit log of an organization: who saw and did what, newest first."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from nosologist.workbench import looks
from nosologist.workbench.models import AuditEntry, Organization

_ON_A_PAGE = 100


def audit_log(request: Any) -> HttpResponse:
    """The page."""
    found = lines_of(request.membership.organization).order_by("-number")
    page = Paginator(found, _ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [(entry, looks.told(entry)) for entry in page]
    return render(request, "audit.html", {"rows": rows, "page": page})


def lines_of(organization: Organization) -> QuerySet[AuditEntry]:
    """The lines of an organization and its people."""
    people = list(organization.memberships.values_list("user__username", flat=True))
    of_people = Q(organization="", user__in=people)  # signing in is of no organization
    return AuditEntry.objects.filter(Q(organization=str(organization.id)) | of_people)
