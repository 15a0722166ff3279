"""Lines of the batch contract in, lines out, in the same order."""

from __future__ import annotations

import gc
import json
import os
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from nosologist.batch.desk import Desk
from nosologist.codesets.library import Library
from nosologist.codesets.shelf import Shelf
from nosologist.errors import NosologistError
from nosologist.formats.checked_json import to_line, to_object
from nosologist.formats.claim_json import read_claim
from nosologist.model.encounter import Setting
from nosologist.rules.site import read_site, rulebook, rulebook_in_force

_CHUNK = 1_000  # lines handed to a worker at a time
_WAITING = 3  # chunks a worker may have before it


class CheckedLine(NamedTuple):
    """A line out: what was found, whether it stops the claim, and whether the line in could be read."""

    text: str
    stops: bool
    readable: bool


def check_line(line: str, number: int, desk: Desk, setting: Setting) -> CheckedLine:
    """Check the claim on a line; a line that cannot be read becomes an object with ``error``."""
    try:
        claim = read_claim(_parsed(line), setting)
        findings = desk.findings(claim)
        groups = desk.groups(claim)
    except NosologistError as error:
        return CheckedLine(to_line({"id": _id(line), "error": f"line {number}: {error}"}), False, False)
    return CheckedLine(to_line(to_object(claim, findings, groups)), any(one.stops for one in findings), True)


def _parsed(line: str) -> Any:
    import orjson

    try:
        return orjson.loads(line)
    except ValueError as error:
        raise NosologistError(f"is no JSON ({error})") from error


def _id(line: str) -> str | None:
    try:
        content = json.loads(line)
    except ValueError:
        return None
    return str(content["id"]) if isinstance(content, dict) and "id" in content else None


def desk_for(library: Library, site: Path | None, *, many: bool = False) -> Desk:
    """A desk with the rules of a site; without one, those in force for every command."""
    return Desk(library, rulebook(read_site(site)) if site else rulebook_in_force(), many=many)


def check_lines(lines: Iterable[str], desk: Desk, setting: Setting) -> Iterator[CheckedLine]:
    """Check every line that is not empty, one after another."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield check_line(line, number, desk, setting)


def check_lines_on_every_core(
    lines: Iterable[str], site: Path | None, setting: Setting, workers: int | None = None
) -> Iterator[CheckedLine]:
    """The same on all cores; only a few chunks are in memory at a time."""
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing import get_context

    workers = workers or os.cpu_count() or 1
    numbered = iter(enumerate(lines, 1))
    with ProcessPoolExecutor(workers, get_context("spawn"), _open_desk, (site, setting)) as pool:
        waiting: deque[Future[list[CheckedLine]]] = deque()
        while chunk := list(islice(numbered, _CHUNK)):
            waiting.append(pool.submit(_check_chunk, chunk))
            if len(waiting) >= workers * _WAITING:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


_here: list[tuple[Desk, Setting]] = []  # the desk of a worker process


def _open_desk(site: Path | None, setting: Setting) -> None:
    gc.set_threshold(
        50_000
    )  # a claim leaves next to nothing that only the collector can free: it need not look so often
    _here.append((desk_for(Library(shelf=Shelf(still=True)), site, many=True), setting))


def _check_chunk(chunk: list[tuple[int, str]]) -> list[CheckedLine]:
    desk, setting = _here[0]
    return [check_line(line, number, desk, setting) for number, line in chunk if line.strip()]
