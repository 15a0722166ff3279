"""``noso backup``: all of the workbench in a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from nosologist.cli.serve import add_place, set_up

_EPILOG = """examples:
  noso backup /mnt/backup/workbench-monday.backup
  noso backup workbench.backup --key-to /media/safe/secret.key   the key, to be kept apart
  noso backup nightly.backup --force --postgres postgresql://noso@localhost/noso

Every row of the database as it stood at one moment, with the sha256 of all of it and the head of the audit log; the server
may go on working. The same file goes back into SQLite and into PostgreSQL (noso restore), also of a later version. It holds
patients' charts and is not encrypted: keep it where they may be kept, and the key elsewhere. Exit code: 0 done, 1 done, but
the audit log is not whole, 2 not done.
"""


def add_parser(commands: Any) -> None:
    """Add ``backup`` to the commands."""
    parser = commands.add_parser(
        "backup",
        help="all of the workbench in a file",
        description="Write charts, decisions, people and audit log of the workbench to a file, while people work on.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the backup; it has this name when it is whole")
    parser.add_argument("--key-to", type=Path, metavar="FILE", help="copy the secret key there too")
    parser.add_argument("--force", action="store_true", help="overwrite what is there")
    add_place(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Back up; 1 where the audit log is not whole."""
    set_up(options)
    from nosologist.workbench.backing_up import back_up, copy_key
    from nosologist.workbench.place import workbench_folder

    if options.key_to:
        copy_key(options.folder or workbench_folder(), options.key_to, options.force)
    done = back_up(options.file, options.force)
    for fault in done.faults[:5]:
        print(f"noso: audit log: {fault}", file=sys.stderr)
    print(f"{options.file}: {done.rows} rows\nhead {done.head}")
    return 1 if done.faults else 0
