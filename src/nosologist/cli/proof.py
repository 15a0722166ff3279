"""``noso proof``: what each code of a chart rests on, sealed, to be checked on another machine."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nosologist.errors import UnreadableNoteError, UsageError
from nosologist.model.encounter import Setting, Sex, View

if TYPE_CHECKING:
    from nosologist.codesets.library import Books
    from nosologist.formats.chart import Chart
    from nosologist.model.claim import Override
    from nosologist.model.coded import CodedEncounter
    from nosologist.model.encounter import Encounter

_EPILOG = """examples:
  noso proof stay.txt --setting inpatient --date 2026-03-18 -o proof.json
  noso proof discharge.pdf -o proof.json
  noso proof admission.txt consult.txt discharge.txt --together --setting inpatient -o proof.json
  noso proof --encounter stay1/ stay2/ --setting inpatient --for facility -o proof.json
  noso proof stay.txt --force DOC203='signed on paper, page 4 of the chart' -o proof.json
  noso verify proof.json --chart discharge.pdf

The proof quotes the chart: keep it as you keep the chart, unless --deidentify took the identifiers out and a person read it.
"""


def add_parser(commands: Any) -> None:
    """Add ``proof`` to the commands."""
    from nosologist.cli.code import add_encounter_arguments

    parser = commands.add_parser(
        "proof",
        help="export what each code rests on",
        description="Code a chart and export the proof of it: for each code the words of the record, the way through Index and "
        "Tabular, the notes on it, the rules passed, findings, and the releases with their hashes, as canonical JSON with a hash "
        "over its content.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "notes",
        nargs="*",
        metavar="CHART",
        help="a file of any kind that noso code reads, a folder, or - for standard input",
    )
    add_encounter_arguments(parser)
    parser.add_argument("-o", "--out", metavar="FILE", help="where to write it (default: standard output)")
    parser.add_argument(
        "--setting",
        choices=[setting.value for setting in Setting],
        help="default: what the chart tells, else outpatient",
    )
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="date of discharge (inpatient) or of service")
    parser.add_argument("--age", type=int, metavar="YEARS", help="age of the patient in whole years")
    parser.add_argument("--sex", choices=[sex.value for sex in Sex], help="sex of the patient")
    parser.add_argument("--procedures", action=argparse.BooleanOptionalAction, default=None, help="as in noso code")
    parser.add_argument("--all-mentions", action="store_true", help="as in noso code")
    parser.add_argument("--least-confidence", type=float, metavar="0..1", help="as in noso code")
    parser.add_argument(
        "--for", dest="view", choices=[view.value for view in View], help="add the service lines of this claim"
    )
    parser.add_argument("--patient", choices=["new", "established"], help="as in noso code")
    parser.add_argument(
        "--force", action="append", default=[], metavar="RULE=REASON",
        help="a person's decision to let what a rule found stand, and why",
    )  # fmt: skip
    parser.add_argument(
        "--deidentify", action="store_true",
        help="take the identifiers of Safe Harbor out of the notes first, so that the proof quotes none; it is then checked "
        "without the chart",
    )  # fmt: skip
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Code the chart and write its proof; nothing is written where a part of it cannot be read."""
    from nosologist.cli.books import FirstUse
    from nosologist.cli.claim import overrides_of
    from nosologist.cli.code import Told, encounter_of, encounters_in, sources
    from nosologist.formats.whole_file import write_whole
    from nosologist.proof.seal import sealed
    from nosologist.proof.statement import content
    from nosologist.rules.site import rulebook_in_force

    asked, found = encounter_of(options), sources(options)
    decided = overrides_of(options.force, rulebook_in_force().rules)
    told = Told("none")
    with FirstUse() as library:
        encounters = list(encounters_in(found, asked, library, told, setting_is_given=bool(options.setting)))
        if told.unreadable:  # a proof of a part would not be one of the chart
            raise UsageError(told.unreadable[0])
        told_of = _nameless if options.deidentify else _told
        records = [
            told_of(one, library.in_force(one.date), decided, number) for number, one in enumerate(encounters, 1)
        ]
    _refuse_idle(decided, records)
    data = sealed(content(records))
    if options.out:
        write_whole(Path(options.out), data)
    else:
        sys.stdout.buffer.write(data)
    return 0


def _told(encounter: Encounter, books: Books, decided: Sequence[Override], _number: int) -> dict[str, Any]:
    from nosologist.pipeline import walk
    from nosologist.proof.statement import record

    coded = walk(encounter, books)
    return record(coded, books, encounter.documents, _fitting(decided, coded))


def _nameless(encounter: Encounter, books: Books, decided: Sequence[Override], number: int) -> dict[str, Any]:
    """The record without identifiers. Its date becomes a day of the release, to be checked with."""
    from nosologist.notes.arrange import arranged
    from nosologist.pipeline import walk
    from nosologist.privacy.dateless import dateless
    from nosologist.privacy.deidentify import nameless
    from nosologist.proof.statement import record

    bare = nameless(arranged(encounter), number)
    coded = dateless(walk(bare, books))
    day = date.fromisoformat(books.source.effective_to or books.source.effective_from)
    coded = replace(coded, encounter=replace(coded.encounter, date=day))
    return record(coded, books, bare.documents, _fitting(decided, coded)) | {"deidentified": True}


def _fitting(decided: Sequence[Override], coded: CodedEncounter) -> list[Override]:
    spoke = {finding.rule for finding in coded.findings}
    return [one for one in decided if one.rule in spoke]


def _refuse_idle(decided: Sequence[Override], records: Sequence[dict[str, Any]]) -> None:
    """A decision about a finding that is not there is a mistake of the person who wrote it."""
    found = {finding["rule"] for one in records for finding in one["findings"]}
    for one in decided:
        if one.rule not in found:
            raise UsageError(f"--force {one.rule}: the rule found nothing in this chart; leave the option away")


def charts_of(name: str | Path | None) -> Iterator[Chart]:
    """The charts of a file (None: of standard input), all of them whole."""
    from nosologist.formats.charts import charts_in, read_charts

    try:
        found = (
            charts_in(sys.stdin.buffer.read(), "standard input", "stdin") if name is None else read_charts(Path(name))
        )
        for chart in found:
            if chart.unreadable:
                raise UsageError(chart.unreadable[0])
            yield chart
    except UnreadableNoteError as error:
        raise UsageError(str(error)) from error
