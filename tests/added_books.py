"""A shelf of made-up official files for the cases of rule pages (``books: added``): invented numbers in the layouts of CMS."""

from __future__ import annotations

from pathlib import Path

from made_up import PTP_TEXT, RVU_TOP, hcpcs_line
from mini import procedure_tables
from nosologist.codesets.shelf import Shelf
from shelves import shelf_with

_PAIRS = """90001\t90002\t\t20200101\t*\t0\tA made-up reason
90001\t90003\t\t20200101\t*\t1\tA made-up reason
90001\t99213\t\t20200101\t*\t1\tA made-up reason
90004\t90003\t\t20200101\t20251231\t1\tA made-up reason
90005\t90003\t\t20200101\t20200101\t9\tA made-up reason
90006\t90003\t\t20260701\t*\t1\tA made-up reason
"""
_UNITS = """A notice,,,
HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale
90031,1,2 Date of Service Edit: Policy,A made-up reason
90032,2,3 Date of Service Edit: Clinical,A made-up reason
90033,3,1 Line Edit,A made-up reason
"""
_ADD_ON = """Edit Type,Add-on Code,Primary Code,Effective Date,Deletion Date,Special Instruction/Notes
1,90011,90001,20200101,,
2,90012,CCCCC,20200101,,Contractor Defined Primary Codes
3,90013,90001,20260401,,
"""


_EXEMPT = "Order26\tPOAexemptCode\tDescription\r\n00001\tZ95.1\tA made-up title\r\n"


def _fee(code: str, days: str, bilateral: str, status: str = "A") -> str:
    return (
        f"{code},,Made-up,{status},,1.00,1.00,,1.00,,0.10,2.10,2.10,0,{days},0.10,0.80,0.10,2,{bilateral},0,0,0,,33.0000,09,0,99,"
        "0.00,0.00,0.00\n"
    )


_FEES = (
    RVU_TOP.replace("2031", "2026")
    + _fee("90021", "010", "1")
    + _fee("90022", "090", "1")
    + _fee("90023", "XXX", "0")
    + _fee("90024", "XXX", "2")
    + _fee("90025", "XXX", "0", "B")
    + _fee("99213", "XXX", "0")
)
_HCPCS = "\r\n".join(
    [
        hcpcs_line("Q1", "7", "A made-up modifier", "Made-up modifier", ("20200101", "20200101", "")),
        hcpcs_line("Q9001", "3", "A made-up supply", "Made-up supply", ("20200101", "20200101", "")),
        hcpcs_line("Q9002", "3", "An older supply", "Older supply", ("20200101", "20251001", "20251231")),
        "\x1a",
    ]
)
_COVERAGE = """policy,payer,code,diagnosis,covered,from,to
P1,,90041,I10,yes,2026-01-01,
P1,,90041,E11,yes,2026-01-01,
P1,,90041,E11.9,no,2026-01-01,
P2,Blue,90042,I10,yes,2026-01-01,
P3,,90043,Z00.00,no,2026-01-01,
"""
_PROCEDURES = procedure_tables(
    {
        "0FT": ("4", "04", "Z", "Z"),
        "0FJ": ("4", "04", "Z", "Z"),
        "0TT": ("012", "04", "Z", "Z"),
        "0DB": ("N", "048", "Z", "XZ"),
        "0DT": ("N", "04", "Z", "Z"),
        "0DJ": ("D", "8", "Z", "Z"),
        "0W9": ("9B", "3", "0Z", "Z"),
        "0PS": ("PQ", "0", "4", "Z"),
    },
    2026,
    {"0T0": "Barrel, Right", "0T1": "Barrel, Left", "0T2": "Barrels, Bilateral"},
)


def added_books(folder: Path) -> Shelf:
    """Every made-up book on one shelf."""
    return shelf_with(
        folder,
        {
            "ccipra-v322r0-f1.TXT": PTP_TEXT + _PAIRS,
            "MCR_MUE_PractitionerServices_Eff_07-01-2026.csv": _UNITS,
            "AOC_V2026Q3.csv": _ADD_ON,
            "PPRRVU26_JAN.csv": _FEES,
            "HCPC2026_JAN_ANWEB.txt": _HCPCS,
            "coverage-2026-01-01.csv": _COVERAGE,
            "POAFY26.txt": _EXEMPT,
            "made_up_procedure_tables.xml": _PROCEDURES,
        },
    )
