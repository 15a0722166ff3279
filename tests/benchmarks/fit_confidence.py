"""Fit the weights of the confidence, and how sure a condition must be. ``python tests/benchmarks/fit_confidence.py DATA``

General facts are weighed on the case reports of CodiEsp train (CC BY 4.0), which professional coders have coded. What case
reports do not have (problem titles, the reportability filter) is weighed on our own charts. Those who built the coder know
these charts, so it does better on them than on notes that nobody has seen: the level of the confidence is never taken from
them, and the differences that they show count half. No other data is looked at.

Logistic regression with a ridge, by Newton's method: the same data give the same weights, to the last digit written.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

import yaml

from nosologist import bench, pipeline
from nosologist.codesets.library import Books, Library
from nosologist.coding.confidence import Facts, facts, says_nothing_else
from nosologist.coding.draft import Draft
from nosologist.formats.text import read_text_document
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting

ROOT = Path(__file__).resolve().parents[2]
CHARTS = ROOT / "tests" / "encounters"
TABLE = ROOT / "src" / "nosologist" / "coding" / "tables" / "confidence.json"
OF_CHARTS = (
    "nothing else in its statement",
    "reported: not assessed",
    "reported: a title",
    "reported: health factor",
    "reported: 7th character",
)
# What a code leaves open says nothing of whether the condition is there: guideline I.B.18 calls for the unspecified code.
# Coders of case reports leave out most habits, past and status: that says nothing of whether they are there either.
DETAILS = {
    "kind: health factor",
    "reported: health factor",
    "7th character",
    "reported: 7th character",
    "code: unspecified",
    "code: unspecified twice",
    "code: unspecified symptom",
    "code: ends in 9",
    "code: ends in 0",
    "taken as other: no unspecified code",
    "taken as unspecified: nothing more documented",
}
# That a problem is listed tells that it is there, not that every detail of its code is right.
NO_DETAIL = {"reported: a title"}
LEVEL = "level of our own charts"
CHARTS_COUNT = 0.5
# Log-odds off every code: unseen notes are never quite like these, and 0.9 must hold there too. More where codes are reported:
# no independent coder's level was measured there, and even two teams of experts agree on visit notes at only about 0.70.
CAUTION, CAUTION_REPORTED = 0.1, 0.4
# No stricter than this where codes are reported: charts that their makers know would allow more than unseen ones do.
MOST_REPORTED = 0.3
RIDGE = 1.0
ROUNDS = 25
TRIFLE = 0.001
STEPS = [step / 20 for step in range(13)]
ABOUT = "Written by tests/benchmarks/fit_confidence.py: what each fact adds to the log-odds that a code is right. Never by hand."


@dataclass(frozen=True, slots=True)
class Row:
    """One code that was given: what is known about it, and whether the coders gave it too."""

    facts: Facts
    right: bool
    exempt: bool  # coded however doubtful
    note: int
    category: str
    right_category: bool


@dataclass(frozen=True, slots=True)
class Rows:
    """The codes of a set of notes."""

    rows: list[Row]
    gold: int
    gold_categories: int


def gathered(encounters: list[tuple[Encounter, frozenset[str]]], books: Books) -> Rows:
    """Code every encounter, however doubtful, and keep what the last step saw."""
    found: list[Row] = []
    drafts: list[Draft] = []

    def keep(draft: Draft, encounter: Encounter, _books: Books) -> Draft:
        drafts.append(draft)
        return draft

    with patch.object(pipeline, "conclude", keep), patch.object(pipeline, "check", lambda draft, _books: draft):
        for encounter, _ in encounters:
            pipeline.walk(encounter, books)
    categories = [{code[:3] for code in gold} for _, gold in encounters]
    for note, ((encounter, gold), draft) in enumerate(zip(encounters, drafts, strict=True)):
        given = frozenset(candidate.code for candidate in draft.candidates)
        right = set(bench.matched(gold, given, books.tabular).values())
        for one in draft.candidates:
            known, exempt, category = facts(one, encounter, books), says_nothing_else(one, books), one.code[:3]
            found.append(Row(known, one.code in right, exempt, note, category, category in categories[note]))
    return Rows(found, sum(len(gold) for _, gold in encounters), sum(map(len, categories)))


def case_reports(folder: Path) -> list[tuple[Encounter, frozenset[str]]]:
    """CodiEsp train, to be coded with all mentions."""
    gold = bench.read_labels((folder / "trainD.tsv").read_text("utf-8").splitlines())
    files = sorted((folder / "text_files_en").glob("*.txt"))
    return [
        (
            Encounter((read_text_document(file),), all_mentions=True, least_confidence=0),
            gold.get(file.stem, frozenset()),
        )
        for file in files
    ]


def charts() -> list[tuple[Encounter, frozenset[str]]]:
    """Our own charts."""
    found = []
    for note in sorted(CHARTS.glob("*/note.txt")):
        wanted = yaml.safe_load((note.parent / "expected.yaml").read_text("utf-8"))
        document = Document(note.parent.name, note.read_text("utf-8"))
        encounter = Encounter((document,), Setting(wanted["setting"]), least_confidence=0)
        found.append((encounter, frozenset(code.replace(".", "") for code in wanted["codes"])))
    return found


def measured(reports: Rows, own: Rows, right: Callable[[Row], bool], without: set[str]) -> dict[str, float]:
    """The weights of the facts for what counts as right."""
    known = {name for row in reports.rows for name, value in row.facts.items() if value}
    names = tuple(sorted(known - set(OF_CHARTS) - without - {"reported"}))
    special = tuple(name for name in OF_CHARTS if name not in without)
    weights = fitted([replace(row, right=right(row)) for row in reports.rows], names, {})
    charts = [replace(row, right=right(row), facts={**row.facts, LEVEL: 1.0}) for row in own.rows]
    of_charts = fitted(charts, (*special, LEVEL), weights)
    weights |= {name: CHARTS_COUNT * of_charts[name] for name in special}
    return {name: round(value, 2) for name, value in weights.items()}


def as_table(weights: dict[str, float]) -> dict[str, object]:
    """As the table keeps them."""
    return {
        "intercept": weights["intercept"],
        "weights": {name: value for name, value in sorted(weights.items()) if value and name != "intercept"},
    }


def fitted(rows: list[Row], names: tuple[str, ...], known: dict[str, float]) -> dict[str, float]:
    """Weights of the named facts; what is known already counts as given."""
    weights = dict.fromkeys(names, 0.0)
    given = [_odds(row.facts, known) for row in rows]
    used = [[(name, row.facts[name]) for name in names if row.facts.get(name)] for row in rows]
    for _ in range(ROUNDS):
        slope = {name: -RIDGE * weights[name] * (name != "intercept") for name in names}
        bend = {(name, name): RIDGE * (name != "intercept") + 1e-9 for name in names}
        for row, start, values in zip(rows, given, used, strict=True):
            part = 1 / (1 + math.exp(-start - sum(weights[name] * value for name, value in values)))
            for name, value in values:
                slope[name] += (row.right - part) * value
                for other, beside in values:
                    bend[name, other] = bend.get((name, other), 0.0) + part * (1 - part) * value * beside
        for name, step in zip(names, _solved(names, bend, slope), strict=True):
            weights[name] += step
    return weights


def _odds(known: Facts, weights: dict[str, float]) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in known.items())


def _solved(names: tuple[str, ...], bend: dict[tuple[str, str], float], slope: dict[str, float]) -> list[float]:
    """Gaussian elimination with pivots."""
    matrix = [[bend.get((row, column), 0.0) for column in names] + [slope[row]] for row in names]
    size = len(names)
    for at in range(size):
        pivot = max(range(at, size), key=lambda row: abs(matrix[row][at]))
        matrix[at], matrix[pivot] = matrix[pivot], matrix[at]
        for row in range(at + 1, size):
            part = matrix[row][at] / matrix[at][at]
            matrix[row] = [value - part * above for value, above in zip(matrix[row], matrix[at], strict=True)]
    found = [0.0] * size
    for at in reversed(range(size)):
        rest = sum(matrix[at][column] * found[column] for column in range(at + 1, size))
        found[at] = (matrix[at][size] - rest) / matrix[at][at]
    return found


def f1(rows: Rows, weights: dict[str, float], least: float) -> tuple[float, float]:
    """Micro F1, exact and by category, where what is less sure is not coded."""
    kept = [row for row in rows.rows if row.exempt or _sure(row, weights) >= least]
    categories = {(row.note, row.category): row.right_category for row in kept}
    return (
        2 * sum(row.right for row in kept) / (len(kept) + rows.gold),
        2 * sum(categories.values()) / (len(categories) + rows.gold_categories),
    )


Curve = dict[float, tuple[float, float]]  # least confidence -> exact and category F1


def least_condition(reports: Curve, own: Curve) -> dict[str, float]:
    """Where F1, exact and by category together, is best on the case reports; where codes are reported, no more than our own
    charts allow without a loss.
    """
    every = max(STEPS, key=lambda step: (sum(reports[step]), step))
    free = max(step for step in STEPS if all(own[step][kind] >= own[0.0][kind] - TRIFLE for kind in (0, 1)))
    return {"all mentions": every, "reported": min(every, free, MOST_REPORTED)}


def _sure(row: Row, weights: dict[str, float]) -> float:
    return 1 / (1 + math.exp(-_odds(row.facts, weights)))


def bands(rows: list[Row], weights: dict[str, float]) -> str:
    """``0.9: 0.93 of 120``: the share right in each tenth."""
    right: Counter[int] = Counter()
    count: Counter[int] = Counter()
    for row in rows:
        band = min(int(_sure(row, weights) * 10), 9)
        count[band] += 1
        right[band] += row.right
    return "  ".join(f"{band / 10}: {right[band] / count[band]:.2f} of {count[band]}" for band in sorted(count))


def main(data: Path) -> None:
    """Fit, write the table, print what it does."""
    books = Library().in_force()
    reports, own = gathered(case_reports(data / "codiesp" / "train"), books), gathered(charts(), books)
    for row in (*reports.rows, *own.rows):
        row.facts["intercept"] = 1.0
    code = measured(reports, own, lambda row: row.right, NO_DETAIL)
    code |= {"intercept": round(code["intercept"] - CAUTION, 2), "reported": -CAUTION_REPORTED}
    condition = measured(reports, own, lambda row: row.right_category, DETAILS)
    curves = [{step: f1(rows, condition, step) for step in STEPS} for rows in (reports, own)]
    least = least_condition(*curves)
    table = {
        "about": ABOUT,
        "fitted_on": {"case reports": len(reports.rows), "own charts": len(own.rows)},
        "least_condition": least,
        "code": as_table(code),
        "condition": as_table(condition),
    }
    TABLE.write_text(json.dumps(table, indent=2) + "\n", "utf-8")
    print("case reports:", bands(reports.rows, code))
    print("own charts:  ", bands(own.rows, code))
    for step in STEPS:
        shown = [f"{exact:.4f} {category:.4f}" for exact, category in (curve[step] for curve in curves)]
        print(f"least {step:.2f}: F1 exact and category of case reports {shown[0]}, of own charts {shown[1]}")
    print(f"least condition: {least}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
