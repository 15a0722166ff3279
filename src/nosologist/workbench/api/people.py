"""People, roles and clients for programs: what a manager does on the page People, by the same steps."""

from __future__ import annotations

import uuid
from enum import StrEnum
from typing import Annotated, Any

from ninja import Router, Schema, Status
from pydantic import Field, StringConstraints

from nosologist.workbench import rule_switches, staffing
from nosologist.workbench.acting import actor_of
from nosologist.workbench.api.fields import Strict
from nosologist.workbench.models import Membership
from nosologist.workbench.roles import Role

router = Router(tags=["people"])
_Username = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, min_length=1, max_length=60)]


class PersonAct(StrEnum):
    """What is done with a person."""

    INVITE = "invite"
    AGAIN = "invite again"
    ROLES = "roles"
    OUT = "sign out"
    REMOVE = "remove"


class PersonIn(Strict):
    """What is done with whom."""

    act: PersonAct
    user: _Username = Field(description="the name for signing in")
    roles: list[Role] = Field(
        [], max_length=len(Role), description="of `invite` and `roles`: all that the person has then"
    )


class Person(Schema):
    """A person of the organization."""

    user: str
    roles: list[str]
    second_factor: bool  # it was set up
    invited: bool  # and has not begun yet


class PersonDone(Schema):
    """What came of it."""

    user: str
    roles: list[str]
    invitation: str | None = None  # the code to hand over; it counts for three days and is told this once
    sessions: int | None = None  # that were ended


class ClientIn(Strict):
    """Another client."""

    name: str = Field(min_length=1, max_length=120)


class Client(Schema):
    """A client organization."""

    id: uuid.UUID
    name: str


class OwnClient(Client):
    """The organization of the token."""

    rules_off: list[str]  # rules that it switched off


@router.get("/people", response=list[Person], url_name="api-people")
def people(request: Any) -> Any:
    """The people of the organization and their roles, by name."""
    return [_person(one) for one in staffing.members(request.membership.organization)]


@router.post("/people", response=PersonDone, url_name="api-people")
def act(request: Any, sent: PersonIn) -> Any:
    """Invite a person, again who lost password or second factor; give other roles, end sessions, take away who leaves."""
    by = actor_of(request)
    if sent.act is PersonAct.INVITE:
        name, code = staffing.invite(by, sent.user, sent.roles)
        return {"user": name, "roles": sorted(set(sent.roles)), "invitation": code}
    one = staffing.member(by.organization, user__username=sent.user)
    told: dict[str, Any] = {"user": one.user.username, "roles": one.roles}
    match sent.act:
        case PersonAct.AGAIN:
            told["invitation"] = staffing.invite_again(by, one)
        case PersonAct.OUT:
            told["sessions"] = staffing.sign_out(by, one)
        case PersonAct.ROLES:
            told["roles"] = staffing.change_roles(by, one, sent.roles)
        case PersonAct.REMOVE:
            staffing.remove(by, one)
            told["roles"] = []
    return told


@router.get("/organization", response=OwnClient, url_name="api-organization")
def organization(request: Any) -> Any:
    """The organization that the token counts for."""
    one = request.membership.organization
    return {"id": one.id, "name": one.name, "rules_off": sorted(rule_switches.off(one.id))}


@router.post("/organization", response={201: Client}, url_name="api-organization")
def add_client(request: Any, sent: ClientIn) -> Any:
    """Add another client with charts and people of its own; the token's person has there the roles of the token."""
    return Status(201, staffing.add_client(actor_of(request), sent.name))


def _person(one: Membership) -> dict[str, Any]:
    return {
        "user": one.user.username, "roles": one.roles, "second_factor": one.user.factor_confirmed,
        "invited": bool(one.user.invitation),
    }  # fmt: skip
