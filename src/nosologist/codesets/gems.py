"""The General Equivalence Mappings: what an ICD-9-CM code may be called in ICD-10, and back.

A help for translation, no crosswalk: most entries are approximate, and some need several codes together.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from nosologist.codesets.shelf import Shelf
from nosologist.codesets.stored import stored
from nosologist.errors import BookError


@dataclass(frozen=True, slots=True)
class GemEntry:
    """One entry. Entries of a combination are taken together: one of each choice list of a scenario."""

    code: str
    target: str | None  # None: there is no equivalent
    approximate: bool
    combination: bool
    scenario: int  # 0: the target stands alone
    choice_list: int


class Gems:
    """The mappings that were added to a shelf. Codes have no dot."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def forward(self, code: str, *, procedure: bool = False) -> tuple[GemEntry, ...]:
        """From ICD-9-CM to ICD-10-CM (or, for a procedure, ICD-10-PCS); empty where the code is unknown.

        Raises:
            BookError: the mapping was not added.
        """
        return self._entries("icd9pcs" if procedure else "icd9cm", code)

    def backward(self, code: str, *, procedure: bool = False) -> tuple[GemEntry, ...]:
        """From ICD-10-CM (or ICD-10-PCS) to ICD-9-CM; empty where the code is unknown.

        Raises:
            BookError: the mapping was not added.
        """
        return self._entries("icd10pcs" if procedure else "icd10cm", code)

    def _entries(self, system: str, code: str) -> tuple[GemEntry, ...]:
        release = self._shelf.in_force("gems", document=f"gem_{system}")
        if release is None:
            raise BookError(
                f"no General Equivalence Mapping from {system} among the added books; "
                "add CMS's file with `noso books add FILE`"
            )
        condition = "system = ? AND code = ? ORDER BY scenario, choice_list, target"
        return stored(GemEntry, release, "gem", condition, system, code)


def alternatives(entries: tuple[GemEntry, ...]) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """What may stand for the code: each alternative is a list of places, each place the codes of which one is chosen.

    A single target is an alternative with one place; a scenario of a combination has one place for each choice list.
    """
    single = [((entry.target,),) for entry in entries if entry.target and not entry.combination]
    scenarios: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        if entry.target and entry.combination:
            scenarios[entry.scenario][entry.choice_list].append(entry.target)
    combined = [tuple(tuple(places[place]) for place in sorted(places)) for _, places in sorted(scenarios.items())]
    return (*single, *combined)
