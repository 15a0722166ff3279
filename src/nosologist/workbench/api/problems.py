"""What went wrong, for programs: application/problem+json (RFC 9457). A sentence of ours, never a word of what was sent."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

_ADDRESSES = ("/api/", "/cds-services")


def is_asked_by_a_program(request: Any) -> bool:
    """True for addresses that answer programs, not browsers."""
    return str(request.path).startswith(_ADDRESSES)


def problem(status: int, detail: str, **more: Any) -> HttpResponse:
    """The answer."""
    content = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    answer = HttpResponse(json.dumps(content), status=status, content_type="application/problem+json")
    if status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = 'Bearer realm="Nosologist"'
    return answer
