"""Who a token is, and the audit log for privacy officers."""

from __future__ import annotations

import json
from typing import Any

from ninja import Query, Router

from nosologist.workbench import audit
from nosologist.workbench.api.answers import AuditLine, Who
from nosologist.workbench.api.fields import LinesWanted
from nosologist.workbench.screens.audit_log import lines_of

router = Router(tags=["people"])


@router.get("/me", response=Who, url_name="api-me")
def me(request: Any) -> Any:
    """Whom the token acts for, and what it may."""
    membership = request.membership
    return {
        "user": request.user.username, "organization": membership.organization.name, "roles": membership.roles,
        "token": request.token.name, "expires": request.token.expires,
    }  # fmt: skip


@router.get("/audit", response=list[AuditLine], url_name="api-audit")
def audit_lines(request: Any, wanted: Query[LinesWanted]) -> Any:
    """The audit log of the organization, oldest line first."""
    found = lines_of(request.membership.organization).filter(number__gt=wanted.after).order_by("number")
    if wanted.chart:
        found = found.filter(subject=str(wanted.chart))
    lines = [
        {"number": one.number, "at": one.at, "user": one.user, "action": one.action, "subject": one.subject,
         "detail": json.loads(one.detail), "digest": one.digest}
        for one in found[: wanted.size]
    ]  # fmt: skip
    audit.write(
        "audit log read", user=request.user.username, organization=request.membership.organization_id, subject=wanted.chart or "",
        token=request.token.name,
    )  # fmt: skip
    return lines
