"""The form locators of the UB-04: their numbers, with labels and places of our own (the form's text is not ours to copy)."""

from __future__ import annotations

from nosologist.formats.claims_out.paper_form import Row, row

LINES = 22  # service lines on a page; the 23rd has the totals
OTHERS = "ABCDEFGHIJKLMNOPQ"  # diagnoses after the principal one
_H, _LOW = 17, 15.3
_SPANS = (("35", 18.5), ("36", 18.5), ("37", 3))


def named(line: int, locator: str) -> str:
    """The name of a form locator of a service line: 44 of line 2."""
    return f".{locator} of line {line}"


def _occurrences(part: str) -> Row:
    single = ((f"{number}{part}", "occurrence", 15.0) for number in (31, 32, 33, 34))
    return row(_H, *single, *((f"{number}{part}", "span" if number != "37" else "", width) for number, width in _SPANS))


def _values(part: str, first: str) -> Row:
    return row(_LOW, (f"38+{part}", first, 37), *((f"{number}{part}", "value $", 21) for number in (39, 40, 41)))


def _payer(part: str) -> Row:
    other = ("56", "NPI", 20) if part == "A" else (f"57{part}", "other id", 20)
    return row(_LOW, (f"50{part}", "payer", 27), (f"51{part}", "plan", 17), (f"52{part}", "release", 7),
               (f"53{part}", "assign.", 7), (f"54{part}", "prior $", 11), (f"55{part}", "due $", 11), other)  # fmt: skip


def _insured(part: str) -> Row:
    return row(_LOW, (f"58{part}", "insured", 34), (f"59{part}", "rel.", 6), (f"60{part}", "number", 24),
               (f"61{part}", "group", 18), (f"62{part}", "group number", 18))  # fmt: skip


def _authorized(part: str) -> Row:
    return row(
        _LOW, (f"63{part}", "authorization", 34), (f"64{part}", "document control", 36), (f"65{part}", "employer", 30)
    )


_COLUMNS = {"42": 8, "43": 32, "44": 19, "45": 9, "46": 9, "47": 11, "48": 10, "49": 2}
_WORDS = ("revenue", "description", "code", "date", "units", "charges", "noncovered", "")

ROWS: tuple[Row, ...] = (
    row(40, ("1", "billing provider", 50), ("2", "pay to", 50)),
    row(_H, ("3a", "patient control", 25), ("3b", "record", 25), ("4", "bill", 8), ("5", "tax number", 15), ("6+from", "from", 10),
        ("6+to", "through", 10), ("7", "", 7)),
    row(_H, ("8a", "patient id", 20), ("8b", "patient", 40), ("9a", "street", 40)),
    row(_H, ("9b", "city", 40), ("9c", "state", 8), ("9d", "ZIP", 16), ("9e", "country", 8),
        ("10", "birth date", 18), ("11", "sex", 10)),
    row(_H, ("12", "admitted", 14), ("13", "hour", 9), ("14", "type", 9), ("15", "source", 9), ("16", "discharge hour", 11),
        ("17", "status", 9), ("29", "accident state", 12), ("30", "", 27)),
    row(_H, *((str(number), "condition", 100 / 11) for number in range(18, 29))),
    _occurrences("a"),
    _occurrences("b"),
    _values("a", "responsible party"),
    *(_values(part, "") for part in "bcd"),
    row(8, *((number, word, width) for (number, width), word in zip(_COLUMNS.items(), _WORDS, strict=True))),
    *(
        row(9.8, *((named(line, number), "$" if number in ("47", "48") else "", width) for number, width in _COLUMNS.items()))
        for line in range(1, LINES + 1)
    ),
    row(_LOW, ("42+23", "line 23", 8), ("43+23", "page", 32), ("44+23", "created", 19), ("45+23", "", 18), ("47+23", "total $", 11),
        ("48+23", "total $", 10), ("49+23", "", 2)),
    *(make(part) for make in (_payer, _insured, _authorized) for part in "ABC"),
    row(_LOW, ("66", "ICD", 5), ("67", "principal", 15), *((f"67{one}", "", 10) for one in "ABCDEFGH")),
    row(_LOW, *((f"67{one}", "", 10) for one in "IJKLMNOPQ"), ("68", "", 10)),
    row(_LOW, ("69", "admitting", 13), *((f"70{one}", "reason", 11) for one in "abc"), ("71", "DRG", 9),
        *((f"72{one}", "cause", 13) for one in "abc"), ("73", "", 6)),
    row(_LOW, ("74", "principal procedure", 22), ("74a", "procedure", 19), ("74b", "procedure", 19), ("76", "attending", 40)),
    row(_LOW, ("74c", "procedure", 22), ("74d", "procedure", 19), ("74e", "procedure", 19), ("77", "operating", 40)),
    row(_LOW, ("75", "", 20), ("78", "other", 40), ("79", "other", 40)),
    row(20, ("80", "remarks", 40), *((f"81{one}", "code", 15) for one in "abcd")),
)  # fmt: skip
