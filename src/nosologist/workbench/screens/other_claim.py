"""The other claim of a visit: made once from the same documents, then a chart like any other."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from nosologist.workbench import both_claims
from nosologist.workbench.screens.chart import chart_of


def other_claim(request: Any, chart: uuid.UUID) -> HttpResponse:
    """Code it, and go there."""
    one = chart_of(request, chart)
    return redirect("chart", chart=both_claims.code_other(one, request.user, request.membership.held))
