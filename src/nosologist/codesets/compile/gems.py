"""CMS's General Equivalence Mappings between ICD-9-CM and ICD-10, either way, diagnoses and procedures.

CMS's own text has no heading: source, target and five flags, one entry a line. The comma-separated form (NBER) names its
columns. Neither says its edition. The diagnoses do: each edition knows the codes of its fiscal year; of procedures the name must
tell it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from datetime import date

from nosologist.codesets.compile.effective import fiscal_start, stated_date
from nosologist.codesets.compile.loading import Value, watched, write
from nosologist.codesets.compile.official import Progress, Recognised, release_id
from nosologist.codesets.compile.source import Source, Watch
from nosologist.errors import BookError

SCHEMA = "gems.sql"

_LINE = re.compile(
    r"(?P<source>[0-9A-Z]{3,7})[ \t]+(?P<target>[0-9A-Z]{2,7}|No[A-Za-z0-9]{2,4})[ \t]+(?P<flags>[01]{3}[0-9]{2})"
)
_NAMED = re.compile(
    r'^"?(?P<source>icd(?:10cm|9cm|10pcs|9pcs|9sg))"?,"?(?P<target>icd(?:10cm|9cm|10pcs|9pcs|9sg))"?,"?flags'
)
_CELLS = re.compile(r'"?([0-9A-Z]{3,7})"?,"?([0-9A-Z]{2,7}|No[A-Za-z0-9]{2,4})"?,"?([01]{3}[0-9]{2})"?(?:,|$)')
_SYSTEMS = {"icd9sg": "icd9pcs"}
_PAIRS = {"icd10cm": "icd9cm", "icd9cm": "icd10cm", "icd10pcs": "icd9pcs", "icd9pcs": "icd10pcs"}
# A diagnosis code that came with the fiscal year, and the day it came: only an edition of that year or a later one has it.
_WITNESSES = (("E1110", date(2017, 10, 1)), ("A925", date(2016, 10, 1)))
_FIRST = date(2015, 10, 1)  # the codes were frozen from 2011 until ICD-10 came into force


def recognise(source: Source) -> Recognised | None:
    """Told by the form of the lines; the direction by the heading, or by the first code."""
    direction = _direction(source)
    if direction is None:
        return None
    diagnoses = direction[0] in ("icd9cm", "icd10cm")
    effective = stated_date(source, _edition(source)) if diagnoses else fiscal_start(source, None)
    title = f"GEMs, {_shown(direction[0])} to {_shown(direction[1])}"
    return Recognised(f"gem_{direction[0]}", "gems", release_id("gems", effective), effective, None, title)


def clear(recognised: Recognised, connection: sqlite3.Connection) -> None:
    """Remove the entries of an earlier file of this direction."""
    connection.execute("DELETE FROM gem WHERE system = ?", (recognised.document.removeprefix("gem_"),))


def load(source: Source, recognised: Recognised, connection: sqlite3.Connection, progress: Progress) -> int:
    """Write the entries; returns how many."""
    system = recognised.document.removeprefix("gem_")
    return write(connection, "gem", _rows(source, system, watched(progress, recognised)))


def _shown(system: str) -> str:
    return {"icd10cm": "ICD-10-CM", "icd10pcs": "ICD-10-PCS", "icd9cm": "ICD-9-CM", "icd9pcs": "ICD-9-CM procedures"}[
        system
    ]


def _direction(source: Source) -> tuple[str, str] | None:
    lines = [line for line in source.head_lines(6) if line.strip()]
    if not lines:
        return None
    if named := _NAMED.match(lines[0].lower()):
        first, second = (_SYSTEMS.get(named[part], named[part]) for part in ("source", "target"))
        return (first, second) if _PAIRS.get(first) == second else None
    found = [_LINE.fullmatch(line.strip()) for line in lines]
    if not all(found):
        return None
    begin = found[0]
    assert begin is not None
    if len(begin["source"]) == 7 and not begin["target"].startswith("NoDx") and len(begin["target"]) <= 4:
        system = "icd10pcs" if _is_pcs(begin["source"]) else "icd10cm"
    elif any(entry and len(entry["target"]) == 7 and _is_pcs(entry["target"]) for entry in found):
        system = "icd9pcs"
    else:
        system = "icd9cm" if begin["source"][0].isdecimal() else "icd10cm"
    return system, _PAIRS[system]


def _is_pcs(code: str) -> bool:
    """Seven characters without a placeholder; the sections of procedures on the body begin with 0, which no diagnosis does."""
    return len(code) == 7 and code[0].isdecimal()


def _edition(source: Source) -> date:
    seen = {code for _, *codes, _ in _entries(source) for code in codes}
    return next((day for witness, day in _WITNESSES if witness in seen), _FIRST)


def _entries(source: Source, watch: Watch | None = None) -> Iterator[tuple[int, str, str, str]]:
    """Line number, source, target and flags of each entry."""
    pattern = _CELLS if _NAMED.match(source.head_lines(1)[0].lower()) else _LINE
    for number, line in enumerate(source.lines(watch=watch), 1):
        text = line.strip(" \t\x1a")
        if text and (found := pattern.match(text)):
            yield number, found[1], found[2], found[3]
        elif text and not (number == 1 and pattern is _CELLS):
            raise BookError(
                f"{source.where}, line {number}: {text[:40]!r} is no entry (source, target, five flags); "
                "the file is cut short or damaged"
            )


def _rows(source: Source, system: str, watch: Watch) -> Iterator[tuple[Value, ...]]:
    seen: dict[tuple[str, str, str, str], int] = {}
    for number, code, target, flags in _entries(source, watch):
        first = seen.setdefault((code, target, flags[3], flags[4]), number)
        if first != number:
            raise BookError(
                f"{source.where}, line {number}: {code} {target} was listed before (line {first}); fetch it again"
            )
        none = target.startswith("No") and target != target.upper()
        if none != (flags[1] == "1"):
            raise BookError(
                f"{source.where}, line {number}: {target} with flags {flags} contradicts itself; fetch it again"
            )
        yield system, code, None if none else target, *(int(flag) for flag in flags)
