"""The practice for programs: what an organization states on each claim, its usual charges, demonstration charts."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.core.paginator import Paginator
from ninja import Query, Router, Schema, Status
from pydantic import Field, StringConstraints

from nosologist.errors import UsageError
from nosologist.workbench import demonstrating, usual_charges, worker
from nosologist.workbench.acting import actor_of
from nosologist.workbench.api.fields import PageWanted, Strict
from nosologist.workbench.claim_making import practice_of
from nosologist.workbench.practice_stating import FIELDS, state
from nosologist.workbench.screens.charges import charges_of

router = Router(tags=["practice"])
_Value = Annotated[str, StringConstraints(max_length=200)]


class Choice(Schema):
    """A value that a field can have."""

    value: str
    label: str


class PracticeField(Schema):
    """A field that is the same on every claim."""

    name: str  # as docs/claims_out.md has it
    label: str
    choices: list[Choice]  # empty: any text that makes sense


class PracticeOut(Schema):
    """What is stated, and what can be."""

    fields: dict[str, str]
    known: list[PracticeField]


class PracticeIn(Strict):
    """What is stated from now on."""

    fields: dict[str, _Value] = Field(description="an empty one is taken away; what is not named stays")


class Charge(Strict):
    """The usual charge of one unit of a service."""

    code: str = Field(max_length=10, description="CPT or HCPCS")
    charge: str = Field(max_length=20, description="dollars")
    modifiers: str = Field("", max_length=20)
    claim: str = Field("", max_length=12, description="professional, facility; empty: on any")
    revenue: str = Field("", max_length=4, description="revenue code, on the facility's claim")


class ChargesIn(Strict):
    """A list that takes the place of the one before."""

    charges: list[Charge] = Field(min_length=1, max_length=100_000)


class Charges(Schema):
    """A page of the list, by code."""

    total: int
    page: int
    charges: list[Charge]


class Replaced(Schema):
    """How many rows count now."""

    rows: int


class ShowIn(Strict):
    """What is done with the demonstration charts."""

    act: Literal["put", "take away"]


class Shown(Schema):
    """How many of them are on their way, or gone."""

    charts: int


@router.get("/practice", response=PracticeOut, url_name="api-practice")
def practice(request: Any) -> Any:
    """Who bills and where files go: the fields of every claim of the organization."""
    return _told(practice_of(request.membership.organization_id))


@router.post("/practice", response=PracticeOut, url_name="api-practice")
def change(request: Any, sent: PracticeIn) -> Any:
    """State some of them anew; the audit log keeps which."""
    return _told(state(actor_of(request), sent.fields))


@router.get("/charges", response=Charges, url_name="api-charges")
def charges(request: Any, wanted: Query[PageWanted]) -> Any:
    """The usual charges of one unit, which fill the lines of claims that state none."""
    page = Paginator(charges_of(request.membership.organization), wanted.size).get_page(wanted.page)
    rows = [
        {"code": one.code, "charge": f"{one.cents / 100:.2f}", "modifiers": one.modifiers, "claim": one.claim,
         "revenue": one.revenue}
        for one in page
    ]  # fmt: skip
    return {"total": page.paginator.count, "page": page.number, "charges": rows}


@router.post("/charges", response=Replaced, url_name="api-charges")
def replace_charges(request: Any, sent: ChargesIn) -> Any:
    """Put a list in the place of the one before, whole or not at all."""
    organization = request.membership.organization
    found = usual_charges.of_rows([one.model_dump() for one in sent.charges], organization)
    usual_charges.put(found, organization, request.user.username, token=request.token.name)
    return {"rows": len(found)}


@router.post("/demonstration", response={202: Shown}, url_name="api-demonstration")
def demonstration(request: Any, sent: ShowIn) -> Any:
    """Put the demonstration charts on the worklist, or take them away with all that was decided on them."""
    organization = request.membership.organization
    if sent.act == "take away":
        return Status(202, {"charts": demonstrating.take_away(organization, request.user, token=request.token.name)})
    if demonstrating.are_there(organization.id):
        raise UsageError("the demonstration charts are there already")
    count = demonstrating.put(organization, request.user)
    worker.wake()
    return Status(202, {"charts": count})


def _told(stated: dict[str, str]) -> dict[str, Any]:
    known = [
        {"name": one.name, "label": one.label, "choices": [{"value": value, "label": said} for value, said in one.choices]}
        for one in FIELDS.values()
    ]  # fmt: skip
    return {"fields": {name: value for name, value in stated.items() if value}, "known": known}
