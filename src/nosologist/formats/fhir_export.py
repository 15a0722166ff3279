"""FHIR bulk exports in: NDJSON of any size, one file or several that refer to one another, memory flat.

The lines are walked twice. The first walk writes down where each resource stands, by its name and by its patient and encounter, in
a temporary SQLite database without a name (it is gone when it is closed, and holds no note). The second takes one
encounter after the other and reads the lines that it needs.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from nosologist.errors import UnreadableNoteError
from nosologist.formats.chart import LARGEST_FILE, Chart, ReadWithin
from nosologist.formats.facts import fhir_facts
from nosologist.formats.fhir_charts import (
    FACTS,
    NOTES,
    chart_of,
    names_of,
    place_of,
    referred,
    resources_in,
    visit_of,
    without_notes,
)
from nosologist.formats.fhir_notes import last_versions, note_of, replaced_by
from nosologist.formats.fhir_values import Resource
from nosologist.model.fact import Fact

_MOST_TOLD = 20  # broken lines of a file
_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -8000;
CREATE TABLE place (id INTEGER PRIMARY KEY, file INTEGER, start INTEGER, size INTEGER, line INTEGER, entry INTEGER,
    note INTEGER, patient TEXT, encounter TEXT);
CREATE TABLE known (name TEXT PRIMARY KEY, place INTEGER) WITHOUT ROWID;
"""
_INDEX = "CREATE INDEX visit ON place (note, patient, encounter)"
_VISITS = """SELECT patient, encounter, CASE encounter WHEN '' THEN id END AS alone, MIN(id) FROM place WHERE note = 1
    GROUP BY patient, encounter, alone ORDER BY MIN(id)"""
_EARLIER = "DELETE FROM place WHERE note = 1 AND id = (SELECT place FROM known WHERE name = ?)"
_PLACE = "SELECT file, start, size, line, entry FROM place"


def read_export(files: Sequence[tuple[str, BinaryIO]], name: str, within: ReadWithin) -> Iterator[Chart]:
    """The charts of NDJSON files (what messages call each, and itself); what is wrong with a line is told, the others go on.

    Raises:
        UnreadableNoteError: none of them is NDJSON, or there is no room for the index of their lines.
    """
    with closing(sqlite3.connect("")) as spool:
        spool.executescript(_TABLES)
        export = _Export(files, spool)
        try:
            yield from export.indexed()
            yield from export.charts(name, within)
        except sqlite3.Error as error:
            why = f"no room for the index of its lines ({error}); free some in the folder of temporary files"
            raise UnreadableNoteError(f"{name}: {why}") from error


