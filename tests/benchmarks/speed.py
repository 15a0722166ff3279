"""Speed on our own charts: notes per second on one core, all steps and rules. ``python tests/benchmarks/speed.py``"""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from nosologist.codesets.library import Library
from nosologist.formats.text import read_text_document
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter
from nosologist.pipeline import walk

CHARTS = Path(__file__).resolve().parents[1] / "encounters"
PASSES = 5


def main() -> None:
    """Print the figures."""
    books = Library().in_force()
    notes = [read_text_document(file) for file in sorted(CHARTS.glob("*/note.txt"))]
    encounters = [Encounter((Document(note.id, note.text),)) for note in notes]
    seconds = []
    for _ in range(PASSES + 1):
        start = time.process_time()
        for encounter in encounters:
            walk(encounter, books)
        seconds.append(time.process_time() - start)
    words = sum(len(note.text.split()) for note in notes)
    rates = [len(notes) / one for one in seconds[1:]]
    print(f"{len(notes)} charts of {words // len(notes)} words: first {len(notes) / seconds[0]:.0f} notes/s,", end=" ")
    print(
        f"steady median {statistics.median(rates):.0f} notes/s, {statistics.median(rates) * words / len(notes):,.0f} words/s"
    )


if __name__ == "__main__":
    main()
