"""``noso verify``: check a proof again, offline, and say what no longer holds."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

_EPILOG = """examples:
  noso verify proof.json                        hash, releases, codes, notes and rules
  noso verify proof.json --chart stay.txt       its quotes, and the same codes from the same text, too

exit code: 0 all of it holds, 1 something does not, 2 the proof or the chart cannot be read
"""


_MARKS: dict[bool | None, str] = {True: "holds", None: "-"}


def add_parser(commands: Any) -> None:
    """Add ``verify`` to the commands."""
    parser = commands.add_parser(
        "verify",
        help="check a proof: what no longer holds",
        description="Check a proof that noso proof wrote, here or on another machine: whether its content is as it was sealed, "
        "the releases are the same, the codes valid, the notes on them and the rules as stated; with the chart, whether each quote "
        "stands at its place and the same text gives the same codes.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("proof", type=Path, metavar="PROOF", help="a file of noso proof")
    parser.add_argument("--chart", metavar="FILE", help="the chart that it was made of")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check, and tell each check on a line."""
    from nosologist.cli.books import FirstUse
    from nosologist.cli.proof import charts_of
    from nosologist.proof.seal import opened
    from nosologist.proof.verify import verify

    content, stated = opened(options.proof)
    texts = [one for chart in charts_of(options.chart) for one in chart.documents] if options.chart else None
    failed = 0
    with FirstUse() as library:
        for line in verify(content, stated, library, texts):
            failed += line.holds is False
            told = f"NO    {line.what}: {line.why}" if line.holds is False else f"{_MARKS[line.holds]:<5} {line.what}"
            print("".join(character if character.isprintable() else " " for character in told))
    print(f"{failed} of its statements no longer hold" if failed > 1 else "1 of its statements no longer holds" if failed else
          "all of it that was checked holds")  # fmt: skip
    return 1 if failed else 0
