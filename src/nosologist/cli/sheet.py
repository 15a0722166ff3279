"""``noso show``: everything that the books say of a code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

from nosologist.errors import UsageError
from nosologist.model.code import dotted, undotted
from nosologist.search.sheet_words import NOTE_NAMES, fact_lines, linked

if TYPE_CHECKING:
    from nosologist.codesets.library import Books
    from nosologist.codesets.procedure_sheet import ProcedureSheet
    from nosologist.codesets.service_sheet import ServiceSheet
    from nosologist.codesets.sheet import Line, Sheet, SheetNote

    AnySheet = Sheet | ProcedureSheet | ServiceSheet

_EPILOG = """examples:
  noso show E11.22
  noso show s72001a --json
  noso show I10 J44.1 Z79.4
  noso show I12              a header: what lies below it, and its notes
  noso show 99213 G0008      fees, units and pairs, from the books that you added
"""


def add_parser(commands: Any) -> None:
    """Add ``show`` to the commands."""
    parser = commands.add_parser(
        "show",
        help="show everything about a code",
        description="Show a code or header: its place, notes with where each is inherited from, 7th characters, CC/MCC, MDC, HCC.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "codes",
        nargs="+",
        metavar="CODE",
        help="ICD-10-CM, with or without its dot, in any case; ICD-10-PCS, HCPCS, CPT",
    )
    parser.add_argument("--json", action="store_true", help="as JSON: an object a code, a list of several")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Show each code; one that no book has is an error that says what is near."""
    from nosologist.cli.books import FirstUse

    with FirstUse() as library:
        books = library.in_force()
        sheets = [sheet for code in options.codes for sheet in _sheets(code, books)]
    if options.json:
        _print_json(sheets)
    else:
        print("\n\n".join("\n".join(_printed_sheet(sheet, sys.stdout.isatty())) for sheet in sheets))
    return 0


def _sheets(code: str, books: Books) -> list[AnySheet]:
    """What every code set says of a code: J1100 is a diagnosis (J11.00) and a drug."""
    found: list[AnySheet] = [sheet for ask in (books.show, books.procedure, books.service) if (sheet := ask(code))]
    if not found:
        near = books.find(code, top=3)
        hint = "; near: " + ", ".join(f"{one.code} {one.title}" for one in near.results) if near.results else ""
        raise UsageError(f"{code}: no code or header of {books.releases[0]}{hint}; noso find WORDS looks codes up")
    return found


def _print_json(sheets: list[AnySheet]) -> None:
    import json
    from dataclasses import asdict

    objects = [asdict(sheet) for sheet in sheets]
    print(json.dumps(objects[0] if len(objects) == 1 else objects, ensure_ascii=False, indent=2, default=str))


def _printed_sheet(sheet: AnySheet, colour: bool) -> Iterator[str]:
    if sheet.system == "icd10cm":
        return lines(cast("Sheet", sheet), colour)
    from nosologist.search.service_lines import procedure_lines, service_lines

    bold, plain = ("\x1b[1m", "\x1b[0m") if colour else ("", "")
    if sheet.system == "icd10pcs":
        return procedure_lines(cast("ProcedureSheet", sheet), bold, plain)
    return service_lines(cast("ServiceSheet", sheet), bold, plain)


def lines(sheet: Sheet, colour: bool) -> Iterator[str]:
    """The sheet as lines of text."""
    bold, dim, plain = ("\x1b[1m", "\x1b[2m", "\x1b[0m") if colour else ("", "", "")
    until = f" to {sheet.effective_to}" if sheet.effective_to else ""
    yield f"{bold}{sheet.code}  {sheet.title}{plain}"
    yield f"{'valid for a claim' if sheet.valid else 'a header: not valid for a claim, choose a code below'}"
    yield f"{dim}{sheet.release}, in force from {sheet.effective_from}{until}{plain}"
    if sheet.periods:
        yield "valid " + ", ".join(f"from {first}" + (f" to {last}" if last else "") for first, last in sheet.periods)
    yield from (change.told_of(undotted(sheet.code), dotted) for change in sheet.conversions)
    if sheet.poa_exempt is not None:
        yield "exempt from POA reporting" if sheet.poa_exempt else "present on admission is to be reported"
    yield from fact_lines(sheet)
    yield f"chapter {sheet.chapter}"
    yield f"block {sheet.block}"
    for depth, line in enumerate(sheet.above):
        yield f"{'  ' * (depth + 1)}{_printed(line)}"
    indent = "  " * (len(sheet.above) + 1)
    yield f"{indent}{bold}{sheet.code} {sheet.title}{plain}"
    for line in sheet.below:
        yield f"{indent}  {_printed(line)}"
    if sheet.more_below:
        yield f"{indent}  and {sheet.more_below} more"
    if sheet.sevenths:
        yield f"\n{bold}7th character{plain}"
        for character, meaning in sheet.sevenths:
            yield f"  {character}  {meaning}"
    for kind, notes in groupby(sheet.notes, key=lambda note: note.kind):
        yield f"\n{bold}{NOTE_NAMES[kind]}{plain}"
        yield from _notes(list(notes), dim, plain)


def _printed(line: Line) -> str:
    return f"{line.code}{'' if line.valid else '-'} {line.title}"


def _notes(notes: list[SheetNote], dim: str, plain: str) -> Iterator[str]:
    for note in notes:
        place = f"  {dim}[from {note.printed_at}]{plain}" if note.inherited else ""
        yield f"  {note.text}{place}"
        for link in note.links:
            yield f"      {dim}{linked(link)}{plain}"
