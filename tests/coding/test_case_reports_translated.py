"""Case reports translated by machine: odd wording, lists in which one item is negative, sides and sites of other items."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("scleral ictericia", {"R17"}),
        ("slimming of 10 kg", {"R63.4"}),
        ("oppressive chest pain", {"R07.89"}),
        ("mesogastric pain", {"R10.33"}),
        ("sibilances", {"R06.2"}),
        ("hematuria with clots", {"R31.0"}),
        ("decrease in the caliber of the urinary stream", {"R39.12"}),
        ("facial tumefaction", {"R22.0"}),
        ("phosphenes", {"H53.19"}),
        ("mydriatic pupils", {"H57.04"}),
        ("dysgraphia", {"R27.8"}),
        ("cerebral ischemic accident", {"I63.9"}),
        ("left temporoparietal hemorrhagic infarction", {"I63.9"}),
        ("generalized tonic-clonic crisis", {"G40.409"}),
        ("SAHS", {"G47.33"}),
        ("HTA", {"I10"}),
        ("type 2 DM with poor metabolic control", {"E11.65"}),
        ("COPD reagudization", {"J44.1"}),
        ("nosocomial pneumonia", {"J18.9", "Y95"}),
        ("nosocomial pneumonia due to Pseudomonas aeruginosa", {"J15.1", "Y95"}),
        ("community-acquired pneumonia due to Streptococcus pneumoniae", {"J13"}),
        ("ventilator-associated pneumonia due to Acinetobacter baumannii", {"J95.851", "B96.83"}),
        ("septic shock due to Klebsiella pneumoniae", {"A41.59", "R65.21"}),
        ("gastric ulcer with positive test for Helicobacter pylori", {"K25.9", "B96.81"}),
        ("dilation of the intrahepatic biliary tract", {"K83.8"}),
        ("intestinal subocclusion due to adhesions", {"K56.51"}),
        ("gonarthrosis of both knees", {"M17.0"}),
        ("superficial thrombophlebitis of the right great saphenous vein", {"I80.01"}),
        ("perirenal adenopathies", {"R59.0"}),
        ("single palmar crease", {"Q82.8"}),
        ("ex-alcoholic", {"F10.21"}),
        ("megaloblastic anemia due to vitamin B12 deficiency", {"D51.9"}),
        ("rash due to amoxicillin", {"R21", "T36.0X5A"}),
        ("late neonatal sepsis", {"P36.9"}),
        ("malfunctioning arteriovenous fistula", {"T82.590A"}),
        ("skin lesions on the face present since adolescence", {"L98.9"}),
        ("dislocation of the prosthesis", {"T84.029A"}),
        ("pertrochanteric fracture of the right femur", {"S72.101A"}),  # a side explains less than the place
        ("Colles fracture of the left wrist", {"S52.532A"}),
        ("subcapital fracture of the right hip", {"S72.011A"}),
        ("fractures of the 5th, 6th and 7th left ribs", {"S22.42XA"}),
        ("contused wound of the scalp", {"S01.00XA"}),
        ("swan-neck deformities in the right hand", {"M20.031"}),
    ],
)
def test_words_of_a_translated_report(code_note: CodeNote, words: str, expected: set[str]) -> None:
    assert set(codes(code_note(words, all_mentions=True))) == expected


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        # a word behind "and" that opens a phrase of its own belongs to it
        ("He developed acute pulmonary edema and cardiogenic shock.", {"J81.0", "R57.0"}),
        ("There was dysmetria in the upper limb and ataxic gait.", {"R27.8", "R26.0"}),
        # "negative" or "absent" behind an item of a list speaks of that item
        ("Tests: leukocytosis, microcytic anemia, antinuclear antibodies negative.", {"D72.829", "D50.9"}),
        ("She had gonalgia, seat belt sign absent, epistaxis and vertigo.", {"M25.569", "R04.0", "R42"}),
        ("Fever, cough and chills absent.", set()),
        # what is denied ends where something is found
        ("Septal panniculitis without vasculitis, compatible with erythema nodosum.", {"M79.3", "L52"}),
        ("There was no retinal tear, presenting vitreous hemorrhage.", {"H43.10"}),
        ("Stroke without sequelae, gout and bilateral hypoacusia.", {"I63.9", "M10.9", "H91.93"}),
        # the side of one part is not that of another
        ("Dupuytren's disease of the right hand and hallux valgus.", {"M72.0", "M20.10"}),
        ("Ankylosis of the right wrist, dry eye.", {"M24.631", "H04.129"}),
        ("Contusion of the right hand and foot.", {"S60.221A", "S90.31XA"}),
        # one pain at several sites
        ("Pain in the left hemithorax, abdomen and right leg.", {"R07.9", "R10.9", "M79.604"}),
        ("Pain in the left knee, and stiffness of the hand.", {"M25.562", "M25.649"}),
    ],
)
def test_a_sentence_of_a_translated_report(code_note: CodeNote, note: str, expected: set[str]) -> None:
    assert set(codes(code_note(note, all_mentions=True))) == expected


@pytest.mark.parametrize(
    ("note", "is_status"),
    [
        ("A woman with a history of gout, allergic to penicillin, with hysterectomy, who came with fever.", True),
        ("Hysterectomy in 1999 for myomas.", True),
        ("A woman with a history of gout, who underwent hysterectomy.", False),
        ("For bleeding, hysterectomy was performed.", False),
    ],
)
def test_an_operation_of_the_past_is_a_status(code_note: CodeNote, note: str, is_status: bool) -> None:
    assert ("Z90.710" in codes(code_note(note, all_mentions=True))) is is_status