@dataclass(slots=True)
class _Export(Mapping[str, Resource]):
    """The resources of an export by what refers to them, read where they stand when they are asked for."""

    files: Sequence[tuple[str, BinaryIO]]
    spool: sqlite3.Connection
    kinds: set[str] = field(default_factory=set)
    last: tuple[tuple[int, int], Any] = (
        (-1, -1),
        None,
    )  # the line that was read last: the entries of a Bundle share one

    def indexed(self) -> Iterator[Chart]:
        """Walk all lines once; what could not be read comes as a chart without documents."""
        told: list[str] = []
        for number in range(len(self.files)):
            told += self._index(number)
        if told and not self.kinds:
            raise UnreadableNoteError(told[0])
        if told:
            yield Chart(unreadable=tuple(told))
        self.spool.execute(_INDEX)

    def _index(self, number: int) -> list[str]:
        """Write down where the resources of a file stand; what is wrong with its lines."""
        name, file = self.files[number]
        start = line = broken = 0
        told: list[str] = []
        while content := file.readline(LARGEST_FILE + 1):
            line += 1
            try:
                if content.strip():
                    self._keep((number, start, len(content), line), content, f"{name}: line {line}")
            except UnreadableNoteError as error:
                broken += 1
                told += [str(error)] if broken <= _MOST_TOLD else []
                if not start or len(content) > LARGEST_FILE:  # no lines of resources at all
                    break
            start += len(content)
        if broken > _MOST_TOLD:
            told.append(f"{name}: {broken - _MOST_TOLD} more lines are no FHIR resources")
        return told

    def _keep(self, at: tuple[int, int, int, int], content: bytes, where: str) -> None:
        if len(content) > LARGEST_FILE:
            most = f"{LARGEST_FILE / 1e6:.0f} MB at most"
            raise UnreadableNoteError(
                f"{where}: is longer than one resource ({most}); export it as NDJSON, or split it"
            )
        for entry, url, resource in resources_in(_parsed(content, where), where):
            kind = str(resource.get("resourceType"))
            self.kinds.add(kind)
            if kind in NOTES and resource.get("id"):  # the last one counts
                self.spool.execute(_EARLIER, (_text(f"{kind}/{resource['id']}"),))
            visit = visit_of(resource, place_of(where, entry)) if kind in NOTES or kind in FACTS else ("", "")
            row = (*at, entry, 1 if kind in NOTES else 0 if kind in FACTS else None, *map(_text, visit))
            place = self.spool.execute("INSERT INTO place VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)", row).lastrowid
            if kind not in FACTS:  # most of an export; nothing refers to them
                names = ((_text(one), place) for one in names_of(resource, url))
                self.spool.executemany("INSERT OR REPLACE INTO known VALUES (?, ?)", names)

    def charts(self, name: str, within: ReadWithin) -> Iterator[Chart]:
        """The chart of each encounter, in the order of their first notes."""
        found = False
        for patient, encounter, alone, _ in self.spool.execute(_VISITS):
            found = True
            where, key = (" WHERE id = ?", (alone,)) if alone else (
                " WHERE note = 1 AND patient = ? AND encounter = ? ORDER BY id", (patient, encounter)
            )  # fmt: skip
            placed = last_versions(self._read(where, key))
            replaced = replaced_by(placed)
            notes = [note_of(one, self, within, replaced) for one in placed]
            facts = self._facts(patient, encounter)
            chart = chart_of(notes, referred(patient, self, placed), referred(encounter, self, placed), facts)
            yield replace(chart, visit=f"{name}: {patient} {encounter}") if encounter else chart
        if not found:
            yield without_notes(name, self.kinds)

    def _facts(self, patient: str, encounter: str) -> Iterator[Fact]:
        """The facts of an encounter, and those that name a patient only, where that one has no other chart."""
        ours = " WHERE note = 0 AND patient = ? AND encounter = ? ORDER BY id"
        count = "SELECT COUNT(DISTINCT encounter) FROM place WHERE note = 1 AND patient = ?"
        (charts,) = self.spool.execute(count, (patient,)).fetchone()
        for visit in ((encounter,) if encounter else ()) + (("",) if charts == 1 else ()):
            for place, resource in self._read(ours, (patient, visit)):
                yield from fhir_facts(resource, place)

    def _read(self, where: str, key: tuple[Any, ...]) -> Iterator[tuple[str, Resource]]:
        """Where each resource of a choice stands, and itself."""
        for number, start, size, line, entry in self.spool.execute(_PLACE + where, key):
            name, file = self.files[number]
            shown = f"{name}: line {line}"
            if self.last[0] != (number, start):
                file.seek(start)
                self.last = ((number, start), _parsed(file.read(size), shown))
            for at, _, resource in resources_in(self.last[1], shown):
                if at == entry:
                    yield place_of(shown, entry), resource

    def __getitem__(self, name: str) -> Resource:
        for _, resource in self._read(" WHERE id = (SELECT place FROM known WHERE name = ?)", (_text(name),)):
            return resource
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return (name for (name,) in self.spool.execute("SELECT name FROM known"))

    def __len__(self) -> int:
        (count,) = self.spool.execute("SELECT COUNT(*) FROM known").fetchone()
        return int(count)


def _text(value: str) -> str:
    """A reference that a database can hold: without halves of characters."""
    return value.encode("utf-8", "replace").decode()


def _parsed(content: bytes, where: str) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnreadableNoteError(f"{where}: not JSON ({error}); export it again") from error
