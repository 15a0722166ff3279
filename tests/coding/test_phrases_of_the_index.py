"""What the Index says with one phrase: an etiology with its manifestation, two valves, a word that looks like a cue."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("Cerebral amyloid angiopathy.", ["E85.4", "I68.0"]),
        ("Severe sepsis.", ["A41.9", "R65.20"]),
        ("Hemophilic arthropathy.", ["D66", "M36.2"]),
        ("Lupus myelitis.", ["M32.19", "G05.4"]),
        ("Nocardia brain abscess.", ["A43.8", "G07"]),
        ("Candidal diaper rash.", ["B37.2", "L22"]),
        ("COVID-19 coagulopathy.", ["U07.1", "D68.8"]),
        ("COVID-19 sequelae.", ["U09.9"]),
    ],
)
def test_a_manifestation_is_coded_with_its_etiology(code_note: CodeNote, assessment: str, expected: list[str]) -> None:
    assert codes(code_note(f"Assessment: {assessment}")) == expected


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("Aortic stenosis with aortic regurgitation.", ["I35.2"]),
        ("Moderate mitral stenosis with mild mitral regurgitation.", ["I05.2"]),
        ("Aortic stenosis, mitral regurgitation.", ["I08.0"]),
        ("Obstructed incisional hernia.", ["K43.0"]),
        ("Umbilical hernia, no obstruction.", ["K42.9"]),
        ("PAD with claudication.", ["I73.9"]),
        ("Stroke with no residual deficits.", ["Z86.73"]),
        ("Prior H. pylori infection.", ["Z86.19"]),
        ("H. pylori gastritis.", ["K29.70", "B96.81"]),
        ("Late-onset Alzheimer's disease, early stage.", ["G30.1", "F02.A0"]),
        ("Early-onset Alzheimer's disease, late stage.", ["G30.0", "F02.C0"]),
        ("22q11.2 deletion syndrome.", ["Q93.81"]),
        ("Celiac artery stenosis.", ["I77.4"]),
        ("Celiac, on a gluten-free diet.", ["K90.0"]),
        ("Mass of the stomach.", ["K31.9"]),
        ("Traumatic laceration of the bladder.", ["S37.23XA"]),
        ("Charcot arthropathy.", ["M14.60"]),
        ("Suspected child abuse.", ["T76.92XA"]),
        ("Suspected physical abuse of a child.", ["T76.12XA"]),
        ("Benign teratoma of the right testis.", ["D29.21"]),
        ("Swallowed a coin.", ["T18.9XXA", "W44.E2XA"]),
        ("Polydrug overdose, intentional.", ["T50.912A"]),
    ],
)
def test_a_phrase_leads_where_the_index_sends_it(code_note: CodeNote, assessment: str, expected: list[str]) -> None:
    assert codes(code_note(f"Assessment: {assessment}")) == expected


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("Twin pregnancy with preeclampsia.", ["O30.009", "O14.90"]),
        ("His twin has Crohn disease.", []),
        ("Encephalitis post-vaccination.", ["G04.02"]),
        ("Vaccine-induced immune thrombotic thrombocytopenia.", ["D75.84"]),
        ("Noncompliant with low salt diet.", ["Z91.119"]),
        ("Instructed in a low salt diet.", []),
        ("Elevated cancer antigen 125.", ["R97.1"]),
        ("History of CAR-T therapy.", ["Z92.850"]),
    ],
)
def test_a_word_of_a_name_is_no_cue(code_note: CodeNote, assessment: str, expected: list[str]) -> None:
    assert codes(code_note(f"Assessment: {assessment}")) == expected
