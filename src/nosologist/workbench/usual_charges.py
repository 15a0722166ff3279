"""Usual charges: the list of an organization, read from a table, and what it fills in on the lines of a claim.

A line for which nobody states a charge gets the one of its code, modifiers and kind of claim, times its units. What is filled in is
written down when the codes become final, so that a later list changes no claim that was made.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from nosologist.errors import UnreadableClaimError, UsageError
from nosologist.formats.abstract_payers import money, revenue
from nosologist.model.claim import ClaimKind
from nosologist.model.encounter import View
from nosologist.workbench import audit
from nosologist.workbench.charge_models import UsualCharge
from nosologist.workbench.deciding import Desk, Line

COLUMNS = ("code", "charge", "modifiers", "claim", "revenue")
_NEEDED = frozenset({"code", "charge"})
_CODE = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]")
_MODIFIER = re.compile(r"[0-9A-Z]{2}")
_MOST_BYTES, _MOST_ROWS, _MOST_TOLD = 8_000_000, 100_000, 10
# With these a line is part of a service, more than one, or another's share: the charge of the whole service is not theirs.
_OF_A_PART = frozenset(
    (
        "26",
        "50",
        "52",
        "53",
        "54",
        "55",
        "56",
        "62",
        "66",
        "73",
        "74",
        "78",
        "80",
        "81",
        "82",
        "AS",
        "TC",
        "QK",
        "QX",
        "QY",
    )
)
_CLAIMS = {ClaimKind.PROFESSIONAL: View.PROFESSIONAL.value, ClaimKind.INSTITUTIONAL: View.FACILITY.value}


def read(data: bytes, organization: Any) -> list[UsualCharge]:
    """The charges of a table in CSV.

    Raises:
        UsageError: it is none, or rows make no sense; the first of them are named, and nothing of it counts.
    """
    if len(data) > _MOST_BYTES:
        raise UsageError(f"{len(data) / 1e6:.1f} MB are more than a list of charges")
    try:
        rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        heading = [(name or "").strip().lower() for name in rows.fieldnames or ()]
        rows.fieldnames = heading
        if not set(heading) >= _NEEDED or set(heading) - set(COLUMNS) or len(set(heading)) < len(heading):
            raise UsageError(f"the heading must name code and charge, and may name {', '.join(COLUMNS[2:])}")
        return of_rows(rows, organization, 2)
    except (UnicodeDecodeError, csv.Error):
        raise UsageError("this is no table in CSV and UTF-8") from None


def of_rows(rows: Iterable[Mapping[Any, Any]], organization: Any, first: int = 1) -> list[UsualCharge]:
    """The charges of rows, each with cells by the names of ``COLUMNS``; ``first`` is the number of the first.

    Raises:
        UsageError: there is none, or rows make no sense; the first of them are named, and nothing of it counts.
    """
    found, wrong = dict[tuple[str, str, str], UsualCharge](), list[str]()
    for number, row in enumerate(rows, first):
        if number > _MOST_ROWS:
            raise UsageError(f"more than {_MOST_ROWS:,} rows")
        try:
            one = _row(row, organization)
            if (key := (one.code, one.modifiers, one.claim)) in found:
                raise UsageError(f"{one.code} {one.modifiers} has two charges")
            found[key] = one
        except (UsageError, UnreadableClaimError) as error:
            wrong.append(f"row {number}: {error}")
            if len(wrong) == _MOST_TOLD:
                break
    if wrong or not found:
        raise UsageError("; ".join(wrong) or "the table has no rows")
    return list(found.values())


def _row(row: Mapping[Any, Any], organization: Any) -> UsualCharge:
    if None in row:
        raise UsageError("has more cells than the heading")
    cells = {name: (cell or "").strip() for name, cell in row.items()}
    code, claim = cells["code"].upper(), cells.get("claim", "").lower()
    modifiers = sorted(re.split(r"[\s,;-]+", cells.get("modifiers", "").upper().strip()))
    modifiers = [one for one in modifiers if one]
    if not _CODE.fullmatch(code):
        raise UsageError(f"{code[:12]!r} is no CPT or HCPCS code")
    if len(modifiers) > 4 or not all(map(_MODIFIER.fullmatch, modifiers)):
        raise UsageError(f"{cells['modifiers'][:20]!r} are no modifiers")
    if claim and claim not in list(View):
        raise UsageError(f"claim: {claim[:12]!r} is neither professional nor facility")
    charge = money("charge", cells["charge"].removeprefix("$").replace(",", ""))
    if charge <= 0:
        raise UsageError("charge: must be above 0")
    number = revenue("revenue", cells["revenue"]) if cells.get("revenue") else ""
    if not re.fullmatch(r"([0-9]{4})?", number):
        raise UsageError(f"revenue: {number[:12]!r} is no revenue code")
    return UsualCharge(
        organization=organization, code=code, modifiers=" ".join(modifiers), claim=claim, revenue=number, cents=int(charge * 100)
    )  # fmt: skip


def put(charges: list[UsualCharge], organization: Any, user: str, **told: str) -> None:
    """Put a list in the place of the one before; that it was, is written down with what else is ``told``."""
    with transaction.atomic():
        gone, _ = UsualCharge.objects.filter(organization=organization).delete()
        UsualCharge.objects.bulk_create(charges, batch_size=500)
        audit.write("usual charges", user=user, organization=organization.id, rows=len(charges), before=gone, **told)


def filled(kind: ClaimKind, organization: object, desk: Desk) -> dict[str, str]:
    """The fields of service lines that the list states and nobody else does."""
    bare = [line for line in desk.services if f"lines.{line.key}.charge" not in desk.abstract]
    if not bare:
        return {}
    rows = UsualCharge.objects.filter(organization=organization, code__in={line.code for line in bare})
    known = {(one.code, one.modifiers, one.claim): one for one in rows}
    return dict(field for line in bare for field in _fields(line, _CLAIMS[kind], known, desk))


def _fields(
    line: Line, claim: str, known: Mapping[tuple[str, str, str], UsualCharge], desk: Desk
) -> Iterator[tuple[str, str]]:
    one = _of(line, claim, known)
    if one is None:
        return
    cents = one.cents * Decimal(line.units or 1)
    yield f"lines.{line.key}.charge", f"{cents.to_integral_value() / 100:.2f}"
    name = f"lines.{line.key}.revenue"
    if one.revenue and claim == View.FACILITY and name not in desk.abstract:
        yield name, one.revenue


def _of(line: Line, claim: str, known: Mapping[tuple[str, str, str], UsualCharge]) -> UsualCharge | None:
    """The charge of a line: with its modifiers before that of the bare code, on its claim before that on any."""
    sets = [" ".join(sorted(line.modifiers))]
    if not _OF_A_PART & set(line.modifiers):
        sets.append("")
    return next((one for said in sets for of in (claim, "") if (one := known.get((line.code, said, of)))), None)
