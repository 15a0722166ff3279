"""``noso code``: code notes and show why."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from nosologist.codesets.library import Library
from nosologist.errors import UnreadableNoteError, UsageError
from nosologist.formats.text import decode, read_text_document
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting, Sex

_EPILOG = """examples:
  noso code visit.txt
  noso code stay.txt --setting inpatient --date 2026-03-01
  noso code charts/ --format jsonl > coded.jsonl
  noso code charts/ --format csv --all-mentions
  echo "Probable pneumonia with cough and fever" | noso code -
"""


def add_parser(commands: Any) -> None:
    """Add ``code`` to the commands."""
    parser = commands.add_parser(
        "code",
        help="code clinical notes",
        description="Code clinical notes (plain text): each code with its evidence, path and reasons, and what was not coded.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "notes", nargs="+", metavar="NOTE", help="a text file, a folder of .txt files, or - for standard input"
    )
    parser.add_argument(
        "--setting", choices=[setting.value for setting in Setting], default=Setting.OUTPATIENT.value,
        help="which guidelines hold: Section II and III (inpatient) or IV (all others); default outpatient",
    )  # fmt: skip
    parser.add_argument(
        "--date", metavar="YYYY-MM-DD", help="date of discharge (inpatient) or of service; decides the release"
    )
    parser.add_argument("--age", type=int, metavar="YEARS", help="age of the patient in whole years")
    parser.add_argument("--sex", choices=[sex.value for sex in Sex], help="sex of the patient")
    parser.add_argument("--all-mentions", action="store_true", help="code every asserted condition, reportable or not")
    parser.add_argument(
        "--least-confidence", type=float, metavar="0..1",
        help="leave codes that are less sure uncoded, and say what they would need; 0 codes everything "
        "(default: only conditions that are hardly there are left uncoded)",
    )  # fmt: skip
    parser.add_argument("--format", choices=["table", "json", "jsonl", "csv"], default="table", help="default: table")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Code every note. Unreadable notes are told on standard error, the others are coded; then the exit code is 2."""
    from nosologist.cli.books import FirstUse

    encounter = encounter_of(options)
    with FirstUse() as library:
        library.in_force(encounter.date)
    paths = list(files(options.notes))
    unreadable: list[str] = []
    _print(_coded(documents(paths, unreadable), encounter, library, len(paths)), options.format)
    for message in unreadable:
        print(f"noso: {message}", file=sys.stderr)
    return 2 if unreadable else 0


def encounter_of(options: argparse.Namespace) -> Encounter:
    """The encounter that the options describe, without documents."""
    day = day_of(options.date)
    if options.age is not None and not 0 <= options.age <= 124:
        raise UsageError(f"--age {options.age}: is no age in years; give 0 to 124")
    least = checked_least(options.least_confidence)
    sex = Sex(options.sex) if options.sex else None
    return Encounter((), Setting(options.setting), day, options.age, sex, options.all_mentions, least)


def day_of(text: str | None) -> date | None:
    """``--date`` as given, where it is one."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"--date {text}: is no date; write it as YYYY-MM-DD") from None


def checked_least(least: float | None) -> float | None:
    """``--least-confidence`` as given, where it is one."""
    if least is not None and not 0 <= least <= 1:
        raise UsageError(f"--least-confidence {least}: is no confidence; give 0 to 1, for example 0.5")
    return least


def files(names: Iterable[str]) -> Iterator[Path | None]:
    """Files in name order; None stands for standard input."""
    for name in names:
        path = Path(name)
        if name == "-":
            yield None
        elif path.is_dir():
            found = sorted(
                (file for file in path.iterdir() if file.suffix.lower() == ".txt"), key=lambda file: file.name
            )
            if not found:
                raise UsageError(f"{path}: holds no .txt file; name the files themselves if they end otherwise")
            yield from found
        else:
            yield path


def documents(paths: Iterable[Path | None], unreadable: list[str]) -> Iterator[Document]:
    """Every note that can be read; what is wrong with the others is added to ``unreadable``."""
    for path in paths:
        try:
            if path is None:
                yield Document("stdin", decode(sys.stdin.buffer.read(), "standard input"))
            else:
                yield read_text_document(path)
        except UnreadableNoteError as error:
            unreadable.append(str(error))


def _coded(
    documents: Iterable[Document], encounter: Encounter, library: Library, count: int
) -> Iterator[CodedEncounter]:
    from dataclasses import replace

    from nosologist.cli.progress import tracked
    from nosologist.pipeline import code_encounter

    for document in tracked(documents, count, "coding"):
        yield code_encounter(replace(encounter, documents=(document,)), library)


def _print(results: Iterable[CodedEncounter], form: str) -> None:
    # Machines read UTF-8 whatever the terminal is; a terminal of another encoding shows a mark for what it lacks.
    if isinstance(sys.stdout, io.TextIOWrapper):
        if form == "table":
            sys.stdout.reconfigure(errors="replace")
        else:
            sys.stdout.reconfigure(encoding="utf-8")
    if form == "table":
        from nosologist.cli.show import show

        for coded in results:
            show(coded)
    elif form == "csv":
        from nosologist.formats import coded_csv

        sys.stdout.write(coded_csv.header())
        for coded in results:
            sys.stdout.write(coded_csv.rows(coded))
    elif form == "jsonl":
        from nosologist.formats.coded_json import to_line

        for coded in results:
            sys.stdout.write(to_line(coded) + "\n")
    else:
        import json

        from nosologist.formats.coded_json import to_object

        sys.stdout.write(json.dumps([to_object(coded) for coded in results], ensure_ascii=False, indent=2) + "\n")
