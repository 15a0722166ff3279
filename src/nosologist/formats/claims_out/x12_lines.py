"""Parts of a service line (loop 2400) that both kinds of claims share."""

from __future__ import annotations

from nosologist.errors import UnwritableClaimError
from nosologist.formats.x12.writing import composite, day, number, said, segment
from nosologist.model.billing import BilledLine

_MOST_MODIFIERS = 4


def service(line: BilledLine) -> str:
    """The composite of the service code with its modifiers; empty for a revenue line."""
    done = line.service
    if done is None:
        return ""
    if len(done.modifiers) > _MOST_MODIFIERS:
        raise UnwritableClaimError(f"{done.code.value[:12]} has {len(done.modifiers)} modifiers; a line takes four")
    modifiers = [said(one, 2, "a modifier") for one in done.modifiers]
    modifiers += [""] * (_MOST_MODIFIERS - len(modifiers))
    code = said(done.code.value, 48, "a service code")
    return composite("HC", code, *modifiers, said(line.description, 80, "the description of a service"))


def service_date(line: BilledLine) -> list[str]:
    """DTP 472: a day, or its first and last."""
    if line.date is None:
        return []
    if line.through is None:
        return [segment("DTP", "472", "D8", day(line.date))]
    return [segment("DTP", "472", "RD8", f"{day(line.date)}-{day(line.through)}")]


def drug(line: BilledLine, place: int) -> list[str]:
    """Loop 2410: the National Drug Code with its quantity."""
    if not line.ndc:
        return []
    lines = [segment("LIN", "", "N4", said(line.ndc.replace("-", ""), 48, f"the NDC of line {place}"))]
    if line.ndc_quantity is not None:
        lines.append(segment("CTP", "", "", "", number(line.ndc_quantity), line.ndc_unit or "UN"))
    return lines
