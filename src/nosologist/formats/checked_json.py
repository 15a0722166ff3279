"""Checked claims out: one JSON object a claim, and SARIF 2.1.0 for tools that gate on findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from nosologist.formats.x12.locating import places_of
from nosologist.model.claim import Claim
from nosologist.model.code import Citation, Code
from nosologist.model.finding import Change, Finding, Proposal, Severity
from nosologist.rules.rule import Rule

_LEVELS = {Severity.STOP: "error", Severity.WARN: "warning", Severity.INFO: "note"}
Checked = tuple[Claim, tuple[Finding, ...], Mapping[str, Any]]  # a claim, what was found, its groups


def to_object(claim: Claim, findings: Iterable[Finding], groups: Mapping[str, Any]) -> dict[str, Any]:
    """The contract's object for a checked claim."""
    if claim.billing is None or claim.billing.received is None:
        found = [finding_object(finding) for finding in findings]
    else:
        found = [finding_object(finding) | _places(finding, claim) for finding in findings]
    return {"id": claim.id, "findings": found, "groups": dict(groups)}


def _places(finding: Finding, claim: Claim) -> dict[str, Any]:
    """Where in the file that the claim came in a finding stands; nothing for other claims."""
    if claim.billing is None or claim.billing.received is None:
        return {}
    return {"places": [place._asdict() for place in places_of(finding, claim)]}


def to_line(content: Mapping[str, Any]) -> str:
    """An object on one line."""
    import orjson

    return orjson.dumps(content).decode("utf-8")


def to_bytes(claim: Claim, findings: Iterable[Finding], groups: Mapping[str, Any]) -> bytes:
    """The contract's object for a claim that no file of X12 brought, on one line with its end."""
    import orjson

    content = {"id": claim.id, "findings": list(map(_written, findings)), "groups": groups}
    return orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE)


def _written(finding: Finding) -> Any:
    """A finding, or how it was written for another claim."""
    import orjson

    if finding.written is None:
        return finding_object(finding)
    written = finding.written
    if not written:
        written = orjson.dumps(finding_object(finding))
        object.__setattr__(finding, "written", written)
    return orjson.Fragment(written)


def finding_object(finding: Finding) -> dict[str, Any]:
    """A finding; fields that say nothing are left out."""
    content: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "codes": [code.dotted for code in finding.codes],
        "cites": list(_cited(finding.citations)),
    }
    if finding.lines:
        content["lines"] = list(finding.lines)
    if finding.evidence:
        content["evidence"] = [{"start": span.start, "end": span.end} for span in finding.evidence]
    if finding.proposals:
        content["proposals"] = [_proposal(proposal) for proposal in finding.proposals]
    if finding.override is not None:
        content["override"] = finding.override
    return content


@lru_cache(maxsize=2_000)
def _cited(citations: tuple[Citation, ...]) -> tuple[str, ...]:
    """The citations as texts; a rule has the same ones in every finding."""
    return tuple(str(citation) for citation in citations)


def _proposal(proposal: Proposal) -> dict[str, Any]:
    change = proposal.change
    content: dict[str, Any] = {"change": change_name(change)}
    for name, value in zip(change._fields, change, strict=True):
        content[name] = _plain(value)
    content["safe"] = proposal.safe
    return content


def change_name(change: Change) -> str:
    """The kind of a change in small letters: ``set_poa``."""
    return _snake(type(change).__name__)


@lru_cache
def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


def _plain(value: Any) -> Any:
    if isinstance(value, Code):
        return value.dotted
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def to_sarif(checked: Iterable[Checked], rules: Iterable[Rule], version: str) -> dict[str, Any]:
    """All findings as one SARIF log; a claim is a logical location."""
    results = [_result(claim, finding) for claim, findings, _groups in checked for finding in findings]
    named = {result["ruleId"] for result in results}
    driver = {
        "name": "Nosologist",
        "version": version,
        "rules": [
            {
                "id": rule.id,
                "name": rule.name,
                "shortDescription": {"text": rule.title},
                "defaultConfiguration": {"level": _LEVELS[rule.severity]},
                "properties": {"cites": [str(citation) for citation in rule.citations]},
            }
            for rule in rules
            if rule.id in named
        ],
    }
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def _result(claim: Claim, finding: Finding) -> dict[str, Any]:
    names = [code.dotted for code in finding.codes] or [""]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [
            {"logicalLocations": [{"fullyQualifiedName": f"{claim.id}/{name}".rstrip("/"), "kind": "code"}]}
            for name in names
        ],
        "properties": finding_object(finding) | _places(finding, claim),
    }
    if finding.override is not None:
        result["suppressions"] = [{"kind": "external", "justification": finding.override}]
    return result
