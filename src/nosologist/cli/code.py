"""``noso code``: code notes and show why."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from nosologist.codesets.library import Books, Library
from nosologist.errors import BookError, UnreadableNoteError, UsageError
from nosologist.formats.chart import Chart
from nosologist.formats.charts import charts_in, is_chart, read_charts, read_exported
from nosologist.formats.visits import encounters_of, together
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import DocumentKind
from nosologist.model.encounter import Encounter, Setting, Sex, View

_VIEWS = [view.value for view in View]
_FEW_REMARKS = 5  # on one chart
_MOST_REMARKS = 100  # on all charts together
_AND_MORE = "more remarks on other charts (--remarks all shows them)"
_EPILOG = """examples:
  noso code visit.txt
  noso code stay.txt --setting inpatient --date 2026-03-01
  noso code operation.txt --setting inpatient --procedures
  noso code visit.txt --for professional
  noso code ed.txt --setting ed --for facility --format json
  noso code charts/ --format jsonl > coded.jsonl
  noso code charts/ --format csv --all-mentions
  noso code discharge.pdf ccd.xml bundle.json mdm.hl7 stays.zip --remarks all
  noso code admission.txt consult.pdf discharge.txt --together --setting inpatient
  noso code --encounter stay1/ stay2/ --setting inpatient
  noso code --export bulk/ --format jsonl > coded.jsonl
  echo "Probable pneumonia with cough and fever" | noso code -
