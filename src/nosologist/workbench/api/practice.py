"""The practice for programs: what an organization states on each claim, and its usual charges."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Router, Schema
from pydantic import Field, StringConstraints

from nosologist.workbench.acting import actor_of
from nosologist.workbench.api.fields import Strict
from nosologist.workbench.claim_making import practice_of
from nosologist.workbench.practice_stating import FIELDS, state

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


@router.get("/practice", response=PracticeOut, url_name="api-practice")
def practice(request: Any) -> Any:
    """Who bills and where files go: the fields of every claim of the organization."""
    return _told(practice_of(request.membership.organization_id))


@router.post("/practice", response=PracticeOut, url_name="api-practice")
def change(request: Any, sent: PracticeIn) -> Any:
    """State some of them anew; the audit log keeps which."""
    return _told(state(actor_of(request), sent.fields))


def _told(stated: dict[str, str]) -> dict[str, Any]:
    known = [
        {"name": one.name, "label": one.label, "choices": [{"value": value, "label": said} for value, said in one.choices]}
        for one in FIELDS.values()
    ]  # fmt: skip
    return {"fields": {name: value for name, value in stated.items() if value}, "known": known}
