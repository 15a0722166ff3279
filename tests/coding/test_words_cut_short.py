"""Words cut short, ranks cut short, and the site in whose code a part of the body lies."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("pyelo, acute", ["N10"]),
        ("seb k face", ["L82.1"]),
        ("L ureteral stone with hydro", ["N13.2"]),
        ("hydro well, drink water", []),
        ("UC w rectal bleeding", ["K51.911"]),
        ("hep C chronic, tx naive", ["B18.2"]),
        ("acute chole", ["K81.0"]),
        ("s/p chole", ["Z90.49"]),
        ("tic bleed", ["K57.91"]),
        ("viral GE", ["A08.4"]),
        ("osteo R foot", ["M86.9"]),
        ("symptomatic brady", ["R00.1"]),
        ("tachy-brady", ["I49.5"]),
        ("subconj hemorrhage", ["H11.30"]),
        ("neonatal hyperbili", ["P59.9"]),
        ("borderline PD", ["F60.3"]),
        ("head inj", ["S09.90XA"]),
        ("oral and esophageal candidiasis", ["B37.0", "B37.81"]),
        ("vaginal and oral candidiasis", ["B37.31", "B37.0"]),
        ("allergic rxn NOS", ["T78.40XA"]),
        ("ectopic R tube", ["O00.101"]),
        ("mod AI", ["I35.1"]),
        ("mantle cell", ["C83.10"]),
        ("TOS", ["G54.0"]),
        ("+PPD", ["R76.11"]),
        ("SSS w/ pacer", ["I49.5", "Z95.0"]),
        ("ASCUS HPV pos", ["R87.610", "R87.810"]),
        ("trimal fx L", ["S82.852A"]),
        ("path fx L femur", ["M84.452A"]),
        ("meniscus tear med R acute", ["S83.241A"]),
        ("falls, gait instability", ["R29.6", "R26.81"]),
        ("neuroma Morton's", ["G57.60"]),
        ("colon ca s/p resection, NED", ["Z85.038"]),
        ("alpha-1 antitrypsin def", ["E88.01"]),
        ("ICD shock", []),
        ("shock from ICD", []),
        ("RCT tooth 14 left", []),
        ("L BBFA fx", ["S52.92XA"]),
        ("both bone forearm fx L, midshaft", ["S52.202A", "S52.302A"]),
        ("Alz dementia w/ agitation", ["G30.9", "F02.811"]),
        ("Wt loss/poor appetite", ["R63.4", "R63.0"]),
        ("urostomy", ["Z93.6"]),
        ("malunion distal radius L", ["S52.502P"]),
        ("5th MC neck fx R", ["S62.336A"]),
        ("mech mitral valve on warfarin", ["Z95.2", "Z79.01"]),
        ("ascending thoracic aneurysm", ["I71.21"]),
        ("MS and mod AI", ["I08.0"]),
        ("pneumonia, lung mass", ["J18.9", "R91.8"]),
        ("cataract, glaucoma", ["H26.9", "H40.9"]),
        ("ankle fracture dislocation L", ["S82.892A"]),
    ],
)
def test_a_word_cut_short(code_note: CodeNote, assessment: str, expected: list[str]) -> None:
    assert codes(code_note(f"Assessment: {assessment}")) == expected


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("NHL follicular gr 2", ["C82.10"]),
        ("internal hemorrhoids gr II", ["K64.1"]),
        ("stg 2 sacral ulcer", ["L89.152"]),
        ("2nd deg burn R hand", ["T23.201A"]),
    ],
)
def test_a_rank_cut_short(code_note: CodeNote, assessment: str, expected: list[str]) -> None:
    assert codes(code_note(f"Assessment: {assessment}")) == expected


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("preeclampsia with severe features 34 weeks", ["O14.13", "Z3A.34"]),
        ("BV in pregnancy at 20 weeks", ["O23.592", "Z3A.20"]),
        ("AMA G2P1 20 wks", ["O09.522", "Z3A.20"]),
        ("PROM 38 wks", ["O42.92", "Z3A.38"]),
        ("PPROM 30 wks", ["O42.913", "Z3A.30"]),
        ("premature rupture of membranes at 33 weeks", ["O42.913", "Z3A.33"]),
        ("hyperemesis gravidarum x 3 weeks", ["O21.0"]),
        ("gestational HTN 36 wks, f/u 1 week", ["O13.3", "Z3A.36"]),
    ],
)
def test_weeks_behind_a_problem_of_pregnancy(code_note: CodeNote, assessment: str, expected: list[str]) -> None:
    assert codes(code_note(f"Assessment: {assessment}")) == expected


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("stress fracture 5th metatarsal base right", ["M84.374A"]),
        ("stress fx 2nd MT L", ["M84.375A"]),
        ("stress fracture L ankle", ["M84.372A"]),
        ("scaphoid stress fx L", ["M84.342A"]),
        ("stress reaction L tibia", ["M84.362A"]),
        ("hip stress fx R", ["M84.359A"]),
        ("AVN scaphoid R", ["M87.037"]),
        ("AVN L talus", ["M87.075"]),
        ("dislocation recurrent L thumb", ["M24.445"]),
        ("osteoporosis with pathological fracture L1", ["M80.08XA"]),
    ],
)
def test_the_site_of_a_part(code_note: CodeNote, assessment: str, expected: list[str]) -> None:
    assert codes(code_note(f"Assessment: {assessment}")) == expected


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("post-ictal confusion, seizure", ["R41.0", "R56.9"]),
        ("post-polio syndrome, weakness", ["G14", "R53.1"]),
        ("post-menopausal bleeding, fibroids", ["N95.0", "D25.9"]),
        ("post-inflammatory hyperpigmentation, acne", ["L81.0", "L70.9"]),
        ("post-thrombotic syndrome with ulcer L leg", ["I87.012", "L97.929"]),
    ],
)
def test_post_speaks_of_no_later_item(code_note: CodeNote, assessment: str, expected: list[str]) -> None:
    assert codes(code_note(f"Assessment: {assessment}")) == expected


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("inguinal hernia on left side with obstruction", ["K40.30"]),
        ("venous hypertension left leg with inflammation", ["I87.322"]),
        ("gallstones in cbd with cholangitis", ["K80.30"]),
        ("hypertension and diabetes with nephropathy", ["I10", "E11.21"]),
        ("CLI L leg w/ ulcer of heel", ["I70.244", "L97.429"]),
    ],
)
def test_what_with_adds_behind_the_site(code_note: CodeNote, assessment: str, expected: list[str]) -> None:
    assert codes(code_note(f"Assessment: {assessment}")) == expected


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("TOF repaired in infancy", ["Z87.74"]),
        ("VSD s/p closure", ["Z87.74"]),
        ("cleft palate s/p repair", ["Z87.730"]),
        ("hypospadias, repaired", ["Z87.710"]),
        ("TOF s/p repair with residual VSD", ["Q21.3"]),
        ("HLHS s/p Norwood", ["Q23.4"]),
        ("VSD, repair planned", ["Q21.0"]),
    ],
)
def test_a_malformation_that_was_corrected(code_note: CodeNote, assessment: str, expected: list[str]) -> None:
    assert set(expected) <= set(codes(code_note(f"Assessment: {assessment}")))
