"""``noso check``: check a claim, or a million, against every rule."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nosologist.cli.claim_arguments import FACTS, add_claim_arguments, claims_asked, file_asked, refuse_beside_file
from nosologist.cli.told import Told
from nosologist.errors import NosologistError, UsageError
from nosologist.model.encounter import Setting
from nosologist.model.finding import Severity

if TYPE_CHECKING:
    from nosologist.batch.desk import Desk
    from nosologist.codesets.library import Library
    from nosologist.formats.checked_json import Checked
    from nosologist.model.claim import Claim

_EPILOG = """examples:
  noso check E11.22 N18.4 I10                          codes alone; the first one is principal or first-listed
  noso check I50.20:Y N18.6:N --setting inpatient      with present-on-admission indicators
  noso check M17.11 --line 99213-25 --line 20610-RT --date 2026-05-04
  noso check J18.9 R05.9 --note visit.txt              compared with what the note says
  noso check claims.csv                                one row a code
  noso code note.txt --format json | noso check - --format json
  noso check claims.jsonl --format jsonl > checked.jsonl
  noso check claims.837                                claims as they were sent, 837P or 837I
  noso check claims.json --format sarif > findings.sarif

exit code: 0 nothing stops the claims, 1 a finding of severity stop, 2 something could not be read
"""


def add_parser(commands: Any) -> None:
    """Add ``check`` to the commands."""
    parser = commands.add_parser(
        "check",
        help="check a set of codes or claims",
        description="Check codes or claims against every rule: conventions, guidelines, claim edits.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_claim_arguments(parser, Setting.OUTPATIENT)
    parser.add_argument("--site", metavar="FOLDER", help="your own rules and switches (default: NOSOLOGIST_SITE)")
    parser.add_argument(
        "--least", choices=[severity.value for severity in Severity], default="info",
        help="show findings of this severity and above; default info (all)",
    )  # fmt: skip
    parser.add_argument(
        "--groups", action="store_true", help="show the groups too: MS-DRG of a stay, HCC (json: always)"
    )
    parser.add_argument("--workers", type=int, metavar="N", help="processes for jsonl; default: one a core")
    parser.add_argument("--format", choices=["table", "json", "jsonl", "sarif"], default="table", help="default: table")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check; 1 where a finding stops a claim, 2 where something could not be read."""
    from nosologist.batch.claims import desk_for
    from nosologist.cli.books import FirstUse

    site = Path(options.site) if options.site else None
    path = file_asked(options)
    with FirstUse() as library:
        library.in_force()
    if options.format == "jsonl" and path and path.suffix.lower() == ".jsonl":
        return _check_lines(path, site, library, options)
    from nosologist.cli.show_checked import show

    desk = desk_for(library, site)
    grouped = options.groups or options.format in ("json", "jsonl")
    told = Told()
    claims = claims_asked(path, options, desk, told.add)
    stopped = show(_checked(claims, desk, told, options, grouped=grouped), desk.rules.rules, options.format)
    told.tell()
    return 2 if told.count else stopped


def _shown(least: str) -> frozenset[Severity]:
    order = list(Severity)
    return frozenset(order[: order.index(Severity(least)) + 1])


def _checked(
    claims: Iterable[Claim], desk: Desk, told: Told, options: argparse.Namespace, *, grouped: bool
) -> Iterator[Checked]:
    """Each claim with its findings; a received one that no book is for is told, and its form is checked all the same."""
    shown = _shown(options.least)
    for claim in claims:
        groups: dict[str, Any] = {}
        try:
            findings = desk.findings(claim)
            groups = desk.groups(claim) if grouped else {}
        except NosologistError as error:
            if claim.billing is None or claim.billing.received is None:
                raise
            told.add(f"claim in {claim.billing.received.claim}: codes not checked: {error}")
            findings = desk.form_findings(claim)
        yield claim, tuple(finding for finding in findings if finding.severity in shown), groups


def _those_shown(lines: bytes, shown: frozenset[Severity]) -> bytes:
    """Lines out with the findings of some severities only."""
    if len(shown) == len(Severity):
        return lines
    import orjson

    from nosologist.formats.checked_json import to_line

    contents = [orjson.loads(line) for line in lines.split(b"\n") if line]  # other ends of lines may stand in a text
    return "".join([to_line(_with_findings(content, shown)) + "\n" for content in contents]).encode()


def _with_findings(content: dict[str, Any], shown: frozenset[Severity]) -> dict[str, Any]:
    found = content.get("findings")
    return content | {"findings": [one for one in found if one["severity"] in shown]} if found else content


def _check_lines(path: Path, site: Path | None, library: Library, options: argparse.Namespace) -> int:
    from nosologist.batch.claims import check_lines, check_lines_on_every_core, desk_for
    from nosologist.formats.claim_files import lines_of

    refuse_beside_file(options, "procedure", "line", "note", *FACTS)
    if options.workers is not None and options.workers < 1:
        raise UsageError(f"--workers {options.workers}: is no number of processes; give 1 or more")
    setting = Setting(options.setting)
    shown = _shown(options.least)
    many = path.is_file() and path.stat().st_size > 1_000_000 and options.workers != 1
    lines = lines_of(path)
    results = (
        check_lines_on_every_core(lines, site, setting, options.workers)
        if many
        else check_lines(lines, desk_for(library, site), setting)
    )
    stopped = unreadable = 0
    for checked in results:
        sys.stdout.buffer.write(_those_shown(checked.text, shown))
        stopped += checked.stopped
        unreadable += checked.unreadable
    if unreadable:
        print(f"noso: {path}: {unreadable} lines could not be checked; each says why", file=sys.stderr)
    return 2 if unreadable else 1 if stopped else 0
