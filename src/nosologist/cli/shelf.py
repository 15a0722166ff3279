"""``noso books``: what is on the shelf; add, compare, verify and remove releases."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nosologist.errors import UsageError

if TYPE_CHECKING:
    from nosologist.codesets.editions import Edition
    from nosologist.codesets.shelf import Shelf

_EPILOG = """examples:
  noso books list                                      what is installed, and from when to when it counts
  noso books add icd10cm-table-index-2026.zip          an official file; what it is, is told by looking inside
  noso books add ~/downloads/cms/                      every official file in a folder
  noso books add icd10pcs:2026-04                      fetch it from the publisher and add it
  noso books diff icd10cm:2025-10 icd10cm:2026-10      new, deleted and revised codes and notes
  noso books verify                                    read every byte again
  noso books remove icd10pcs:2024-10

Added releases are kept in the user's data folder; NOSOLOGIST_BOOKS names another one. docs/books.md says where each official
file comes from.
"""
_ADD_EPILOG = """examples:
  noso books add POAexemptCodesFY26.zip
  noso books add icd10pcs_tables_2026.xml.gz icd10pcs_definitions_2026.xml
  noso books add codes.txt --effective 2026-04-01      where neither content nor name says from when it counts
  noso books add downloads/ --look                     only tell what the files are
  noso books add icd10pcs:2026-04                      fetch it from the publisher (releases.toml has the address)
  noso books add https://www.cms.gov/files/zip/...     fetch it from an address of the publisher

A killed or failed addition leaves the releases as they were.
"""
_DIFF_EPILOG = """examples:
  noso books diff icd10cm:2025-10 icd10cm:2026-10
  noso books diff icd10cm:2026-04 icd10cm:2026-10 --charts coded/       which coded charts are touched, and how
  noso books diff icd10pcs:2025-10 icd10pcs:2026-10 --json

