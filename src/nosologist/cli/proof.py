"""``noso proof``: what each code of a chart rests on, sealed, to be checked on another machine."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nosologist.errors import UnreadableNoteError, UsageError
from nosologist.model.encounter import Setting, Sex

if TYPE_CHECKING:
    from nosologist.formats.chart import Chart
    from nosologist.model.encounter import Encounter

_EPILOG = """examples:
  noso proof stay.txt --setting inpatient --date 2026-03-18 -o proof.json
  noso proof discharge.pdf -o proof.json
  noso verify proof.json --chart discharge.pdf

The proof quotes the chart: keep it as you keep the chart.
"""


def add_parser(commands: Any) -> None:
    """Add ``proof`` to the commands."""
    parser = commands.add_parser(
        "proof",
        help="export what each code rests on",
        description="Code a chart and export the proof of it: for each code the words of the record, the way through Index and "
        "Tabular, the notes on it, the rules passed, findings, and the releases with their hashes, as canonical JSON with a hash "
        "over its content.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("chart", metavar="CHART", help="a file of any kind that noso code reads")
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
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Code the chart and write its proof; nothing is written where a part of it cannot be read."""
    from nosologist.cli.books import FirstUse
    from nosologist.cli.code import encounter_of
    from nosologist.formats.whole_file import write_whole
    from nosologist.pipeline import walk
    from nosologist.proof.seal import sealed
    from nosologist.proof.statement import content, record

    asked = encounter_of(options)
    encounters = list(encounters_of(options.chart, asked, bool(options.setting)))
    with FirstUse() as library:
        records = [record(walk(one, books), books) for one in encounters if (books := library.in_force(one.date))]
    data = sealed(content(records))
    if options.out:
        write_whole(Path(options.out), data)
    else:
        sys.stdout.buffer.write(data)
    return 0


def encounters_of(name: str, asked: Encounter, setting_is_given: bool) -> Iterator[Encounter]:
    """Each document of a chart with the facts of its face sheet.

    Raises:
        UsageError: a part of it cannot be read: a proof of a part would not be one of the chart.
    """
    for chart in charts_of(name):
        encounter = chart.encounter(asked, setting_is_given)
        for document in chart.documents:
            yield replace(encounter, documents=(document,))


def charts_of(name: str) -> Iterator[Chart]:
    """The charts of a file, all of them whole."""
    from nosologist.formats.charts import read_charts

    try:
        for chart in read_charts(Path(name)):
            if chart.unreadable:
                raise UsageError(chart.unreadable[0])
            yield chart
    except UnreadableNoteError as error:
        raise UsageError(str(error)) from error
