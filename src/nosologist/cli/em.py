"""``noso em``: the level of an evaluation and management visit, and what it rests on."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from nosologist.errors import UsageError
from nosologist.model.em import EmSetting, EmVisit
from nosologist.model.encounter import Encounter, Setting

if TYPE_CHECKING:
    from nosologist.model.coded import CodedEncounter
    from nosologist.model.em import EmLevel

_EPILOG = """examples:
  noso em visit.txt --patient established             an office visit
  noso em visit.txt --setting ed                      never by time
  noso em day2.txt --setting inpatient --visit subsequent
  noso em visit.txt --patient new --json
  noso em visit.txt lab.txt x-ray.txt --together --patient established
  pbpaste | noso em - --patient new --date 2026-03-01

The level is what the note documents, by two of three elements of decision making or by total time, the higher of both; never
more. Each fact stands with its words in the note, and those that do not count with the reason. docs/em.md says how it counts.
"""
# The kind of visit that must be told in each setting; None: the codes make no difference.
_MUST_TELL = {
    EmSetting.OFFICE: "--patient",
    EmSetting.HOME: "--patient",
    EmSetting.INPATIENT: "--visit",
    EmSetting.NURSING: "--visit",
}
_GUIDELINES = {
    EmSetting.ED: Setting.ED,
    EmSetting.INPATIENT: Setting.INPATIENT,
    EmSetting.INPATIENT_CONSULT: Setting.INPATIENT,
}


def add_parser(commands: Any) -> None:
    """Add ``em`` to the commands."""
    from nosologist.cli.code import add_encounter_arguments

    parser = commands.add_parser(
        "em",
        help="the level of an evaluation and management visit",
        description="The level of an evaluation and management visit from its note, by decision making or total time.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("notes", nargs="*", metavar="NOTE", help="a file, a folder of charts, or - for standard input")
    add_encounter_arguments(parser)
    parser.add_argument(
        "--setting", choices=[setting.value for setting in EmSetting], default=EmSetting.OFFICE.value,
        help="where the visit was (office); inpatient holds observation too",
    )  # fmt: skip
    parser.add_argument(
        "--patient", choices=["new", "established"], help="office and home: new where nobody of the group and specialty "
        "saw the patient in three years; makes no difference elsewhere",
    )  # fmt: skip
    parser.add_argument(
        "--visit", choices=["initial", "subsequent", "same-day", "discharge"],
        help="inpatient and nursing: which visit of the stay; same-day: admitted and discharged on one date",
    )  # fmt: skip
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="date of service; decides release and rules")
    parser.add_argument("--json", action="store_true", help="as JSON, a list with one object a note")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Level every note. Unreadable notes are told on standard error, the others are leveled; then the exit code is 2."""
    from nosologist.cli.books import FirstUse
    from nosologist.cli.code import Told, day_of, encounters_in, sources
    from nosologist.coding.em_level import em_level
    from nosologist.pipeline import code_encounter

    setting = EmSetting(options.setting)
    visit = _visit(setting, options)
    encounter = Encounter((), _GUIDELINES.get(setting, Setting.OUTPATIENT), day_of(options.date))
    with FirstUse() as library:
        library.in_force(encounter.date)
    told = Told("none")
    shown = []
    for one in encounters_in(sources(options), encounter, library, told, setting_is_given=True):
        coded = code_encounter(one, library)
        level = em_level(coded, setting, visit)
        if options.json:
            shown.append((level, coded))
        else:
            from nosologist.cli.show_em import show

            show(level, coded)
    if options.json:
        _print_json(shown)
    for message in told.unreadable:
        print(f"noso: {message}", file=sys.stderr)
    return 2 if told.unreadable else 0


def _visit(setting: EmSetting, options: argparse.Namespace) -> EmVisit:
    """The kind of visit as given; an error where the codes of the setting need it, or know no such visit."""
    needed = _MUST_TELL.get(setting)
    given = options.visit if needed == "--visit" else options.patient
    if options.visit and needed != "--visit":
        raise UsageError(
            f"--visit {options.visit}: is for inpatient and nursing; leave it out with --setting {setting.value}"
        )
    if needed is None:
        return EmVisit.ANY
    if given is None:
        what = "new or established" if needed == "--patient" else "initial, subsequent, same-day or discharge"
        raise UsageError(f"--setting {setting.value}: its codes differ by visit; give {needed}: {what}")
    if needed == "--visit" and setting is EmSetting.NURSING and given == "same-day":
        raise UsageError("--visit same-day: is no visit in a nursing facility; give initial, subsequent or discharge")
    return EmVisit(given)


def _print_json(shown: list[tuple[EmLevel, CodedEncounter]]) -> None:
    import io

    from nosologist.formats.em_json import to_object

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    objects = [to_object(level, coded) for level, coded in shown]
    sys.stdout.write(json.dumps(objects, ensure_ascii=False, indent=2) + "\n")
