"""Stays as hospitals tell them: what was done in the stay, what the course treats, one problem in the words of several writers."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes

STAY = "DISCHARGE SUMMARY\n"


@pytest.mark.parametrize(
    ("said", "expected", "absent"),
    [
        # what was done in the stay is no status; what was done before is one
        (
            "Hospital course: telemetry showed complete heart block; PPM placed by EP 11/4.\n"
            "PMH: s/p R TKR\nDischarge Dx: Complete heart block s/p dual chamber PPM placement 11/4",
            {"I44.2", "Z96.651"},
            {"Z95.0"},
        ),
        (
            "Course: Ex lap, sigmoid resection, end colostomy 11/3.\n"
            "Discharge diagnosis: Perforated sigmoid diverticulitis s/p Hartmann's with end colostomy.",
            {"K57.20"},
            {"Z93.3"},
        ),
        ("PSH: colostomy 2019.\nDischarge diagnosis: Pneumonia. Colostomy status.", {"J18.9", "Z93.3"}, set()),
        (
            "Course: vascular performed R BKA.\nDischarge Dx: 1. wet gangrene R foot s/p R BKA on 11/2 2. T2DM with PAD",
            {"E11.52"},
            {"Z89.511", "I96", "E11.51"},
        ),
        # one fracture, told with its cause and without
        (
            "PREOP DX: displaced R femoral neck fx\nFINAL DX\n1. R femoral neck fracture, osteoporotic (age-related)",
            {"M80.051A"},
            {"S72.001A"},
        ),
        (
            "FINAL DX\n1. Osteoporotic compression fracture of L1\n2. Displaced R femoral neck fracture after a fall",
            {"M80.08XA", "S72.001A"},
            set(),
        ),
        (
            "ED: femoral neck fx.\nFINAL DX\n1. R femoral neck fracture, osteoporotic (age-related)",
            {"M80.051A"},
            {"S72.009A"},
        ),
        # symptoms that the course treats, and those that belong to a disease wherever they are told
        (
            "Hosp course by problem:\n1. Pneumonia - ceftriaxone\n2. Urinary retention - foley\nD/c dx: pneumonia",
            {"J18.9", "R33.9"},
            set(),
        ),
        (
            "Hospital course: glucose to 310 (hyperglycemia), SSI.\nD/c dx: pneumonia, T2DM",
            {"E11.65"},
            {"E11.9", "R73.9"},
        ),
        ("Hospital course: had a headache, resolved.\nD/c dx: pneumonia", {"J18.9"}, {"R51.9"}),
        # one problem told twice, the second time with less or with more
        ("Hospital course: Toxic metabolic encephalopathy.\nD/c dx: UTI, encephalopathy", {"G92.8"}, {"G93.40"}),
        (
            "CT: L hydroureteronephrosis w/ 8 mm obstructing distal ureteral stone.\n"
            "Hospital course: pyelonephritis w obstructing L ureteral stone, stent.\nD/c dx: obstructive pyelo",
            {"N13.6"},
            {"N13.2", "N13.30", "N20.1"},
        ),
        # the nurse's stage of the ulcer that the provider names
        (
            "Skin on arrival: Sacrum 2x3 cm open area = stage 2. Heels intact.\nFinal dx: Pressure ulcer sacrum",
            {"L89.152"},
            {"L89.159"},
        ),
        ("Skin: sacrum intact. CKD stage 3.\nFinal dx: Pressure ulcer of sacrum", {"L89.159"}, {"L89.153"}),
        # drugs that were not taken, and why; smokers and their households; what is current beside what is old
        (
            "HPI: HFrEF, here after running out of torsemide (cost).\nD/c dx: Acute on chronic HFrEF",
            {"I50.23", "T50.1X6A", "Z91.120"},
            set(),
        ),
        ("HPI: Mom smokes in home.\nDx: asthma, moderate persistent, w/ acute exac", {"J45.41", "Z77.22"}, {"Z81.2"}),
        ("PMH: CAD w/ old MI, current smoker (1 ppd)\nD/c dx: pneumonia", {"I25.2", "F17.210"}, {"Z87.891"}),
        # the tumor that was operated in this stay
        ("Dx: Adenocarcinoma of cecum, s/p lap R hemicolectomy 9/30", {"C18.0"}, {"Z85.038", "Z90.49"}),
        # injuries under a heading of their own; the letter of a side behind a dash
        (
            "Injuries: R 4-7 rib fx, grade 2 liver lac\nCourse: ABLA 1u.",
            {"S22.41XA", "S36.115A", "D62"},
            {"S36.114A"},
        ),
        ("Dx: HTN - R ACA infarct", {"I63.521"}, {"I63.529"}),
        # a newborn of a mother with diabetes, and its first vaccine
        (
            "Term male born by C/S, LGA. Mother GDM A2. Hypoglycemia (glc 31), resolved. Hep B vaccine given.",
            {"P70.0", "Z23"},
            {"P70.4", "P08.1"},
        ),
        # more than one name for one thing, and less of it
        (
            "Dx: COVID-19 pneumonia. Septic shock d/t MRSA VAP. Morbid obesity, OHS",
            {"J95.851", "E66.2"},
            {"E66.01"},
        ),
        ("Dx: opioid dependence (Rx'd, chronic pain)", {"F11.20"}, {"F11.29"}),
        ("Dx: AML in relapse, FLAG-IDA", {"C92.02"}, {"D50.9"}),
        ("Dx: RSV bronchiolitis. ex-28wk w/ BPD, trach", {"J21.0", "P27.1"}, {"F60.3"}),
    ],
)
def test_a_stay(code_note: CodeNote, said: str, expected: set[str], absent: set[str]) -> None:
    found = set(codes(code_note(STAY + said, setting="inpatient")))
    assert expected <= found
    assert not absent & found


@pytest.mark.parametrize(
    ("said", "principal"),
    [
        ("HPI: intentional OD on sertraline.\nDx: MDD, recurrent, severe w/o psychosis", "T43.222A"),
        ("Dx: as above. Smokes 5 cig/d.\nHPI: community acquired pneumonia.", "J18.9"),
        (
            "6 yo w/ severe persistent asthma in status asthmaticus.\nDx: status asthmaticus, acute hypoxemic respiratory failure",
            "J45.52",
        ),
        ("Hosp course: Septic shock 2/2 E coli.\nD/c dx: septic shock d/t E. coli, encephalopathy", "A41.51"),
    ],
)
def test_what_stands_first(code_note: CodeNote, said: str, principal: str) -> None:
    assert next(iter(codes(code_note(STAY + said, setting="inpatient")))) == principal
