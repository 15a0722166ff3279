"""Show a coded document on a terminal: codes with why, the note with its evidence, what was not coded, findings."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from nosologist.model.coded import CodedEncounter

_AROUND = 60  # characters of the note shown on each side of the evidence
_COLOURS = {"stop": "red", "warn": "yellow", "info": "cyan"}


def show(coded: CodedEncounter) -> None:
    """Print one document to standard output."""
    console = Console(highlight=False, soft_wrap=False)
    document = coded.encounter.documents[0]
    console.rule(Text(f"{document.id} · {coded.encounter.setting.value} · {', '.join(coded.releases)}"), align="left")
    if not coded.assignments:
        console.print("  no code")
    for assignment in coded.assignments:
        head = Text.assemble(
            (f"{assignment.code.dotted:<9}", "bold green"), assignment.title, (f"  {assignment.role.value}", "dim"),
            (f"  {assignment.confidence:.2f}", "dim"),
        )  # fmt: skip
        console.print(head)
        for span in assignment.evidence[:3]:
            console.print(Padding(quoted(document.text, span.start, span.end), (0, 0, 0, 4)))
        if len(assignment.evidence) > 3:
            console.print(Padding(Text(f"and {len(assignment.evidence) - 3} more places", "dim"), (0, 0, 0, 4)))
        for reason in assignment.reasons:
            cites = "; ".join(str(citation) for citation in reason.citations)
            line = Text.assemble(
                (f"{reason.step.value}: ", "cyan"), reason.text, (f"  [{cites}]" if cites else "", "dim")
            )
            console.print(Padding(line, (0, 0, 0, 4)))
    _show_not_coded(coded, console)
    for finding in coded.findings:
        colour = _COLOURS[finding.severity.value]
        console.print(Text.assemble((f"{finding.severity.value} {finding.rule}: ", colour), finding.message))
    console.print()


def quoted(text: str, start: int, end: int) -> Text:
    """The evidence highlighted in its line of the note."""
    left = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
    right = text.find("\n", end)
    right = min(right if right >= 0 else len(text), end + _AROUND)
    return Text.assemble(
        ("…" if left > 0 and text[left - 1] not in "\r\n" else "", "dim"),
        (_tidy(text[left:start]), "dim"),
        (_tidy(text[start:end]), "bold underline"),
        (_tidy(text[end:right]), "dim"),
        ("…" if right < len(text) and text[right] not in "\r\n" else "", "dim"),
    )


def _tidy(text: str) -> str:
    """Marks of control out of the way: a note must not steer the terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


def _show_not_coded(coded: CodedEncounter, console: Console) -> None:
    if not coded.not_coded:
        return
    text = coded.encounter.documents[0].text
    table = Table(title="not coded because", title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0))
    for column in ("evidence", "code", "reason", "source"):
        table.add_column(column, header_style="dim", overflow="fold")
    rows = dict.fromkeys(
        (
            _tidy(" ".join(entry.span.quote(text).split())),
            ", ".join(code.dotted for code in entry.candidates),
            entry.reason,
            "; ".join(str(citation) for citation in entry.citations),
        )
        for entry in coded.not_coded
    )
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)
