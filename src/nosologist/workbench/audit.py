"""The audit log: who did what to which chart. Each line carries the digest of the line before, so that none can be changed,
taken out or put in without being seen; each decision's own digest stands in its line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from nosologist.workbench.models import AuditEntry, BreakGlass, Decision, QueryEvent, Settling

BEGINNING = "0" * 64
_LOCK = 0x6E6F736F  # of PostgreSQL: one writer of the log at a time


@dataclass(frozen=True, slots=True)
class Verified:
    """What reading the whole log again showed. ``head`` is the digest of its last line: kept elsewhere, it proves the end."""

    entries: int
    decisions: int
    head: str
    faults: tuple[str, ...]


def write(action: str, *, user: str, organization: object = "", subject: object = "", **detail: Any) -> None:
    """Add a line, in the transaction that is open, or in one of its own; one of a chart whose glass the person broke says so."""
    glass = BreakGlass.broken_by(user, subject) if user and subject else None
    if glass:
        detail["break_glass"] = glass
    with transaction.atomic(savepoint=False):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        last = AuditEntry.objects.order_by("-number").values_list("number", "digest").first()
        number, before = last or (0, BEGINNING)
        entry = AuditEntry(
            number=number + 1, at=timezone.now().isoformat(timespec="milliseconds"), user=user,
            organization=str(organization or ""), action=action, subject=str(subject or ""), detail=canonical(detail),
            before=before,
        )  # fmt: skip
        entry.digest = digest_of(entry)
        entry.save(force_insert=True)


def canonical(content: Mapping[str, Any]) -> str:
    """JSON that is the same for the same content, whatever database kept it."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def digest_of(entry: AuditEntry) -> str:
    """The sha256 of a line and of the digest before it."""
    parts = (
        str(entry.number), entry.at, entry.user, entry.organization, entry.action, entry.subject, entry.detail, entry.before,
    )  # fmt: skip
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def decision_digest(decision: Decision) -> str:
    """The sha256 of what a person decided, as its line in the log holds it."""
    content = {
        "id": str(decision.id), "chart": str(decision.chart_id), "number": decision.number, "user": decision.user_id,
        "kind": decision.kind, "data": decision.data,
    }  # fmt: skip
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def event_digest(event: QueryEvent) -> str:
    """The sha256 of what a person did with a provider query, as its line in the log holds it."""
    content = {
        "id": str(event.id), "query": str(event.query_id), "number": event.number, "user": event.user_id, "act": event.act,
        "data": event.data,
    }  # fmt: skip
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def settling_digest(step: Settling) -> str:
    """The sha256 of what a person did with a denied claim, as its line in the log holds it."""
    content = {
        "id": str(step.id), "answer": step.answer_id, "number": step.number, "user": step.user_id, "act": step.act,
        "reason": step.reason, "words": step.words, "cents": step.cents,
    }  # fmt: skip
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def verify(head: str | None = None) -> Verified:
    """Read the whole log and every decision again.

    Args:
        head: a digest noted earlier; it must still stand in the log.
    """
    logged: dict[str, dict[str, str]] = {"decision": {}, "query": {}, "settlement": {}}
    shown: dict[str, list[tuple[str, str]]] = {}  # of each demonstration chart, what the log vouches for
    faults: list[str] = []
    entries, last, met = 0, BEGINNING, head in (None, BEGINNING)
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=2000):
        entries += 1
        if entry.number != entries:
            faults.append(f"line {entry.number}: line {entries} is missing")
            entries = entry.number
        if entry.before != last or entry.digest != digest_of(entry):
            faults.append(f"line {entry.number}: was changed, or the line before it")
        last = entry.digest
        met = met or last == head
        if entry.action == "uploaded" and json.loads(entry.detail).get("demonstration"):
            shown[entry.subject] = []
        elif entry.action == "demonstration taken away":  # only of charts that came in as such
            for action, id in shown.pop(entry.subject, ()):
                logged[action].pop(id, None)
        if entry.action in logged:
            detail = json.loads(entry.detail)
            logged[entry.action][detail["id"]] = detail["digest"]
            if entry.subject in shown:
                shown[entry.subject].append((entry.action, detail["id"]))
    if not met:
        faults.append("the digest given with --head stands nowhere: lines at the end were taken out")
    decisions = 0
    for decisions, fault in enumerate(_kept("decision", Decision, decision_digest, logged), 1):  # noqa: B007 -- counted
        if fault:
            faults.append(fault)
    faults.extend(fault for fault in _kept("query", QueryEvent, event_digest, logged) if fault)
    faults.extend(fault for fault in _kept("settlement", Settling, settling_digest, logged) if fault)
    faults.extend(
        f"{_NAMES[action]} {id}: is in the log but no longer kept" for action in logged for id in logged[action]
    )
    return Verified(entries, decisions, last, tuple(faults))


_NAMES = {"decision": "decision", "query": "event of a query", "settlement": "settlement of a denied claim"}


def _kept(action: str, rows: Any, digest: Callable[[Any], str], logged: Mapping[str, dict[str, str]]) -> Iterator[str]:
    """What is wrong with each row that the log vouches for, or nothing; those that are met are taken out of ``logged``."""
    for row in rows.objects.order_by("id").iterator(chunk_size=2000):
        known = logged[action].pop(str(row.id), None)
        if known is None:
            yield f"{_NAMES[action]} {row.id}: is not in the log"
        else:
            yield "" if known == digest(row) else f"{_NAMES[action]} {row.id}: was changed"
