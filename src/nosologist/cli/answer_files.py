"""The answers in files and folders, for the commands that read them: flaws and unreadable files are told, the rest goes on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nosologist.cli.progress import tracked
from nosologist.errors import UnreadableInterchangeError, UsageError

if TYPE_CHECKING:
    from nosologist.formats.x12.answers import Answer

MOST_TOLD = 50


@dataclass(slots=True)
class Told:
    """What was said on standard error, and the exit code that follows from it."""

    flaws: int = 0
    unreadable: int = 0

    @property
    def exit_code(self) -> int:
        """0 all was read, 1 with flaws, 2 a file could not be read (to its end)."""
        return 2 if self.unreadable else 1 if self.flaws else 0

    def flaw(self, message: str) -> None:
        """Tell a flaw; after many only their number."""
        self.flaws += 1
        if self.flaws <= MOST_TOLD:
            print(f"noso: {message}", file=sys.stderr)

    def finish(self) -> int:
        """Say how many were not told; the exit code."""
        if self.flaws > MOST_TOLD:
            print(f"noso: {self.flaws - MOST_TOLD} more flaws", file=sys.stderr)
        return self.exit_code


def answers_asked(
    names: list[str], told: Told, with_claims: bool = False, counted: bool = False
) -> Iterator[tuple[str, Answer]]:
    """Each answer with the name of its file; with claims, those that were sent (837) too.

    Of folders, the files that begin as X12 does are read, in name order, and claims are no flaw in them; - is standard input.
    ``counted`` shows how many files are done, for commands that print nothing on the way.

    Raises:
        UsageError: a name is of nothing, or a folder holds no X12 file.
    """
    from nosologist.formats.x12.answers import answers_in, read_answers
    from nosologist.formats.x12.interchange import Flaw

    files = [(path, Path(name).is_dir()) for name in names for path in _files(Path(name))]
    for path, in_folder in tracked(files, len(files), "reading") if counted else files:
        claims = with_claims or in_folder
        standard_input = str(path) == "-"
        name = "standard input" if standard_input else path.name
        try:
            for answer in read_answers(sys.stdin.buffer, name, claims) if standard_input else answers_in(path, claims):
                if isinstance(answer, Flaw):
                    told.flaw(answer.message)
                yield name, answer
        except UnreadableInterchangeError as error:
            told.unreadable += 1
            print(f"noso: {error}", file=sys.stderr)


def _files(path: Path) -> list[Path]:
    if path.is_file() or str(path) == "-":
        return [path]
    if not path.is_dir():
        raise UsageError(f"{path}: no such file or folder")
    found = [file for file in sorted(path.rglob("*")) if file.is_file() and _begins(file)]
    if not found:
        raise UsageError(f"{path}: holds no X12 file (they begin with ISA)")
    return found


def _begins(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(64).lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"ISA")
    except OSError:
        return False
