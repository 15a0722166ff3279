"""``noso ask``: draft compliant provider queries, or lint those that people wrote."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nosologist.errors import UnreadableNoteError, UsageError
from nosologist.model.encounter import Setting, Sex

if TYPE_CHECKING:
    from nosologist.codesets.library import Library
    from nosologist.model.document import Document
    from nosologist.model.encounter import Encounter
    from nosologist.model.query import Query

_EPILOG = """examples:
  noso ask stay.txt --setting inpatient --date 2026-03-18
  noso ask admission.txt consult.txt discharge.txt --together --setting inpatient
  noso ask --encounter stay1/ stay2/ --setting inpatient
  noso ask charts/ --format json > queries.json
  noso ask charts/ --deidentify --format json > shareable.json
  noso ask --lint query.txt                     is this query compliant?
  noso ask --lint queries.json --format json
  pbpaste | noso ask --lint -

exit code: 0 done, 1 a linted query has a stop, 2 something could not be read
"""


def add_parser(commands: Any) -> None:
    """Add ``ask`` to the commands."""
    from nosologist.cli.code import add_encounter_arguments

    parser = commands.add_parser(
        "ask",
        help="draft or lint provider queries",
        description="Draft compliant queries to the provider about what a note leaves open: conflicting, incomplete or "
        "ambiguous words, findings without a diagnosis, a diagnosis without findings, missing detail, present on admission, "
        "cause. With --lint, check queries that people or machines wrote.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("notes", nargs="*", metavar="NOTE", help="a file, a folder of charts, or - for standard input")
    parser.add_argument(
        "--lint", nargs="+", metavar="FILE", help="check these queries instead: text, the JSON of this command, or -"
    )
    add_encounter_arguments(parser)
    parser.add_argument(
        "--setting", choices=[setting.value for setting in Setting],
        help="default: what the chart tells, else outpatient",
    )  # fmt: skip
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="date of discharge (inpatient) or of service")
    parser.add_argument("--age", type=int, metavar="YEARS", help="age of the patient in whole years")
    parser.add_argument("--sex", choices=[sex.value for sex in Sex], help="sex of the patient")
    parser.add_argument(
        "--deidentify", action="store_true",
        help="take the identifiers of Safe Harbor out of the notes first, so that no query quotes them; fields are not asked about",
    )  # fmt: skip
    parser.add_argument("--format", choices=["text", "json"], default="text", help="default: text")
    parser.set_defaults(run=run, all_mentions=False, least_confidence=None)


def run(options: argparse.Namespace) -> int:
    """Draft, or lint."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    notes = options.notes or options.encounter or options.export
    if options.lint and notes:
        raise UsageError(
            "--lint: checks queries, not notes; leave the notes out, or put their names before --lint away"
        )
    if options.lint:
        return _lint(options.lint, options.format)
    if not notes:
        raise UsageError("noso ask: name a note (or a folder of them), or queries to check with --lint")
    return _draft(options)


def _draft(options: argparse.Namespace) -> int:
    from nosologist.cli.books import FirstUse
    from nosologist.cli.code import Told, encounter_of, encounters_in, sources

    asked = encounter_of(options)
    with FirstUse() as library:
        library.in_force(asked.date)
    told = Told("none")
    found = encounters_in(sources(options), asked, library, told, setting_is_given=bool(options.setting))
    asking = _asked_nameless if options.deidentify else _asked
    _print([asking(encounter, library, number) for number, encounter in enumerate(found, 1)], options.format)
    for message in told.unreadable:
        print(f"noso: {message}", file=sys.stderr)
    return 2 if told.unreadable else 0


def _asked(encounter: Encounter, library: Library, _number: int) -> tuple[tuple[Document, ...], tuple[Query, ...]]:
    """The documents of an encounter in its order, and its queries."""
    from nosologist.coding.ask import ask
    from nosologist.pipeline import walk

    books = library.in_force(encounter.date)
    coded = walk(encounter, books)
    return coded.encounter.documents, ask(coded, books)


def _asked_nameless(
    encounter: Encounter, library: Library, number: int
) -> tuple[tuple[Document, ...], tuple[Query, ...]]:
    from nosologist.notes.arrange import arranged
    from nosologist.privacy.dateless import dateless_query
    from nosologist.privacy.deidentify import nameless

    documents, queries = _asked(nameless(arranged(encounter), number), library, number)
    return documents, tuple(map(dateless_query, queries))


def _print(found: Iterable[tuple[tuple[Document, ...], tuple[Query, ...]]], form: str) -> None:
    from nosologist.formats.query_json import to_object
    from nosologist.formats.query_text import write_queries

    if form == "json":
        objects = [
            {"documents": [document.id for document in group], "queries": [to_object(query) for query in queries]}
            for group, queries in found
        ]
        print(json.dumps(objects, ensure_ascii=False, indent=2))
        return
    for group, queries in found:
        count = f"{len(queries) or 'no'} {'query' if len(queries) == 1 else 'queries'}"
        print(f"=== {', '.join(document.id for document in group)}: {count}\n")
        if queries:
            print(write_queries(queries))


def _lint(names: list[str], form: str) -> int:
    from nosologist.cli.books import FirstUse
    from nosologist.coding.lint import lint
    from nosologist.formats.query_json import read_queries

    read = [(name, number, query) for name in names for number, query in enumerate(read_queries(_text(name), name), 1)]
    with FirstUse() as library:
        books = library.in_force()
    found = [(name, number, query, lint(query, books)) for name, number, query in read]
    if form == "json":
        objects = [
            {
                "file": name,
                "query": number,
                "title": query.title,
                "findings": [
                    {"rule": one.rule, "severity": one.severity.value, "message": one.message} for one in findings
                ],
            }
            for name, number, query, findings in found
        ]
        print(json.dumps(objects, ensure_ascii=False, indent=2))
    else:
        for name, number, query, findings in found:
            print(f"{name}, query {number}{f' ({query.title})' if query.title else ''}: {_verdict(len(findings))}")
            for one in findings:
                print(f"  {one.severity.value} {one.rule}: {one.message}")
    return 1 if any(one.stops for *_, findings in found for one in findings) else 0


def _verdict(count: int) -> str:
    return "nothing found" if count == 0 else f"{count} finding{'s' if count > 1 else ''}"


def _text(name: str) -> str:
    from nosologist.formats.text import decode, read_text_document

    try:
        return decode(sys.stdin.buffer.read(), "standard input") if name == "-" else read_text_document(Path(name)).text
    except UnreadableNoteError as error:
        raise UsageError(str(error)) from error
