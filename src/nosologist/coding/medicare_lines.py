"""Where Medicare has a code of its own for a service, that code stands for the CPT number of the same service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from nosologist.coding.tables import table_lines
from nosologist.model.service_line import Service

_TABLE = "services/replaced.txt"
_SHOTS = frozenset({"G0008", "G0009", "G0010"})  # administration of a vaccine
_FIRST_SHOT, _MORE_SHOTS = "90471", "90472"


def medicare_lines(services: tuple[Service, ...]) -> tuple[Service, ...]:
    """The lines without the CPT numbers that a code of Medicare's own stands for."""
    own = {service.code.value for service in services}
    gone = {number for code, numbers in replaced().items() if code in own for number in numbers}
    kept = tuple(service for service in services if service.code.value not in gone)
    return tuple(_shots(kept)) if own & _SHOTS else kept


def _shots(services: Iterable[Service]) -> Iterator[Service]:
    """Vaccines whose administration has Medicare's code are not counted among those given by injection."""
    lines = tuple(services)
    told = sum(service.units for service in lines if service.code.value in _SHOTS)
    counted = {
        service.code.value: service.units for service in lines if service.code.value in (_FIRST_SHOT, _MORE_SHOTS)
    }
    left = max(sum(counted.values(), Decimal(0)) - told, Decimal(0))
    units = {_FIRST_SHOT: min(left, Decimal(1)), _MORE_SHOTS: max(left - 1, Decimal(0))}
    for service in lines:
        if service.code.value not in units:
            yield service
        elif units[service.code.value]:
            yield replace(service, units=units[service.code.value])


@lru_cache(maxsize=1)
def replaced() -> dict[str, frozenset[str]]:
    """Medicare's code -> the CPT numbers that it stands for."""
    pairs = (line.split(" = ") for line in table_lines(_TABLE))
    return {code: frozenset(numbers.split()) for code, numbers in pairs}
