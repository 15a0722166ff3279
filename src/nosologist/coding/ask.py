"""Ask: what the record leaves open, as compliant queries to the provider. Nothing here knows of payment."""

from __future__ import annotations

from nosologist.codesets.library import Books
from nosologist.coding.gaps.chart import chart_of
from nosologist.coding.gaps.conflicting import conflicting
from nosologist.coding.gaps.present import left_behind, present
from nosologist.coding.gaps.procedures import procedures
from nosologist.coding.gaps.sides import sides
from nosologist.coding.gaps.tabled import tabled
from nosologist.model.coded import CodedEncounter
from nosologist.model.query import Query


def ask(record: CodedEncounter, books: Books) -> tuple[Query, ...]:
    """The queries that a coded encounter calls for, over all its documents; in a fixed order."""
    if not record.encounter.documents:
        return ()
    chart = chart_of(record, books)
    return (
        *conflicting(chart),  # two places disagree
        *tabled(chart),  # indicators without a diagnosis, detail, validation, links, unclear words
        *sides(chart),  # right or left
        *procedures(chart),  # what is not said of an operation
        *present(chart),  # there on admission or not
        *left_behind(chart),  # thought likely and never spoken of again
    )
