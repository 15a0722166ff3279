"""The fingerprint of a release, worked out once as long as no file changes: to read every file at each start takes long."""

from __future__ import annotations

import os
from pathlib import Path
from zlib import crc32

from nosologist.codesets.releases import ReleaseSource, fingerprint

_ROOM = Path(__file__).parent
_NOTED = "fingerprints.txt"  # one line a release: fingerprint, blank, what the files looked like
_ENDINGS = (".py", ".sql", ".txt", ".toml")


def stamp(release: ReleaseSource, folder: Path) -> str:
    """``fingerprint(release)``, from a note in the folder of compiled files while size and time of all files are as noted."""
    seen = f"{release.id} {release.sha256[:16]} {release.index_sha256[:16]} {_look(_ROOM)}"
    noted = folder / _NOTED
    try:
        for line in noted.read_text("utf-8").splitlines():
            found, _, of = line.partition(" ")
            if of == seen:
                return found
    except (OSError, UnicodeDecodeError):
        pass
    found = fingerprint(release)
    _note(noted, found, seen)
    return found


def _look(folder: Path | str) -> str:
    """Size and time of every file that may count, in short."""
    said = 0
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir():
            said = crc32(_look(entry.path).encode(), said) if entry.name != "__pycache__" else said
        elif entry.name.endswith(_ENDINGS):
            state = entry.stat()
            said = crc32(f"{entry.name} {state.st_size} {state.st_mtime_ns}".encode(), said)
    return f"{said:x}"


def _note(noted: Path, found: str, seen: str) -> None:
    """Keep the notes of other releases; a folder that cannot be written is told where a release is compiled."""
    release = seen.split(" ")[0]
    try:
        noted.parent.mkdir(parents=True, exist_ok=True)
        lines = noted.read_text("utf-8").splitlines() if noted.is_file() else []
        kept = [line for line in lines if line.split(" ")[1:2] != [release]]
        part = noted.with_suffix(f".part{os.getpid()}")
        part.write_text("\n".join([*kept, f"{found} {seen}"]) + "\n", "utf-8")
        part.replace(noted)
    except (OSError, UnicodeDecodeError):
        pass
