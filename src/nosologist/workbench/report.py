"""A report: whose charts of which days it is asked of, and the table that it gives."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Any

from django.db.models import Count
from django.utils.safestring import SafeString

from nosologist.workbench.downloads import Cell
from nosologist.workbench.models import User
from nosologist.workbench.report_models import Outcome


@dataclass(frozen=True)
class Asked:
    """Whose charts, of which days (both ends included); counted facts are asked for once."""

    organization: uuid.UUID
    first: date
    last: date
    user: User | None = None  # None: everybody's

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The beginning of the first day and the end of the last."""
        return datetime.combine(self.first, time.min, UTC), datetime.combine(self.last, time.max, UTC)

    @cached_property
    def facts(self) -> list[dict[str, Any]]:
        """The outcomes of the period, counted by all that reports ask for."""
        found = Outcome.objects.filter(organization_id=self.organization, day__range=(self.first, self.last))
        if self.user:
            found = found.filter(user=self.user)
        groups = ("what", "chapter", "kind", "basis", "reason", "system")
        return list(found.values(*groups).annotate(count=Count("id")).order_by())


@dataclass(frozen=True, slots=True)
class Report:
    """A table with how it is counted."""

    key: str
    title: str
    how: str  # the formula, as a coder reads it
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    picture: SafeString = field(default=SafeString(""))
    legend: tuple[str, ...] = ()
