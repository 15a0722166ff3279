"""Measure the coder against known codes: scores with their intervals, by chapter and section; what its confidence is worth."""

from nosologist.bench.scores import (
    Pairs,
    Score,
    category_score,
    chapter_scores,
    false_alarms,
    matched,
    misses,
    paired,
    read_labels,
    score,
)

__all__ = [
    "Pairs",
    "Score",
    "category_score",
    "chapter_scores",
    "false_alarms",
    "matched",
    "misses",
    "paired",
    "read_labels",
    "score",
]
