"""``noso restore``: put a backup of the workbench back."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from nosologist.cli.serve import add_place

_EPILOG = """examples:
  noso restore workbench.backup --key secret.key                    into the user's data folder
  noso restore workbench.backup --key secret.key --folder /srv/nosologist
  noso restore workbench.backup --postgres postgresql://noso@localhost/noso   from SQLite too
  noso restore workbench.backup --head 5d41...   a digest noted earlier must stand in its audit log

Stop noso serve first. All of it is put back or nothing: the file's sha256 is checked before, its audit log after. What is there
is overwritten with --force alone. Everybody signs in again. Exit code: 0 done, 1 done, but the audit log was not whole when the
backup was made, 2 not done.
"""


def add_parser(commands: Any) -> None:
    """Add ``restore`` to the commands."""
    parser = commands.add_parser(
        "restore",
        help="put a backup of the workbench back",
        description="Put a backup into an empty folder or PostgreSQL database, and verify its audit log.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="what noso backup wrote")
    parser.add_argument("--key", type=Path, metavar="FILE", help="the saved secret key, put into the folder")
    parser.add_argument("--key-is-lost", action="store_true", help="everybody makes a new second factor instead")
    parser.add_argument("--head", metavar="DIGEST", help="a digest that the audit log must hold")
    parser.add_argument("--force", action="store_true", help="overwrite what is there")
    add_place(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Restore; 1 where the audit log was not whole when the backup was made."""
    from nosologist.workbench.place import workbench_folder
    from nosologist.workbench.restoring import Wish, restore

    postgres = options.postgres or os.environ.get("NOSOLOGIST_POSTGRES")
    folder = options.folder or workbench_folder()
    done = restore(
        Wish(options.file, folder, postgres, options.key, options.key_is_lost, options.head, options.force)
    )  # fmt: skip
    for fault in done.faults[:5]:
        print(f"noso: audit log, as it was backed up: {fault}", file=sys.stderr)
    print(f"{done.rows} rows of {done.made} are back\nhead {done.head}")
    return 1 if done.faults else 0
