"""Sentences, items, titles."""

from __future__ import annotations

from nosologist.notes.sections import split_sections
from nosologist.notes.statements import split_statements


def cut(text: str) -> list[tuple[str, str]]:
    return [
        (statement.kind.value, statement.span.quote(text))
        for section in split_sections(text)
        for statement in split_statements(text, section)
    ]


def test_sentences_do_not_end_at_abbreviations_or_decimals() -> None:
    text = "Seen by Dr. Gomez at 9 a.m. with T 38.2 today. He denies pain."
    assert [words for _, words in cut(text)] == ["Seen by Dr. Gomez at 9 a.m. with T 38.2 today.", "He denies pain."]


def test_a_wrapped_sentence_is_one_statement() -> None:
    text = "The patient has a long history of poorly controlled diabetes mellitus\nwith neuropathy and comes for a visit.\n"
    assert len(cut(text)) == 1


def test_a_numbered_problem_list_has_titles_and_details() -> None:
    text = "ASSESSMENT AND PLAN\n1. Diabetes.\n- Medical Reasoning: stable. Doing well.\n2. Gout\n- Continue allopurinol.\n"
    assert cut(text) == [
        ("title", "Diabetes."),
        ("detail", "Medical Reasoning: stable."),
        ("detail", "Doing well."),
        ("title", "Gout"),
        ("detail", "Continue allopurinol."),
    ]


def test_bullets_of_an_assessment_are_titles() -> None:
    assert cut("ASSESSMENT\n\n• Constipation\n• Mild hepatomegaly\n") == [
        ("title", "Constipation"),
        ("title", "Mild hepatomegaly"),
    ]


def test_numbers_without_a_blank_behind_them() -> None:
    assert cut("1.No evidence of pneumonia") == [("item", "No evidence of pneumonia")]


def test_text_without_an_end_is_cut() -> None:
    pieces = cut("word " * 2000)
    assert all(len(words) <= 2000 for _, words in pieces)
    assert sum(len(words.split()) for _, words in pieces) == 2000
