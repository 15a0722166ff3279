"""Who saw, changed or took out which chart, asked of the audit log; no word of a chart is in it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from nosologist.errors import UsageError
from nosologist.workbench.models import AuditEntry

_LOOKS = ("opened", "page opened", "claim opened", "history opened", "query opened", "groups shown", "money shown")
_OF_LISTS = ("exported", "list exported", "denials exported")  # of many charts: their lines name none
_EXPORTS = ("claim exported", "appeal drafted", *_OF_LISTS)
_REFUSED, _GLASS = "refused", ("break-glass", "break-glass reviewed")
_OF_FILES = ("received", "read")  # their lines name what was sent in, not a chart
_IS_OF_A_CHART = (~Q(subject="") & ~Q(action__in=_OF_FILES)) | Q(action__in=_OF_LISTS)
KINDS: dict[str, tuple[str, Q]] = {
    "looks": ("looked at", Q(action__in=_LOOKS)),
    "changes": (
        "changed",
        ~Q(action__in=(*_LOOKS, *_EXPORTS, _REFUSED, *_GLASS, "audit log read", "accesses exported")),
    ),
    "exports": ("taken out", Q(action__in=_EXPORTS)),
    "break-glass": ("by break-glass", Q(action__in=_GLASS) | Q(detail__contains='"break_glass":')),
    "refused": ("refused", Q(action=_REFUSED)),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: what is empty asks for nothing. Days are of UTC, both ends included."""

    person: str = ""  # name for signing in
    chart: str = ""
    first: str = ""
    last: str = ""
    kind: str = ""

    @property
    def address(self) -> str:
        """As the query of an address."""
        return urlencode({name: value for name, value in asdict(self).items() if value})


def read(form: Mapping[str, str]) -> Wanted:
    """What a form asks for.

    Raises:
        UsageError: the id of a chart or a day makes no sense.
    """
    given = {name: form.get(name, "").strip() for name in ("person", "chart", "first", "last", "kind")}
    try:
        chart = str(uuid.UUID(given["chart"])) if given["chart"] else ""
        first, last = (str(date.fromisoformat(given[name])) if given[name] else "" for name in ("first", "last"))
    except ValueError:
        raise UsageError("A chart is named by its id, as in its address; days are written like 2026-01-31.") from None
    kind = given["kind"] if given["kind"] in KINDS else ""
    return Wanted(given["person"].lower()[:60], chart, first, last, kind)


def lines(organization: object, wanted: Wanted) -> QuerySet[AuditEntry]:
    """The lines about charts of an organization, newest first."""
    asked = Q(subject=wanted.chart) if wanted.chart else _IS_OF_A_CHART
    if wanted.person:
        asked &= Q(user=wanted.person)
    if wanted.kind:
        asked &= KINDS[wanted.kind][1]
    if wanted.first:
        asked &= Q(at__gte=wanted.first)  # times of the log are texts in the order of time
    if wanted.last:
        asked &= Q(at__lt=str(_day_after(wanted.last)))
    return AuditEntry.objects.filter(asked, organization=str(organization)).order_by("-number")


def _day_after(day: str) -> date:
    """The next day; the last one of the calendar has none."""
    last = date.fromisoformat(day)
    return last + timedelta(days=1) if last < date.max else last


def told(entry: AuditEntry) -> str:
    """The detail of a line in words."""
    detail: dict[str, Any] = json.loads(entry.detail)
    return ", ".join(f"{name} {value}" for name, value in detail.items() if name not in ("digest", "id"))
