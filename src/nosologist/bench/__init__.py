"""Measure the coder against known codes: scores with their intervals, by chapter and section; what its confidence is worth."""

from nosologist.bench.given import Given, bands, given_codes, section_scores
from nosologist.bench.scores import (
    Pairs,
    Score,
    category_score,
    chapter_scores,
    false_alarms,
    interval,
    matched,
    misses,
    note_category_scores,
    note_scores,
    paired,
    read_ids,
    read_labels,
    score,
    without_external_causes,
)

__all__ = [
    "Given",
    "Pairs",
    "Score",
    "bands",
    "category_score",
    "chapter_scores",
    "false_alarms",
    "given_codes",
    "interval",
    "matched",
    "misses",
    "note_category_scores",
    "note_scores",
    "paired",
    "read_ids",
    "read_labels",
    "score",
    "section_scores",
    "without_external_causes",
]
