"""The command line: ``noso code``, ``check``, ``find``, ``show``, ``bench``, ``build``, ``books`` and more. No logic in here."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from nosologist import __version__
from nosologist.errors import NosologistError

# Command -> its module, in the order of the help. Only the one that is asked for is imported: the others would cost time.
_COMMANDS = {  # command -> its module
    "code": "code",
    "check": "check",
    "claim": "claim",
    "group": "group",
    "rules": "rules",
    "explain": "explain",
    "find": "find",
    "show": "sheet",
    "ask": "ask",
    "answer": "answer",
    "denials": "denials",
    "appeal": "appeal",
    "bench": "bench",
    "build": "build",
    "em": "em",
    "proof": "proof",
    "verify": "verify",
    "deidentify": "deidentify",
    "books": "shelf",
    "serve": "serve",
    "verify-log": "verify_log",
    "new-key": "new_key",
    "backup": "backup",
    "restore": "restore",
}
_EPILOG = """examples:
  noso code note.txt                         code one note and show why
  noso code charts/ --setting inpatient      code a folder
  pbpaste | noso code -                      code what stands on the clipboard
  noso code charts/ --format jsonl > coded.jsonl
  noso check E11.22 N18.4 I10                check a set of codes
  noso claim visit.txt --abstract visit.yaml --out claim.837
  noso explain CM101                         what a rule says and what to do about it
  noso ask stay.txt --setting inpatient      what to ask the provider, as compliant queries
  noso group I50.21:Y J96.01:Y               group a stay into its MS-DRG
  noso find copd exac                        look codes up in your own words
  noso show E11.22                           everything about a code
  noso answer remit.835                      what a payer answered, in plain words
  noso denials inbox/                        what payers deny, by cause, code, provider, payer
  noso appeal remit.835 --claim A-1001       draft an appeal letter
  noso bench notes/ labels.tsv               measure against known codes
  noso build lap chole                       build an ICD-10-PCS code
  noso em visit.txt --patient established    the level of a visit
  noso proof stay.txt -o proof.json          what each code rests on, to be checked elsewhere
  noso verify proof.json --chart stay.txt    check such a proof: what no longer holds
  noso deidentify stay.pdf -o stay.txt       a copy without identifiers (Safe Harbor)
  noso books list                            the code sets, and from when to when each counts
  noso serve                                 the coder's desk in a browser
  noso backup workbench.backup               all of the workbench in a file; noso restore puts it back
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``noso``; returns the exit code: 0 done, 2 what was asked cannot be done (one line says why), 130 stopped."""
    # The books are many small objects that live as long as the process: looking through them for garbage is time lost.
    gc.set_threshold(100_000, 20, 100)
    arguments = sys.argv[1:] if arguments is None else arguments
    options = _parser(arguments).parse_args(arguments)
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


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of the command that is named; of all of them where none is."""
    parser = argparse.ArgumentParser(
        prog="noso",
        description="Nosologist, the open medical coding system: codes clinical notes with evidence and reasons, offline.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"noso {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    named = arguments[0] if arguments and arguments[0] in _COMMANDS else None
    for module in [_COMMANDS[named]] if named else _COMMANDS.values():
        import_module(f"nosologist.cli.{module}").add_parser(commands)
    return parser
