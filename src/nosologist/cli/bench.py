"""``noso bench``: measure against known codes."""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from nosologist.errors import UsageError
from nosologist.model.encounter import Encounter, Setting

_STEADY_PASSES = 3  # over notes whose words are known by then; the median counts
_EPILOG = """examples:
  noso bench notes/ labels.tsv
  noso bench cases/ labels.tsv --all-mentions --category
  noso bench stays/ labels.tsv --setting inpatient --worst 40

labels.tsv holds one line a code: the file's name without ending, a tab, the code. A header counts as met by a code under it.
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
    parser.add_argument("notes", type=Path, metavar="NOTES_DIR", help="folder of .txt files")
    parser.add_argument("labels", type=Path, metavar="LABELS.tsv", help="known codes: id, tab, code")
    parser.add_argument("--all-mentions", action="store_true", help="code every asserted condition, reportable or not")
    parser.add_argument("--category", action="store_true", help="list misses and false alarms by 3-character category")
    parser.add_argument("--setting", choices=[setting.value for setting in Setting], default=Setting.OUTPATIENT.value)
    parser.add_argument(
        "--worst", type=int, default=15, metavar="N", help="how many misses and false alarms to list (15)"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Code, compare, print."""
    from nosologist import bench
    from nosologist.cli.books import FirstUse
    from nosologist.cli.progress import tracked
    from nosologist.formats.text import read_text_document
    from nosologist.pipeline import walk

    labels = _labels(options.labels)
    files = sorted(options.notes.glob("*.txt")) if options.notes.is_dir() else []
    if not files:
        raise UsageError(f"{options.notes}: holds no .txt file; give the folder of notes")
    with FirstUse() as library:
        books = library.in_force()
    setting = Setting(options.setting)
    documents = [read_text_document(file) for file in files]
    predicted: dict[str, frozenset[str]] = {}

    def code_all() -> float:
        start = time.process_time()
        for document in tracked(documents, len(documents), "coding"):
            coded = walk(Encounter((document,), setting, all_mentions=options.all_mentions), books)
            predicted[document.id] = frozenset(assignment.code.value for assignment in coded.assignments)
        return time.process_time() - start

    first = code_all()
    steady = statistics.median(code_all() for _ in range(_STEADY_PASSES))
    pairs = bench.paired(labels, predicted)
    unlabelled = len(predicted.keys() - labels.keys())
    words = sum(len(document.text.split()) for document in documents)
    print(
        f"{len(documents)} notes, {words // len(documents)} words each, setting {setting.value}"
        + (", all mentions" if options.all_mentions else "")
        + (f", {unlabelled} without labels" if unlabelled else "")
    )
    _print_score("exact", bench.score(pairs, books.tabular))
    _print_score("3-character", bench.category_score(pairs))
    print(
        f"speed, one core: {len(documents) / first:,.0f} notes/s the first time, {len(documents) / steady:,.0f} notes/s steady; "
        f"memory {_memory():.0f} MB"
    )
    print("\nchapter                                                       gold  found  precision  recall     F1")
    for chapter, part in bench.chapter_scores(pairs, books.tabular).items():
        title = books.tabular.chapter_title(chapter) if chapter else "codes unknown to the release"
        rates = f"{part.precision:>10.3f} {part.recall:>7.3f} {part.f1:>6.3f}"
        print(f"{chapter:>2} {title[:56]:<56} {part.gold:>6} {part.predicted:>6} {rates}")
    for what, counted in (
        ("worst misses", bench.misses(pairs, books.tabular)),
        ("worst false alarms", bench.false_alarms(pairs, books.tabular)),
    ):
        _print_worst(what, counted, options, books)
    return 0


def _labels(path: Path) -> dict[str, frozenset[str]]:
    from nosologist import bench

    try:
        return bench.read_labels(path.read_text("utf-8").splitlines())
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as a label file ({error})") from error
    except ValueError as error:
        raise UsageError(f"{path}: {error}") from None


def _print_score(name: str, part: Any) -> None:
    print(
        f"{name:<12} precision {part.precision:.3f}  recall {part.recall:.3f}  F1 {part.f1:.3f}  "
        f"({part.hits} hits, {part.predicted} found, {part.gold} gold)"
    )


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
