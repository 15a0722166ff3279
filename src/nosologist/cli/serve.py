"""``noso serve``: the coder's desk in a browser."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from nosologist.errors import UsageError
from nosologist.workbench.rates import A_MINUTE

_EPILOG = """examples:
  noso serve                                          on this machine: http://127.0.0.1:8765/
  noso serve --port 9000 --folder /srv/nosologist
  noso serve --postgres postgresql://noso@localhost/noso   a department's database
  noso serve --host 10.0.0.5 --behind-https coding.example.org   behind a proxy that speaks https
  noso serve --inbox /srv/charts                      files put there are coded too; each client's in a folder of its name

Charts, decisions and the secret key stand in the folder (NOSOLOGIST_WORKBENCH, or the user's data folder), open to its
owner alone. The first page makes the first user; there is no default password. A password of PostgreSQL is better given as
NOSOLOGIST_POSTGRES or in ~/.pgpass than in the command.
"""


def add_parser(commands: Any) -> None:
    """Add ``serve`` to the commands."""
    parser = commands.add_parser(
        "serve",
        help="the coder's desk in a browser",
        description="Serve the workbench: worklist, charts with their evidence, decisions, findings, history, audit log.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="where to listen (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8765, help="default: 8765; 0 takes a free one")
    add_place(parser)
    parser.add_argument(
        "--behind-https", metavar="NAME", help="a proxy speaks https under this name; cookies travel on nothing else"
    )
    parser.add_argument("--inbox", type=Path, metavar="FOLDER", help="files that appear there are read and coded too")
    parser.add_argument(
        "--breached-passwords",
        type=Path,
        metavar="FILE",
        help="passwords that nobody may choose: SHA-1 digests in order",
    )
    parser.add_argument(
        "--requests-a-minute",
        type=int,
        default=A_MINUTE,
        metavar="N",
        help=f"that a person or a token may make ({A_MINUTE})",
    )
    parser.set_defaults(run=run)


def add_place(parser: argparse.ArgumentParser) -> None:
    """Add the options that say where the workbench keeps its data."""
    parser.add_argument("--folder", type=Path, metavar="FOLDER", help="where its data and secret key are kept")
    parser.add_argument("--postgres", metavar="URL", help="a PostgreSQL database in place of SQLite in the folder")


def set_up(options: argparse.Namespace, **served: Any) -> None:
    """Make the workbench of the options ready; a server says how it is reached and guarded."""
    from nosologist.workbench.serving import set_up as ready

    ready(*place_of(options), **served)


def place_of(options: argparse.Namespace) -> tuple[Path, str | None]:
    """The folder of the options, and the address of PostgreSQL where that is used."""
    from nosologist.workbench.place import workbench_folder

    return options.folder or workbench_folder(), options.postgres or os.environ.get("NOSOLOGIST_POSTGRES")


def run(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    from nosologist.cli.books import FirstUse
    from nosologist.workbench.breached import checked
    from nosologist.workbench.configure import Guard
    from nosologist.workbench.serving import checked_host, serve

    if not 0 <= options.port <= 65_535:
        raise UsageError(f"--port {options.port}: give 0 to 65535")
    if options.inbox and not (options.inbox.is_dir() and os.access(options.inbox, os.R_OK | os.W_OK)):
        raise UsageError(f"--inbox {options.inbox}: is no folder that can be read and written; make it first")
    host = checked_host(options.host, bool(options.behind_https))
    if not 10 <= options.requests_a_minute <= 1_000_000:
        raise UsageError(f"--requests-a-minute {options.requests_a_minute}: give 10 to 1000000")
    listed = options.breached_passwords and checked(options.breached_passwords)
    guard = Guard(options.requests_a_minute, listed)
    name = options.behind_https
    set_up(options, **({"hosts": (name,), "secure": True} if name else {}), guard=guard)
    with FirstUse() as library:
        library.in_force()
    serve(
        host, options.port, lambda words: print(words, flush=True, file=sys.stderr), *place_of(options), options.inbox
    )
    return 0
