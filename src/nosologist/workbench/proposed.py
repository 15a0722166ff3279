"""What would mend a finding, as decisions that one key makes: the rule's proposals, where they are about codes on the desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nosologist.model.code import Code, CodeSystem
from nosologist.model.finding import Add, Change, Finding, Remove, Reorder, Replace, SetModifiers, SetPoa
from nosologist.model.service_line import is_cpt
from nosologist.workbench.deciding import Desk

_MOST = 4  # of one finding; more are no help
Decision = tuple[str, dict[str, Any]]  # as a person reads it; as the browser sends it


def proposed(finding: Finding, desk: Desk) -> list[Decision]:
    """The decisions that a finding proposes, at most four; the reason recorded is the finding itself."""
    keys = {line.code: line.key for line in desk.standing}
    reason = f"{finding.rule}: {finding.message}"[:500]
    found = [
        decision
        for proposal in finding.proposals
        for decision in (
            _of_service(proposal.change, desk)
            if isinstance(proposal.change, SetModifiers)
            else _decisions(proposal.change, keys, reason)
        )
    ]
    return found[:_MOST]


def _of_service(change: SetModifiers, desk: Desk) -> Iterator[Decision]:
    """Other modifiers for a service line; its number counts the lines that stand."""
    if change.line <= len(desk.services):
        line = desk.services[change.line - 1]
        for modifiers in change.choices:
            said = f"{line.code}: {' '.join(modifiers) or 'no modifier'}"
            yield said, {"kind": "modifiers", "line": line.key, "modifiers": list(modifiers)}


def _decisions(change: Change, keys: dict[str, str], reason: str) -> Iterator[Decision]:
    if isinstance(change, Add):
        for code in change.codes:
            if code.dotted not in keys:
                yield f"Add {code.dotted}", {"kind": "add", **_named(code), "reason": reason}
    elif isinstance(change, SetPoa):
        if key := keys.get(change.code.dotted):
            told = change.poa or "none"
            yield f"POA of {change.code.dotted}: {told}", {"kind": "poa", "line": key, "poa": change.poa or ""}
    elif isinstance(change, (Remove, Replace, Reorder)) and (key := keys.get(change.code.dotted)):
        yield from _of_line(change, key, keys, reason)


def _of_line(change: Remove | Replace | Reorder, key: str, keys: dict[str, str], reason: str) -> Iterator[Decision]:
    shown = change.code.dotted
    if isinstance(change, Remove):
        yield f"Reject {shown}", {"kind": "reject", "line": key, "reason": reason}
    elif isinstance(change, Replace):
        for code in change.by:
            if code.dotted not in keys:
                yield f"{shown} to {code.dotted}", {"kind": "change", "line": key, **_named(code), "reason": reason}
    elif before := keys.get(change.before.dotted):
        yield f"{shown} before {change.before.dotted}", {"kind": "move", "line": key, "before": before}


def _named(code: Code) -> dict[str, str]:
    system = "cpt" if code.system is CodeSystem.HCPCS and is_cpt(code) else code.system.value
    return {"system": system, "code": code.dotted}
