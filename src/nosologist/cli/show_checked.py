"""Show checked claims: a table for people, JSON and SARIF for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from nosologist import __version__
from nosologist.formats.checked_json import Checked, to_line, to_object, to_sarif
from nosologist.formats.x12.locating import said_places
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.model.finding import (
    Add,
    Ask,
    Change,
    Finding,
    Remove,
    Reorder,
    Replace,
    SetModifiers,
    SetPoa,
)
from nosologist.rules.rule import Rule

_COLOURS = {"stop": "red", "warn": "yellow", "info": "cyan"}
_PIPE_WIDTH = 120


def show(checked: Iterable[Checked], rules: Sequence[Rule], form: str) -> int:
    """Print checked claims; 1 where a finding stops one of them."""
    stops: list[bool] = []

    def noted(some: Iterable[Checked]) -> Iterator[Checked]:
        for one in some:
            stops.append(any(finding.stops for finding in one[1]))
            yield one

    if form == "table":
        _table(noted(checked))
    elif form == "jsonl":
        for one in noted(checked):
            print(to_line(to_object(*one)))
    else:
        results = list(noted(checked))
        content: Any = (
            to_sarif(results, rules, __version__) if form == "sarif" else [to_object(*one) for one in results]
        )
        print(json.dumps(content, ensure_ascii=False, indent=2))
    return int(any(stops))


def _table(checked: Iterable[Checked]) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
    for claim, findings, groups in checked:
        codes = " ".join(code.dotted for code in _codes(claim))
        console.print(Text.assemble((f"{claim.id} · {claim.setting.value}", "bold"), f"  {codes}"), soft_wrap=True)
        if not findings:
            console.print(Text("  nothing found", "green"))
        for finding in findings:
            head = (f"  {finding.severity.value:<4} {finding.rule}  ", _COLOURS[finding.severity.value])
            console.print(Text.assemble(head, finding.message))
            for line in _below(finding, claim):
                console.print(Padding(Text(line, "dim"), (0, 0, 0, 14)))
        for line in groups_said(groups):
            console.print(Text(f"  {line}"))
    sys.stdout.flush()


def groups_said(groups: Mapping[str, Any]) -> Iterator[str]:
    """The groups in words; scores and weights are not among them."""
    if drg := groups.get("drg"):
        yield f"MS-DRG {drg['drg']} (v{drg['version']}, MDC {drg['mdc']}): {drg['title'] or _ungrouped(drg['status'])}"
        if drg["initial_drg"] != drg["drg"]:
            yield f"  before hospital-acquired conditions were taken out: MS-DRG {drg['initial_drg']}"
        for one in drg.get("cc", ()):
            yield f"  {one['severity'] or 'HAC'} {one['code']}: {_part(one)}"
    if hcc := groups.get("hcc"):
        for number, codes in hcc["codes"].items():
            yield f"HCC {number} (V28): {', '.join(codes)}"


def _part(one: Mapping[str, Any]) -> str:
    """What a CC or MCC does for the DRG."""
    if one["counts"]:
        return "decides"
    return "taken away by the principal diagnosis" if one.get("excluded") else "beside it"


def _ungrouped(status: str) -> str:
    return f"cannot be grouped ({status.lower().replace('_', ' ')}; see DRG102)"


def _codes(claim: Any) -> Iterator[Code]:
    for part in (claim.diagnoses, claim.procedures, claim.lines):
        yield from (one.code for one in part)


def _below(finding: Finding, claim: Claim) -> Iterator[str]:
    """What stands under a finding: its place in the file, where it comes from, why it may stand, what would mend it."""
    if claim.billing is not None and (places := said_places(finding, claim)):
        yield places
    yield f"{'; '.join(str(citation) for citation in finding.citations)} · noso explain {finding.rule}"
    if finding.override is not None:
        yield f"let stand: {finding.override}"
    for proposal in finding.proposals:
        yield f"→ {said(proposal.change)}{' (safe)' if proposal.safe else ''}"


def said(change: Change) -> str:
    """A change in words."""
    match change:
        case Add(codes):
            return f"add {_any(codes)}"
        case Remove(code):
            return f"take {code.dotted} off"
        case Replace(code, by):
            return f"put {_any(by)} in the place of {code.dotted}"
        case Reorder(code, before):
            return f"move {code.dotted} before {before.dotted}"
        case SetPoa(code, poa):
            return f"present on admission of {code.dotted}: {poa or 'leave empty'}"
        case SetModifiers(line, choices):
            return f"line {line}: modifiers {' or '.join(' '.join(choice) or 'none' for choice in choices)}"
        case Ask(question):
            return f"ask: {question}"


def _any(codes: Sequence[Code]) -> str:
    return " or ".join(code.dotted for code in codes)
