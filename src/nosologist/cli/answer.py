"""``noso answer``: what payers answered, claim by claim, in plain words, with cause, next step and deadline."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nosologist.answers.deadline import PayerAppeals
    from nosologist.answers.meaning import ExplainedClaim

_EPILOG = """examples:
  noso answer remit.835                      every claim, every adjustment, what to do, by when
  noso answer inbox/ --only denied           what was denied in part or in whole
  noso answer inbox/ --format csv > adjustments.csv
  noso answer ack.999 status.277 ta1.x12     what became of the claims on their way
  noso answer outbox/ inbox/ --history       each claim's way on one line: sent, taken, accepted, paid or denied
  noso answer remit.835 --payers ours.toml   with your contracts' deadlines

exit code: 0 all was read, 1 with flaws (told on standard error, with segment and byte), 2 something could not be read
"""


def add_parser(commands: Any) -> None:
    """Add ``answer`` to the commands."""
    parser = commands.add_parser(
        "answer",
        help="explain payers' answers (835, 277CA, 999, TA1)",
        description="Explain what payers answered: each claim's outcome, every adjustment and remark in plain words, the root "
        "cause of denials, the lines in question, what to do next, and by when which appeal is open. Reads X12 835 "
        "(005010X221A1), 277CA (005010X214), 999 and TA1, of any size, and checks envelopes and balances.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="X12 files, folders of them, or - for standard input")
    parser.add_argument("--only", choices=["denied"], help="only claims that were denied in part or in whole")
    parser.add_argument("--claim", metavar="NUMBER", help="only this claim, by your number or the payer's")
    parser.add_argument(
        "--payers", type=Path, metavar="FILE", help="a table of your payers' appeal levels and days (TOML)"
    )
    parser.add_argument(
        "--history",
        action="store_true",
        help="one line for each claim over time; the 837 that were sent join the answers",
    )
    parser.add_argument("--format", choices=["table", "jsonl", "csv"], default="table", help="default: table")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Explain every answer as it is read."""
    from nosologist.answers.deadline import appeal_rules
    from nosologist.answers.meaning import explain
    from nosologist.answers.objects import csv_header
    from nosologist.cli.answer_files import Told, answers_asked
    from nosologist.model.remittance import ClaimPayment

    if options.history:
        return _history(options)
    rules = appeal_rules(options.payers)
    told = Told()
    if options.format == "csv":
        sys.stdout.write(csv_header())
    for name, answer in answers_asked(options.files, told):
        if not isinstance(answer, ClaimPayment):
            _other(name, answer, options)
            continue
        claim = explain(answer)
        if options.claim not in (None, answer.claim, answer.payer_control) or (options.only and not claim.denials):
            continue
        _show(claim, rules, options.format)
    sys.stdout.flush()
    return told.finish()


def _history(options: argparse.Namespace) -> int:
    """Each claim's way; every file is read before the first line is shown."""
    from nosologist.answers.history import Histories, history_line, history_object
    from nosologist.answers.text import printable
    from nosologist.cli.answer_files import Told, answers_asked
    from nosologist.errors import UsageError
    from nosologist.formats.spreadsheet import safe_line

    if options.only:
        raise UsageError("--history: shows every claim, or the one that --claim names; leave --only out")
    told = Told()
    histories = Histories(options.claim)
    for name, answer in answers_asked(options.files, told, with_claims=True, counted=True):
        histories.add(answer, name)
    if options.format == "csv":
        sys.stdout.write(safe_line(("claim", "day", "stage", "words", "file")))
    for history in histories.histories():
        if options.format == "jsonl":
            sys.stdout.write(json.dumps(history_object(history), ensure_ascii=False, separators=(",", ":")) + "\n")
        elif options.format == "csv":
            for day, stage, words, file in history.events:
                sys.stdout.write(safe_line((history.claim, day.isoformat() if day else "", stage, words, file)))
        else:
            sys.stdout.write(printable([history_line(history)]))
    sys.stdout.flush()
    return told.finish()


def _show(claim: ExplainedClaim, rules: tuple[PayerAppeals, ...], form: str) -> None:
    from nosologist.answers.deadline import appeal_for
    from nosologist.answers.objects import claim_object, csv_rows
    from nosologist.answers.text import claim_lines, printable

    appeal = appeal_for(claim, rules)
    if form == "csv":
        sys.stdout.write(csv_rows(claim, appeal))
    elif form == "jsonl":
        sys.stdout.write(json.dumps(claim_object(claim, appeal), ensure_ascii=False, separators=(",", ":")) + "\n")
    else:
        sys.stdout.write(printable(claim_lines(claim, appeal)) + "\n")


def _other(name: str, answer: Any, options: argparse.Namespace) -> None:
    """Answers that are no claim payment: statuses of the claim that is asked for, and all of them where none is."""
    from nosologist.answers.objects import answer_object
    from nosologist.answers.text import answer_lines, printable
    from nosologist.model.acknowledgement import ClaimStatus, SentClaim
    from nosologist.model.remittance import Remittance

    if options.format == "csv" or isinstance(answer, SentClaim):
        return
    if options.claim and options.claim not in (getattr(answer, "claim", None), getattr(answer, "payer_control", None)):
        return
    if options.only and not isinstance(answer, Remittance):
        return
    if options.format == "jsonl":
        sys.stdout.write(json.dumps(answer_object(answer, name), ensure_ascii=False, separators=(",", ":")) + "\n")
    else:
        end = "\n" if isinstance(answer, (Remittance, ClaimStatus)) else ""
        sys.stdout.write(printable(answer_lines(answer)) + end)
