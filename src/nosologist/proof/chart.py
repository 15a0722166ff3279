"""Which documents of a chart at hand are those of a record of the proof: told by their hash, whatever they are called now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from nosologist.formats.chart import Chart
from nosologist.formats.facts import bounded
from nosologist.model.document import Document
from nosologist.model.fact import Fact
from nosologist.proof.statement import text_hash


class Found(NamedTuple):
    """The documents of a record, one for each that the proof names (None: not here), and the facts beside them."""

    documents: tuple[Document | None, ...]
    facts: tuple[Fact, ...]


def matched(records: Sequence[dict[str, Any]], charts: Sequence[Chart]) -> list[Found]:
    """The documents of each record: those of the same text, else of the same name, else the next that is left."""
    here = [(one, chart) for chart in charts for one in chart.documents]
    left = {number: (text_hash(one.text), one.id) for number, (one, _) in enumerate(here)}
    wanted = [(row, place, told) for row, one in enumerate(records) for place, told in enumerate(one["documents"])]
    chosen: dict[tuple[int, int], int] = {}
    for same in (_same_text, _same_name, _any):
        for row, place, told in wanted:
            if (row, place) not in chosen:
                number = next((number for number, mark in left.items() if same(told, mark)), None)
                if number is not None:
                    chosen[row, place] = number
                    del left[number]
    return [_found(row, one, chosen, here, charts, alone=len(records) == 1) for row, one in enumerate(records)]


def _found(
    row: int, record: dict[str, Any], chosen: dict[tuple[int, int], int], here: list[tuple[Document, Chart]],
    charts: Sequence[Chart], *, alone: bool,
) -> Found:  # fmt: skip
    numbers = [chosen.get((row, place)) for place in range(len(record["documents"]))]
    documents = tuple(
        None if number is None else replace(here[number][0], id=str(told["id"]))
        for number, told in zip(numbers, record["documents"], strict=True)
    )
    of = {id(here[number][1]) for number in numbers if number is not None}
    return Found(documents, bounded(fact for chart in charts if alone or id(chart) in of for fact in chart.facts))


def _same_text(told: dict[str, Any], mark: tuple[str, str]) -> bool:
    return mark[0] == str(told["sha256"])


def _same_name(told: dict[str, Any], mark: tuple[str, str]) -> bool:
    return mark[1] == str(told["id"])


def _any(_told: dict[str, Any], _mark: tuple[str, str]) -> bool:
    return True
