"""What procedures and lines of claims add to the time of a note: ``python tests/benchmarks/procedures_time.py [TEXTS [VISITS]]``.

TEXTS are the case reports of CodiEsp (``dev/text_files_en``), coded as stays for ICD-10-PCS; VISITS a folder of visit notes, which
are coded for the lines of a claim as our own charts are: procedures, drugs and supplies, and then the level of the professional's
visit as well. Needs added ICD-10-PCS tables and HCPCS Level II. Every note is coded in turn without and with, so that both meet the
same machine.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import yaml

from nosologist.codesets.library import Books, Library
from nosologist.coding import services
from nosologist.formats.text import read_text_document
from nosologist.model.encounter import Encounter, Setting, View
from nosologist.model.service_line import FoundServices
from nosologist.pipeline import walk

CHARTS = Path(__file__).resolve().parents[1] / "encounters"
TURNS = 9
Pair = tuple[Encounter, Encounter]  # without and with


def charts(view: View) -> list[Pair]:
    """Our own charts in their settings; a facility's stays have no lines."""
    pairs = []
    for note in sorted(CHARTS.glob("*/note.txt")):
        setting = Setting(yaml.safe_load((note.parent / "expected.yaml").read_text("utf-8"))["setting"])
        if view is View.PROFESSIONAL or setting is not Setting.INPATIENT:
            plain = Encounter((read_text_document(note),), setting, procedures=False)
            pairs.append((plain, replace(plain, view=view)))
    return pairs


def visits(folder: Path, view: View) -> list[Pair]:
    """Notes of visits of an office."""
    notes = [read_text_document(file) for file in sorted(folder.glob("*.txt"))]
    plain = [Encounter((note,), Setting.OUTPATIENT, procedures=False) for note in notes]
    return [(one, replace(one, view=view)) for one in plain]


def stays(folder: Path) -> list[Pair]:
    """Case reports as stays."""
    files = sorted(folder.glob("*.txt"))
    plain = [Encounter((read_text_document(file),), Setting.INPATIENT, procedures=False) for file in files]
    return [(one, replace(one, procedures=True)) for one in plain]


@contextmanager
def without_levels() -> Iterator[None]:
    """Visits have no line."""
    whole = services.visit_line
    services.visit_line = lambda *_: FoundServices()
    yield
    services.visit_line = whole


def seconds(encounter: Encounter, books: Books, blanks: int) -> float:
    """Processor time of one note; with blanks behind it that make it a text not seen before, of which nothing is kept."""
    [document] = encounter.documents
    fresh = replace(encounter, documents=(replace(document, text=document.text + " " * blanks),))
    start = time.process_time()
    walk(fresh, books)
    return time.process_time() - start


def turn(pairs: Sequence[Pair], books: Books, number: int) -> tuple[float, float]:
    """Seconds of all notes without and with; which of both comes first changes from note to note."""
    without = added = 0.0
    for at, (plain, whole) in enumerate(pairs):
        if at % 2:
            added += seconds(whole, books, 2 * number + 1)
        without += seconds(plain, books, 2 * number)
        if not at % 2:
            added += seconds(whole, books, 2 * number + 1)
    return without, added


def told(name: str, pairs: Sequence[Pair], books: Books) -> str:
    """The share that is added: median, least and most of the turns."""
    turn(pairs, books, 0)  # words that are met for the first time
    turns = [turn(pairs, books, number) for number in range(1, TURNS + 1)]
    shares = [added / without - 1 for without, added in turns]
    plain = statistics.median(without for without, _ in turns) / len(pairs) * 1000
    return (
        f"{name}: {len(pairs)} notes of {plain:.2f} ms, {statistics.median(shares):+.0%} (of {TURNS} turns {min(shares):+.0%} to "
        f"{max(shares):+.0%})"
    )


def main(texts: str | None = None, notes: str | None = None) -> None:
    """Print the figures."""
    books = Library().in_force()
    for view in View:
        sets = {"": charts(view)} | ({", visit notes": visits(Path(notes), view)} if notes else {})
        for kind, pairs in sets.items():
            if view is View.PROFESSIONAL:
                with without_levels():
                    print(told(f"lines for {view.value}{kind}, no level of the visit", pairs, books))
            print(told(f"lines for {view.value}{kind}", pairs, books))
    if texts:
        print(told("ICD-10-PCS", stays(Path(texts)), books))


if __name__ == "__main__":
    main(*sys.argv[1:])
