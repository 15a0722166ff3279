"""The user's own licensed CPT file from the AMA: the Consolidated Code List, or one of the older lists of one descriptor each.

CPT is the AMA's property. Nosologist brings no descriptor; it reads the file of someone who has a licence, on that machine.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from datetime import date

from nosologist.codesets.compile.cells import iso
from nosologist.codesets.compile.effective import named_date, stated_date
from nosologist.codesets.compile.headings import find_heading, headline, records, unique
from nosologist.codesets.compile.loading import Value, watched, write
from nosologist.codesets.compile.official import Progress, Recognised, release_id
from nosologist.codesets.compile.source import Source, Watch
from nosologist.errors import BookError

SCHEMA = "cpt.sql"
_CODE = re.compile(r"[0-9]{4}[0-9AFMTU]")
_REQUIRED = {"code": r"^cpt code$", "long": r"^long\b", "medium": r"^medium\b", "short": r"^short\b"}
_OPTIONAL = {"consumer": r"^consumer\b", "changed": r"\beffective date$"}
_LISTS = (  # AMA's LONGULT, MEDU and SHORTU
    ("long", re.compile(r"^long", re.IGNORECASE)),
    ("medium", re.compile(r"^med", re.IGNORECASE)),
    ("short", re.compile(r"^short", re.IGNORECASE)),
)
_ENTRY = re.compile(r"(?P<code>[0-9]{4}[0-9AFMTU])[\t ]+(?P<text>\S.*)")
_YEAR = re.compile(r"\bcpt\W{0,6}(20[0-9]{2})\b|\b(20[0-9]{2}) cpt\b", re.IGNORECASE)
_NAMED_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")


def recognise(source: Source) -> Recognised | None:
    """The consolidated list by its headings; a list of one descriptor by AMA's name and lines of code and text."""
    heading = find_heading(source, _REQUIRED, _OPTIONAL)
    kind = None if heading else _list_kind(source)
    if heading is None and kind is None:
        return None
    said = _YEAR.search(headline(source, heading) if heading else "\n".join(source.head_lines(40)))
    effective = stated_date(source, date(int(said[1] or said[2]), 1, 1) if said else _named_year(source))
    title = f"CPT {effective.year}, licensed to you by the AMA" + (f" ({kind} descriptors)" if kind else "")
    document = f"cpt_{kind or 'consolidated'}"
    return Recognised(document, "cpt", release_id("cpt", effective), effective, date(effective.year, 12, 31), title)


def clear(recognised: Recognised, connection: sqlite3.Connection) -> None:
    """Remove what an earlier file of this form gave."""
    connection.execute("DELETE FROM descriptor WHERE document = ?", (recognised.document,))


def load(source: Source, recognised: Recognised, connection: sqlite3.Connection, progress: Progress) -> int:
    """Write the codes with their descriptors; returns how many codes."""
    watch = watched(progress, recognised)
    kind = recognised.document.removeprefix("cpt_")
    rows = _consolidated(source, watch) if kind == "consolidated" else _listed(source, kind, watch)
    write(connection, "descriptor", ((*row, recognised.document) for row in rows))
    counted = "SELECT count(DISTINCT code) FROM descriptor WHERE document = ?"
    return int(connection.execute(counted, (recognised.document,)).fetchone()[0])


def _list_kind(source: Source) -> str | None:
    kind = next((kind for kind, pattern in _LISTS if pattern.search(source.name)), None)
    lines = source.head_lines(40)
    if kind is None or not any("american medical association" in line.lower() for line in lines):
        return None
    return kind if any(_ENTRY.match(line) for line in lines) else None


def _named_year(source: Source) -> date | None:
    if dated := named_date(source):
        return dated
    years = (found for place in source.places if (found := _NAMED_YEAR.search(place)))
    return next((date(int(found[1]), 1, 1) for found in years), None)


def _consolidated(source: Source, watch: Watch) -> Iterator[tuple[Value, ...]]:
    heading = find_heading(source, _REQUIRED, _OPTIONAL)
    if heading is None:
        raise BookError(f"{source.where}: has no CPT columns; fetch it again")
    for record in unique(records(source, heading, "code", _CODE.fullmatch, watch, needed=tuple(_REQUIRED)), ["code"]):
        changed = iso(record["changed"], record.where)
        for kind in ("long", "medium", "short", "consumer"):
            if record[kind]:
                yield record["code"], kind, record[kind], changed


def _listed(source: Source, kind: str, watch: Watch) -> Iterator[tuple[Value, ...]]:
    seen: dict[str, int] = {}
    for number, line in enumerate(source.lines(watch=watch), 1):
        where = f"{source.where}, line {number}"
        found = _ENTRY.fullmatch(line.rstrip(" \x1a"))
        if found and seen.setdefault(found["code"], number) != number:
            raise BookError(f"{where}: {found['code']} was listed before (line {seen[found['code']]}); fetch it again")
        if found:
            yield found["code"], kind, found["text"], None
        elif seen and line.strip(" \x1a"):
            raise BookError(f"{where}: is no code with its descriptor; the file is cut short or damaged")
