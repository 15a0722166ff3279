"""How users begin: the first one on a fresh machine, others with an invitation; both choose a password and a second factor."""

from __future__ import annotations

import hmac
import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from nosologist.workbench import audit, demonstrating, factor, lockout, worker
from nosologist.workbench.models import Membership, Organization, User
from nosologist.workbench.roles import FIRST_USER
from nosologist.workbench.screens.again import LONGEST_PASSWORD
from nosologist.workbench.screens.sign_in import admit, half_way, half_way_user

_INVITATION_COUNTS = timedelta(days=3)


def setup_code() -> str:
    """The code that the terminal shows: who can read it started the server, and nobody else becomes the first user."""
    return hmac.new(settings.SECRET_KEY.encode(), b"first user", "sha256").hexdigest()[:10]


@sensitive_post_parameters()
def first(request: Any) -> HttpResponse:
    """Make the first user; the page is gone once there is one."""
    if User.objects.exists():
        return redirect("sign-in")
    if request.method != "POST":
        return render(request, "first.html")
    name, wrong = _wished(request)
    if not hmac.compare_digest(request.POST.get("code", "").strip().encode(), setup_code().encode()):
        wrong = "The setup code is not the one that the terminal shows."
    if wrong:
        shown = {"wrong": wrong, "name": name, "demonstration": "demonstration" in request.POST}
        return render(request, "first.html", shown, status=400)
    title = " ".join(request.POST.get("organization", "").split())[:120] or "My organization"
    try:
        user = _made_first(name, request.POST["password"], title, request.POST.get("demonstration") == "1")
    except IntegrityError:
        return redirect("sign-in")
    worker.wake()
    half_way(request, user)
    return redirect("enroll")


def _made_first(name: str, password: str, title: str, demonstration: bool) -> User:
    with transaction.atomic():
        # The first organization has a known id: of two who try at once, one fails.
        organization = Organization.objects.create(id=uuid.UUID(int=1), name=title)
        user = User(username=name)
        user.set_password(password)
        user.save(force_insert=True)
        Membership.objects.create(user=user, organization=organization, roles=sorted(FIRST_USER))
        factor.new_factor(user)
        audit.write("first user", user=name, organization=organization.id)
        if demonstration:
            demonstrating.put(organization, user)
    return user


@sensitive_post_parameters()
def join(request: Any) -> HttpResponse:
    """A new user gives the invitation's code and chooses a password."""
    if request.method != "POST":
        return render(request, "join.html")
    name, wrong = _wished(request)
    user = User.objects.filter(username=name).exclude(invitation="").first()
    if lockout.waiting(name):
        wrong = "Too many failures; try again later."
    elif user is None or not _invited(user, request.POST.get("code", "")[:LONGEST_PASSWORD].strip()):
        lockout.failed(name)
        wrong = "There is no such invitation, or it is too old."
    if wrong or user is None:
        return render(request, "join.html", {"wrong": wrong, "name": name}, status=400)
    user.set_password(request.POST["password"])
    user.invitation = ""
    user.save()
    factor.new_factor(user)
    audit.write("joined", user=user.username)
    half_way(request, user)
    return redirect("enroll")


def _invited(user: User, code: str) -> bool:
    fresh = user.invited_at is not None and timezone.now() - user.invited_at < _INVITATION_COUNTS
    return bool(fresh and check_password(code, user.invitation))


def _wished(request: Any) -> tuple[str, str]:
    """The name, and what is wrong with it or with the password."""
    name = request.POST.get("username", "").strip().lower()
    password = request.POST.get("password", "")
    if not name or len(name) > 60 or not all(letter.isalnum() or letter in "._@-" for letter in name):
        return name[:60], "A name has letters, digits and . _ @ - only."
    if password != request.POST.get("again", ""):
        return name, "The two passwords are not the same."
    if len(password) > LONGEST_PASSWORD:
        return name, "The password is too long."
    try:
        validate_password(password, User(username=name))
    except ValidationError as error:
        return name, " ".join(error.messages)
    return name, ""


@sensitive_post_parameters()
def enroll(request: Any) -> HttpResponse:
    """Show the secret for the app once, take the first number, show the recovery codes."""
    user = half_way_user(request)
    if user is None or user.factor_confirmed:
        return redirect("sign-in")
    if not user.factor:
        factor.new_factor(user)
    shown: dict[str, Any] = {"picture": factor.picture(user), "secret": factor.shown_secret(user)}
    if request.method != "POST":
        return render(request, "enroll.html", shown)
    if lockout.waiting(user.username) or not factor.is_right(user, request.POST.get("number", "")[:40]):
        lockout.failed(user.username)
        return render(
            request, "enroll.html", {**shown, "wrong": "This number is not right; wait for the next one."}, status=400
        )
    user.factor_confirmed = True
    user.save(update_fields=["factor_confirmed"])
    codes = factor.new_recovery_codes(user)
    admit(request, user, "app")
    audit.write("second factor", user=user.username)
    return render(request, "recovery.html", {"codes": codes})
