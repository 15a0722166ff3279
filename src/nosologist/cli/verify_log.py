"""``noso verify-log``: prove that the workbench's audit log is whole."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from nosologist.cli.serve import add_place, set_up

_MOST_SHOWN = 20
_EPILOG = """examples:
  noso verify-log
  noso verify-log --head 5d41...   a digest noted earlier must still stand in the log: nothing was cut off its end
  noso verify-log --json

Every line holds the digest of the line before, and every decision its own. Note the head that is printed where nobody with
access to the database can change it. Exit code: 0 whole, 1 not.
"""


def add_parser(commands: Any) -> None:
    """Add ``verify-log`` to the commands."""
    parser = commands.add_parser(
        "verify-log",
        help="prove that the workbench's audit log is whole",
        description="Read the audit log and every decision again and check that none was changed, taken out or put in.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_place(parser)
    parser.add_argument("--head", metavar="DIGEST", help="a digest of an earlier run")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Verify; 1 where something is wrong."""
    set_up(options)
    from nosologist.workbench.audit import verify

    found = verify(options.head)
    if options.json:
        told = {
            "entries": found.entries,
            "decisions": found.decisions,
            "head": found.head,
            "faults": list(found.faults),
        }
        print(json.dumps(told, indent=1))
        return 1 if found.faults else 0
    for fault in found.faults[:_MOST_SHOWN]:
        print(f"noso: {fault}", file=sys.stderr)
    if len(found.faults) > _MOST_SHOWN:
        print(f"noso: and {len(found.faults) - _MOST_SHOWN} more", file=sys.stderr)
    state = f"{len(found.faults)} faults" if found.faults else "whole"
    print(f"{found.entries} lines, {found.decisions} decisions: {state}\nhead {found.head}")
    return 1 if found.faults else 0