"""


def add_parser(commands: Any) -> None:
    """Add ``code`` to the commands."""
    parser = commands.add_parser(
        "code",
        help="code clinical notes",
        description="Code clinical notes: each code with its evidence, path and reasons, and what was not coded. Read are "
        "plain text, RTF, HTML, Word, OpenDocument, PDF, scans (PNG, JPEG, TIFF), C-CDA, FHIR R4, HL7 v2, mail and zips of "
        "these, told by their content. "
        "Setting, date, age and sex are taken from the chart where it tells them and no option does.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("notes", nargs="*", metavar="NOTE", help="a file, a folder of charts, or - for standard input")
    add_encounter_arguments(parser)
    parser.add_argument(
        "--setting", choices=[setting.value for setting in Setting],
        help="which guidelines hold: Section II and III (inpatient) or IV (all others); default: what the chart tells, "
        "else outpatient",
    )  # fmt: skip
    parser.add_argument(
        "--date", metavar="YYYY-MM-DD", help="date of discharge (inpatient) or of service; decides the release"
    )
    parser.add_argument("--age", type=int, metavar="YEARS", help="age of the patient in whole years")
    parser.add_argument("--sex", choices=[sex.value for sex in Sex], help="sex of the patient")
    parser.add_argument(
        "--procedures", action=argparse.BooleanOptionalAction, default=None,
        help="code what was done as ICD-10-PCS (default: for inpatient stays, where its tables were added)",
    )  # fmt: skip
    parser.add_argument(
        "--for", dest="view", choices=[*_VIEWS, "both"],
        help="add the service lines of this claim (CPT, HCPCS) with modifiers, units and diagnosis pointers; a facility's "
        "inpatient stay has ICD-10-PCS instead; both: one after the other (default: none)",
    )  # fmt: skip
    parser.add_argument(
        "--patient", choices=["new", "established"],
        help="for the level of an office visit with --for professional, where the note does not say it",
    )  # fmt: skip
    parser.add_argument("--all-mentions", action="store_true", help="code every asserted condition, reportable or not")
    parser.add_argument(
        "--least-confidence", type=float, metavar="0..1",
        help="leave codes that are less sure uncoded, and say what they would need; 0 codes everything "
        "(default: only conditions that are hardly there are left uncoded)",
    )  # fmt: skip
    parser.add_argument(
        "--remarks", choices=["none", "few", "all"], default="few",
        help="what is said on standard error about charts that are read but not whole or not well made (default: few)",
    )  # fmt: skip
    parser.add_argument(
        "--deidentify", action="store_true",
        help="take the identifiers of Safe Harbor out of the notes before they are coded, so that no output has them "
        "(see noso deidentify)",
    )  # fmt: skip
    parser.add_argument("--format", choices=["table", "json", "jsonl", "csv"], default="table", help="default: table")
    parser.set_defaults(run=run)


def add_encounter_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what tells which notes are documents of one encounter."""
    parser.add_argument("--together", action="store_true", help="the notes are documents of one encounter")
    parser.add_argument(
        "--encounter", nargs="+", action="extend", default=[], metavar="FOLDER",
        help="folders of which each holds the documents of one encounter",
    )  # fmt: skip
    parser.add_argument(
        "--export", nargs="+", action="extend", default=[], metavar="FOLDER",
        help="folders of which each holds a FHIR bulk export: .ndjson files that refer to one another",
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Code every chart. Unreadable ones are told on standard error, the others are coded; then the exit code is 2."""
    from nosologist.cli.books import FirstUse

    asked = encounter_of(options)
    with FirstUse() as library:
        books = library.in_force(asked.date)
    if asked.procedures is None and asked.setting is Setting.INPATIENT and asked.view is not View.PROFESSIONAL:
        _tell_of_tables(books, asked.date)
    if options.view:
        _tell_of_level_two(books, asked, options.view)
    told = Told(options.remarks)
    encounters = encounters_in(sources(options), asked, library, told, setting_is_given=bool(options.setting))
    views = tuple(View) if options.view == "both" else (asked.view,)
    _print((_nameless if options.deidentify else _coded)(encounters, library, views), options.format)
    for message in (*told.remarks, *told.unreadable):
        print(f"noso: {message}", file=sys.stderr)
    return 2 if told.unreadable else 0


def _tell_of_level_two(books: Books, asked: Encounter, view: str) -> None:
    """Say once on standard error that drugs and supplies need HCPCS Level II, where none was added."""
    from nosologist.coding.services import has_lines
    from nosologist.coding.supplies import NEEDED, has_level_two

    if (view == "both" or has_lines(asked)) and not has_level_two(books):
        print(f"noso: {NEEDED}", file=sys.stderr)


def _tell_of_tables(books: Books, on: date | None) -> None:
    """Say once on standard error that procedures need the tables, where none were added."""
    if books.shelf.in_force("icd10pcs", on, "icd10pcs_tables") is None:
        print(
            "noso: procedures are not coded: no ICD-10-PCS tables were added; fetch them from CMS and run "
            "`noso books add FILE` (--no-procedures silences this)",
            file=sys.stderr,
        )


def encounter_of(options: argparse.Namespace) -> Encounter:
    """The encounter that the options describe, without documents."""
    day = day_of(options.date)
    if options.age is not None and not 0 <= options.age <= 124:
        raise UsageError(f"--age {options.age}: is no age in years; give 0 to 124")
    least = checked_least(options.least_confidence)
    sex = Sex(options.sex) if options.sex else None
    setting = Setting(options.setting or Setting.OUTPATIENT.value)
    view = getattr(options, "view", None)
    return Encounter(
        (), setting, day, options.age, sex, options.all_mentions, least, getattr(options, "procedures", None),
        {"new": False, "established": True}.get(getattr(options, "patient", None) or ""), View(view) if view in _VIEWS else None,
    )  # fmt: skip


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
            found = sorted((file for file in path.iterdir() if is_chart(file)), key=lambda file: file.name)
            if not found:
                raise UsageError(f"{path}: holds no charts; name the files themselves if they end otherwise")
            yield from found
        else:
            yield path


class Told:
    """What is to be said about the charts when all are coded."""

    def __init__(self, amount: str) -> None:
        self._most = {"none": 0, "few": _FEW_REMARKS}.get(amount)
        self._says_more = amount == "few"
        self.remarks: list[str] = []
        self.unreadable: list[str] = []

    def add(self, chart: Chart) -> None:
        """Keep what a chart's reader said."""
        self.unreadable.extend(chart.unreadable)
        if self._says_more and len(self.remarks) >= _MOST_REMARKS:
            if chart.remarks and self.remarks[-1] != _AND_MORE:
                self.remarks.append(_AND_MORE)
            return
        self.remarks.extend(chart.remarks[: self._most])
        left = len(chart.remarks[self._most :]) if self._most else 0
        if left and self._says_more:
            self.remarks.append(
                f"{chart.remarks[0].partition(': ')[0]}: {left} more remarks (--remarks all shows them)"
            )


def _charts(path: Path | None) -> Iterator[Chart]:
    return read_charts(path) if path else charts_in(sys.stdin.buffer.read(), "standard input", "stdin")


class Source(NamedTuple):
    """Files, and the name of the encounter that they make together; or the folder of an export."""

    paths: tuple[Path | None, ...]
    name: str | None = None
    export: bool = False


def sources(options: argparse.Namespace) -> list[Source]:
    """What the arguments name, in their order: charts by themselves, and files that are one encounter.

    Raises:
        UsageError: nothing is named, or a folder that is none or holds no charts.
    """
    if not (options.notes or options.encounter or options.export):
        raise UsageError("nothing to read; name a note, a folder of them, or --encounter FOLDER")
    found = [Source((path,)) for path in files(options.notes)]
    if options.together and found:
        paths = tuple(path for source in found for path in source.paths)
        first = paths[0].name if paths[0] else "stdin"
        found = [Source(paths, f"{first} and {len(paths) - 1} more" if len(paths) > 1 else first)]
    for name in options.encounter:
        if not Path(name).is_dir():
            raise UsageError(f"--encounter {name}: is no folder; give a folder with the documents of one encounter")
        found.append(Source(tuple(files([name])), Path(name).resolve().name))
    for name in options.export:
        if not Path(name).is_dir():
            raise UsageError(f"--export {name}: is no folder; give the folder with the .ndjson files of one export")
        found.append(Source((Path(name),), export=True))
    return found


def charts_of(source: Source, unreadable: list[str]) -> Iterator[Chart]:
    """The charts of a source; what is wrong with its files is added to ``unreadable``."""
    parts: list[Chart] = []
    for path in source.paths:
        try:
            for chart in read_exported(path) if path and source.export else _charts(path):
                if source.name is None:
                    yield chart
                else:
                    parts.append(chart)
        except UnreadableNoteError as error:
            unreadable.append(str(error))
    if source.name is not None:
        yield together(parts, source.name)


def encounters_in(
    found: list[Source], asked: Encounter, library: Library, told: Told, *, setting_is_given: bool
) -> Iterator[Encounter]:
    """Each encounter with the facts of its chart."""
    from nosologist.cli.progress import tracked

    for source in tracked(found, len(found), "coding"):
        for chart in charts_of(source, told.unreadable):
            told.add(chart)
            for one in encounters_of(chart, asked, setting_is_given=setting_is_given):
                if not setting_is_given and chart.setting is None:
                    one = _in_its_setting(one, told)
                yield one if asked.date else _with_books(one, library, told)


def _in_its_setting(encounter: Encounter, told: Told) -> Encounter:
    """The encounter as a stay, where nothing tells its setting and a discharge summary is among its documents, but no visit."""
    from nosologist.notes.authors import kind_of

    kinds = {kind_of(one) for one in encounter.documents} if len(encounter.documents) > 1 else set()
    if DocumentKind.DISCHARGE not in kinds or DocumentKind.VISIT in kinds:
        return encounter
    why = "does not tell its setting; taken as inpatient, because it has a discharge summary"
    told.add(Chart(remarks=(f"{encounter.id}: {why}",)))
    return replace(encounter, setting=Setting.INPATIENT)


def _with_books(encounter: Encounter, library: Library, told: Told) -> Encounter:
    """The encounter; without its date where no release is known for a date that the chart tells."""
    try:
        library.in_force(encounter.date)
    except BookError as error:
        told.add(
            Chart(remarks=(f"{encounter.id}: dated {encounter.date}; coded with the newest release, because {error}",))
        )
        return replace(encounter, date=None)
    return encounter


def _coded(
    encounters: Iterable[Encounter], library: Library, views: tuple[View | None, ...]
) -> Iterator[CodedEncounter]:
    from nosologist.pipeline import code_encounter

    for encounter in encounters:
        for view in views:
            yield code_encounter(replace(encounter, view=view), library)


def _nameless(
    encounters: Iterable[Encounter], library: Library, views: tuple[View | None, ...]
) -> Iterator[CodedEncounter]:
    from nosologist.notes.arrange import arranged
    from nosologist.privacy.dateless import dateless
    from nosologist.privacy.deidentify import nameless

    yield from map(
        dateless, _coded((nameless(arranged(one), number) for number, one in enumerate(encounters, 1)), library, views)
    )


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
