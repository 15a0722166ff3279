"""Every fact of a note that the level of a visit can rest on, counted or with the reason why not."""

from __future__ import annotations

from nosologist.model.em import EmFact
from nosologist.notes.em_statements import Said, statements, visit_statements
from nosologist.notes.em_tests import SOUGHT as OF_TESTS
from nosologist.notes.em_tests import data_facts
from nosologist.notes.em_time import SOUGHT as OF_TIME
from nosologist.notes.em_time import minutes
from nosologist.notes.em_treatment import SOUGHT as OF_TREATMENT
from nosologist.notes.em_treatment import treatment_facts
from nosologist.notes.signs import Signs

_SIGNS = Signs(**OF_TESTS, **OF_TREATMENT, **OF_TIME)


def em_facts(said: tuple[Said, ...]) -> tuple[EmFact, ...]:
    """Read the statements of a note (``statements(text)``) for what was looked at, decided and spent; in the order of the text."""
    found: set[EmFact] = set()
    for place, one in enumerate(said):
        signs = _SIGNS.of(one.chunks)
        if not signs:
            continue
        found.update(data_facts(one, signs))
        found.update(treatment_facts(said, place, signs))
        found.update(minutes(one, signs))
    return tuple(sorted(found, key=lambda fact: (fact.span, fact.kind.value, fact.name, fact.not_counted)))


__all__ = ["Said", "em_facts", "statements", "visit_statements"]
