"""Words are folded the same way in terms and notes."""

from __future__ import annotations

import pytest

from nosologist.codesets.words import fold, merge_classes, stem, term_words


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Ménière's", "meniere"), ("OEDEMA", "edema"), ("anaemia", "anemia"), ("tumours", "tumors"), ("hour", "hour"),
        ("oesophagus", "esophagus"), ("haemorrhage", "hemorrhage"), ("Crohn’s", "crohn"), ("diarrhoea", "diarrhea"),
        ("leukaemia", "leukemia"), ("vertebrae", "vertebrae"), ("paediatric", "pediatric"),
    ],
)  # fmt: skip
def test_spelling_is_folded(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Chronic kidney disease, stage 3a", ["chronic", "kidney", "disease", "stage3a"]),
        ("Type II diabetes", ["type2", "diabetes"]),
        ("second-degree burn", ["degree2", "burn"]),
        ("stage IV", ["stage4"]),
        ("Pneumonia, unspecified organism", ["pneumonia", "organism"]),
    ],
)
def test_a_class_word_takes_its_number(text: str, words: list[str]) -> None:
    assert term_words(text) == words


def test_positions_of_merged_words_are_kept() -> None:
    assert merge_classes(["ckd", "stage", "3a", "today"]) == [("ckd", 0, 0), ("stage3a", 1, 2), ("today", 3, 3)]


def test_inflections_share_a_stem() -> None:
    assert stem("fractures") == stem("fractured") == stem("fracture")
    assert stem("diabetes") == stem("diabetic")
