"""``noso new-key``: another secret key for the workbench."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from nosologist.cli.serve import add_place, place_of, set_up
from nosologist.errors import UsageError

_EPILOG = """examples:
  noso new-key --sure
  noso new-key --sure --old-key-to /media/safe/secret-2026.key   backups made until now need it

For a key that others may have seen, or that is old. Stop noso serve first. Everybody's session, second factor, recovery
codes and password end, because nothing proves any more who they are; the codes that are printed let each choose them anew
within three days. Passkeys, tokens of programs, record systems, charts and the audit log stay. A backup that was made
before needs the old key (noso restore --key), or --key-is-lost.
"""


def add_parser(commands: Any) -> None:
    """Add ``new-key`` to the commands."""
    parser = commands.add_parser(
        "new-key",
        help="another secret key for the workbench; everybody signs in anew",
        description="Change the secret key of the workbench and print an invitation for each person.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_place(parser)
    parser.add_argument("--old-key-to", type=Path, metavar="FILE", help="keep the old key there, for old backups")
    parser.add_argument("--sure", action="store_true", help="everybody has to begin anew: say that you want it")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Change the key; print who begins anew with which code."""
    if not options.sure:
        raise UsageError("new-key: everybody's sign-in ends; stop noso serve, then say it with --sure")
    folder, postgres = place_of(options)
    if not (folder / "secret.key").exists():
        raise UsageError(f"{folder}: holds no workbench; give its --folder")
    set_up(options)
    from nosologist.workbench.backing_up import copy_key
    from nosologist.workbench.rekeying import change_key
    from nosologist.workbench.serving import telling_of_the_database

    if options.old_key_to:
        copy_key(folder, options.old_key_to, False)
    with telling_of_the_database(folder, postgres):
        done = change_key(folder)
    for name, code in done.invited:
        print(f"{name}\t{code}")
    print(
        f"the key is another one; {len(done.invited)} people begin anew at /join/ with these codes, within three days"
    )
    return 0
