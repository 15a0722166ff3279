"""A folder that is watched: what other programs put there is stored like an upload, and moved aside.

Files of a client stand in a folder of its name; where there is one client only, they may stand in the watched folder itself.
Answers of payers may lie among the charts: an X12 file tells by its first letters that it is one.
"""

from __future__ import annotations

import hashlib
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from nosologist.errors import UsageError
from nosologist.formats.chart import LARGEST_FILE
from nosologist.formats.charts import is_chart
from nosologist.workbench import intake
from nosologist.workbench.models import Organization

TAKEN, REFUSED = "_taken", "_refused"
_X12 = b"ISA"  # how its files begin
_ANSWERS = {".835", ".277", ".277ca", ".era", ".edi", ".x12"}
_SETTLED = 3.0  # seconds since a file was last written to: one that is being copied is left alone
_OURS = uuid.UUID("5f0c1f1e-5d0b-4a53-9f5e-8a5f3d2f7c11")  # ids of files that came this way follow from it


def look(folder: Path) -> int:
    """Store what lies in the folder, each file once; how many were stored.

    Where the process ends between storing and moving, the file is met again under the same id and only moved.
    """
    count = 0
    for organization, path in _found(folder):
        try:
            if path.stat().st_size > LARGEST_FILE:
                _moved(path, REFUSED)
                continue
            data = path.read_bytes()
            digest = hashlib.sha256(data).hexdigest()
            id = uuid.uuid5(_OURS, f"{organization.id} {path.name} {digest}")
            asked = {"answers": "1"} if data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(_X12) else {}
            intake.stored(id, organization, None, [(path.name, data)], asked)
            _moved(path, TAKEN)
            count += 1
        except UsageError:  # too much waits to be read; later
            return count
        except OSError:  # taken away meanwhile, or not ours to move: looked at again
            continue
    return count


def _found(folder: Path) -> Iterator[tuple[Organization, Path]]:
    """The files that wait, with the client that they are of."""
    organizations = list(Organization.objects.all()[:2])
    if len(organizations) == 1:
        yield from ((organizations[0], path) for path in _files(folder))
    for inner in sorted(folder.iterdir()):
        if (
            inner.is_dir()
            and not inner.is_symlink()
            and (named := Organization.objects.filter(name=inner.name).first())
        ):
            yield from ((named, path) for path in _files(inner))


def _files(folder: Path) -> Iterator[Path]:
    """Charts and answers that are whole; no links, which may lead out of the folder."""
    for path in sorted(folder.iterdir()):
        if not path.is_symlink() and _is_read(path) and time.time() - path.stat().st_mtime > _SETTLED:
            yield path


def _is_read(path: Path) -> bool:
    is_answer = path.suffix.lower() in _ANSWERS and not path.name.startswith(".") and path.is_file()
    return is_answer or is_chart(path)


def _moved(path: Path, where: str) -> None:
    aside = path.parent / where
    aside.mkdir(mode=0o700, exist_ok=True)
    target = aside / path.name
    if target.exists():
        target = aside / f"{path.stem} {uuid.uuid4().hex[:8]}{path.suffix}"
    path.rename(target)
