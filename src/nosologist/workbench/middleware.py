"""What happens to every request: strict headers on the way out, and on the way in nobody passes whom the table does not name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from nosologist.workbench import audit, sessions, signed, tokens
from nosologist.workbench.access import ACCESS, Access
from nosologist.workbench.models import Membership
from nosologist.workbench.rates import Rates
from nosologist.workbench.screens.refusals import bad, refused
from nosologist.workbench.sent import are_kept

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
        self._rates = Rates(settings.REQUESTS_A_MINUTE)

    def __call__(self, request: Any) -> HttpResponse:
        """Pass the request on."""
        request.membership = request.token = None
        return self._answer(request)

    def process_view(self, request: Any, _view: object, _args: object, _kwargs: object) -> HttpResponse | None:
        """Refuse, send to the sign-in, or let pass."""
        access = ACCESS.get(request.resolver_match.url_name or "")
        if access is None:
            return refused(request, "this page is open to nobody")
        if access.post and request.method != "POST":
            return refused(request, "this address takes no such request", 405)
        if access.public:
            return _unkept(request, access)
        return (
            _unknown(request, access)
            or self._too_many(request)
            or _without_role(request, access)
            or _unkept(request, access)
        )

    def _too_many(self, request: Any) -> HttpResponse | None:
        """Who asks too often waits; a person can lock the desk at any time."""
        if request.resolver_match.url_name == "sign-out":
            return None
        refusal = self._rates.refusal(request.token.id if request.token else request.user.pk)
        if refusal is None:
            return None
        if refusal.is_first:
            _tell(request, "too many requests")
        answer = refused(request, f"too many requests in a minute; go on in {refusal.seconds} seconds", 429)
        answer["Retry-After"] = str(refusal.seconds)
        return answer


def _unknown(request: Any, access: Access) -> HttpResponse | None:
    """Find out who asks, or refuse. Who is signed in with a browser is no program, so no other site can send it there."""
    if access.token:
        request.token = tokens.presented(request) or (signed.presented(request) if access.signed else None)
        request.membership = tokens.membership_of(request.token) if request.token else None
        if request.membership is None:
            return refused(request, "send a token that counts: Authorization: Bearer noso_...", 401)
        request.user = request.token.user
        return None
    if not sessions.is_open(request):
        return redirect("sign-in") if request.method in ("GET", "HEAD") else refused(request, "sign in first", 401)
    request.membership = membership_of(request)
    return None


def _unkept(request: Any, access: Access) -> HttpResponse | None:
    """Refuse fields that no database keeps; what programs send is read elsewhere, each in its own form."""
    forms = (request.GET,) if access.token else (request.GET, request.POST)
    return None if are_kept(*forms) else bad(request)


def _without_role(request: Any, access: Access) -> HttpResponse | None:
    if request.membership is not None and request.membership.held & access.roles_for(request.method):
        return None
    _tell(request)
    what = "the roles of this token do not open this address"
    return refused(request, what if request.token else "your role in this organization does not open this page")


def membership_of(request: Any) -> Membership | None:
    """The user's roles in the organization that they work for at the moment; asked anew each time, so that a change counts."""
    mine = request.user.memberships.select_related("organization").order_by("organization__name")
    chosen = request.session.get("organization")
    found: Membership | None = (mine.filter(organization_id=chosen).first() if chosen else None) or mine.first()
    return found


def _tell(request: Any, why: str = "") -> None:
    organization = request.membership.organization_id if request.membership else ""
    subject = request.resolver_match.kwargs.get("chart", "")
    try:
        audit.write(
            "refused", user=request.user.username, organization=organization, subject=subject,
            page=request.resolver_match.url_name, **({"why": why} if why else {}),
        )  # fmt: skip
    except DatabaseError:  # a refusal stands whether or not it could be written down
        return
