"""A person's own ways in: password, passkeys, recovery codes, and the sessions that are open; tokens have a page of their own."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from nosologist.errors import UsageError
from nosologist.workbench import audit, factor, passkeys, sessions
from nosologist.workbench.models import Passkey
from nosologist.workbench.screens.again import LONGEST_PASSWORD, password_again

_CHALLENGE = "new_passkey"  # in the session: the question that waits for its answer


@sensitive_post_parameters()
def account(request: Any) -> HttpResponse:
    """The page, and what the person asked for."""
    shown: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        try:
            shown = _ACTS.get(request.POST.get("act", ""), _unknown)(request)
        except UsageError as error:
            shown, status = {"wrong": str(error)}, 400
    if "codes" in shown:
        return render(request, "recovery.html", shown)
    place = passkeys.place_of(request)
    if place.has_passkeys:
        shown["question"], request.session[_CHALLENGE] = passkeys.question_for_a_new_one(request.user, place)
    left = len(request.user.recovery)
    return render(
        request,
        "account.html",
        {
            **shown,
            "rows": request.user.passkeys.order_by("created"),
            "left": left,
            "sessions": sessions.of(request.user, request.session.session_key or ""),
        },
        status=status,
    )


def _add(request: Any) -> dict[str, Any]:
    name = " ".join(request.POST.get("name", "").split())[:60]
    challenge = request.session.pop(_CHALLENGE, "")
    if not name:
        raise UsageError("Give the passkey a name.")
    password_again(request)
    with transaction.atomic():
        place = passkeys.place_of(request)
        passkeys.keep_new_one(request.user, place, name, challenge, request.POST.get("passkey", ""))
        audit.write("passkey added", user=request.user.username, passkey=name, place=place.host)
    return {"done": f"{name} now signs you in, after your password."}


def _remove(request: Any) -> dict[str, Any]:
    number = request.POST.get("key", "")
    found: Passkey | None = (
        request.user.passkeys.filter(pk=number).first() if number.isdecimal() and len(number) < 18 else None
    )
    if found is None:
        raise UsageError("There is no such passkey.")
    password_again(request)
    with transaction.atomic():
        found.delete()
        audit.write("passkey removed", user=request.user.username, passkey=found.name, place=found.place)
    return {"done": f"{found.name} no longer signs you in."}


def _new_codes(request: Any) -> dict[str, Any]:
    password_again(request)
    with transaction.atomic():
        codes = factor.new_recovery_codes(request.user)
        audit.write("recovery codes made", user=request.user.username)
    return {"codes": codes}


def _new_password(request: Any) -> dict[str, Any]:
    """Another password; every other session of the person ends with the old one."""
    password, user = request.POST.get("new", ""), request.user
    if password != request.POST.get("again", ""):
        raise UsageError("The two new passwords are not the same.")
    if len(password) > LONGEST_PASSWORD:
        raise UsageError("The password is too long.")
    password_again(request)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise UsageError(" ".join(error.messages)) from None
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        audit.write("password changed", user=user.username)
        sessions.end(user, but=request.session.session_key or "")
    update_session_auth_hash(request, user)
    return {"done": "The new password counts from now on; you were signed out everywhere else."}


def _end_sessions(request: Any) -> dict[str, Any]:
    """Sign out elsewhere: where a desk was left open, or somebody else sits."""
    chosen = set(request.POST.getlist("session"))
    if not chosen:
        raise UsageError("Choose the sessions that are to end.")
    password_again(request)
    with transaction.atomic():
        count = sessions.end(request.user, chosen, but=request.session.session_key or "")
        audit.write("sessions ended", user=request.user.username, of=request.user.username, count=count)
    return {"done": f"{count} session{'' if count == 1 else 's'} ended."}


def _unknown(_request: Any) -> dict[str, Any]:
    raise UsageError("This is nothing that can be done here.")


_ACTS = {"add": _add, "remove": _remove, "codes": _new_codes, "password": _new_password, "sessions": _end_sessions}
