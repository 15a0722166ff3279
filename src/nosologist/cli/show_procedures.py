"""Show procedures on a terminal: each code with its axes, and what the record leaves open."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from nosologist.model.coded import CodedEncounter
from nosologist.model.procedure import OpenAxis, Procedure

_MOST_VALUES = 8  # of an open axis


def show_procedures(coded: CodedEncounter, console: Console) -> None:
    """Print the procedures of an encounter."""
    text = coded.encounter.text
    for one in coded.procedures:
        state = ", ".join(
            part
            for part in (
                "procedure" if one.code else "procedure, not complete",
                one.date.isoformat() if one.date else "",
                printable(one.operator or ""),
            )
            if part
        )
        console.print(Text.assemble((f"{one.pattern:<9}", "bold green" if one.code else "bold yellow"), printable(one.title),
                                    (f"  ({state})", "dim")))  # fmt: skip
        console.print(Padding(_axes(one, text), (0, 0, 0, 4)))


def _axes(one: Procedure, text: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(overflow="fold")
    table.add_column()
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    rows: dict[int, tuple[str, str, str, str]] = {}
    for axis in one.axes:
        said = "" if axis.evidence is None else f"“{printable(' '.join(axis.evidence.quote(text).split()))}”"
        rows[axis.position] = (axis.title, axis.character, axis.label, said or axis.why)
    for missing in one.missing:
        rows[missing.position] = (missing.title, ".", f"not documented: {_choices(missing)}", "")
    for _, cells in sorted(rows.items()):
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _choices(missing: OpenAxis) -> str:
    shown = ", ".join(f"{character} {label}" for character, label in missing.values[:_MOST_VALUES])
    more = len(missing.values) - _MOST_VALUES
    return f"{shown} and {more} more" if more > 0 else shown


def printable(text: str) -> str:
    """Marks of control out of the way: a note must not steer the terminal."""
    return "".join(character if character.isprintable() else " " for character in text)
