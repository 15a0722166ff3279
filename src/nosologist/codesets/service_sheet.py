"""Everything that added books say of a HCPCS code, a modifier or a CPT number: status, fees, units, pairs, add-on codes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from nosologist.codesets.cpt import Cpt, is_cpt_number
from nosologist.codesets.edits import AddOnEdit, Edits, EditSetting, MueEdit, PtpEdit
from nosologist.codesets.fees import OutpatientRate, OutpatientRates, PhysicianFees, RelativeValue
from nosologist.codesets.hcpcs import Hcpcs, HcpcsCode
from nosologist.codesets.shelf import Shelf
from nosologist.errors import BookError

_PAIRED = (EditSetting.PRACTITIONER, EditSetting.OUTPATIENT_HOSPITAL)  # settings that have pairs

Known = TypeVar("Known")


@dataclass(frozen=True, slots=True)
class ServiceSheet:
    """What is shown of a service or supply; what no added book tells is empty."""

    system: str  # hcpcs, cpt
    code: str
    title: str  # of CPT the number itself, unless the user's licensed file names it
    release: str | None
    hcpcs: HcpcsCode | None
    relative_values: tuple[RelativeValue, ...]  # the whole service, then its components
    outpatient: OutpatientRate | None
    units: tuple[tuple[str, MueEdit], ...]  # by setting
    primaries: tuple[AddOnEdit, ...]  # of an add-on code
    add_ons: tuple[AddOnEdit, ...]  # of a primary code
    pairs: tuple[tuple[str, tuple[PtpEdit, ...]], ...]  # by setting: the edits that count now, in either column


def service_sheet(code: str, shelf: Shelf) -> ServiceSheet | None:
    """The sheet of a HCPCS code, modifier or CPT number; None for what is neither, or is in no added release of HCPCS."""
    value = code.strip().upper()
    hcpcs = _known(lambda: Hcpcs(shelf).get(value))
    cpt = Cpt(shelf).get(value) if is_cpt_number(value) else None
    if hcpcs is None and cpt is None:
        return None
    edits = Edits(shelf)
    units = ((setting.value, _known(_units_of(edits, value, setting))) for setting in EditSetting)
    pairs = ((setting.value, _known(_pairs_of(edits, value, setting)) or ()) for setting in _PAIRED)
    return ServiceSheet(
        "hcpcs" if hcpcs else "cpt",
        value,
        hcpcs.title if hcpcs else cpt.title if cpt else value,
        hcpcs.release if hcpcs else cpt.release if cpt else None,
        hcpcs,
        _known(lambda: PhysicianFees(shelf).relative_values(value)) or (),
        _known(lambda: OutpatientRates(shelf).get(value)),
        tuple((setting, most) for setting, most in units if most),
        _known(lambda: edits.primaries(value)) or (),
        _known(lambda: edits.add_ons(value)) or (),
        tuple((setting, found) for setting, found in pairs if found),
    )


def _units_of(edits: Edits, value: str, setting: EditSetting) -> Callable[[], MueEdit | None]:
    return lambda: edits.mue(value, setting=setting)


def _pairs_of(edits: Edits, value: str, setting: EditSetting) -> Callable[[], tuple[PtpEdit, ...]]:
    return lambda: edits.partners(value, setting=setting)


def _known(ask: Callable[[], Known | None]) -> Known | None:
    """What a book says; None where it was not added."""
    try:
        return ask()
    except BookError:
        return None
