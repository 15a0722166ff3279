"""Cues and their scopes."""

from __future__ import annotations

import pytest

from nosologist.codesets.words import TOKEN
from nosologist.notes.assertion import asserted, find_cues


def said(sentence: str, words: str) -> tuple[str, str, str, str]:
    tokens = [token.lower() for token in TOKEN.findall(sentence.replace(" - ", " – "))]
    sought = [token.lower() for token in TOKEN.findall(words)]
    at = next(i for i in range(len(tokens)) if tokens[i : i + len(sought)] == sought)
    found = asserted(find_cues(tokens), range(at, at + len(sought)))
    return found.polarity.value, found.certainty.value, found.temporality.value, found.experiencer.value


PLAIN = ("affirmed", "confirmed", "current", "patient")


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Denies fever, chills or cough.", "fever"),
        ("Denies fever, chills or cough.", "cough"),
        ("No evidence of pneumonia", "pneumonia"),
        ("fever: none", "fever"),
        ("Chest pain - no", "chest pain"),
        ("PE was ruled out by CT.", "PE"),
        ("Negative for: rash, joint pain", "joint pain"),
        ("Cultures were negative for tuberculosis", "tuberculosis"),
        ("Lungs without wheezes or rales", "rales"),
        ("In no acute distress", "acute distress"),
        ("Constitutional - No fevers, chills", "chills"),
    ],
)
def test_negated(sentence: str, words: str) -> None:
    assert said(sentence, words)[0] == "negated"


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("No chest pain but has cough", "cough"),
        ("Denies fever; reports nausea", "nausea"),
        ("Cerebral infarction - no DVT prophylaxis", "Cerebral infarction"),
        ("No relief of knee pain", "knee pain"),
        ("Gram-negative sepsis", "sepsis"),
        ("Does not only have gout", "gout"),
    ],
)
def test_not_negated(sentence: str, words: str) -> None:
    assert said(sentence, words)[0] == "affirmed"


@pytest.mark.parametrize("word", ["probable", "suspected", "likely", "questionable", "possible", "rule out", "r/o"])
def test_the_guidelines_uncertain_terms(word: str) -> None:
    assert said(f"Diagnosis: {word} pneumonia", "pneumonia")[1] == "uncertain"


@pytest.mark.parametrize("words", ["compatible with", "consistent with", "concern for", "working diagnosis of"])
def test_uncertain_phrases(words: str) -> None:
    assert said(f"Findings {words} pneumonia", "pneumonia")[1] == "uncertain"


def test_ruled_out_later_is_uncertain_until_then() -> None:
    assert said("Pneumonia still to be ruled out", "Pneumonia")[:2] == ("affirmed", "uncertain")


def test_time_and_person() -> None:
    assert said("History of breast cancer", "breast cancer")[2] == "history of"
    assert said("s/p CABG in 2010", "CABG")[2] == "history of"
    assert said("Return if fever develops", "fever")[2] == "hypothetical"
    assert said("Heparin for DVT prophylaxis", "DVT")[2] == "hypothetical"
    assert said("Mother had colon cancer", "colon cancer")[3] == "family"
    assert said("Husband has influenza", "influenza")[3] == "other"
    assert said("67-year-old woman with diabetes", "diabetes") == PLAIN


@pytest.mark.parametrize(
    ("sentence", "words", "expected"),
    [
        ("Ultrasound showed signs of deep vein thrombosis.", "deep vein thrombosis", ("affirmed", "uncertain")),
        ("Monitor for signs of infection.", "infection", ("affirmed", "uncertain")),
        ("Well until March, when headache began.", "headache", ("affirmed", "confirmed")),
        ("No prior illness, was admitted with pneumonia.", "pneumonia", ("affirmed", "confirmed")),
    ],
)
def test_signs_of_a_condition_and_the_time_before_it(sentence: str, words: str, expected: tuple[str, str]) -> None:
    assert said(sentence, words)[:2] == expected


def test_who_noticed_it_is_not_who_has_it() -> None:
    assert said("Her parents noticed weight loss.", "weight loss")[3] == "patient"
    assert said("Taken by her parents for a rash.", "rash")[3] == "patient"


def test_signs_to_watch_for_are_only_possible() -> None:
    assert said("Return for any signs of infection.", "infection")[2] == "hypothetical"
