"""A statement that is a title or inclusion term of the Tabular means its code; the same words in passing do not."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("Other specified hypothyroidism", "E03.8"),
        ("OTHER SPECIFIED HYPOTHYROIDISM.", "E03.8"),
        ("Other specified hypothyroidism (E03.8)", "E03.8"),
        ("Unspecified fracture of other metacarpal bone, initial encounter for open fracture", "S62.308B"),
        ("Migraine with aura, not intractable, without status migrainosus", "G43.109"),
        ("Insomnia, specified NEC", "G47.09"),
        ("history of concussion", "Z87.820"),  # the Index has a term with the cue in it
        ("Contact with nail gun, sequela", "W29.4XXS"),
    ],
)
def test_a_whole_statement(code_note: CodeNote, statement: str, code: str) -> None:
    assert codes(code_note(statement, all_mentions=True)) == [code]


def test_cues_outside_the_name_hold(code_note: CodeNote) -> None:
    assert codes(code_note("No other specified hypothyroidism", all_mentions=True)) == []
    assert codes(code_note("Possible other specified hypothyroidism")) == []
    assert codes(code_note("Possible other specified hypothyroidism", "inpatient")) == ["E03.8"]
    assert codes(code_note("Other specified hypothyroidism, resolved")) == ["E03.8"]  # a lasting disease


def test_residual_words_in_passing_mean_nothing(code_note: CodeNote) -> None:
    assert codes(code_note("Hypothyroidism is stable, other issues were specified by the nurse.")) == ["E03.9"]


def test_the_evidence_is_the_statement_and_the_path_its_title(code_note: CodeNote) -> None:
    text = "Other specified hypothyroidism"
    (assignment,) = code_note(text, all_mentions=True).assignments
    assert [span.quote(text) for span in assignment.evidence] == [text]
    assert assignment.path == (text,)
