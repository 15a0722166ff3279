"""More of stays: tests within a course, wounds of operations, newborns, stays of rehabilitation, what drugs did."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes

STAY = "DISCHARGE SUMMARY\n"
NEWBORN = "NICU DISCHARGE SUMMARY\nBaby Boy T. 34w5d male, BW 2120 g, born via c/s to a 33yo G1 mother.\n"


@pytest.mark.parametrize(
    ("said", "expected", "absent"),
    [
        # a test told in a course speaks for its line, and the course goes on; what stands in brackets ends there
        (
            "Course:\nAcute L MCA infarct. MRI: L insula, atelectasis.\nAphasia, dysphagia.\nAspiration pneumonia HD3.",
            {"I63.512", "R47.01", "J69.0"},
            {"J98.11"},
        ),
        ("Course:\nPneumonia.\nSocial: mom smokes outside.\nDerm: eczema - triamcinolone.", {"L30.9"}, set()),
        ("HPI: AF (not on AC - hx GIB), HTN. \nDx: stroke with AF", {"I10", "I48.91"}, set()),
        ("Dx: preeclampsia, obesity BMI 36, Rh neg. G2P1 at 39w2d.", {"O99.213", "E66.9"}, set()),
        # the wound of an operation
        (
            "HPI: POD 9 from sigmoid colectomy, drainage from midline incision.\nDx: Wound infection, MRSA",
            {"T81.40XA", "B95.62"},
            {"L08.9", "T14.8XXA"},
        ),
        (
            "HPI: 2 weeks after TKA, incision red.\nDx: Superficial wound infection",
            {"T81.41XA"},
            {"L08.9"},
        ),
        ("HPI: dog bite of R hand last week.\nDx: wound infection R hand", set(), {"T81.40XA"}),
        # a stay of rehabilitation trains what the stroke left
        (
            "IRF\nRH F s/p R MCA ischemic CVA 5/22/26 w/ L hemiparesis, left neglect, dysarthria.\nSpasticity L UE.",
            {"I69.354", "I69.312", "I69.322"},
            {"I63.511", "G81.94", "R47.1", "R25.2", "Z86.73"},
        ),
        # what drugs did, and what belongs to them
        (
            "Course: Neutropenic fever: 2/2 chemo. C diff colitis. Chemo nausea - zofran.\nDx: febrile neutropenia, C diff colitis",
            {"D70.1", "R50.81", "T45.1X5A", "A04.72", "R11.0"},
            {"D70.9"},
        ),
        (
            "Course:\n1. Sepsis\n2. Thrombocytopenia - plt nadir 41, due to sepsis",
            {"A41.9", "D69.59"},
            {"D69.6"},
        ),
        ("HPI: s/p DDRT 2022 for ESRD.\nDx: acute kidney transplant rejection", {"T86.11"}, {"N18.6"}),
        # symptoms that the course treats, and those of a disease
        ("Course: Urinary retention - foley, TOV passed.\nDx: hip fracture, ABLA", {"R33.9"}, set()),
        ("HPI: AMS, confusion.\nCourse:\n1. Metabolic encephalopathy", {"G93.41"}, {"R41.82", "R41.0"}),
        ("Course: TF then dysphagia diet.\nDx: malnutrition", set(), {"R13.10"}),
        ("HPI: voices telling him to hang himself.\nDx: schizophrenia", {"F20.9"}, {"T71.162A"}),
        (
            "HPI: 82F s/p mechanical GLF at home tripping on rug in bedroom.\nDx: R IT hip fx",
            {"S72.141A", "W01.0XXA", "Y92.003"},
            set(),
        ),
        (
            "HPI: pancreatic head adenoca s/p neoadj FOLFIRINOX, admitted for elective Whipple 2/2.\n"
            "PMH: neuropathy 2/2 oxaliplatin\n"
            "Dx: Pancreatic adenocarcinoma head s/p Whipple; pancreatogenic diabetes",
            {"C25.0", "G62.0", "T45.1X5A"},
            {"Z85.07", "E08.42"},
        ),
        ("Course: Asp PNA, COPD exac.\nDx: Aspiration pneumonia, RLL", {"J69.0", "J44.1"}, {"J44.0", "J18.9"}),
        (
            "Injuries: splenic laceration, L rib fx 5-9\nCourse: hemorrhagic shock, MTP.\nDx: polytrauma",
            {"T79.4XXA"},
            {"R57.1", "R57.8"},
        ),
        (
            "Course: GVHD of gut, steroids.\nDx: Acute GVHD. AML s/p MUD alloSCT 11/25.",
            {"T86.5", "D89.810"},
            {"Z94.84"},
        ),
        ("Index admit 1/4 lap chole for acute cholecystitis. Now bile leak.\nDx: bile leak", {"K83.8"}, {"K81.0"}),
        ("Dx: AHRF; acute on chronic hypoxic respiratory failure", {"J96.21"}, {"J96.01"}),
        (
            "34F 9 days postpartum w/ HA, BP 172/104.\nDx: Postpartum eclampsia, PRES, UTI, iron deficiency anemia",
            {"O15.2", "O86.20", "O99.03", "D50.9", "O99.43"},
            {"N39.0"},
        ),
        # a list of burns that leaves the word out; the deepest is told first
        (
            "HPI: 31M flash burn. 18% TBSA: face 2nd deg 3%, R arm/hand 3rd degree 6%, chest/abd partial thickness 9%.",
            {"T20.20XA", "T22.30XA", "T23.301A", "T21.21XA", "T21.22XA", "T31.10"},
            {"T30.0"},
        ),
        ("HPI: no bleed, vit K. Adrenal insufficiency, stress dosed.\nDx: pneumonia", {"E27.40"}, set()),
        ("Course: haldol prn -> acute dystonia from haldol.\nDx: Schizophrenia", {"G24.02", "T43.4X5A"}, set()),
        (
            "PMH: CAD s/p CABG 2018, HTN, 2 ppd smoker, opioid dependence on Norco\nDx: CHF",
            {"F17.210", "F11.20"},
            set(),
        ),
        ("Dx: gallstone pancreatitis w/ peripancreatic necrosis", {"K85.11"}, {"K85.10", "K85.91"}),
        (
            "Dx: Lewy body dementia, parkinsonism. Chronic constipation w fecal impaction",
            {"G31.83", "K56.41"},
            {"G20.C", "K59.09"},
        ),
        ("92F from ALF. FTT.\nDx: UTI, FTT", {"R62.7"}, {"R62.51"}),
        ("Dx: biliary stricture post OLT w/ cholangitis", {"T86.49", "K83.1", "K83.09"}, {"Z94.4"}),
        ("Dx: cancer pain - MS contin; T2DM diet", {"G89.3", "E11.9"}, {"G35.D"}),
        (
            "27yo G3P1102 at 30w4d\nDx: A2 GDM - NPH started; asymptomatic bacteriuria; hx preterm delivery",
            {"O24.414", "O23.43", "O09.213"},
            set(),
        ),
        ("Dx: pneumonia, hypertension, renal artery stenosis", {"I10", "I70.1"}, {"I15.0"}),
        ("Dx: hypertension due to renal artery stenosis", {"I15.0", "I70.1"}, {"I10"}),
        ("Dx: gout, HTN HLD DM2 on metformin", {"E11.9", "E78.5"}, {"E11.69"}),
        ("Dx: SJS/TEN overlap d/t lamotrigine, 12% BSA detachment, rash", {"L51.3", "T42.6X5A", "L49.1"}, {"R21"}),
        (
            "36 yo G4P3003 at 36w1d, cesarean hyst. Liveborn male. Bladder injury repaired.\n"
            "Dx: IUP delivered; placenta previa w/ percreta; PPH w/ DIC, ABLA",
            {"O43.233", "O71.5", "O72.3", "O90.81", "Z37.0"},
            {"I27.0", "S37.20XA"},
        ),
        ("Dx: BPH w nocturia, T2DM", {"N40.1", "R35.1", "E11.9"}, set()),
        ("Course: Delirium POD1, haldol.\nDx: pneumonia", {"R41.0"}, set()),
        (
            "T2DM. Course: steroid-induced hyperglycemia in T2DM, SSI.\nDx: COPD exacerbation",
            {"E11.65", "T38.0X5A"},
            {"E09.65"},
        ),
        ("Dx: Crohn's disease of small intestine w/ obstruction, SBO", {"K50.012"}, {"K56.609", "K56.699"}),
        (
            "24F POD 8 from primary LTCS for breech, foul drainage from incision.\nDx: endometritis, superficial wound infection, "
            "mastitis L breast nonpurulent, postpartum depression",
            {"O86.12", "O86.01", "O91.22", "F53.0"},
            {"O32.1XX0", "N71.9", "T81.41XA", "N61.0", "O99.345"},
        ),
        (
            "STROKE DC SUMMARY\nR thalamic ICH, obstructive hydrocephalus s/p EVD. Afib perm.",
            {"I61.0", "G91.1", "I48.21"},
            {"I63.9"},
        ),
        ("Dx: Acute PE w/ RV strain (cor pulmonale)", {"I26.09"}, {"I26.99", "I27.81"}),
        (
            "HPI: bipolar, stopped taking lithium herself d/t wt gain.\nDx: Bipolar I, manic. Noncompliance w/ meds",
            {"T43.596A", "Z91.128"},
            set(),
        ),
        ("Course: R groin hematoma after thrombectomy.\nDx: stroke", {"I97.638"}, {"T14.8XXA"}),
    ],
)
def test_a_stay(code_note: CodeNote, said: str, expected: set[str], absent: set[str]) -> None:
    found = set(codes(code_note(STAY + said, setting="inpatient")))
    assert expected <= found
    assert not absent & found


@pytest.mark.parametrize(
    ("said", "expected", "absent"),
    [
        ("Heme: jaundice, phototherapy.", {"Z38.01", "P07.18", "P07.37", "P59.0"}, {"P59.9", "P07.30", "R17"}),
        ("Neuro: mild hypotonia, HUS nl.\nHCM: hearing pass", {"P94.2"}, {"R29.898", "D59.30", "I42.2"}),
        ("Temp: hypothermia on admit. Hypoglycemia, D10 bolus.", {"P80.9", "P70.4"}, {"T68.XXXA", "E16.2"}),
        ("ID: r/o sepsis, amp/gent 48h, bcx neg, ruled out.", {"Z05.1"}, {"P36.9", "A41.9"}),
        ("FEN: slow feeding, gavage. Hyponatremia. Mother GDM on insulin.", {"P92.2", "P74.22"}, {"E87.1", "Z79.4"}),
        (
            "L clavicle fx. Jaundice ABO incompat, DAT+. Mother: GBS + adequately treated, DM type 2 on metformin. Hypoglycemia.",
            {"P13.4", "P55.1", "P70.1"},
            {"S42.002A", "P59.9", "P59.0", "Z22.330", "Z79.84", "P70.4"},
        ),
        ("Resp: acute respiratory failure, pneumothorax.", {"P28.5", "P25.1"}, {"J96.00", "J93.9"}),
    ],
)
def test_a_newborn(code_note: CodeNote, said: str, expected: set[str], absent: set[str]) -> None:
    found = set(codes(code_note(NEWBORN + said, setting="inpatient")))
    assert expected <= found
    assert not absent & found


def test_an_infant_of_months_is_no_newborn(code_note: CodeNote) -> None:
    note = STAY + "7 mo infant, born at term, BW 3 kg.\nDx: dehydration, acute respiratory failure with hypoxia"
    assert {"E86.0", "J96.01"} <= set(codes(code_note(note, setting="inpatient")))


def test_a_numbered_list_without_a_heading_states_the_principal_diagnosis(code_note: CodeNote) -> None:
    note = STAY + "61M DLBCL on R-CHOP C3 adm 4/9/26\n1. Sepsis 2/2 Pseudomonas port infection (CLABSI) - port removed"
    assert codes(code_note(note, setting="inpatient"))[:2] == ["T80.211A", "A41.52"]


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("Dx: Hemoptysis due to aspergilloma; bronchiectasis", "B44.1"),
        ("HPI: community acquired pneumonia. Dx: as above. OUD severe", "J18.9"),
    ],
)
def test_what_stands_first(code_note: CodeNote, said: str, first: str) -> None:
    assert codes(code_note(STAY + said, setting="inpatient"))[0] == first


def test_the_infection_of_a_device_comes_before_its_sepsis(code_note: CodeNote) -> None:
    note = STAY + "Hospital course:\n1. Septic shock 2/2 E coli CAUTI (suprapubic cath) - levophed"
    found = codes(code_note(note, setting="inpatient"))
    assert found[:3] == ["T83.510A", "A41.51", "R65.21"]
    assert "Z93.59" not in found
