"""Show service lines on a terminal: each with units, modifiers, what it was done for, and what the record leaves open."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from nosologist.cli.show_procedures import printable
from nosologist.model.coded import CodedEncounter
from nosologist.model.service_line import OpenService, Service

_MOST = 8  # numbers of an open service


def show_services(coded: CodedEncounter, console: Console) -> None:
    """Print the lines of a document as a table, then why, then what is open."""
    view = coded.encounter.view
    if view is None or not (coded.services or coded.open_services):
        return
    console.print(Text(f"services for the {view.value} claim", "bold"))
    table = Table(box=None, padding=(0, 2, 0, 0))
    for column in ("line", "code", "modifiers", "units", "for", "service"):
        table.add_column(column, header_style="dim", overflow="fold")
    for number, one in enumerate(coded.services, 1):
        table.add_row(*(Text(cell) for cell in _cells(number, one, coded)))
    if coded.services:
        console.print(table)
    text = coded.encounter.text
    for number, one in enumerate(coded.services, 1):
        for why in (*(reason.text for reason in one.reasons), *(f"-{value}: {why}" for value, why, _ in one.modifiers)):
            console.print(Padding(Text.assemble((f"{number} ", "cyan"), printable(why)), (0, 0, 0, 4)))
    for left in coded.open_services:
        console.print(_open(left, text))


def _cells(number: int, one: Service, coded: CodedEncounter) -> tuple[str, ...]:
    done_for = ", ".join(coded.assignments[at - 1].code.dotted for at in one.pointers if at <= len(coded.assignments))
    modifiers = " ".join(modifier.value for modifier in one.modifiers)
    return (
        str(number),
        one.code.value,
        modifiers,
        f"{one.units.normalize():f}",
        done_for or "not said",
        printable(one.title),
    )


def _open(one: OpenService, text: str) -> Text:
    numbers = " ".join(code.value for code in one.possible[:_MOST]) + (" ..." if len(one.possible) > _MOST else "")
    quote = "; ".join(printable(" ".join(span.quote(text).split())) for span in one.evidence[:2])
    quoted = f" “{quote}”" if quote else ""
    return Text.assemble(("open     ", "bold yellow"), f"{one.title}{quoted}: {one.why}", (f"  ({numbers})", "dim"))
