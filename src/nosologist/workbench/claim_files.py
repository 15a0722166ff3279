"""The file of a claim: written when its codes are final and nothing stops it; that it was taken is written down."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from nosologist.errors import UsageError
from nosologist.formats.claims_out import FORMATS, Asked, writer
from nosologist.model.claim import Claim, ClaimKind
from nosologist.model.finding import Finding
from nosologist.workbench import audit, engine, recording
from nosologist.workbench.claim_making import kind_of, whole_claim
from nosologist.workbench.models import AuditEntry, Chart, TakenOut, User

_EVERY = (
    ("fhir", "FHIR"),
    ("summary", "Coding summary"),
    ("csv", "Lines, CSV"),
    ("csv-codes", "Codes, CSV"),
    ("xlsx", "Excel"),
)
_OFFERED = {
    ClaimKind.PROFESSIONAL: (("837p", "837P"), ("cms1500", "CMS-1500"), *_EVERY),
    ClaimKind.INSTITUTIONAL: (("837i", "837I"), ("ub04", "UB-04"), *_EVERY),
}
_EXPORTED = "claim exported"
_ACKNOWLEDGED = frozenset({"837p", "837i"})  # formats that receivers answer with TA1 and 999


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """What is taken out."""

    name: str
    content: bytes


def offered(chart: Chart) -> Sequence[tuple[str, str]]:
    """The formats of the chart's claim, with their titles."""
    return _OFFERED[kind_of(chart)]


def take_out(chart: Chart, user: User, format: str, **told: str) -> ClaimFile:
    """The claim in a format that is offered; ``told`` goes into the audit log beside it.

    Raises:
        NosologistError: it is not final, something stops it, or the format cannot hold it.
    """
    desk = recording.desk(chart)
    whole = whole_claim(chart, desk)
    found = engine.findings_of(whole, chart.organization_id)
    if not desk.is_final:
        raise UsageError("the codes are not final yet")
    if any(finding.stops for finding in found):
        raise UsageError("a finding stops the claim: mend it, or override it with a reason")
    control = _control(chart)
    content = _written(whole, format, found, control)
    try:
        with transaction.atomic():
            if format in _ACKNOWLEDGED:
                TakenOut.objects.create(
                    organization_id=chart.organization_id, chart=chart, control=control, format=format, user=user, at=timezone.now()
                )  # fmt: skip
            audit.write(
                _EXPORTED, user=user.username, organization=chart.organization_id, subject=chart.id, format=format,
                sha256=hashlib.sha256(content).hexdigest(), **told,
            )  # fmt: skip
    except IntegrityError:
        raise UsageError("another file was taken out at the same moment; take this one out again") from None
    name = "demonstration" if chart.item.demonstration else "claim"
    return ClaimFile(f"{name}{FORMATS[format].endings[0]}", content)


def _control(chart: Chart) -> int:
    """The control number of the file: one more than the organization has taken out, and than any file has."""
    mine = AuditEntry.objects.filter(organization=str(chart.organization_id), action=_EXPORTED)
    last = TakenOut.objects.filter(organization_id=chart.organization_id).aggregate(last=Max("control"))["last"]
    return max(mine.count(), last or 0) + 1


def _written(whole: Claim, format: str, found: tuple[Finding, ...], control: int) -> bytes:
    file = io.BytesIO()
    asked = Asked(datetime.now(), control, title=engine.title_of, findings=lambda _claim: found)
    writer(format).write([whole], file, asked)
    return file.getvalue()
