"""Pages that say no: in a sentence, with what to do, and nothing of what was asked."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from nosologist.workbench import audit
from nosologist.workbench.api.problems import is_asked_by_a_program, problem
from nosologist.workbench.restricting import RestrictedError
from nosologist.workbench.roles import READERS


def refused(request: Any, why: str, status: int = 403) -> HttpResponse:
    """A refusal as a page, or as a line for the desk's own requests."""
    if is_asked_by_a_program(request):
        return problem(status, why)
    if request.headers.get("X-Desk"):
        return HttpResponse(why, status=status, content_type="text/plain; charset=utf-8")
    return render(request, "refused.html", {"why": why}, status=status)


def forgery(request: Any, reason: str = "") -> HttpResponse:
    """A form without its token."""
    return refused(request, "the form is too old or came from elsewhere; load the page again")


def bad(request: Any, exception: Exception | None = None) -> HttpResponse:
    """A request that cannot be read."""
    if is_asked_by_a_program(request):
        return problem(400, "this request cannot be read")
    return HttpResponse("this request cannot be read", status=400, content_type="text/plain")


def forbidden(request: Any, exception: Exception | None = None) -> HttpResponse:
    """Not allowed; who may break the glass of a restricted chart is led there."""
    if isinstance(exception, RestrictedError):
        _tell(request, exception)
        is_page = request.method == "GET" and not request.headers.get("X-Desk") and not is_asked_by_a_program(request)
        if is_page and request.membership.held & READERS:
            return redirect("break-glass", chart=exception.chart)
        return refused(request, str(exception))
    return refused(request, "this is not open to you")


def _tell(request: Any, error: RestrictedError) -> None:
    audit.write(
        "refused", user=request.user.username, organization=request.membership.organization_id, subject=error.chart,
        page=request.resolver_match.url_name, restricted=True,
    )  # fmt: skip


def missing(request: Any, exception: Exception | None = None) -> HttpResponse:
    """No such page, or no such chart in this organization: the answer is the same."""
    return refused(request, "there is nothing here", 404)


def broken(request: Any) -> HttpResponse:
    """Our mistake."""
    if is_asked_by_a_program(request):
        return problem(500, "something went wrong here, not with you; what was saved is safe")
    return HttpResponse(
        "Something went wrong here, not with you. What was saved is safe; load the page again.", status=500,
        content_type="text/plain; charset=utf-8",
    )  # fmt: skip
