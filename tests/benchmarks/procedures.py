"""Procedures of the case reports of CodiEsp dev (CC BY 4.0): ``python -m benchmarks.procedures SHARED_DATA [train]``.

Every mention, English; needs added ICD-10-PCS tables. Figures at four characters over all rows (both sides cut), and exact
over the rows whose code has seven.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from nosologist.codesets.library import Library
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting
from nosologist.pipeline import walk

Pairs = set[tuple[str, str]]


def gold(folder: Path, split: str) -> Pairs:
    """Article and code, in upper case."""
    lines = (folder / f"{split}P.tsv").read_text("utf-8").splitlines()
    return {(article, code.upper()) for article, _, code in (line.partition("\t") for line in lines)}


def coded(folder: Path) -> Pairs:
    """Article and what is certain of each procedure."""
    books = Library().in_force()
    found: Pairs = set()
    for path in sorted((folder / "text_files_en").glob("*.txt")):
        document = Document(path.stem, path.read_text("utf-8"))
        encounter = Encounter((document,), Setting.INPATIENT, all_mentions=True, procedures=True)
        found |= {(path.stem, one.certain) for one in walk(encounter, books).procedures}
    return found


def scores(predicted: Pairs, wanted: Pairs) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    right = len(predicted & wanted)
    precision, recall = right / max(len(predicted), 1), right / max(len(wanted), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def told(figures: tuple[float, float, float]) -> str:
    """The figures on one line."""
    return "P {:.3f}  R {:.3f}  F1 {:.3f}".format(*figures)


def main(data: str, split: str = "dev") -> None:
    """Print the two figures."""
    folder = Path(data) / "codiesp" / split
    known, found = gold(folder, split), coded(folder)
    four = {(article, code[:4]) for article, code in found if len(code) >= 4}
    print("four characters  ", told(scores(four, {(article, code[:4]) for article, code in known})))
    whole: dict[str, set[str]] = defaultdict(set)
    for article, code in known:
        whole[article].add(code[:4] if len(code) < 7 else code)
    exact = {(article, code) for article, code in known if len(code) == 7}
    headers = {(article, code) for article, code in known if len(code) < 7}
    full = {(article, code) for article, code in found if len(code) == 7}
    judged = {
        (article, code) for article, code in full if (article, code) in exact or (article, code[:4]) not in headers
    }
    print("seven characters ", told(scores(judged, exact)))
    print("seven characters, every whole code judged ", told(scores(full, exact)))


if __name__ == "__main__":
    main(*sys.argv[1:])
