"""A made-up release of HCPCS Level II in CMS's layout: invented drugs, and some codes of our tables with invented texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from textwrap import wrap

from made_up import hcpcs_line
from nosologist.codesets.library import Books
from nosologist.codesets.shelf import Shelf
from nosologist.coding.service_mentions import read_statements
from nosologist.coding.services import sought
from nosologist.coding.supplies import supplies
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting, View
from nosologist.model.service_line import FoundServices, Service
from nosologist.notes.reading import read
from shelves import shelf_with

DAY = date(2031, 2, 1)
_SINCE = ("20200101", "20200101", "")
_ENDED = ("20200101", "20301001", "20301231")

TITLES = {
    "J9001": "Injection, inventol tromethamine, per 15 mg",
    "J9002": "Injection, fictacillin sodium, per 250 mg",
    "J9003": "Inventol, oral, 5 mg",
    "J9004": "Injection, marvelumab, 10 mg",
    "Q5199": "Injection, marvelumab-abcd, biosimilar, (marvelosa), 10 mg",
    "J9005": "Injection, dreamepoetin, 1000 units (for non-esrd use)",
    "J9006": "Injection, dreamepoetin, 100 units (for esrd on dialysis)",
    "J9007": "Injection, inventol tromethamine (hospira), not therapeutically equivalent to j9001, 15 mg",
    "Q4199": "Total, per square centimeter",
    "E0105": "Cane, invented",
    "A4253": "Invented strips, per 50 strips",
    "E0114": "Invented crutches of metal",
    "E0110": "Invented crutches for the forearm",
    "Q4099": "Cast supplies, short arm cast, adult (11 years +), plaster",
    "A0429": "Invented transport, emergency",
    "A0425": "Invented miles",
    "G0444": "Invented screening",
}
ENDED = {"J9008": "Injection, inventol tromethamine, per 30 mg"}


def release(titles: dict[str, str] = TITLES, ended: dict[str, str] = ENDED) -> str:
    """The file with its codes in order."""
    rows = sorted(
        [
            *((code, text, _SINCE) for code, text in titles.items()),
            *((code, text, _ENDED) for code, text in ended.items()),
        ]
    )
    lines: list[str] = []
    for code, text, dates in rows:
        parts = wrap(text, 80)
        lines.append(hcpcs_line(code, "3", parts[0], parts[0][:28], dates))
        lines.extend(hcpcs_line(code, "4", part, sequence=200) for part in parts[1:])
    return "\r\n".join(lines)


def made_shelf(folder: Path) -> Shelf:
    """A shelf with the made-up release."""
    return shelf_with(folder, {"HCPC2031_JAN_ANWEB.txt": release()})


def found_in(text: str, books: Books, shelf: Shelf, on: date | None = DAY, **facts: object) -> FoundServices:
    """What the steps of Level II find in a text."""
    there = replace(books, shelf=shelf, memo={})
    document = Document("note", text)
    encounter = Encounter((document,), Setting.OUTPATIENT, on, view=View.PROFESSIONAL, **facts)  # type: ignore[arg-type]
    readings = (read(document, there.terms),)
    statements = read_statements(readings, sought(encounter, there))
    return supplies(CodedEncounter(encounter, ()), readings, statements, there)


def told(services: Iterable[Service]) -> list[str]:
    """Lines as the notes write them: ``J1885 x4 JZ``."""
    return sorted(
        f"{one.code.value} x{one.units}" + "".join(f" {modifier.value}" for modifier in one.modifiers)
        for one in services
    )
