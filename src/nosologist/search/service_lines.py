"""A service, supply or procedure as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nosologist.codesets.edits import AddOnEdit, PtpEdit
    from nosologist.codesets.fees import RelativeValue
    from nosologist.codesets.procedure_sheet import ProcedureSheet
    from nosologist.codesets.service_sheet import ServiceSheet

_MOST_NAMED = 12  # codes in a line
_KINDS = {1: "only these", 2: "the contractor decides", 3: "these, and others that the contractor allows"}


def procedure_lines(sheet: ProcedureSheet, bold: str, plain: str) -> Iterator[str]:
    """An ICD-10-PCS code, character by character."""
    yield f"{bold}{sheet.code}  {sheet.title}{plain}"
    yield f"valid ICD-10-PCS code ({', '.join(sheet.releases)})"
    yield from (change.told_of(sheet.code) for change in sheet.conversions)
    for column, character, label in sheet.characters:
        yield f"  {character}  {column}: {label}"
    if sheet.definition:
        yield f"  {sheet.definition}"


def service_lines(sheet: ServiceSheet, bold: str, plain: str) -> Iterator[str]:
    """A HCPCS code, modifier or CPT number with what added books say of it."""
    book = {"hcpcs": "HCPCS Level II", "cpt": "CPT"}[sheet.system]
    named = "" if sheet.title == sheet.code else f"  {sheet.title}"
    yield f"{bold}{sheet.code}{named}{plain}"
    yield f"{book} {'modifier' if sheet.hcpcs and sheet.hcpcs.is_modifier else 'code'}" + (
        f" ({sheet.release})" if sheet.release else "; its descriptor is the AMA's: add your licensed file to see it"
    )
    if sheet.hcpcs:
        yield from _hcpcs_lines(sheet)
    for value in sheet.relative_values:
        yield _fee_line(value)
    if sheet.outpatient:
        rate = sheet.outpatient
        paid = f", APC {rate.apc}, {rate.rate} US dollars" if rate.apc else ""
        yield f"OPPS ({rate.release}): status {rate.status}{paid}"
    for setting, most in sheet.units:
        counted = "a day" if most.by_day else "a claim line"
        yield f"MUE, {_setting(setting)} ({most.release}): {most.most} {counted} (indicator {most.indicator}; {most.rationale})"
    if sheet.primaries:
        yield _add_on_line("add-on code of", sheet.primaries)
    if sheet.add_ons:
        yield f"add-on codes: {_named(sorted({one.code for one in sheet.add_ons}))}"
    for setting, pairs in sheet.pairs:
        yield from _pair_lines(sheet.code, setting, pairs)


def _hcpcs_lines(sheet: ServiceSheet) -> Iterator[str]:
    from nosologist.codesets.hcpcs import COVERAGE

    code = sheet.hcpcs
    if code is None:
        return
    if code.added:
        yield f"from {code.added}" + (f" to {code.ended}" if code.ended else "")
    if code.coverage in COVERAGE:
        yield f"coverage: {COVERAGE[code.coverage]}"
    if code.pricing:
        yield f"pricing indicator {', '.join(code.pricing)}"


def _fee_line(value: RelativeValue) -> str:
    said = f"modifier {value.modifier}: " if value.modifier else ""
    office, facility = value.total(facility=False), value.total(facility=True)
    return (
        f"fee schedule ({value.release}): {said}status {value.status}, global days {value.global_days}, work {value.work}, "
        f"total {'-' if office is None else office} in an office, {'-' if facility is None else facility} in a facility (RVU)"
    )


def _add_on_line(what: str, edits: Sequence[AddOnEdit]) -> str:
    primaries = sorted({edit.primary_code for edit in edits if edit.primary_code})
    kinds = ", ".join(_KINDS[kind] for kind in sorted({edit.kind for edit in edits}))
    return f"{what} {_named(primaries) or 'codes of another list'} ({kinds})"


def _pair_lines(code: str, setting: str, pairs: Sequence[PtpEdit]) -> Iterator[str]:
    for column, others in (
        ("is column 1; not paid beside it", [pair.column2 for pair in pairs if pair.column1 == code]),
        ("is column 2; it is not paid beside", [pair.column1 for pair in pairs if pair.column2 == code]),
    ):
        if others:
            yield f"NCCI pairs, {_setting(setting)}: {code} {column}: {_named(others)}"


def _named(codes: Sequence[str]) -> str:
    more = f" and {len(codes) - _MOST_NAMED} more" if len(codes) > _MOST_NAMED else ""
    return " ".join(codes[:_MOST_NAMED]) + more


def _setting(setting: str) -> str:
    return setting.replace("_", " ")
