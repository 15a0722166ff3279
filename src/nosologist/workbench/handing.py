"""To whom a chart is handed: a person who codes for its organization."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nosologist.errors import UsageError
from nosologist.workbench.deciding import Desk
from nosologist.workbench.models import Chart, Membership
from nosologist.workbench.roles import DECIDERS


def assign(raw: Mapping[str, Any], chart: Chart, desk: Desk) -> dict[str, Any]:
    """The person who decides from now on; empty: nobody, the chart is free.

    Raises:
        UsageError: there is no such person, or nothing would change.
    """
    to = str(raw.get("to") or "")
    if to == (desk.claimed_by or ""):
        raise UsageError(f"{to} has it already" if to else "nobody has it")
    return {"to": _coder(to, chart) if to else ""}


def lend(raw: Mapping[str, Any], chart: Chart, desk: Desk) -> dict[str, Any]:
    """The person who decides until they give the chart back to whom it was lent from.

    Raises:
        UsageError: there is no such person, or nobody has the chart.
    """
    to = str(raw.get("to") or "")
    if not desk.claimed_by:
        raise UsageError("nobody has it: assign it instead")
    if to in (desk.claimed_by, desk.lent_by):
        raise UsageError(f"{to} has it already" if to == desk.claimed_by else f"{to} lent it: assign it instead")
    return {"to": _coder(to, chart)}


def coders(organization: Any) -> list[str]:
    """The people who code for an organization, by name."""
    members = Membership.objects.filter(organization=organization, user__is_active=True).select_related("user")
    return sorted(one.user.username for one in members if one.held & DECIDERS)


def _coder(name: str, chart: Chart) -> str:
    if name not in coders(chart.organization_id):
        raise UsageError("choose somebody who codes for this organization")
    return name
