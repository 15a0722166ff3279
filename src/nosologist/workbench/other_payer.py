"""The other payer on the desk: a patient's second insurance, and what it decided on the claim and on each line.

What it decided stands in its remittance (``noso answer`` shows it); adjustments are written as they stand there:
``CO-45 20.00; PR-2 4.00``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from nosologist.errors import UnreadableClaimError
from nosologist.formats.abstract_payers import money
from nosologist.formats.abstract_people import relationship
from nosologist.formats.contract import Read, day, filled, text
from nosologist.workbench.form_fields import FILING, Field, choice

TITLE = "Another payer"
_HEAD = "other_payer"
_ADJUSTMENT = re.compile(r"(CO|PR|OA|PI|CR)[- ]?([A-Z]?[0-9]{1,3}) +([0-9]+(?:\.[0-9]{1,2})?|-[0-9]+(?:\.[0-9]{1,2})?)")
ORDER = choice(P="primary", S="secondary", T="tertiary")


def adjusted(where: str, value: Any) -> str:
    """Adjustments as they are kept: group, reason and amount of each."""
    return "; ".join(f"{one['group']}-{one['reason']} {one['amount']:.2f}" for one in _adjustments(where, value))


def _adjustments(where: str, value: Any) -> list[dict[str, Any]]:
    found = []
    for part in re.split(r"[;,]", text(where, value).upper()):
        if not part.strip():
            continue
        read = _ADJUSTMENT.fullmatch(part.strip())
        if read is None:
            raise UnreadableClaimError(
                f"{where}: {part.strip()[:20]} is no adjustment; write group, reason and amount: CO-45 20.00"
            )
        found.append({"group": read[1], "reason": read[2], "amount": Decimal(read[3])})
    return found


def _field(name: str, label: str, read: Read = filled, **more: Any) -> Field:
    return Field(f"{_HEAD}.{name}", label, **{"read": read, **more})


FIELDS = (
    _field("payer.name", "Other payer"),
    _field("payer.id", "Other payer ID"),
    _field("member_id", "Other member ID"),
    _field("sequence", "Other payer order", **ORDER),
    _field("claim_filing", "Other claim filing", **FILING),
    _field("group_number", "Other group number"),
    _field("relationship", "Patient is its subscriber's", relationship,
           choices=(("18", "self"), ("01", "spouse"), ("19", "child"), ("G8", "other"))),
    _field("subscriber.last_name", "Other subscriber: last name"),
    _field("subscriber.first_name", "Other subscriber: first name"),
    _field("claim_number", "Payer claim control number"),
    _field("adjudicated", "Date adjudicated", day),
    _field("paid", "Paid, $", money),
    _field("patient_owes", "Patient responsibility, $", money),
    _field("adjustments", "Claim adjustments", adjusted),
)  # fmt: skip
OF_LINE: dict[str, Read] = {"other_paid": money, "other_adjusted": adjusted}
NEEDED = (
    ((f"{_HEAD}.payer.name",), "the other payer's name"),
    ((f"{_HEAD}.payer.id",), "the other payer's ID"),
    ((f"{_HEAD}.member_id",), "the member ID with the other payer"),
)


def is_told(told: Mapping[str, str]) -> bool:
    """True where the claim names another payer."""
    return any(name.startswith(f"{_HEAD}.") for name in told)


def put_right(content: dict[str, Any], told: Mapping[str, str]) -> None:
    """Give the other payer its place among the payers, in an abstract whose fields are nested by their names."""
    one = content.pop(_HEAD, None)
    if one is None:
        return
    own = content.get("coverage", {}).get("sequence", "P")
    one.setdefault("sequence", "S" if own == "P" else "P")  # of two payers the other one
    if adjustments := one.get("adjustments"):
        one["adjustments"] = _adjustments("adjustments", adjustments)
    content["other_payers"] = [one]


def adjudications(told: Mapping[str, str], key: str) -> list[dict[str, Any]]:
    """What the other payer decided on a line; nothing where nobody says it."""
    paid = told.get(f"lines.{key}.other_paid")
    payer = told.get(f"{_HEAD}.payer.id")
    if paid is None or payer is None:
        return []
    changed = told.get(f"lines.{key}.other_adjusted", "")
    found: dict[str, Any] = {
        "payer": payer,
        "paid": paid,
        "adjustments": _adjustments("adjustments", changed) if changed else [],
    }
    if on := told.get(f"{_HEAD}.adjudicated"):
        found["adjudicated"] = on
    return [found]
