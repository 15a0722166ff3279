"""A made-up practice: organizations, people with roles, a chart, decisions."""

from __future__ import annotations

import time
import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting, View
from nosologist.workbench import engine, factor, recording
from nosologist.workbench.deciding import Desk, Kind
from nosologist.workbench.models import Chart, Membership, Organization, User
from nosologist.workbench.one_time import number_at
from nosologist.workbench.reading import read_next
from nosologist.workbench.roles import Role
from nosologist.workbench.tokens import lendable, new_token

PASSWORD = "correct horse battery"
NOTE = """HPI: Follow-up of asthma and high blood pressure. No chest pain.

ASSESSMENT AND PLAN:
1. Mild intermittent asthma, stable.
2. Essential hypertension, at goal.
3. GERD, on omeprazole.
"""
SENIOR = frozenset({Role.SENIOR})


def organization(name: str = "Elm Street Clinic") -> Organization:
    return Organization.objects.get_or_create(name=name)[0]


def person(name: str, *roles: Role, of: Organization | None = None, password: bool = False) -> User:
    """A person who works for an organization; only with ``password`` can they sign in by form: to hash takes time."""
    user, made = User.objects.get_or_create(username=name)
    if made:
        if password:
            user.set_password(PASSWORD)
        else:
            user.set_unusable_password()
        user.save()
        factor.new_factor(user)
        user.factor_confirmed = True
        user.save()
    Membership.objects.create(user=user, organization=of or organization(), roles=sorted(roles))
    return user


def digits(user: User, later: int = 0) -> str:
    """What the authenticator app shows."""
    return number_at(factor.secret_of(user), int(time.time()) // 30 + later)


def signed_in(user: User, **options: Any) -> Client:
    """A browser in which both factors were given."""
    client = Client(**options)
    client.force_login(user)
    session = client.session
    session["factor"] = time.time()
    session.save()
    return client


def program(user: User, *roles: Role, days: int = 30) -> Client:
    """A program with a token of a person; it may what the roles say, else all that the person may."""
    membership = user.memberships.order_by("organization__name")[0]
    _token, shown = new_token(membership, "billing system", roles or lendable(membership.held), days)
    return Client(headers={"authorization": f"Bearer {shown}"})


def chart(
    of: Organization | None = None, text: str = NOTE, setting: str = "outpatient", more: tuple[Document, ...] = (),
    view: View | None = None,
) -> Chart:  # fmt: skip
    encounter, suggested = engine.coded(Encounter((Document("visit", text), *more), Setting(setting), view=view))
    return Chart.objects.create(
        organization=of or organization(), name="visit", setting=setting, documents=engine.kept(encounter.documents),
        suggested=suggested, codes=len(suggested["codes"]),
    )  # fmt: skip


def decided(
    one: Chart, user: User, kind: Kind, roles: frozenset[Role] = SENIOR, seen: int | None = None, id: uuid.UUID | None = None,
    **raw: Any,
) -> Desk:  # fmt: skip
    """Record a decision as the browser would, having seen all that is there."""
    one.refresh_from_db()
    wish = recording.Wish(id or uuid.uuid4(), one.last if seen is None else seen, kind, raw)
    return recording.record(one, user, roles, wish)


def sent(client: Client, one: Chart, kind: str, seen: int, **fields: Any) -> Any:
    """The browser's request."""
    body = {"id": str(uuid.uuid4()), "kind": kind, "seen": seen, **fields}
    return client.post(f"/chart/{one.id}/decide/", body, content_type="application/json", headers={"X-Desk": "1"})


def worked_off() -> None:
    """Let a reader read all that was sent in."""
    while read_next("reader"):
        pass


def uploaded(client: Client, *files: SimpleUploadedFile, **fields: str) -> str:
    """Send files or a pasted note in, let them be read; the page that shows what became of them."""
    answer = client.post("/upload/", {"files": list(files), **fields})
    assert answer.status_code == 302, answer.content.decode()
    worked_off()
    return str(client.get("/upload/").content.decode())
