"""``noso appeal``: draft an appeal letter for a denied claim from the remittance and the coded chart."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nosologist.answers.meaning import ExplainedClaim

_EPILOG = """examples:
  noso appeal remit.835 --claim A-1001 --out letter.md
  noso code visit.txt --format json > coded.json
  noso appeal remit.835 --claim A-1001 --chart coded.json --note visit.txt --code M17.11
  noso appeal inbox/ --claim A-1001 --level 2 --payers ours.toml

The letter states what was denied and quotes the record; what a person must say stands in [[ ]]. It never says that the record
lacks something. Below it stands a page for the sender (deadline, meaning of the codes, rules to read), to be taken out.
The letter names the patient: keep it where charts are kept.
"""


def add_parser(commands: Any) -> None:
    """Add ``appeal`` to the commands."""
    parser = commands.add_parser(
        "appeal",
        help="draft an appeal letter for a denied claim",
        description="Draft an appeal letter as plain text: the denied lines from the 835, the words of the record with the path "
        "and reasons of each code from the JSON of noso code, and marked places for what a person must say.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="+", metavar="REMIT", help="835 files or folders of X12 files")
    parser.add_argument("--claim", required=True, metavar="NUMBER", help="the claim, by your number or the payer's")
    parser.add_argument("--chart", type=Path, metavar="FILE", help="the coded chart: JSON or JSONL of noso code")
    parser.add_argument("--document", metavar="ID", help="which document of the chart, where it holds several")
    parser.add_argument("--note", type=Path, metavar="FILE", help="the note that was coded, to quote whole lines")
    parser.add_argument("--code", action="append", default=[], metavar="CODE", help="only these codes of the chart")
    parser.add_argument("--level", type=int, metavar="N", help="level of appeal (default: the one that is open)")
    parser.add_argument(
        "--payers", type=Path, metavar="FILE", help="a table of your payers' appeal levels and days (TOML)"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write a new file instead of standard output")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Find the claim's last decision, then draft."""
    from nosologist.answers.deadline import appeal_for, appeal_rules
    from nosologist.answers.evidence import evidence_in
    from nosologist.answers.letter import letter
    from nosologist.cli.answer_files import Told
    from nosologist.errors import UsageError

    if options.level is not None and options.level < 1:
        raise UsageError("--level: levels count from 1")
    if options.chart is None and (options.note or options.code or options.document):
        raise UsageError("--note, --code and --document choose from a coded chart; name it with --chart FILE")
    if options.out and options.out.exists():
        raise UsageError(f"{options.out}: exists and may hold a person's words; give another name")
    rules = appeal_rules(options.payers)
    told = Told()
    claim = _claim(options, told)
    evidence = evidence_in(options.chart, options.note, options.document, options.code) if options.chart else ()
    _write(letter(claim, appeal_for(claim, rules, options.level), evidence), options.out)
    return told.finish()


def _claim(options: argparse.Namespace, told: Any) -> ExplainedClaim:
    """The last decision on the claim, which must deny something."""
    from nosologist.answers.meaning import Outcome, explain
    from nosologist.cli.answer_files import answers_asked
    from nosologist.errors import UsageError
    from nosologist.model.remittance import ClaimPayment

    found = [
        explain(answer)
        for _, answer in answers_asked(options.files, told)
        if isinstance(answer, ClaimPayment) and options.claim in (answer.claim, answer.payer_control)
    ]
    if not found:
        raise UsageError("--claim: no claim of that number was read")
    decided = [one for one in found if one.outcome is not Outcome.REVERSED] or found
    last = max(reversed(decided), key=lambda one: (one.payment.remittance.day is not None, one.payment.remittance.day))
    if not last.denials:
        raise UsageError(f"--claim: nothing of it was denied ({last.outcome.value}); there is nothing to appeal")
    if last.appealable:
        raise UsageError(f"--claim: {last.appealable}")
    return last


def _write(text: str, out: Path | None) -> None:
    """To a new file, whole or not at all; else to standard output."""
    from nosologist.errors import UsageError

    if out is None:
        sys.stdout.write(text)
        return
    part = out.with_name(f"{out.name}.part")
    try:
        part.write_text(text, "utf-8")
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UsageError(f"{out}: cannot be written ({error.strerror})") from None
    print(f"{out}: drafted; fill every [[ ]]", file=sys.stderr)
