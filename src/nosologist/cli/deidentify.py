"""``noso deidentify``: a copy of a chart's text without the identifiers of HIPAA's Safe Harbor."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from nosologist.errors import UsageError

_EPILOG = """examples:
  noso deidentify stay.txt -o stay_deidentified.txt
  noso deidentify discharge.pdf -o discharge.txt --report report.json
  noso deidentify stays.zip -o folder/            several documents: document-1.txt, document-2.txt, ...

It takes out what it finds. It is no expert's determination, and a person must read what goes out (docs/deidentification.md).
"""


def add_parser(commands: Any) -> None:
    """Add ``deidentify`` to the commands."""
    parser = commands.add_parser(
        "deidentify",
        help="copy a chart without identifiers",
        description="Write the text of a chart without the 18 kinds of identifiers of HIPAA's Safe Harbor: names, places smaller "
        "than a state, dates but for the year, ages over 89, numbers of all kinds. How many of each kind were taken out is told, "
        "never which.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("chart", metavar="CHART", help="a file of any kind that noso code reads")
    parser.add_argument(
        "-o",
        "--out",
        type=Path,
        required=True,
        metavar="OUT",
        help="the text file to write; a folder for several documents",
    )
    parser.add_argument("--report", type=Path, metavar="FILE", help="write the counts as JSON too")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read, take out, write; nothing is written where a part of the chart cannot be read."""
    from nosologist.cli.proof import charts_of
    from nosologist.formats.whole_file import write_whole
    from nosologist.privacy.deidentify import without_identifiers
    from nosologist.privacy.identifiers import Kind

    documents = [document for chart in charts_of(options.chart) for document in chart.documents]
    done = [without_identifiers(document, number)[1] for number, document in enumerate(documents, 1)]
    targets = _targets(options.out, len(done))
    for target, one in zip(targets, done, strict=True):
        write_whole(target, one.text.encode())
    counts = sum((Counter(one.counts) for one in done), Counter[Kind]())
    told = {kind.value: counts[kind] for kind in Kind if counts[kind]}
    if options.report:
        report = {"documents": len(done), "removed": told}
        write_whole(options.report, json.dumps(report, indent=2).encode() + b"\n")
    for name, count in told.items():
        print(f"{count:>5}  {name}")
    of = "1 document" if len(done) == 1 else f"{len(done)} documents"
    print(f"{sum(told.values()):>5}  taken out of {of}; a person must read what goes out")
    return 0


def _targets(out: Path, count: int) -> list[Path]:
    """Where each document goes."""
    if count == 1 and not out.is_dir():
        return [out]
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out}: the chart has {count} documents; name a folder to write them to")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{out}: cannot be made ({error.strerror}); name another folder") from error
    return [out / f"document-{number}.txt" for number in range(1, count + 1)]
