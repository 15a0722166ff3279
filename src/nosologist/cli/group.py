"""``noso group``: the MS-DRG of a stay and the condition categories of a patient."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from nosologist.cli.claim_arguments import add_claim_arguments, claims_asked, file_asked
from nosologist.cli.told import Told
from nosologist.model.document import Span
from nosologist.model.encounter import Encounter, Setting

if TYPE_CHECKING:
    from datetime import date

    from nosologist.codesets.library import Books
    from nosologist.model.claim import Claim

_EPILOG = """examples:
  noso group I50.21:Y J96.01:Y N18.4:Y --date 2026-05-04 --age 70 --sex M --disposition 01
  noso group I21.4 I10 --procedure 02703DZ --what-if    which documented code decides the DRG
  noso group claims.jsonl --format json
  noso group I50.21 E11.22 --setting outpatient         condition categories only
  noso group E11.22 N18.4 --setting outpatient --note visit.txt    and what the note says was done about each
  noso group I50.21 N17.9 --note stay/                  the same from all documents of the stay

Weights and scores are shown with --money only.
"""


def add_parser(commands: Any) -> None:
    """Add ``group`` to the commands."""
    parser = commands.add_parser(
        "group",
        help="group a stay into its MS-DRG, codes into HCC",
        description="Group claims: MS-DRG with its CC and MCC (v40 to v44 by discharge date), HCC of V28, V24 and RxHCC.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_claim_arguments(parser, Setting.INPATIENT)
    parser.add_argument(
        "--what-if", action="store_true", help="for each documented code, the DRG without it or led by it"
    )
    parser.add_argument("--money", action="store_true", help="show relative weights, days and risk scores")
    parser.add_argument("--format", choices=["table", "json"], default="table", help="default: table")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Group each claim."""
    from nosologist.batch.claims import desk_for
    from nosologist.cli.books import FirstUse

    path = file_asked(options)
    with FirstUse() as library:
        library.in_force()
    desk = desk_for(library, None)
    told = Told()
    found = [
        _grouped(claim, desk.books(claim.date), desk.groups(claim), options)
        for claim in claims_asked(path, options, desk, told.add)
    ]
    if options.format == "json":
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for content in found:
            sys.stdout.write("\n".join(_lines(content)) + "\n")
    told.tell()
    return 2 if told.count else 0


def _grouped(claim: Claim, books: Books, groups: dict[str, Any], options: argparse.Namespace) -> dict[str, Any]:
    from nosologist.formats.groups_json import drg_object, without_money
    from nosologist.grouping.stay import day_of
    from nosologist.grouping.what_if import what_if

    day = day_of(claim, books)
    content: dict[str, Any] = {"id": claim.id, **(groups if options.money else without_money(groups))}
    if options.what_if and "drg" in groups:
        content["what_if"] = [
            {"change": one.change, "code": one.code.dotted, **drg_object(one.drg)} for one in what_if(claim, day)
        ]
    if claim.record is not None:
        content["support"] = list(_support(claim, groups))
    if options.money and "drg" in groups:
        content["weight"] = _weight(groups["drg"]["drg"], day, books)
    return content


def _support(claim: Claim, groups: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """For each code with a category, where the note names it and what it says was done about it."""
    assert claim.record is not None
    encounter = claim.record.encounter
    evidence = {one.code.dotted: one.evidence for one in claim.record.assignments}
    for number, codes in groups["hcc"]["codes"].items():
        for code in codes:
            spans = evidence.get(code, ())
            found = list(_found(encounter, spans))
            yield {
                "hcc": number,
                "code": code,
                "evidence": [_quote(encounter, span) for span in spans],
                "meat": {element: _quote(encounter, words) for element, words in found},
            }


def _found(encounter: Encounter, spans: tuple[Span, ...]) -> Iterator[tuple[str, Span]]:
    """The elements of support beside some evidence, each where the record has it first; its words as a span of the record."""
    from nosologist.notes.support import ELEMENTS, support

    known: dict[str, Span] = {}
    for number, (document, start) in enumerate(zip(encounter.documents, encounter.starts, strict=True)):
        own = [encounter.place(span).span for span in spans if encounter.number_at(span.start) == number]
        for one in support(document, own) if own else ():
            known.setdefault(one.element, Span(start + one.words.start, start + one.words.end))
    return ((element, known[element]) for element in ELEMENTS if element in known)


def _quote(encounter: Encounter, span: Span) -> dict[str, Any]:
    """A quote; with its document, where there are several."""
    place = encounter.place(span)
    shown = {"start": place.span.start, "end": place.span.end, "text": place.quote}
    return shown if len(encounter.documents) == 1 else {"document": place.document.id, **shown}


def _weight(number: str, day: date, books: Books) -> dict[str, Any] | None:
    """Weight and days of a DRG by the added Table 5 of its year; None where there is none."""
    from nosologist.codesets.fees import InpatientTables

    tables = InpatientTables(books.shelf)
    found = tables.drg(number, day) if tables.release(day) else None
    if found is None:
        return None
    return {
        "relative_weight": str(found.weight),
        "geometric_mean_days": str(found.geometric_days),
        "arithmetic_mean_days": str(found.arithmetic_days),
        "release": found.release,
    }


def _lines(content: dict[str, Any]) -> Iterator[str]:
    from nosologist.cli.show_checked import groups_said

    yield content["id"]
    yield from (f"  {line}" for line in groups_said(content))
    if "weight" in content:
        weight = content["weight"]
        yield (
            f"  relative weight {weight['relative_weight']}, {weight['geometric_mean_days']} days ({weight['release']})"
            if weight
            else "  relative weight: add Table 5 of the year (noso books add FILE)"
        )
    if (hcc := content.get("hcc")) and "raf" in hcc:
        yield f"  risk score (V28, of these codes alone): {'age and sex needed' if hcc['raf'] is None else hcc['raf']}"
    for one in content.get("support", ()):
        words = "; ".join(f"{element}: {found['text']!r}" for element, found in one["meat"].items())
        where = f"{one['evidence'][0]['text']!r}" if one["evidence"] else "not in the note"
        yield f"  HCC {one['hcc']} {one['code']} {where} · {words or 'nothing says that it was monitored, assessed or treated'}"
    for one in content.get("what_if", ()):
        yield f"  {one['change']} {one['code']}: MS-DRG {one['drg']} {one['title']}"
