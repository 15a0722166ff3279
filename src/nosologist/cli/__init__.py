"""The command line ``noso``: one module a command. No logic in here."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence

from nosologist import __version__
from nosologist.errors import NosologistError

_EPILOG = """examples:
  noso code note.txt                         code one note and show why
  noso code charts/ --setting inpatient      code a folder
  pbpaste | noso code -                      code what stands on the clipboard
  noso code charts/ --format jsonl > coded.jsonl
  noso check E11.22 N18.4 I10                check a set of codes
  noso explain CM101                         what a rule says and what to do about it
  noso ask stay.txt --setting inpatient      what to ask the provider, as compliant queries
  noso bench notes/ labels.tsv               measure against known codes
  noso build lap chole                       build an ICD-10-PCS code
  noso books list                            the code sets, and from when to when each counts
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``noso``; returns the exit code: 0 done, 2 what was asked cannot be done (one line says why), 130 stopped."""
    # The books are many small objects that live as long as the process: looking through them for garbage is time lost.
    gc.set_threshold(100_000, 20, 100)
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except NosologistError as error:
        print(f"noso: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("noso: stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of our output closed it (`noso code ... | head`): no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    from nosologist.cli import ask, bench, build, check, code, group, rules, shelf

    parser = argparse.ArgumentParser(
        prog="noso",
        description="Nosologist, the open medical coding system: codes clinical notes with evidence and reasons, offline.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"noso {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    code.add_parser(commands)
    check.add_parser(commands)
    group.add_parser(commands)
    rules.add_parsers(commands)
    ask.add_parser(commands)
    bench.add_parser(commands)
    shelf.add_parser(commands)
    build.add_parser(commands)
    return parser
