"""What happens to every request: strict headers on the way out, and on the way in nobody passes whom the table does not name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from nosologist.workbench import audit, sessions, tokens
from nosologist.workbench.access import ACCESS, Access
from nosologist.workbench.models import Membership
from nosologist.workbench.screens.refusals import refused

Answer = Callable[[Any], HttpResponse]
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with none, browsers send forms without their origin
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


def refusing_to_be_framed(answer: Answer) -> Answer:
    """Put the headers on every answer; pages are kept by no cache."""

    def answered(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        for name, value in _HEADERS.items():
            response[name] = value
        if not request.path.startswith("/static/"):
            response["Cache-Control"] = "no-store"
        return response

    return answered


class asking_for_access:  # noqa: N801 -- Django names middleware like functions
    """Look the page up in the table before its view runs."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: Any) -> HttpResponse:
        """Pass the request on."""
        request.membership = None
        return self._answer(request)

    def process_view(self, request: Any, _view: object, _args: object, _kwargs: object) -> HttpResponse | None:
        """Refuse, send to the sign-in, or let pass."""
        access = ACCESS.get(request.resolver_match.url_name or "")
        if access is None:
            return refused(request, "this page is open to nobody")
        if access.post and request.method != "POST":
            return refused(request, "this address takes no such request", 405)
        if access.public:
            return None
        if access.token:
            return _by_token(request, access)
        if not sessions.is_open(request):
            return redirect("sign-in") if request.method in ("GET", "HEAD") else refused(request, "sign in first", 401)
        request.membership = membership_of(request)
        if request.membership is None or not request.membership.held & access.roles_for(request.method):
            _tell(request)
            return refused(request, "your role in this organization does not open this page")
        return None


def _by_token(request: Any, access: Access) -> HttpResponse | None:
    """Let a program with a token pass; who is signed in with a browser does not, so no other site can send it here."""
    token = tokens.presented(request)
    membership = tokens.membership_of(token) if token else None
    if token is None or membership is None:
        return refused(request, "send a token that counts: Authorization: Bearer noso_...", 401)
    request.user, request.membership, request.token = token.user, membership, token
    if not membership.held & access.roles_for(request.method):
        _tell(request)
        return refused(request, "the roles of this token do not open this address")
    return None


def membership_of(request: Any) -> Membership | None:
    """The user's roles in the organization that they work for at the moment; asked anew each time, so that a change counts."""
    mine = request.user.memberships.select_related("organization").order_by("organization__name")
    chosen = request.session.get("organization")
    found: Membership | None = (mine.filter(organization_id=chosen).first() if chosen else None) or mine.first()
    return found


def _tell(request: Any) -> None:
    organization = request.membership.organization_id if request.membership else ""
    subject = request.resolver_match.kwargs.get("chart", "")
    try:
        audit.write(
            "refused", user=request.user.username, organization=organization, subject=subject,
            page=request.resolver_match.url_name,
        )  # fmt: skip
    except DatabaseError:  # a refusal stands whether or not it could be written down
        return
