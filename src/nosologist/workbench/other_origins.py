"""Web pages of other origins may ask the CDS service, and nothing else, where a manager registered their origin (CORS)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from nosologist.workbench.models import RecordSystem
from nosologist.workbench.record_systems import is_allowed

_ADDRESSES = "/cds-services"
_KEPT_FOR = "600"  # seconds that a browser remembers the answer to its question
Answer = Callable[[Any], HttpResponse]


def answering_other_origins(answer: Answer) -> Answer:
    """Answer the question that a browser asks first, and mark what its page may read. No cookie ever counts there."""

    def answered(request: Any) -> HttpResponse:
        origin = request.headers.get("Origin", "")
        if not origin or not request.path.startswith(_ADDRESSES):
            return answer(request)
        asks_first = request.method == "OPTIONS"
        response = HttpResponse(status=204) if asks_first else answer(request)
        if _may(request, origin):
            response["Access-Control-Allow-Origin"] = origin
            if asks_first:
                response["Access-Control-Allow-Methods"] = "GET, POST"
                response["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
                response["Access-Control-Max-Age"] = _KEPT_FOR
            else:
                response["Access-Control-Expose-Headers"] = "Retry-After"
        patch_vary_headers(response, ["Origin"])
        return response

    return answered


def _may(request: Any, origin: str) -> bool:
    """Whether the organization that the request acts for named the origin; where it acts for none yet, whether any did."""
    systems = RecordSystem.objects.filter(token__revoked=None, token__expires__gt=timezone.now())
    membership = getattr(request, "membership", None)
    if membership is not None:
        systems = systems.filter(token__organization_id=membership.organization_id)
    return is_allowed(origin, systems)
