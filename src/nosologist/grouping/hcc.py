"""CMS's hierarchical condition categories (HCC) and the risk score of a set of codes, through the library hccinfhir.

The score is that of these codes alone: a patient's score takes all face-to-face encounters of a year.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from nosologist.grouping.hcc_weights import (
    MODELS,
    Patient,
    Standing,
    patient_of,
    weights_alone,
    weights_together,
)
from nosologist.model.claim import Beneficiary, Claim
from nosologist.model.code import Code, CodeSystem
from nosologist.model.encounter import Sex
from nosologist.model.groups import HccCategory, HccGroup

YEAR = 2026  # payment year of the tables that the library takes unless told otherwise
_SEX = {Sex.MALE: "M", Sex.FEMALE: "F"}
_UNKNOWN = Beneficiary()  # aged, community, not dual, not new: what the models call the base case


class _Led(NamedTuple):
    """Where a code leads to in a model, and whether edits of age and sex ask for it."""

    place: int  # of the model
    categories: tuple[str, ...]
    edited: bool


_Behind = dict[str, list[Code]]  # each category with the codes that lead to it


class _Categories(NamedTuple):
    """What a set of categories comes to: number, title and weight of those that count, and what they weigh together."""

    kept: tuple[tuple[str, str, float | None], ...]
    together: tuple[tuple[str, float], ...]
    weights: tuple[float, ...]  # of all of it


def hcc_groups(claim: Claim) -> tuple[HccGroup, ...]:
    """The condition categories of a claim under each model."""
    known = _leading()
    leading = [one.code for one in claim.diagnoses if one.code.value in known and one.code.system == CodeSystem.ICD10CM]
    who = claim.beneficiary or _UNKNOWN
    sex = _SEX[claim.sex] if claim.sex else None
    age = claim.age if claim.age is not None and claim.age >= 0 else None
    base = _base_groups(age, sex, who)
    if not leading:
        return base
    behind = _behind(leading, age, sex)
    return tuple(
        [
            _group(place, patient, behind[place]) if behind[place] else base[place]
            for place, patient in enumerate(_patients(age, sex, who))
        ]
    )


@lru_cache(maxsize=2_000)
def _base_groups(age: int | None, sex: str | None, who: Beneficiary) -> tuple[HccGroup, ...]:
    """Those of a claim without any category: most visits."""
    return tuple([_group(place, patient, {}) for place, patient in enumerate(_patients(age, sex, who))])


@lru_cache(maxsize=2_000)
def _patients(age: int | None, sex: str | None, who: Beneficiary) -> tuple[Patient | None, ...]:
    """The patient as each model sees him; None where age or sex is unknown."""
    return tuple(
        [None if age is None or sex is None else patient_of(model, age, sex, who) for model in MODELS.values()]
    )


_SHORT = tuple(MODELS)
_MODELS = tuple(MODELS.values())


def _group(place: int, patient: Patient | None, behind: _Behind) -> HccGroup:
    short, model = _SHORT[place], _MODELS[place]
    found = _categories(model, frozenset(behind), patient.standing if patient else None)
    categories = tuple(
        [HccCategory(number, title, tuple(behind[number]), weight) for number, title, weight in found.kept]
    )
    if patient is None:
        return HccGroup(short, YEAR, categories, (), None)
    score = sum(sorted([weight for _, weight in patient.weights] + list(found.weights)))
    return HccGroup(short, YEAR, categories, tuple(sorted(patient.weights + found.together)), round(score, 3))


def _behind(leading: Sequence[Code], age: int | None, sex: str | None) -> list[_Behind]:
    """What stands behind the categories of each model, after the edits of age and sex."""
    behind: list[_Behind] = [{} for _ in _MODELS]
    edited: set[int] = set()
    for code in dict.fromkeys(leading):
        for place, categories, is_edited in _leads(code.value):
            those = behind[place]
            for number in categories:
                those.setdefault(number, []).append(code)
            if is_edited:
                edited.add(place)
    if age is not None and sex is not None:
        for place in edited:
            behind[place] = _edited(behind[place], age, sex, _MODELS[place])
    return behind


def _edited(behind: _Behind, age: int, sex: str, model: str) -> _Behind:
    from hccinfhir.defaults import edits_default
    from hccinfhir.model_edits import apply_edits

    values = {number: {code.value for code in codes} for number, codes in behind.items()}
    kept = apply_edits(values, age, sex, model, edits_default)
    every = dict.fromkeys(code for codes in behind.values() for code in codes)
    return {number: [code for code in every if code.value in those] for number, those in kept.items()}


@cache
def _leading() -> frozenset[str]:
    """The codes that lead to a category of any model; most do not."""
    from hccinfhir.defaults import dx_to_cc_default

    models = frozenset(_MODELS)
    return frozenset(value for (value, model), categories in dx_to_cc_default.items() if categories and model in models)


@lru_cache(maxsize=50_000)
def _leads(value: str) -> tuple[_Led, ...]:
    """Where a code leads in the models; those in which it leads nowhere are missing."""
    from hccinfhir.defaults import dx_to_cc_default, edits_default

    found = [(place, (value, model)) for place, model in enumerate(_MODELS)]
    return tuple(
        [
            _Led(place, tuple(sorted(led)), key in edits_default)
            for place, key in found
            if (led := dx_to_cc_default.get(key))
        ]
    )


@lru_cache(maxsize=20_000)
def _categories(model: str, found: frozenset[str], standing: Standing | None) -> _Categories:
    """What these categories come to after the hierarchies; the same few sets come back in a million claims."""
    from hccinfhir.defaults import hierarchies_default, labels_default
    from hccinfhir.model_hierarchies import apply_hierarchies

    numbers = apply_hierarchies(set(found), model, hierarchies_default)
    alone = weights_alone(model, standing) if standing and numbers else {}
    together = weights_together(model, numbers, standing) if standing and numbers else ()
    kept = [
        (number, labels_default.get((number, model), ""), alone.get(number))
        for number in sorted(numbers, key=_by_number)
    ]
    weights = [weight for _, _, weight in kept if weight is not None] + [weight for _, weight in together]
    return _Categories(tuple(kept), together, tuple(weights))


@lru_cache
def _by_number(category: str) -> tuple[int, str]:
    digits = "".join(letter for letter in category if letter.isdigit())
    return int(digits or 0), category
