"""Made-up abstracts: a visit and a stay of people who never lived, with every fact that a clean claim needs."""

from __future__ import annotations

import copy
import io
from datetime import datetime
from typing import Any

from nosologist.formats.abstract import abstract_of, claim_of_abstract
from nosologist.formats.claims_out import Asked, writer
from nosologist.formats.x12.claims_837 import read_837
from nosologist.model.claim import Claim

CREATED = datetime(2026, 8, 4, 9, 30)
_HOME = {"line1": "12 Elm St", "city": "Albany", "state": "NY", "postal_code": "12207"}
_OFFICE = {"line1": "1 Main St", "line2": "Suite 2", "city": "Albany", "state": "NY", "postal_code": "122070001"}
_ENDS = {
    "submitter": {
        "organization": "Elm Street Billing",
        "id": "123456789",
        "contact": {"name": "Bo Flint", "phone": "5185550100"},
    },
    "receiver": {"organization": "Made-up Payer", "id": "00590"},
}
ABSTRACTS: dict[str, dict[str, Any]] = {
    "visit": {
        "id": "A-1001",
        "date": "2026-08-03",
        "patient": {"last_name": "Roe", "first_name": "Jane", "birth_date": "1961-04-12", "sex": "F", "address": _HOME},
        "coverage": {
            "payer": {"name": "Medicare", "id": "00590"},
            "member_id": "1EG4TE5MK73",
            "claim_filing": "MB",
        },
        "providers": {
            "billing": {
                "organization": "Elm Street Clinic",
                "npi": "1234567893",
                "tax_id": "12-3456789",
                "taxonomy": "207Q00000X",
                "address": _OFFICE,
                "contact": {"name": "Billing office", "phone": "5185550100"},
            },
            "rendering": {"last_name": "Stone", "first_name": "Ann", "npi": "1003000126", "taxonomy": "207Q00000X"},
        },
        "submission": _ENDS,
        "visit": {"place": "11"},
        "diagnoses": [{"code": "E11.22"}, {"code": "I12.9"}, {"code": "N18.31"}],
        "lines": [
            {"code": "99213", "modifiers": ["25"], "charge": "120", "units": 1, "pointers": ["E11.22", "N18.31"]},
            {"code": "82947", "charge": "45.50", "units": 1, "pointers": [1], "control_number": "L2"},
        ],
    },
    "stay": {
        "id": "H-77",
        "setting": "inpatient",
        "date": "2026-05-04",
        "admitted": "2026-04-28",
        "disposition": "01",
        "admitting": "R06.02",
        "patient": {"last_name": "Roe", "first_name": "Jim", "birth_date": "2001-04-12", "sex": "M", "address": _HOME},
        "coverage": {
            "payer": {"name": "Made-up Health", "id": "MADEUP1"},
            "member_id": "Z123",
            "claim_filing": "CI",
            "group_number": "G77",
            "relationship": "child",
            "subscriber": {"last_name": "Roe", "first_name": "Sam"},
        },
        "providers": {
            "billing": {
                "organization": "Elm Hospital",
                "npi": "1234567893",
                "tax_id": "12-3456789",
                "taxonomy": "282N00000X",
                "address": _OFFICE,
            },
            "attending": {"last_name": "Stone", "first_name": "Ann", "npi": "1003000126", "taxonomy": "207Q00000X"},
            "operating": {"last_name": "Flint", "first_name": "Bo", "npi": "1003000126"},
        },
        "submission": _ENDS,
        "authorization": "AUTH1",
        "medical_record": "MR9",
        "stay": {
            "type_of_bill": "11",
            "admission_type": "1",
            "admission_source": "7",
            "admission_hour": "13:00",
            "discharge_hour": "10:30",
            "conditions": ["09"],
            "occurrences": [
                {"code": "11", "date": "2026-04-27"},
                {"code": "72", "date": "2026-04-28", "through": "2026-04-29"},
            ],
            "values": [{"code": "80", "amount": 6}],
        },
        "diagnoses": [{"code": "I50.21", "poa": "Y"}, {"code": "J96.01", "poa": "N"}, {"code": "Z79.4"}],
        "procedures": [{"code": "02703DZ", "date": "2026-04-29"}],
        "lines": [
            {"revenue": "0120", "charge": "6000", "units": 6, "basis": "DA"},
            {"revenue": "0301", "code": "82947", "charge": "45.50", "units": 1, "date": "2026-04-28"},
        ],
    },
}


def abstract(name: str, **changes: Any) -> dict[str, Any]:
    """A made-up abstract with other fields."""
    return {**copy.deepcopy(ABSTRACTS[name]), **changes}


def made_up(name: str, **changes: Any) -> Claim:
    """The claim of a made-up abstract with other fields."""
    return claim_of_abstract(abstract_of(abstract(name, **changes)))


def written(*claims: Claim, form: str = "837", control: int = 1) -> str:
    """Claims as an 837."""
    file = io.BytesIO()
    writer(form).write(claims, file, Asked(CREATED, control))
    return file.getvalue().decode("ascii")


def read_back(text: str, told: list[str] | None = None) -> list[Claim]:
    """The claims of an 837; what is told beside them is added to ``told``, and must be nothing where that is None."""
    said: list[str] = [] if told is None else told
    claims = list(read_837(io.BytesIO(text.encode()), "made-up.837", said.append))
    assert told is not None or not said, said
    return claims
