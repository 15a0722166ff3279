"""What the parts of a sheet are called, wherever it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nosologist.codesets.sheet import Link, Sheet

NOTE_NAMES = {
    "includes": "Includes",
    "inclusion": "Inclusion terms",
    "excludes1": "Excludes1: never together with this code",
    "excludes2": "Excludes2: not included here, may be coded together",
    "code_first": "Code first",
    "use_additional": "Use additional code",
    "code_also": "Code also",
    "note": "Notes",
    "seventh_note": "7th character",
}
# What the flags of the Medicare Code Editor say of a diagnosis; those of its inner tables are left out.
_FLAGS = {
    "unacceptable": "unacceptable as principal diagnosis",
    "ecodepdx": "external cause: never the principal diagnosis",
    "manifestation": "manifestation: never the principal diagnosis",
    "qadm": "questionable admission",
    "reqsdx": "as principal diagnosis needs a secondary one",
    "unspecified": "unspecified code edit: the side is to be stated",
    "female": "female only",
    "male": "male only",
    "newborn": "age 0 only",
    "pediatric": "age 0 to 17 only",
    "maternity": "age 9 to 64 only",
    "adult": "age 15 to 124 only",
    "wrngproc": "wrong procedure performed",
}


def fact_lines(sheet: Sheet) -> Iterator[str]:
    """What the code editor, the grouper and the risk models say of a code, a line each."""
    if flags := [_FLAGS[flag] for flag in sheet.flags if flag in _FLAGS]:
        yield f"Medicare Code Editor: {'; '.join(flags)}"
    fact = sheet.fact
    if fact is None:
        return
    by = dict(sheet.said_by)
    if "MS-DRG" in by:
        mdc = f"MDC {fact.mdc[0]} {fact.mdc[1]}" if fact.mdc else "no MDC"
        yield f"MS-DRG {by['MS-DRG']}: {fact.severity or 'neither CC nor MCC'}; {mdc}"
    if "HCC" in by:
        models = (("CMS-HCC V24", fact.hcc_v24), ("CMS-HCC V28", fact.hcc_v28), ("RxHCC V08", fact.rx_hcc_v08))
        said = (
            f"{model}: " + (", ".join(f"{number} {title}" for number, title in categories) or "none")
            for model, categories in models
        )
        yield f"{'; '.join(said)} ({by['HCC']})"


def linked(link: Link) -> str:
    """Codes that a note names, with their title."""
    codes = link.first if link.first == link.last else f"{link.first} to {link.last}"
    return f"{codes}: {link.title}" + (f" ({link.valid_codes} codes)" if link.valid_codes != 1 else "")
