"""The CPT lines of a coded chart as the files of expected lines write them: NUMBER-MODIFIERS xUNITS."""

from __future__ import annotations

from nosologist.model.coded import CodedEncounter
from nosologist.model.service_line import Service, is_cpt


def shown(one: Service) -> str:
    modifiers = sorted(modifier.value for modifier in one.modifiers)
    return "-".join((one.code.value, *modifiers)) + ("" if one.units == 1 else f" x{one.units}")


def as_shown(line: object) -> str:
    number, _, units = str(line).partition(" ")
    code, *modifiers = number.split("-")
    return "-".join((code, *sorted(modifiers))) + (f" {units}" if units else "")


def lines(result: CodedEncounter) -> list[str]:
    return sorted(shown(one) for one in result.services if is_cpt(one.code))


def still_open(result: CodedEncounter) -> list[list[int]]:
    return sorted([int(code.value) for code in one.possible] for one in result.open_services if is_cpt(one.possible[0]))
