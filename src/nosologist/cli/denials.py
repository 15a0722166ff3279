"""``noso denials``: how often and for how much payers deny, by cause, reason, rule, code, provider and payer."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nosologist.answers.denials import Denials, Row

_BY = ("cause", "reason", "rule", "code", "provider", "payer")
_EPILOG = """examples:
  noso denials inbox/                        all tables, ten rows each
  noso denials inbox/ --by code --by payer --top 50
  noso denials inbox/ --format csv > denials.csv
  noso denials inbox/ --picture denials.svg

A claim counts as denied where a payer refused some of it for a reason that is no routine one (contract, patient's share, earlier
payer). Codes count lines, all others claims. Reversals, claims sent on and predeterminations are left out. A claim that was
decided twice counts twice; a payment that stands in two files counts once. A denial that several rules look for counts for each.
"""


def add_parser(commands: Any) -> None:
    """Add ``denials`` to the commands."""
    parser = commands.add_parser(
        "denials",
        help="count denials by cause, reason, rule, code, provider, payer",
        description="Count what payers denied in remittance advice (835): rates and dollars by root cause, adjustment reason, "
        "rule of ours that finds the same, procedure code, provider and payer; as tables, CSV, JSON and a picture.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="835 files or folders of X12 files")
    parser.add_argument("--by", action="append", choices=_BY, help="only these tables (default: all)")
    parser.add_argument("--top", type=int, default=10, metavar="N", help="rows of a table (default 10; 0: all)")
    parser.add_argument("--picture", type=Path, metavar="FILE", help="draw the report (.svg or .png; extra plots)")
    parser.add_argument("--format", choices=["table", "json", "csv"], default="table", help="default: table")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Count, then show."""
    from nosologist.answers.denials import Denials
    from nosologist.answers.picture import draw
    from nosologist.cli.answer_files import Told
    from nosologist.errors import UsageError
    from nosologist.formats.pictures import check_picture

    if options.top < 0:
        raise UsageError("--top: is no number of rows (0 shows all)")
    if options.picture:
        check_picture(options.picture)
    told = Told()
    denials = Denials()
    _count(denials, options.files, told)
    rows = _chosen(denials, options)
    if options.format == "json":
        print(json.dumps({**_summary(denials), "rows": [_object(row) for row in rows]}, ensure_ascii=False, indent=2))
    elif options.format == "csv":
        _csv(rows)
    else:
        _table(denials, rows)
    if options.picture:
        draw(denials, options.picture)
    return told.finish()


def _count(denials: Denials, names: list[str], told: Any) -> None:
    from nosologist.answers.meaning import explain
    from nosologist.cli.answer_files import answers_asked
    from nosologist.model.remittance import ClaimPayment, Remittance

    seen: set[tuple[object, ...]] = set()
    again = False
    for name, answer in answers_asked(names, told, with_claims=True, counted=True):
        if isinstance(answer, Remittance):
            key = (answer.payer, answer.payee, answer.trace, answer.day, answer.amount)
            again = key in seen
            seen.add(key)
            if again:
                told.flaw(f"{name}: a payment that was read before (same payer, trace, day and amount); counted once")
        elif isinstance(answer, ClaimPayment) and not again:
            denials.add(explain(answer))


def _chosen(denials: Denials, options: argparse.Namespace) -> list[Row]:
    rows: list[Row] = []
    for by in options.by or _BY:
        found = list(denials.rows([by]))
        rows += found[: options.top] if options.top else found
    return rows


def _summary(denials: Denials) -> dict[str, Any]:
    denied = denials.whole + denials.partly
    return {
        "claims": denials.claims,
        "denied": denials.whole,
        "partly_denied": denials.partly,
        "rate": round(denied / denials.claims, 4) if denials.claims else None,
        "charged": f"{denials.charged:.2f}",
        "paid": f"{denials.paid:.2f}",
        "dollars_denied": f"{denials.at_stake:.2f}",
        "left_out": denials.left_out,
    }


def _object(row: Row) -> dict[str, Any]:
    return {
        "by": row.by,
        "key": row.key,
        "words": row.words,
        "decided": row.decided,
        "denied": row.denied,
        "rate": round(row.rate, 4),
        "dollars": f"{row.dollars:.2f}",
    }


def _csv(rows: list[Row]) -> None:
    from nosologist.formats.spreadsheet import safe_line

    sys.stdout.write(safe_line(["by", "key", "words", "decided", "denied", "rate", "dollars"]))
    sys.stdout.writelines(safe_line(map(str, _object(row).values())) for row in rows)


def _table(denials: Denials, rows: list[Row]) -> None:
    from nosologist.answers.text import printable

    total = _summary(denials)
    rate = "no claims" if total["rate"] is None else f"{total['rate']:.1%} denied in part or in whole"
    lines = [
        f"{denials.claims} claims: {rate} ({denials.whole} in whole, {denials.partly} in part)",
        f"charged {denials.charged:,.2f}, paid {denials.paid:,.2f}, denied {denials.at_stake:,.2f}",
    ]
    if denials.left_out:
        lines.append(f"left out: {denials.left_out} reversed, sent on or predetermined")
    before = ""
    for row in rows:
        if row.by != before:
            of = "lines" if row.by == "code" else "claims"
            lines += ["", f"{'by ' + row.by:<26} {'denied':>7} {'of ' + of:>10} {'rate':>7} {'dollars':>13}"]
            before = row.by
        words = f"  {row.words}" if row.words else ""
        lines.append(f"{row.key:<26} {row.denied:>7} {row.decided:>10} {row.rate:>7.1%} {row.dollars:>13,.2f}{words}")
    sys.stdout.write(printable(lines))