Charts are our own JSON, JSONL or CSV, or any CSV with a column 'code' (and 'document', 'chart', 'id', ...).
"""


def add_parser(commands: Any) -> None:
    """Add ``books`` to the commands."""
    parser = commands.add_parser(
        "books",
        help="the code sets: list, add, compare, verify, remove",
        description="The books: every release of a code set that is installed or added, by date.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parts = parser.add_subparsers(dest="part", required=True, metavar="WHAT")
    _part(parts, "list", _list, "what is installed, and from when to when it counts")
    adding = _part(parts, "add", _add, "add official files, as published", _ADD_EPILOG)
    adding.add_argument("what", nargs="+", metavar="FILE", help="a file, zip, folder, release id or https address")
    adding.add_argument("--effective", type=_day, metavar="YYYY-MM-DD", help="from when it counts")
    adding.add_argument("--look", action="store_true", help="tell what the files are; add nothing")
    differing = _part(parts, "diff", _diff, "what changed from one release to another", _DIFF_EPILOG)
    differing.add_argument("before", metavar="A", help="icd10cm:2025-10")
    differing.add_argument("after", metavar="B", help="icd10cm:2026-10")
    differing.add_argument("--charts", type=Path, metavar="FOLDER", help="coded charts: which are touched, and how")
    verifying = _part(parts, "verify", _verify, "read every byte again and compare with what was added")
    verifying.add_argument("releases", nargs="*", metavar="RELEASE", help="all of them where none is named")
    removing = _part(parts, "remove", _remove, "take releases off the shelf")
    removing.add_argument("releases", nargs="+", metavar="RELEASE", help="icd10pcs:2024-10")


def _part(
    parts: Any, name: str, run: Callable[[argparse.Namespace], int], what: str, epilog: str = _EPILOG
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = parts.add_parser(
        name, help=what, description=what[0].upper() + what[1:] + ".", epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write YYYY-MM-DD") from None


def _print_json(content: object) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=1, default=str))


def _list(options: argparse.Namespace) -> int:
    from nosologist.codesets.installed import installed
    from nosologist.codesets.shelf import Shelf

    rows = installed(Shelf())
    if options.json:
        _print_json([asdict(row) for row in rows])
        return 0
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0))
    for column in ("release", "counts from", "to", "what", "rows", "from"):
        table.add_column(column, header_style="dim", overflow="fold", justify="right" if column == "rows" else "left")
    for row in rows:
        last = row.effective_to or ""
        for number, (title, count) in enumerate(row.documents):
            head = (row.id, row.effective_from, last) if number == 0 else ("", "", "")
            table.add_row(*head, title, f"{count:,}", row.source if number == 0 else "")
    Console(highlight=False, width=None if sys.stdout.isatty() else 140).print(table)
    return 0


def _add(options: argparse.Namespace) -> int:
    from nosologist.cli.working import Working
    from nosologist.codesets.compile.add import add, look
    from nosologist.codesets.compile.addresses import fetched, forget
    from nosologist.codesets.shelf import Shelf

    shelf = Shelf()
    with Working() as progress:
        paths = [path for what in options.what for path in fetched(what, shelf.folder / "downloads", progress)]
        if options.look:
            seen = look(paths, progress, options.effective)
        else:
            added = add(paths, shelf, progress, options.effective)
            forget(paths, shelf.folder / "downloads")
    if options.look:
        if options.json:
            _print_json([{"file": where, **(asdict(known) if known else {})} for where, known in seen])
        else:
            for where, known in seen:
                print(
                    f"{where}: {f'{known.title} ({known.release_id})' if known else 'not an official document we know'}"
                )
        return 0
    if options.json:
        _print_json({"added": [asdict(one) for one in added.loaded], "passed_over": added.passed_over})
        return 0
    for one in added.loaded:
        was = "was there already" if one.was_there else f"{one.rows:,} rows"
        print(f"{one.recognised.release_id}  {one.recognised.title}: {was}")
    if added.passed_over:
        print(
            f"passed over {len(added.passed_over)} other files (noso books add ... --look tells which)", file=sys.stderr
        )
    return 0


def _verify(options: argparse.Namespace) -> int:
    from nosologist.cli.working import Working
    from nosologist.codesets.compile.verify import verify
    from nosologist.codesets.shelf import Shelf

    with Working() as progress:
        checked = verify(Shelf(), options.releases, progress)
    if options.json:
        _print_json([asdict(one) for one in checked])
    else:
        for one in checked:
            print(f"{one.release}: {one.fault or 'sound'}")
    return 2 if any(one.fault for one in checked) else 0


def _remove(options: argparse.Namespace) -> int:
    from nosologist.codesets.compile.add import remove
    from nosologist.codesets.shelf import Shelf

    for release in options.releases:
        remove(release, Shelf())
        if not options.json:
            print(f"{release}: removed")
    if options.json:
        _print_json({"removed": options.releases})
    return 0


def _diff(options: argparse.Namespace) -> int:
    from nosologist.codesets.editions import differences
    from nosologist.codesets.shelf import Shelf
    from nosologist.codesets.touched import touched
    from nosologist.formats.coded_charts import read_charts

    shelf = Shelf()
    changes = differences(_edition(options.before, shelf), _edition(options.after, shelf))
    touches = list(touched(read_charts(options.charts), changes)) if options.charts else None
    if options.json:
        _print_json({**asdict(changes), **({} if touches is None else {"touched": [asdict(one) for one in touches]})})
        return 0
    if touches is None:
        for code, title in changes.new:
            print(f"new      {code:<8}{title}".rstrip())
        for code, title in changes.deleted:
            print(f"deleted  {code:<8}{title}".rstrip())
        for code, was, now in changes.revised:
            print(f"revised  {code:<8}{was} -> {now}")
        for change in changes.notes:
            for sign, notes in (("-", change.removed), ("+", change.added)):
                for kind, text in notes:
                    print(f"note {sign}   {change.owner:<8}{kind}: {text}")
    else:
        for one in touches:
            print(f"{one.chart}  {one.code:<8}{one.how}: {one.said}")
    counts = f"{len(changes.new)} new, {len(changes.deleted)} deleted, {len(changes.revised)} titles revised"
    places = f", {len(changes.notes)} places with other notes" if changes.notes else ""
    print(f"{changes.before} to {changes.after}: {counts}{places}", file=sys.stderr)
    if touches is not None:
        print(f"{len({one.chart for one in touches})} charts touched", file=sys.stderr)
    for said in changes.not_compared:
        print(f"not compared: {said}", file=sys.stderr)
    return 0


def _edition(release_id: str, shelf: Shelf) -> Edition:
    from nosologist.cli.books import FirstUse
    from nosologist.codesets.editions import edition, month_of

    on = month_of(release_id)
    if on is None:
        raise UsageError(f"{release_id!r} is no release; write the code set and a month, as icd10cm:2025-10")
    with FirstUse() as library:
        of_cm = release_id.startswith("icd10cm:")
        tabular = library.tabular(release_id) if of_cm else None
        covering = library.tabular_on(on) if of_cm and not tabular and not shelf.get(release_id) else None
        return edition(release_id, shelf, library.validity(), tabular, covering)
