"""Write the measured parts of docs/accuracy.md and its picture. ``python tests/benchmarks/accuracy.py [DATA]``

Without the folder of development data only the worked failures are written anew. ``make accuracy`` does all of it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from nosologist import bench
from nosologist.bench.picture import draw
from nosologist.bench.scores import total
from nosologist.codesets.library import Books, Library
from nosologist.formats.text import read_text_document
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting
from nosologist.pipeline import walk

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "accuracy.md"
PICTURE = ROOT / "docs" / "calibration.svg"
FAILURES = ROOT / "tests" / "failures.yaml"
GOOD_ENGLISH = 0.85  # words of the translation for each word of the original
_PART = re.compile(r"(<!-- (?P<name>[a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)

Labelled = tuple[Encounter, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Measured:
    """One set of notes, coded."""

    name: str
    pairs: bench.Pairs
    given: tuple[bench.Given, ...]


def folder(notes: Path, labels: Path, *, all_mentions: bool) -> list[Labelled]:
    """Every note of a folder with its labels."""
    gold = bench.read_labels(labels.read_text("utf-8").splitlines())
    return [
        (Encounter((read_text_document(file),), all_mentions=all_mentions), gold.get(file.stem, frozenset()))
        for file in sorted(notes.glob("*.txt"))
    ]


def own_charts() -> list[Labelled]:
    """Our own charts, each in its setting."""
    found = []
    for note in sorted((ROOT / "tests" / "encounters").glob("*/note.txt")):
        wanted = yaml.safe_load((note.parent / "expected.yaml").read_text("utf-8"))
        encounter = Encounter((Document(note.parent.name, note.read_text("utf-8")),), Setting(wanted["setting"]))
        found.append((encounter, frozenset(code.replace(".", "") for code in wanted["codes"])))
    return found


def coded(name: str, notes: list[Labelled], books: Books) -> Measured:
    """Code the notes of a set."""
    pairs, given = [], []
    for encounter, gold in notes:
        result = walk(encounter, books)
        pairs.append((gold, frozenset(one.code.value for one in result.assignments)))
        given += bench.given_codes(result, gold, books.tabular)
    return Measured(name, tuple(pairs), tuple(given))


def sets(data: Path, books: Books) -> list[Measured]:
    """The development sets."""
    visits = folder(data / "aci" / "notes", data / "aci" / "labels.tsv", all_mentions=False)
    dev = data / "codiesp" / "dev"
    reports = folder(dev / "text_files_en", dev / "devD.tsv", all_mentions=True)
    good = good_english(data / "codiesp" / "en_quality.tsv")
    return [
        coded("ACI-Bench train, visit notes", visits, books),
        coded("CodiEsp dev, case reports, all mentions", reports, books),
        coded(
            "… of these the cases of good English", [one for one in reports if one[0].documents[0].id in good], books
        ),
        coded("our own charts", own_charts(), books),
    ]


def good_english(table: Path) -> frozenset[str]:
    """The case reports whose translation kept most of the words."""
    rows = [line.split("\t") for line in table.read_text("utf-8").splitlines()[1:]]
    return frozenset(row[1] for row in rows if float(row[4]) >= GOOD_ENGLISH)


def overall(measured: list[Measured], books: Books) -> Iterator[str]:
    """The table of all sets."""
    yield "| set | notes | codes | precision | recall | F1 exact | without V-Y | F1 3-character |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for one in measured:
        notes = bench.note_scores(one.pairs, books.tabular)
        part = total(notes)
        inner = bench.note_scores(bench.without_external_causes(one.pairs), books.tabular)
        cells = [str(len(notes)), str(part.gold), f"{part.precision:.3f}", f"{part.recall:.3f}"]
        cells += [_with_interval(scores) for scores in (notes, inner, bench.note_category_scores(one.pairs))]
        yield f"| {one.name} | {' | '.join(cells)} |"


def _with_interval(notes: list[bench.Score]) -> str:
    low, high = bench.interval(notes)
    return f"**{total(notes).f1:.3f}** ({low:.2f} to {high:.2f})"


def chapters(measured: list[Measured], books: Books) -> Iterator[str]:
    """Each chapter of the Tabular, side by side."""
    yield f"| chapter | {' | '.join(f'{one.name}: codes | P | R | F1' for one in measured)} |"
    yield "|---|" + "--:|--:|--:|--:|" * len(measured)
    parts = [bench.chapter_scores(one.pairs, books.tabular) for one in measured]
    for chapter in sorted({number for part in parts for number in part if number}):
        cells = [_rates(part.get(chapter, bench.Score(0, 0, 0))) for part in parts]
        yield f"| {chapter} {books.tabular.chapter_title(chapter)} | {' | '.join(cells)} |"


def _rates(part: bench.Score) -> str:
    if not part.gold and not part.predicted:
        return "– | – | – | –"
    return f"{part.gold} | {part.precision:.2f} | {part.recall:.2f} | {part.f1:.2f}"


def sections(measured: list[Measured]) -> Iterator[str]:
    """Where the evidence of the codes stands."""
    yield f"| section | {' | '.join(f'{one.name}: found | right | precision' for one in measured)} |"
    yield "|---|" + "--:|--:|--:|" * len(measured)
    parts = [bench.section_scores(one.given) for one in measured]
    kinds = {kind: sum(part[kind].predicted for part in parts if kind in part) for part in parts for kind in part}
    for kind in sorted(kinds, key=lambda kind: (-kinds[kind], kind)):
        found = [part.get(kind, bench.Score(0, 0, 0)) for part in parts]
        cells = [
            f"{one.predicted} | {one.hits} | {one.precision:.2f}" if one.predicted else "– | – | –" for one in found
        ]
        yield f"| {kind.value} | {' | '.join(cells)} |"


def calibration(measured: list[Measured]) -> Iterator[str]:
    """What the confidence is worth."""
    yield f"| confidence | {' | '.join(f'{one.name}: codes | mean | right' for one in measured)} |"
    yield "|---|" + "--:|--:|--:|" * len(measured)
    parts = [{band.low: band for band in bench.bands(one.given)} for one in measured]
    for low in sorted({low for part in parts for low in part}, reverse=True):
        found = [part.get(low) for part in parts]
        cells = [f"{band.count} | {band.confidence:.2f} | {band.right:.2f}" if band else "– | – | –" for band in found]
        yield f"| {low:.1f} to {low + 0.1:.1f} | {' | '.join(cells)} |"


def failures(books: Books) -> Iterator[str]:
    """The worked failures, with what is given today."""
    for number, case in enumerate(yaml.safe_load(FAILURES.read_text("utf-8")), 1):
        result = walk(Encounter((Document("note", case["note"]),), Setting(case["setting"])), books)
        given = [(one.code.dotted, f"{one.confidence:.2f}") for one in result.assignments]
        yield f"### {number}. {case['title']}\n\n```text\n{case['note'].rstrip()}\n```\n"
        yield f"- **Nosologist gives** {', '.join(f'{code} ({sure})' for code, sure in given) or 'no code'}"
        solved = " (mended since this page was written)" if {code for code, _ in given} == set(case["coder"]) else ""
        yield f"- **A coder gives** {', '.join(case['coder']) or 'no code'}{solved}"
        yield f"- **Why** {' '.join(case['why'].split())}\n"


def written(text: str, parts: dict[str, str]) -> str:
    """The page with its parts between the marks renewed; a part that is not given stays."""

    def renewed(match: re.Match[str]) -> str:
        part = parts.get(match["name"])
        return match[0] if part is None else f"{match[1]}\n{part.strip()}\n\n{match[3]}"

    return _PART.sub(renewed, text)


def main(arguments: list[str]) -> None:
    """Renew the page."""
    books = Library().in_force()
    parts: dict[str, Any] = {"failures": failures(books)}
    if arguments:
        measured = sets(Path(arguments[0]), books)
        visits, reports, _, charts = measured
        parts |= {
            "overall": overall(measured, books),
            "chapters": chapters([visits, reports], books),
            "sections": sections([visits, charts]),
            "calibration": calibration([visits, reports, charts]),
        }
        curves = {one.name: bench.bands(one.given) for one in (reports, charts, visits)}
        draw(curves, PICTURE)
    text = written(PAGE.read_text("utf-8"), {name: "\n".join(lines) for name, lines in parts.items()})
    PAGE.write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main(sys.argv[1:])
