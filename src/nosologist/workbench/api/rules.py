"""Rules and books for programs: which rules are off and why, those of the site, and the releases that are installed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from nosologist.codesets.installed import installed
from nosologist.codesets.shelf import Shelf
from nosologist.rules.rule import Rule
from nosologist.workbench import rule_switches
from nosologist.workbench.acting import actor_of
from nosologist.workbench.api.fields import Strict
from nosologist.workbench.models import RuleSwitch
from nosologist.workbench.screens.rules import counts

router = Router(tags=["rules"])


class SwitchIn(Strict):
    """A rule switched off or on."""

    rule: str = Field(min_length=1, max_length=20, description="its id, as findings name it")
    off: bool
    reason: str = Field("", max_length=300, description="why it is off, for those who audit it")


class SwitchOut(Schema):
    """Why, by whom and since when a rule says nothing."""

    reason: str
    user: str
    at: datetime


class RuleOut(Schema):
    """A rule that can be switched."""

    rule: str
    title: str | None  # none: it is off, and no rule of this version
    severity: str | None  # stop, warn, info
    of_site: bool  # it is one of the site's own
    off: SwitchOut | None


class BookDocument(Schema):
    """A document of a release, with how many rows it has."""

    title: str
    rows: int


class BookOut(Schema):
    """A release that is installed."""

    release: str
    effective_from: date
    effective_to: date | None
    today: bool  # it counts for what is done today
    source: str  # the library that carries it, or added
    documents: list[BookDocument]


@router.get("/rules", response=list[RuleOut], url_name="api-rules")
def rules(request: Any) -> Any:
    """The rules that check what the organization codes, and which of them it switched off with what reason."""
    known = {one.id: one for one in rule_switches.switchable()}
    off = rule_switches.switches(request.membership.organization_id)
    return [_told(id, known.get(id), off.get(id)) for id in sorted({*known, *off})]


@router.post("/rules", response=RuleOut, url_name="api-rules")
def switch(request: Any, sent: SwitchIn) -> Any:
    """Switch a rule off with a reason, or on again; the audit log keeps both."""
    by, id = actor_of(request), sent.rule.strip().upper()
    if sent.off:
        rule_switches.switch_off(by, id, sent.reason)
    else:
        rule_switches.switch_on(by, id)
    known = {one.id: one for one in rule_switches.switchable()}
    return _told(id, known.get(id), rule_switches.switches(by.organization.id).get(id))


@router.get("/books", response=list[BookOut], url_name="api-books")
def books(request: Any) -> Any:
    """The releases of code sets that are installed, and from when to when each counts."""
    today = timezone.now().date()
    return [
        {"release": one.id, "effective_from": one.effective_from, "effective_to": one.effective_to,
         "today": counts(one, today), "source": one.source,
         "documents": [{"title": title, "rows": rows} for title, rows in one.documents]}
        for one in installed(Shelf())
    ]  # fmt: skip


def _told(id: str, rule: Rule | None, off: RuleSwitch | None) -> dict[str, Any]:
    return {
        "rule": id, "title": rule.title if rule else None, "severity": rule.severity.value if rule else None,
        "of_site": rule is not None and rule_switches.is_of_site(rule),
        "off": {"reason": off.reason, "user": off.user.username, "at": off.at} if off else None,
    }  # fmt: skip
