"""``noso build``: an ICD-10-PCS code, from words or character by character."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from nosologist.errors import BookError, UsageError

if TYPE_CHECKING:
    from nosologist.codesets.procedure_search import Suggestion
    from nosologist.codesets.procedures import Column, Procedures
    from nosologist.codesets.shelf import Shelf

_EPILOG = """examples:
  noso build laparoscopic right hemicolectomy     from words: the codes, and what is still open
  noso build 0DT                                  a table: what each character may be
  noso build 0DTF4                                narrowed; a dot stands for an open character: 0DT.4
  noso build 0DTF4ZZ                              a code: legal or not, its title
  noso build                                      by keys: one key a column, Backspace goes back, Enter ends
  noso build lap chole --date 2026-04-01 --json

The tables are the user's own copy of CMS's files: noso books add icd10pcs_tables_2026.xml (docs/books.md).
"""


def add_parser(commands: Any) -> None:
    """Add ``build`` to the commands."""
    parser = commands.add_parser(
        "build",
        help="build an ICD-10-PCS code, from words or from its table",
        description="Build an ICD-10-PCS code: from words, or column by column with legal values only.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "what", nargs="*", metavar="WORDS|CODE", help="words of the procedure, or the characters so far"
    )
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="date of discharge; decides the release")
    parser.add_argument("--top", type=int, default=10, metavar="N", help="how many codes from words (10)")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Build, and print."""
    from nosologist.codesets.procedures import Procedures
    from nosologist.codesets.shelf import Shelf

    shelf, on = Shelf(), _day(options.date)
    procedures = Procedures(shelf, on)
    if not options.what:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise UsageError("noso build: name the procedure or the characters; by keys it needs a terminal")
        return _by_keys(procedures)
    pattern = procedures.pattern(" ".join(options.what))
    if pattern is not None:
        return _show_table(pattern, procedures, options.json)
    return _from_words(" ".join(options.what), procedures, shelf, on, options)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"--date {text}: is no date; write it as YYYY-MM-DD") from None


def _show_table(pattern: str, procedures: Procedures, as_json: bool) -> int:
    columns = procedures.columns(pattern)
    whole = len(pattern) == 7 and "." not in pattern
    legal, title = whole and procedures.legal(pattern), procedures.title(pattern) if whole else None
    table = procedures.table(pattern[:3])
    if as_json:
        shown = {"pattern": pattern, "legal": legal if whole else None, "title": title, "releases": procedures.releases}
        print(json.dumps({**shown, "columns": [asdict(column) for column in columns]}, ensure_ascii=False, indent=1))
        return 0
    if whole:
        print(f"{pattern}  {title}" if legal else f"{pattern} is no legal code of {' with '.join(procedures.releases)}")
    if table and table.definition:
        print(f"{table.operation}: {table.definition}")
    for column in columns:
        _print_column(column)
    return 0


def _print_column(column: Column) -> None:
    values = "  ".join(f"{value.character} {value.label}" for value in column.values)
    print(f"{column.position} {column.title}: {values}" if column.values else f"{column.position} {column.title}: -")


def _from_words(words: str, procedures: Procedures, shelf: Shelf, on: date | None, options: argparse.Namespace) -> int:
    from nosologist.codesets.procedure_search import suggest

    index = shelf.in_force("icd10pcs", on, "icd10pcs_index")
    if index is None:
        raise BookError("no ICD-10-PCS Index was added; fetch it from CMS and run `noso books add FILE`")
    found = suggest(words, procedures, index, max(options.top, 1))
    if options.json:
        print(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
        return 0
    for one in found:
        _print_suggestion(one, procedures)
    if not found:
        print(
            "nothing in the Index; name the operation (resection of ...), or begin with a table: noso build 0DT",
            file=sys.stderr,
        )
    return 0


def _print_suggestion(one: Suggestion, procedures: Procedures) -> None:
    table = procedures.table(one.pattern[:3])
    print(f"{one.pattern}  {one.title or (f'{table.operation}, {table.body_system}' if table else '')}")
    print(f"    index: {one.path}")
    if table and table.definition:
        print(f"    {table.operation}: {table.definition}")
    if one.assumed:
        print(f"    nothing else said: {', '.join(one.assumed)}")
    for column in one.open_columns:
        print("    ", end="")
        _print_column(column)


def _by_keys(procedures: Procedures) -> int:
    """One key a column: values of the next open column are offered; a column with one value chooses itself."""
    from nosologist.cli.keys import BACK, DONE, read_key

    chosen = ""
    while len(chosen) < 7:
        column = procedures.columns(chosen)[len(chosen)]
        if len(column.values) == 1 and len(chosen) >= 3:
            chosen += column.values[0].character
            print(f"{column.position} {column.title}: {column.values[0].character} {column.values[0].label}")
            continue
        _print_column(column)
        print(f"{chosen or 'code'}> ", end="", flush=True)
        key = read_key()
        print(key.upper() if len(key) == 1 else "")
        if key == DONE:
            return 0
        if key == BACK:
            chosen = _back(chosen, procedures)
        elif key.upper() in {value.character for value in column.values}:
            chosen += key.upper()
    print(f"{chosen}  {procedures.title(chosen) or ''}")
    return 0


def _back(chosen: str, procedures: Procedures) -> str:
    """Without the last character, and without those before it that had no choice."""
    chosen = chosen[:-1]
    while len(chosen) > 3 and len(procedures.columns(chosen)[len(chosen)].values) == 1:
        chosen = chosen[:-1]
    return chosen
