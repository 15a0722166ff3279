"""The addresses of the API, what they answer when something is wrong, and their description (OpenAPI 3.1)."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from nosologist import __version__
from nosologist.errors import NosologistError
from nosologist.workbench.api import (
    appeals,
    books,
    cds_feedback,
    cds_hooks,
    charts,
    claims,
    denials,
    doors,
    log,
    people,
    practice,
    privacy,
    queries,
    receivers,
    record,
    reports,
    rules,
    worklist,
)
from nosologist.workbench.api.problems import problem
from nosologist.workbench.recording import OvertakenError
from nosologist.workbench.sent import read_json


class _OnlyWhatIsKept(Parser):
    """Reads bodies as the desk does."""

    def parse_body(self, request: Any) -> Any:
        """What the body says; a ValueError becomes an answer."""
        return read_json(request)


api = NinjaAPI(
    parser=_OnlyWhatIsKept(), docs_url=None, openapi_url=None, urls_namespace="api",
    title="Nosologist workbench", version=__version__,
    description="Charts, suggestions, decisions, findings and codes. Send `Authorization: Bearer` with a token of the page Tokens.",
)  # fmt: skip
for _router in (
    charts.router, record.router, worklist.router, claims.router, queries.router, denials.router, receivers.router,
    appeals.router, reports.router, books.router, people.router, doors.router, practice.router, rules.router, privacy.router,
    log.router,
):  # fmt: skip
    api.add_router("/api", _router)
for _router in (cds_hooks.router, cds_feedback.router):
    api.add_router("", _router)


@api.exception_handler(NosologistError)
def _cannot_be(_request: Any, error: NosologistError) -> HttpResponse:
    return problem(409 if isinstance(error, OvertakenError) else 422, str(error))


@api.exception_handler(Http404)
def _missing(_request: Any, _error: Http404) -> HttpResponse:
    return problem(404, "there is nothing here")


@api.exception_handler(HttpError)
def _unreadable(_request: Any, error: HttpError) -> HttpResponse:
    return problem(error.status_code, "the body cannot be read: JSON is expected, without NUL and halves of characters")


@api.exception_handler(RequestDataTooBig)
def _too_large(_request: Any, _error: RequestDataTooBig) -> HttpResponse:
    return problem(413, "the body is larger than 8 MB; send files to /api/files")


@api.exception_handler(ValidationError)
def _wrong_fields(_request: Any, error: ValidationError) -> HttpResponse:
    """Which fields are wrong, and why; never what was sent."""
    wrong = [{"field": _field(one["loc"]), "why": _why(one)} for one in error.errors[:20]]
    return problem(422, "fields are missing or make no sense", wrong=wrong)


def _field(place: tuple[Any, ...]) -> str:
    """Where in what was sent: without the part of the request, and our own name for it."""
    return ".".join(str(part) for part in place[1:] if part not in ("sent", "form", "wanted"))


def _why(one: dict[str, Any]) -> str:
    return str(one["msg"]) if one["type"] != "value_error" else "makes no sense"


def patterns() -> list[URLPattern]:
    """The addresses, one for each name, whatever its methods."""
    found = {one.name: one for one in api.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"}
    return list(found.values())


@cache
def described() -> dict[str, Any]:
    """The description of all of it."""
    found: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="/"))
    found["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    found["security"] = [{"token": []}]
    found["paths"]["/cds-services"]["get"]["security"] = []
    content = {"application/problem+json": {"schema": {"type": "object"}}}
    for operations in found["paths"].values():
        for operation in operations.values():
            operation["responses"]["default"] = {"description": "What went wrong (RFC 9457)", "content": content}
    return found


def openapi(_request: Any) -> HttpResponse:
    """The description as JSON."""
    return JsonResponse(described())
