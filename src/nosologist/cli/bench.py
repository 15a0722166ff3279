"""``noso bench``: measure against known codes."""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from nosologist.errors import UsageError
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting

_STEADY_PASSES = 3  # over notes whose words are known by then; the median counts
_NO_PICTURE = Path()
_EPILOG = """examples:
  noso bench notes/ labels.tsv
  noso bench cases/ labels.tsv --all-mentions --category
  noso bench stays/ labels.tsv --setting inpatient --worst 40
  noso bench cases/ labels.tsv --all-mentions --only good_english.txt
  noso bench notes/ labels.tsv --calibration curve.svg

labels.tsv holds one line a code: the file's name without ending, a tab, the code. A header counts as met by a code under it.
Intervals are 95 % bootstrap intervals by note, the same at every run.
"""


def add_parser(commands: Any) -> None:
    """Add ``bench`` to the commands."""
    parser = commands.add_parser(
        "bench",
        help="measure against known codes",
        description="Code a folder of notes and compare with known codes: micro precision, recall and F1, and speed.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "notes",
        type=Path,
        metavar="NOTES_DIR",
        help="folder of .txt files; a folder in it holds the documents of one encounter",
    )
    parser.add_argument("labels", type=Path, metavar="LABELS.tsv", help="known codes: id, tab, code")
    parser.add_argument("--all-mentions", action="store_true", help="code every asserted condition, reportable or not")
    parser.add_argument("--category", action="store_true", help="list misses and false alarms by 3-character category")
    parser.add_argument("--setting", choices=[setting.value for setting in Setting], default=Setting.OUTPATIENT.value)
    parser.add_argument(
        "--worst", type=int, default=15, metavar="N", help="how many misses and false alarms to list (15)"
    )
    parser.add_argument(
        "--only", type=Path, metavar="FILE", help="measure these notes only: ids, one a line, or a TSV's first column"
    )
    parser.add_argument(
        "--calibration", type=Path, nargs="?", const=_NO_PICTURE, metavar="PICTURE",
        help="what the confidence is worth, as a table; with a file name (.svg, .png) as a curve too",
    )  # fmt: skip
    parser.add_argument("--least-confidence", type=float, metavar="0..1", help="as in noso code")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Code, compare, print."""
    from nosologist import bench
    from nosologist.cli.books import FirstUse
    from nosologist.cli.code import checked_least
    from nosologist.formats.pictures import check_picture

    labels = _labels(options.labels)
    records = _records(options)
    if options.calibration not in (None, _NO_PICTURE):
        check_picture(options.calibration)
    setting, least = Setting(options.setting), checked_least(options.least_confidence)
    with FirstUse() as library:
        books = library.in_force()
    encounters = [
        Encounter(documents, setting, all_mentions=options.all_mentions, least_confidence=least, name=name)
        for name, documents in records
    ]
    coded, first, steady = _coded(encounters, books)
    predicted = {note.encounter.id: _values(note) for note in coded}
    pairs = bench.paired(labels, predicted)
    unlabelled = len(predicted.keys() - labels.keys())
    words = sum(len(encounter.text.split()) for encounter in encounters)
    print(
        f"{len(records)} notes, {words // len(records)} words each, setting {setting.value}"
        + (", all mentions" if options.all_mentions else "")
        + (f", {unlabelled} without labels" if unlabelled else "")
    )
    _print_score("exact", bench.note_scores(pairs, books.tabular))
    _print_score("3-character", bench.note_category_scores(pairs))
    _print_score("without V-Y", bench.note_scores(bench.without_external_causes(pairs), books.tabular))
    print(
        f"speed, one core: {len(records) / first:,.0f} notes/s the first time, {len(records) / steady:,.0f} notes/s steady; "
        f"memory {_memory():.0f} MB"
    )
    _print_chapters(bench.chapter_scores(pairs, books.tabular), books)
    given = [
        one
        for note in coded
        for one in bench.given_codes(note, labels.get(note.encounter.id, frozenset()), books.tabular)
    ]
    _print_sections(bench.section_scores(given))
    if options.calibration is not None:
        _print_calibration(bench.bands(given), options.calibration)
    for what, counted in (
        ("worst misses", bench.misses(pairs, books.tabular)),
        ("worst false alarms", bench.false_alarms(pairs, books.tabular)),
    ):
        _print_worst(what, counted, options, books)
    return 0


def _records(options: argparse.Namespace) -> list[tuple[str, tuple[Document, ...]]]:
    """The notes to measure, in name order; a folder in the folder of notes is one encounter with its documents."""
    from nosologist.bench import read_ids
    from nosologist.formats.text import read_text_document

    inside = sorted(options.notes.iterdir()) if options.notes.is_dir() else []
    files = [path for path in inside if path.suffix == ".txt" or (path.is_dir() and any(path.glob("*.txt")))]
    if not files:
        raise UsageError(f"{options.notes}: holds no .txt file; give the folder of notes")
    if options.only is not None:
        wanted = read_ids(_lines(options.only, "a list of ids"))
        files = [file for file in files if (file.name if file.is_dir() else file.stem) in wanted]
        if not files:
            raise UsageError(
                f"{options.only}: names no note of {options.notes}; give file names without ending, one a line"
            )
    return [
        (path.name, tuple(map(read_text_document, sorted(path.glob("*.txt")))))
        if path.is_dir()
        else (path.stem, (read_text_document(path),))
        for path in files
    ]


def _coded(encounters: list[Encounter], books: Any) -> tuple[list[Any], float, float]:
    """The coded notes, and the seconds that it took: the first time, and with every word known."""
    from nosologist.cli.progress import tracked
    from nosologist.pipeline import walk

    def code_all() -> tuple[list[Any], float]:
        start = time.process_time()
        coded = [walk(encounter, books) for encounter in tracked(encounters, len(encounters), "coding")]
        return coded, time.process_time() - start

    coded, first = code_all()
    return coded, first, statistics.median(code_all()[1] for _ in range(_STEADY_PASSES))


def _values(coded: Any) -> frozenset[str]:
    return frozenset(assignment.code.value for assignment in coded.assignments)


def _labels(path: Path) -> dict[str, frozenset[str]]:
    from nosologist import bench

    try:
        return bench.read_labels(_lines(path, "a label file"))
    except ValueError as error:
        raise UsageError(f"{path}: {error}") from None


def _lines(path: Path, what: str) -> list[str]:
    try:
        return path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as {what} ({error})") from error


def _print_score(name: str, notes: list[Any]) -> None:
    from nosologist.bench import interval
    from nosologist.bench.scores import total

    part = total(notes)
    low, high = interval(notes)
    print(
        f"{name:<12} precision {part.precision:.3f}  recall {part.recall:.3f}  F1 {part.f1:.3f} ({low:.3f} to {high:.3f})  "
        f"({part.hits} hits, {part.predicted} found, {part.gold} gold)"
    )


def _print_chapters(parts: Any, books: Any) -> None:
    print("\nchapter                                                       gold  found  precision  recall     F1")
    for chapter, part in parts.items():
        title = books.tabular.chapter_title(chapter) if chapter else "codes unknown to the release"
        rates = f"{part.precision:>10.3f} {part.recall:>7.3f} {part.f1:>6.3f}"
        print(f"{chapter:>2} {title[:56]:<56} {part.gold:>6} {part.predicted:>6} {rates}")


def _print_sections(parts: Any) -> None:
    print("\nsection of the evidence              hits  found  precision")
    for kind, part in parts.items():
        print(f"{kind.value:<34} {part.hits:>6} {part.predicted:>6} {part.precision:>10.3f}")


def _print_calibration(bands: Any, picture: Path) -> None:
    print("\nconfidence    codes   mean  right")
    for band in bands:
        print(f"{band.low:.1f} to {band.low + 0.1:.1f} {band.count:>8} {band.confidence:>6.2f} {band.right:>6.2f}")
    if picture != _NO_PICTURE:
        from nosologist.bench.picture import draw

        draw({"codes given": bands}, picture)
        print(f"drawn: {picture}")


def _print_worst(what: str, counted: Any, options: argparse.Namespace, books: Any) -> None:
    from collections import Counter

    from nosologist.model.code import dotted

    if options.category:
        by_category: Counter[str] = Counter()
        for code, count in counted.items():
            by_category[code[:3]] += count
        counted = by_category
    print(f"\n{what}")
    for code, count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[: options.worst]:
        known = books.tabular.get(code)
        print(f"{count:>5}  {dotted(code):<9} {known.title if known else 'not in the release'}")


def _memory() -> float:
    """Peak memory of this process in MB."""
    try:
        import resource
    except ImportError:  # Windows
        return float("nan")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)
