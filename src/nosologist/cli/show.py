"""Show a coded encounter on a terminal: codes with why, the note with its evidence, what was not coded, findings."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from nosologist.cli.show_procedures import show_procedures
from nosologist.cli.show_services import show_services
from nosologist.model.assignment import CodeAssignment
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Document, Span
from nosologist.model.encounter import Encounter

_AROUND = 60  # characters of the note shown on each side of the evidence
_MOST_LINES = 3  # of evidence for one code
_PIPE_WIDTH = 120  # where there is no terminal to fit
_COLOURS = {"stop": "red", "warn": "yellow", "info": "cyan"}


def _present(assignment: CodeAssignment) -> str:
    """The present-on-admission indicator of a diagnosis of a stay, where it is decided."""
    return f"POA {assignment.poa}, " if assignment.poa else ""


def show(coded: CodedEncounter) -> None:
    """Print one encounter to standard output."""
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
    encounter = coded.encounter
    console.rule(Text(f"{encounter.id} · {encounter.setting.value} · {', '.join(coded.releases)}"), align="left")
    if len(encounter.documents) > 1:
        for number, document in enumerate(encounter.documents, 1):
            told = document_line(document) + _copied(coded, number - 1)
            console.print(Text.assemble((f"{number}  ", "cyan"), (_tidy(told), "dim")))
    if not coded.assignments:
        console.print("no code")
    for assignment in coded.assignments:
        head = Text.assemble(
            (f"{assignment.code.dotted:<9}", "bold green"), assignment.title,
            (f"  ({assignment.role.value}, {_present(assignment)}{assignment.confidence:.2f})", "dim"),
        )  # fmt: skip
        console.print(head)
        lines = evidence_lines(encounter, assignment.evidence)
        for line in lines[:_MOST_LINES]:
            console.print(Padding(line, (0, 0, 0, 4)), no_wrap=True, overflow="ellipsis")
        if len(lines) > _MOST_LINES:
            console.print(Padding(Text(f"and in {len(lines) - _MOST_LINES} more lines", "dim"), (0, 0, 0, 4)))
        for reason in assignment.reasons:
            cites = "; ".join(str(citation) for citation in reason.citations)
            line = Text.assemble(
                (f"{reason.step.value}: ", "cyan"), reason.text, (f"  [{cites}]" if cites else "", "dim")
            )
            console.print(Padding(line, (0, 0, 0, 4)))
    if coded.procedures:
        show_procedures(coded, console)
    show_services(coded, console)
    _show_not_coded(coded, console)
    for finding in coded.findings:
        colour = _COLOURS[finding.severity.value]
        console.print(Text.assemble((f"{finding.severity.value} {finding.rule}: ", colour), finding.message))
    console.print()


def document_line(document: Document) -> str:
    """A document of a record in a line: what it is called, and what is known of it."""
    about = document.about
    told = (
        document.id,
        document.kind or about.kind,
        document.author,
        about.role,
        document.written.isoformat() if document.written else None,
        "not signed" if document.signed is False else None,
        "addendum" if about.is_addendum else None,
        "of an earlier encounter" if about.is_earlier else None,
    )
    return " · ".join(str(one) for one in told if one)


def _copied(coded: CodedEncounter, number: int) -> str:
    """How many statements of a document are copied, and from which."""
    sources = [copy.source for copy in coded.copies if coded.encounter.number_at(copy.span.start) == number]
    if not sources:
        return ""
    numbers = ", ".join(str(source + 1) for source in sorted(set(sources)))
    return f" · {len(sources)} statement{'s' if len(sources) > 1 else ''} copied from {numbers}"


def evidence_lines(encounter: Encounter, spans: Sequence[Span]) -> list[Text]:
    """The lines that hold the evidence; each with the number of its document, where there are several."""
    if len(encounter.documents) == 1:
        return quoted_lines(encounter.documents[0], spans)
    found: list[Text] = []
    for number, document in enumerate(encounter.documents):
        within = [encounter.place(span).span for span in spans if encounter.number_at(span.start) == number]
        found += [Text.assemble((f"{number + 1} ", "cyan"), line) for line in quoted_lines(document, within)]
    return found


def quoted_lines(document: Document, spans: Sequence[Span]) -> list[Text]:
    """The lines of the note that hold the evidence, all of it highlighted, each line once; with its page where there are pages."""
    text = document.text
    lines: dict[tuple[int, int], list[Span]] = {}
    for span in spans:
        start = max(text.rfind("\n", 0, span.start), text.rfind("\r", 0, span.start)) + 1
        ends = [at for at in (text.find("\n", span.end), text.find("\r", span.end)) if at >= 0]
        lines.setdefault((start, min(ends, default=len(text))), []).append(span)
    return [
        _highlighted(text, start, end, within).append(_page(document, within[0]), "dim")
        for (start, end), within in lines.items()
    ]


def _page(document: Document, span: Span) -> str:
    found = document.places.of(span) if document.places else ()
    return f" (page {found[0].page})" if found else ""


def _highlighted(text: str, start: int, end: int, spans: list[Span]) -> Text:
    left, right = max(start, spans[0].start - _AROUND), min(end, spans[-1].end + _AROUND)
    line = Text("“" if left == start else "“…", "dim")
    at = left
    for span in spans:
        line.append(_tidy(text[at : span.start]), "dim")
        line.append(_tidy(text[max(at, span.start) : span.end]), "bold underline")
        at = max(at, span.end)
    line.append(_tidy(text[at:right]), "dim")
    return line.append("”" if right == end else "…”", "dim")


def _tidy(text: str) -> str:
    """Marks of control out of the way: a note must not steer the terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


def _show_not_coded(coded: CodedEncounter, console: Console) -> None:
    if not coded.not_coded:
        return
    encounter = coded.encounter
    table = Table(title="not coded because", title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0))
    for column in ("evidence", "code", "reason", "source"):
        table.add_column(column, header_style="dim", overflow="fold", ratio=3 if column == "evidence" else None)
    rows = dict.fromkeys(
        (
            _numbered(_tidy(" ".join(entry.span.quote(encounter.text).split())), entry.span, encounter),
            ", ".join(code.dotted for code in entry.candidates),
            entry.reason,
            "; ".join(str(citation) for citation in entry.citations),
        )
        for entry in coded.not_coded
    )
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)


def _numbered(quote: str, span: Span, encounter: Encounter) -> str:
    """A quote with the number of its document, where there are several."""
    return quote if len(encounter.documents) == 1 else f"{encounter.number_at(span.start) + 1}: {quote}"
