"""Lines of the batch contract in, lines out, in the same order."""

from __future__ import annotations

import gc
import json
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from nosologist.batch.desk import Desk
from nosologist.codesets.library import Library
from nosologist.codesets.shelf import Shelf
from nosologist.errors import NosologistError
from nosologist.formats.checked_json import to_bytes, to_line
from nosologist.formats.claim_json import read_claim
from nosologist.model.encounter import Setting
from nosologist.rules.checking import RuleBook
from nosologist.rules.site import read_site, rulebook, rulebook_in_force, site_in_force

Numbered = tuple[int, str]  # a line with its number, counted from 1
_STOPS = attrgetter("stops")
_CHUNK = 500  # lines handed to a worker at a time
_BATCH = 250  # lines that take each step together
_WAITING = 3  # chunks a worker may have before it


class CheckedLines(NamedTuple):
    """Lines out, each with its end; how many of the claims are stopped, and how many lines in could not be read."""

    text: bytes
    stopped: int
    unreadable: int

    @classmethod
    def of(cls, parts: Sequence[CheckedLines]) -> CheckedLines:
        """Lines one after another."""
        return cls(
            b"".join([one.text for one in parts]),
            sum([one.stopped for one in parts]),
            sum([one.unreadable for one in parts]),
        )


def check_batch(batch: Sequence[Numbered], desk: Desk, setting: Setting) -> CheckedLines:
    """Check the claims on lines; a line that cannot be read becomes an object with ``error``.

    Each step is taken for all of them before the next one: a processor finds program and tables of one step in its caches,
    those of a whole claim's way it does not. That halves the time where other work shares the caches.
    """
    claims = _each(lambda line: read_claim(_parsed(line), setting), [line for _, line in batch])
    _each(desk.edits, claims)  # kept with the claims, as the next one
    _each(desk.drg, claims)
    groups = _each(desk.groups, claims)
    findings = _findings(claims, desk)
    return CheckedLines.of(list(map(_told, batch, claims, findings, groups)))


def _each(step: Callable[[Any], Any], given: Sequence[Any]) -> list[Any]:
    """What a step makes of each; the error that stops it, there or in a step before, in the place of what it stops."""
    made: list[Any] = []
    for one in given:
        try:
            made.append(one if isinstance(one, NosologistError) else step(one))
        except NosologistError as error:
            made.append(error.with_traceback(None))  # which would keep all that is given here until the collector comes
    return made


def _findings(claims: Sequence[Any], desk: Desk) -> list[Any]:
    """What the rules find in each claim, or the error that stops it."""
    opened = _each(lambda claim: (claim, desk.books(claim.date)), claims)
    found = desk.rules.findings_of_each([one for one in opened if not isinstance(one, NosologistError)])
    return [one if isinstance(one, NosologistError) else next(found) for one in opened]


def _told(numbered: Numbered, claim: Any, findings: Any, groups: Any) -> CheckedLines:
    number, line = numbered
    for error in (claim, findings, groups):
        if isinstance(error, NosologistError):
            said = to_line({"id": _id(line), "error": f"line {number}: {error}"})
            return CheckedLines(said.encode() + b"\n", 0, 1)
    return CheckedLines(to_bytes(claim, findings, groups), any(map(_STOPS, findings)), 0)


def _parsed(line: str) -> Any:
    import orjson

    try:
        return orjson.loads(line)
    except ValueError as error:
        raise NosologistError(f"is no JSON ({error})") from error


def _id(line: str) -> str | None:
    """The id on a line that could not be read, where it can be told all the same."""
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or "id" not in content:
        return None
    return str(content["id"]).encode("utf-8", "replace").decode("utf-8")  # half a character cannot be written


def desk_for(library: Library, site: Path | None, *, many: bool = False) -> Desk:
    """A desk with the rules of a site; without one, those in force for every command."""
    return Desk(library, _rules_of(site), many=many)


def _rules_of(site: Path | None) -> RuleBook:
    return rulebook(read_site(site)) if site else rulebook_in_force()


def check_lines(lines: Iterable[str], desk: Desk, setting: Setting) -> Iterator[CheckedLines]:
    """Check every line that is not empty, some at a time."""
    numbered = iter(enumerate(lines, 1))
    while batch := list(islice(numbered, _BATCH)):
        yield check_batch(_filled(batch), desk, setting)


def _filled(batch: Sequence[Numbered]) -> list[Numbered]:
    return [(number, line) for number, line in batch if line.strip()]


def check_lines_on_every_core(
    lines: Iterable[str], site: Path | None, setting: Setting, workers: int | None = None
) -> Iterator[CheckedLines]:
    """The same on all cores; only a few chunks are in memory at a time.

    Raises:
        UsageError: what stands in the site's folder makes no sense.
    """
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing import get_context

    if site or site_in_force().folder:
        _rules_of(site)  # here, where a mistake can be told; our own rules are read by the workers alone
    workers = workers or os.cpu_count() or 1
    numbered = iter(enumerate(lines, 1))
    with ProcessPoolExecutor(workers, get_context("spawn"), _open_desk, (site, setting)) as pool:
        waiting: deque[Future[CheckedLines]] = deque()
        while chunk := list(islice(numbered, _CHUNK)):
            waiting.append(pool.submit(_check_chunk, chunk))
            if len(waiting) >= workers * _WAITING:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


_here: list[tuple[Desk, Setting]] = []  # the desk of a worker process


def _open_desk(site: Path | None, setting: Setting) -> None:
    gc.set_threshold(1_000_000)  # a claim leaves nothing that only the collector can free: it hardly need look
    _here.append((desk_for(Library(shelf=Shelf(still=True)), site, many=True), setting))


def _check_chunk(chunk: list[Numbered]) -> CheckedLines:
    desk, setting = _here[0]
    batches = (_filled(chunk[start : start + _BATCH]) for start in range(0, len(chunk), _BATCH))
    return CheckedLines.of([check_batch(batch, desk, setting) for batch in batches])
