"""What a document is, who wrote it and when, and whether it is signed."""

from __future__ import annotations

from datetime import date

import pytest

from nosologist.model.document import Author, Document, DocumentKind
from nosologist.notes.authors import admitted, is_addendum, kind_of, role_of, signed, written

DAY = date(2026, 3, 4)


def document(text: str, **facts: object) -> Document:
    return Document("d", text, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("DISCHARGE SUMMARY\nPatient: A", DocumentKind.DISCHARGE),
        ("Made-up Hospital\n\nHistory & Physical", DocumentKind.ADMISSION),
        ("HOSPITALIST PROGRESS NOTE     HD#5    3/14  0930", DocumentKind.PROGRESS),
        ("CARDIOLOGY CONSULTATION", DocumentKind.CONSULTATION),
        ("Note type: Consult\nDate: 3/1/2026", DocumentKind.CONSULTATION),
        ("OPERATIVE REPORT", DocumentKind.OPERATIVE),
        ("Emergency Department Note", DocumentKind.EMERGENCY),
        ("WOUND CARE NOTE", DocumentKind.NURSING),
        ("RADIOLOGY REPORT: CT CHEST", DocumentKind.IMAGING),
        ("SURGICAL PATHOLOGY", DocumentKind.PATHOLOGY),
        ("Nutrition assessment", DocumentKind.DIETITIAN),
        ("Patient seen in the emergency department yesterday and sent home without any treatment.", None),
        ("Assessment: gout", None),
        ("Name: A\n\nDISCHARGE DIAGNOSES:\n1. Gout\nHOSPITAL COURSE: short", DocumentKind.DISCHARGE),
        ("Postoperative diagnosis: hernia\nProcedure: repair", DocumentKind.OPERATIVE),
        ("Exam: CT\nTechnique: axial\nFindings: none\nImpression: normal", DocumentKind.IMAGING),
        ("Specimen A\nGross description: skin\nDiagnosis: nevus", DocumentKind.PATHOLOGY),
        ("Findings: none\nImpression: gout\nPlan: rest", None),
        ("CC: here to discuss the pathology report of last week", None),
        ("Procedure: colonoscopy", None),
        ("Progress Notes by Jane Roe, MD at 3/2/2026 10:05 AM", DocumentKind.PROGRESS),
        ("Patient: A\nTitle: Consult note", DocumentKind.CONSULTATION),
        ("Patient: A\nDocument type: Discharge summary - physician", DocumentKind.DISCHARGE),
        ("Patient comes from radiology after the film was taken", None),
        ("He was seen in consultation", None),
        ("", None),
    ],
)
def test_the_title_says_what_it_is(text: str, kind: DocumentKind | None) -> None:
    assert kind_of(document(text)) is kind


def test_the_file_says_it_first() -> None:
    assert kind_of(document("PROGRESS NOTE", kind="Discharge summary")) is DocumentKind.DISCHARGE
    assert kind_of(document("PROGRESS NOTE", kind="34109-9")) is DocumentKind.PROGRESS


@pytest.mark.parametrize(
    ("text", "kind", "role"),
    [
        ("x\nElectronically signed by: R. Quill, MD", None, Author.ATTENDING),
        ("x\nSigned: R. Quill MD", DocumentKind.CONSULTATION, Author.CONSULTANT),
        ("x\nSigned: T. Vale, RN", DocumentKind.PROGRESS, Author.NURSE),
        ("x\nSigned: T. Vale, FNP-C", DocumentKind.PROGRESS, Author.PRACTITIONER),
        ("x\nSigned: T. Vale, Nurse Practitioner", DocumentKind.NURSING, Author.PRACTITIONER),
        ("x\nSigned: T. Vale, MD PGY-2", DocumentKind.PROGRESS, Author.RESIDENT),
        ("x\nSigned: T. Vale, CRNA", None, Author.ANESTHESIA),
        ("RN notified, MD aware.", None, None),
        ("Reported by RN that the patient fell.", None, None),
        ("Signed: R. Quill, MD 10:30 PT", None, Author.ATTENDING),
        ("Signed: J. Doe, Boston MA", None, None),
        ("Author: Tom Vale  Service: Medicine\nAuthor type: Registered nurse", None, Author.NURSE),
        ("Electronically signed on 03/02/2026 10:05 by: ROE MD, JANE", None, Author.ATTENDING),
        ("Performed by: VALE RN, TOM on March 02, 2026", None, Author.NURSE),
        ("Signed: J. Doe, PT", None, Author.THERAPIST),
        ("Signed: R. Quill, MD, RN aware", None, Author.ATTENDING),
        ("x", DocumentKind.NURSING, Author.NURSE),
        ("x\nReferred by: R. Quill, MD\nInterpreted by: L. Ray, MD", DocumentKind.IMAGING, Author.RADIOLOGIST),
        ("x", DocumentKind.OPERATIVE, Author.SURGEON),
    ],
)
def test_who_wrote_it(text: str, kind: DocumentKind | None, role: Author | None) -> None:
    assert role_of(document(text), kind) is role


def test_the_credential_of_the_file_decides() -> None:
    assert role_of(document("x\nSigned: A, MD", credential="RN"), None) is Author.NURSE
    assert role_of(document("x", author="Vale, Tom, RD"), DocumentKind.PROGRESS) is Author.DIETITIAN


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Electronically signed by A, MD", True),
        ("/s/ A", True),
        ("Signed: A, RN", True),
        ("Filed: 3/2/2026  Status: Signed", True),
        ("Result status: Auth (Verified)", True),
        ("This note is not yet signed.", False),
        ("DRAFT: signature pending", False),
        ("The patient signed the consent.", None),
        ("The consent was not signed.", None),
        ("Preliminary report from radiology: no fracture.", None),
        ("UNSIGNED TRANSCRIPTION", False),
        ("", None),
    ],
)
def test_signed_or_not(text: str, state: bool | None) -> None:
    assert signed(document(text)) is state
    assert signed(document(text, signed=True)) is True


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("PROGRESS NOTE 3/2/2026\nx", None, date(2026, 3, 2)),
        ("PROGRESS NOTE 3/2\nx", None, date(2026, 3, 2)),
        ("NOTE\nDOB: 03/04/1950\nDate of service: 03/02/2026", None, date(2026, 3, 2)),
        (
            "NOTE\nDate of admission: 03/01/2026\nDate of discharge: 03/04/2026",
            DocumentKind.DISCHARGE,
            date(2026, 3, 4),
        ),
        ("NOTE\nDate of admission: 03/01/2026\nDate: 03/02/2026", DocumentKind.ADMISSION, date(2026, 3, 2)),
        ("NOTE\nDate of admission: 03/01/2026", DocumentKind.ADMISSION, date(2026, 3, 1)),
        ("NOTE\n\n\n\nHPI: fell on 3/1/2026", None, None),
    ],
)
def test_when_it_was_written(text: str, kind: DocumentKind | None, day: date | None) -> None:
    assert written(document(text), kind, DAY) == day


def test_the_day_of_admission() -> None:
    assert admitted(document("DISCHARGE SUMMARY\nDate of admission: 3/1/2026"), DAY) == date(2026, 3, 1)
    assert admitted(document("DISCHARGE SUMMARY\nAdmitted: 3/1/2026"), DAY) == date(2026, 3, 1)
    assert admitted(document("DISCHARGE SUMMARY\nDate: 3/1/2026"), DAY) is None


def test_an_addendum_says_so() -> None:
    assert is_addendum(document("ADDENDUM TO DISCHARGE SUMMARY\nx"))
    assert not is_addendum(document("PROGRESS NOTE\nx\nAddendum: y"))
