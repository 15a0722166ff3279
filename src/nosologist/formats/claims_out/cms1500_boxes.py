"""The boxes of the CMS-1500 (02/12): numbers of the form, labels and places of our own."""

from __future__ import annotations

from nosologist.formats.claims_out.paper_form import Row, row

LINES, LETTERS = 6, 12  # service lines and diagnoses on a page
_H = 22.5


def named(line: int, box: str) -> str:
    """The name of a box of a service line: 24A of line 2."""
    box, plus, part = box.partition("+")
    return f".24{box} of line {line}{plus}{part}"


def _line(number: int) -> tuple[Row, Row]:
    """A service line; its number is part of the names of its boxes."""
    widths = {"A": 10, "A+to": 10, "B": 5, "C": 4, "D": 10, "D+mod": 14, "E": 7, "F": 12, "G": 7, "H": 4, "J": 17}
    shaded = row(11, (named(number, "+"), "", 79), (named(number, "I"), "", 4), (named(number, "J+"), "", 17))
    plain = row(15, *((named(number, box), "$" if box == "F" else "", width) for box, width in widths.items()))
    return shaded, plain


ROWS: tuple[Row, ...] = (
    row(_H, ("1", "coverage", 62), ("1a", "number of the insured", 38)),
    row(_H, ("2", "patient", 36), ("3", "birth date, sex", 26), ("4", "insured", 38)),
    row(_H, ("5", "street of the patient", 36), ("6", "patient is to the insured", 26), ("7", "street of the insured", 38)),
    row(_H, ("5+city", "city", 29), ("5+state", "state", 7), ("8", "reserved", 26),
        ("7+city", "city", 31), ("7+state", "state", 7)),
    row(_H, ("5+zip", "ZIP", 18), ("5+phone", "phone", 18), ("8+", "", 26), ("7+zip", "ZIP", 19), ("7+phone", "phone", 19)),
    row(_H, ("9", "other insured", 36), ("10", "condition is related to", 26), ("11", "group", 38)),
    row(_H, ("9a", "policy of the other insured", 36), ("10a", "employment", 26), ("11a", "birth date and sex of the insured", 38)),
    row(_H, ("9b", "reserved", 36), ("10b", "automobile accident, state", 26), ("11b", "other claim number", 38)),
    row(_H, ("9c", "reserved", 36), ("10c", "other accident", 26), ("11c", "plan", 38)),
    row(_H, ("9d", "plan of the other insured", 36), ("10d", "claim codes", 26), ("11d", "another plan", 38)),
    row(_H, ("12", "patient's signature", 62), ("13", "insured's signature", 38)),
    row(_H, ("14", "illness, injury or LMP, qualifier", 36), ("15", "other date, qualifier", 26),
        ("16+from", "unable to work from", 19), ("16+to", "to", 19)),
    row(_H, ("17", "referring provider", 32), ("17a", "other id", 14), ("17b", "NPI", 16),
        ("18+from", "in hospital from", 19), ("18+to", "to", 19)),
    row(_H, ("19", "further information", 62), ("20", "outside laboratory", 19), ("20+", "charges $", 19)),
    row(18, ("21+ind", "ICD", 6), *((f"21{one}", "", 14) for one in "ABCD"), ("22", "resubmission", 11),
        ("22+ref", "original reference", 27)),
    row(18, ("21+", "", 6), *((f"21{one}", "", 14) for one in "EFGH"), ("23", "authorization", 38)),
    row(18, ("21++", "", 6), *((f"21{one}", "", 14) for one in "IJKL"), ("", "", 38)),
    row(9, ("24A", "from", 10), ("24A", "to", 10), ("24B", "place", 5), ("24C", "emg", 4), ("24D", "service", 10),
        ("24D", "modifiers", 14), ("24E", "diagnoses", 7), ("24F", "charge", 12), ("24G", "units", 7), ("24H", "/ I", 4),
        ("24J", "qualifier and number; NPI", 17)),
    *(half for number in range(1, LINES + 1) for half in _line(number)),
    row(_H, ("25", "tax number", 24), ("26", "patient account", 24), ("27", "assignment", 10), ("28", "total $", 16),
        ("29", "paid $", 14), ("30", "reserved", 12)),
    row(52, ("31", "signature of the provider", 28), ("32", "where the service was done", 35), ("33", "billing provider", 37)),
    row(_H, ("31+", "date", 28), ("32a", "NPI", 17), ("32b", "other id", 18), ("33a", "NPI", 17), ("33b", "other id", 20)),
)  # fmt: skip
