"""Signing in: a password, then the second factor; signing out, which is also the quick lock."""

from __future__ import annotations

import time
from typing import Any

from django.contrib.auth import authenticate, login, logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.views.decorators.debug import sensitive_post_parameters

from nosologist.workbench import audit, factor, lockout, passkeys, sessions
from nosologist.workbench.models import User
from nosologist.workbench.screens.again import LONGEST_PASSWORD

_HALF_WAY = 300  # seconds between the password and the second factor
_CHALLENGE = "passkey"  # in the session: the question that waits for its answer
_NOT_RIGHT = {
    "number": "This number is not right, or was used already. Wait for the next one.",
    "passkey": "This passkey is not right. Try again, or use another way.",
}


@sensitive_post_parameters()
def sign_in(request: Any) -> HttpResponse:
    """The first step. What is wrong, name or password, is not told."""
    if not User.objects.exists():
        return redirect("first")
    if sessions.is_open(request):
        return redirect("home")
    if request.method != "POST":
        return render(request, "sign_in.html")
    name = request.POST.get("username", "")[:60].strip().lower()
    if wait := lockout.waiting(name):
        return _again(request, f"Too many failures. Try again in {_told(wait)}.", 429)
    user = authenticate(request, username=name, password=request.POST.get("password", "")[:LONGEST_PASSWORD])
    if user is None:
        lockout.failed(name)
        audit.write("sign-in failed", user="", step="password")
        return _again(request, "Name or password is wrong.", 401)
    half_way(request, user)
    return redirect("second-factor" if user.factor_confirmed else "enroll")


def half_way(request: Any, user: User) -> None:
    """Remember who gave the right password; the session is made anew, so that nobody can have planted it."""
    request.session.flush()
    request.session["half_way"] = user.pk
    request.session["half_way_by"] = user.get_session_auth_hash()  # a password that no longer counts leads no further
    request.session["half_way_until"] = time.time() + _HALF_WAY


def half_way_user(request: Any) -> User | None:
    """Who gave the password and not yet the second factor."""
    if time.time() > request.session.get("half_way_until", 0):
        return None
    user = User.objects.filter(pk=request.session.get("half_way"), is_active=True).first()
    by = request.session.get("half_way_by", "")
    return user if user and constant_time_compare(by, user.get_session_auth_hash()) else None


@sensitive_post_parameters()
def second_factor(request: Any) -> HttpResponse:
    """The second step: a passkey, six digits, or a recovery code."""
    user = half_way_user(request)
    if user is None or not user.factor_confirmed:
        return redirect("sign-in")
    challenge = request.session.pop(_CHALLENGE, "")  # a question is answered once
    if request.method != "POST":
        return _asked(request, user)
    if wait := lockout.waiting(user.username):
        return _asked(request, user, f"Too many failures. Try again in {_told(wait)}.", 429)
    by = _given(request, user, challenge)
    if not by:
        lockout.failed(user.username)
        audit.write("sign-in failed", user=user.username, step="second factor")
        return _asked(request, user, _NOT_RIGHT["passkey" if request.POST.get("passkey") else "number"], 401)
    admit(request, user, by)
    return redirect("home")


def _given(request: Any, user: User, challenge: str) -> str:
    """Which second factor was given; empty where it is not right."""
    if answer := request.POST.get("passkey", ""):
        return "passkey" if passkeys.is_right(user, passkeys.place_of(request), challenge, answer) else ""
    given = request.POST.get("number", "")[:40]
    if factor.is_right(user, given):
        return "app"
    return "recovery code" if factor.use_recovery_code(user, given) else ""


def _asked(request: Any, user: User, wrong: str = "", status: int = 200) -> HttpResponse:
    """The page of the second step, with a question to the person's passkeys where they have one here."""
    shown = {"wrong": wrong}
    if asked := passkeys.question(user, passkeys.place_of(request)):
        shown["question"], request.session[_CHALLENGE] = asked
    return render(request, "second_factor.html", shown, status=status)


def admit(request: Any, user: User, by: str) -> None:
    """Open the session of a user who gave both factors; ``by`` is the second one."""
    lockout.succeeded(user.username)
    login(request, user)
    request.session.cycle_key()
    sessions.begin(request)
    for name in ("half_way", "half_way_by", "half_way_until"):
        request.session.pop(name, None)
    audit.write("signed in", user=user.username, by=by)


def sign_out(request: Any) -> HttpResponse:
    """End the session at once."""
    audit.write("signed out", user=request.user.username)
    logout(request)
    return redirect("sign-in")


def _again(request: Any, why: str, status: int) -> HttpResponse:
    return render(request, "sign_in.html", {"wrong": why}, status=status)


def _told(seconds: int) -> str:
    return f"{seconds} seconds" if seconds < 120 else f"{(seconds + 59) // 60} minutes"
