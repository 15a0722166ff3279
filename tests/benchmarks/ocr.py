"""How many codes of each sample note its scan gives: ``python tests/benchmarks/ocr.py [--dpi 300] [--part 1/3]``.

Every note of examples/ and tests/encounters is printed, skewed by two degrees to either side, blurred and made noisy, then
recognised and coded. Measured are the codes of the text version that the scan gives too (recall), and what it gives beyond them.
``--numerals`` measures Roman numerals behind type, stage, class and grade alone: 64 lines in each font and skew.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]

import yaml  # noqa: E402

from nosologist.codesets.library import Books, Library  # noqa: E402
from nosologist.formats.charts import charts_in  # noqa: E402
from nosologist.model.document import Document  # noqa: E402
from nosologist.model.encounter import Encounter, Setting  # noqa: E402
from nosologist.pipeline import walk  # noqa: E402
from scanned import FONTS, scanned  # noqa: E402

SETTINGS = {"office_visit": "outpatient", "emergency": "ed", "hospital_stay": "inpatient"}  # of examples/


class Sample(NamedTuple):
    """A note and the setting that it is coded in."""

    name: str
    path: Path
    setting: str


def samples() -> list[Sample]:
    """Every sample note that we have, in name order."""
    examples = [Sample(name, ROOT / "examples" / f"{name}.txt", setting) for name, setting in SETTINGS.items()]
    charts = [
        Sample(path.parent.name, path, yaml.safe_load((path.parent / "expected.yaml").read_text("utf-8"))["setting"])
        for path in sorted((ROOT / "tests" / "encounters").glob("*/note.txt"))
    ]
    return examples + charts


def codes_of(text: str, setting: str, books: Books) -> set[str]:
    """The codes of a text."""
    coded = walk(Encounter((Document("note", text),), Setting(setting)), books)
    return {assignment.code.dotted for assignment in coded.assignments}


def scan_of(sample: Sample, number: int, dpi: int = 300) -> bytes:
    """Its scan: fonts and the direction of the skew take turns."""
    angle = 2.0 if number % 2 else -2.0
    return scanned(sample.path.read_text("utf-8"), number, dpi, angle, FONTS[number % len(FONTS)])


def recognised_text(scan: bytes) -> str:
    """What is read from a scan."""
    (chart,) = charts_in(scan, "scan.tif", "scan")
    return chart.documents[0].text


def numerals() -> None:
    """Print which Roman numerals of a made-up list come out otherwise."""
    written = [f"{one}{part}" for one in ("I", "II", "III") for part in ("", "A", "B", "C")]
    written += ["IV", "IVA", "IVB", "V"]
    lines = [
        f"{head} {one} noted"
        for head in ("Gustilo type", "Cancer stage", "NYHA class", "Injury grade")
        for one in written
    ]
    right = other = 0
    for number in range(2 * len(FONTS)):
        font, angle = FONTS[number % len(FONTS)], 2.0 if number % 2 else -2.0
        read = recognised_text(scanned("\n".join(lines), number, 300, angle, font))
        missing = [one for one in lines if one not in read]
        right, other = right + len(lines) - len(missing), other + len(missing)
        print(f"{font}: {missing}", flush=True)
    print(f"{right} of {right + other} numerals")


def main() -> None:
    """Print the notes whose codes differ, then all together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dpi", type=int, default=300)
    parser.add_argument("--part", default="1/1", help="of the notes, such as 2/3: the whole takes minutes")
    parser.add_argument("--numerals", action="store_true", help="Roman numerals alone")
    options = parser.parse_args()
    if options.numerals:
        numerals()
        return
    books = Library().in_force()
    wanted = found = extra = 0
    below, spent = 0, 0.0
    part, parts = map(int, options.part.split("/"))
    chosen = [(number, one) for number, one in enumerate(samples()) if number * parts // len(samples()) == part - 1]
    for number, sample in chosen:
        scan = scan_of(sample, number, options.dpi)
        begun = time.perf_counter()
        text = recognised_text(scan)
        spent += time.perf_counter() - begun
        gold = codes_of(sample.path.read_text("utf-8"), sample.setting, books)
        given = codes_of(text, sample.setting, books)
        wanted, found, extra = wanted + len(gold), found + len(gold & given), extra + len(given - gold)
        below += len(gold & given) < 0.95 * len(gold)
        if gold != given:
            print(f"{sample.name}: missing {sorted(gold - given)}, extra {sorted(given - gold)}", flush=True)
    print(
        f"{len(chosen)} notes at {options.dpi} dpi: {found} of {wanted} codes ({found / wanted:.3f}), {extra} extra; "
        f"{below} notes below 0.95; {spent / len(chosen):.1f} s a note"
    )


if __name__ == "__main__":
    main()
