"""CMS's hierarchical condition categories (HCC) and the risk score of a set of codes, through the library hccinfhir.

The score is that of these codes alone: a patient's score takes all face-to-face encounters of a year.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from nosologist.model.claim import Beneficiary, Claim
from nosologist.model.code import Code, CodeSystem
from nosologist.model.encounter import Sex
from nosologist.model.groups import HccCategory, HccGroup

if TYPE_CHECKING:
    from hccinfhir.datamodels import Demographics

YEAR = 2026  # payment year of the tables that the library takes unless told otherwise
MODELS = {"V28": "CMS-HCC Model V28", "V24": "CMS-HCC Model V24", "RxHCC": "RxHCC Model V08"}
_SEX = {Sex.MALE: "M", Sex.FEMALE: "F"}
_UNKNOWN = Beneficiary()  # aged, community, not dual, not new: what the models call the base case


class _Led(NamedTuple):
    """The categories that a code leads to in a model, and whether edits of age and sex ask for it."""

    categories: tuple[str, ...]
    edited: bool


_Leads = dict[str, _Led]  # by model


class _Standing(NamedTuple):
    """All of a patient that the weight of a category depends on; many patients share it."""

    prefix: str  # of the model's coefficients: at home or not, aged, dual
    disabled: bool
    non_aged: bool


class _Patient(NamedTuple):
    """What a model makes of a patient before any diagnosis."""

    standing: _Standing
    weights: tuple[tuple[str, float], ...]  # of age, sex and entitlement


class _Categories(NamedTuple):
    """What a set of categories comes to: number, title and weight of those that count, and what they weigh together."""

    kept: tuple[tuple[str, str, float | None], ...]
    together: tuple[tuple[str, float], ...]
    weights: tuple[float, ...]  # of all of it


def hcc_groups(claim: Claim, models: tuple[str, ...] = tuple(MODELS)) -> tuple[HccGroup, ...]:
    """The condition categories of a claim under each model."""
    named = dict.fromkeys([one.code for one in claim.diagnoses if one.code.system == CodeSystem.ICD10CM])
    known = _leading()
    leading = [(code, _leads(code.value)) for code in named if code.value in known]
    who = claim.beneficiary or _UNKNOWN
    sex = _SEX[claim.sex] if claim.sex else None
    age = claim.age if claim.age is not None and claim.age >= 0 else None
    if not leading:
        return tuple([_base_group(short, age, sex, who) for short in models])
    return tuple([_group(short, leading, age, sex, who) for short in models])


def _group(
    short: str, leading: Sequence[tuple[Code, _Leads]], age: int | None, sex: str | None, who: Beneficiary
) -> HccGroup:
    model = MODELS[short]
    behind = _behind(model, leading, age, sex)
    patient = None if age is None or sex is None else _patient(model, age, sex, who)
    found = _categories(model, frozenset(behind), patient.standing if patient else None)
    categories = tuple(
        [HccCategory(number, title, tuple(behind[number]), weight) for number, title, weight in found.kept]
    )
    if patient is None:
        return HccGroup(short, YEAR, categories, (), None)
    score = sum(sorted([weight for _, weight in patient.weights] + list(found.weights)))
    return HccGroup(short, YEAR, categories, tuple(sorted(patient.weights + found.together)), round(score, 3))


@lru_cache(maxsize=2_000)
def _base_group(short: str, age: int | None, sex: str | None, who: Beneficiary) -> HccGroup:
    """That of a claim without any category: most visits."""
    return _group(short, (), age, sex, who)


def _behind(
    model: str, leading: Sequence[tuple[Code, _Leads]], age: int | None, sex: str | None
) -> dict[str, list[Code]]:
    """Each category with the codes that lead to it, after the edits of age and sex."""
    behind: dict[str, list[Code]] = {}
    edited = False
    for code, leads in leading:
        led = leads.get(model)
        if led is not None:
            for number in led.categories:
                behind.setdefault(number, []).append(code)
            edited = edited or led.edited
    return _edited(behind, age, sex, model) if edited and age is not None and sex is not None else behind


def _edited(behind: dict[str, list[Code]], age: int, sex: str, model: str) -> dict[str, list[Code]]:
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

    models = frozenset(MODELS.values())
    return frozenset(value for (value, model), categories in dx_to_cc_default.items() if categories and model in models)


@lru_cache(maxsize=50_000)
def _leads(value: str) -> _Leads:
    """Where a code leads, by model."""
    from hccinfhir.defaults import dx_to_cc_default, edits_default

    found = {}
    for model in MODELS.values():
        if categories := dx_to_cc_default.get((value, model)):
            found[model] = _Led(tuple(sorted(categories)), (value, model) in edits_default)
    return found


@lru_cache(maxsize=20_000)
def _categories(model: str, found: frozenset[str], standing: _Standing | None) -> _Categories:
    """What these categories come to after the hierarchies; the same few sets come back in a million claims."""
    from hccinfhir.defaults import hierarchies_default, labels_default
    from hccinfhir.model_hierarchies import apply_hierarchies

    numbers = apply_hierarchies(set(found), model, hierarchies_default)
    weights = _weights(model, numbers, standing) if standing and numbers else {}
    return _Categories(
        tuple([
            (number, labels_default.get((number, model), ""), weights.get(number))
            for number in sorted(numbers, key=_by_number)
        ]),
        tuple([one for one in weights.items() if one[0] not in numbers]),
        tuple(weights.values()),
    )  # fmt: skip


def _weights(model: str, numbers: set[str], standing: _Standing) -> dict[str, float]:
    """The coefficients of categories, and of what they are together."""
    from hccinfhir.defaults import coefficients_default
    from hccinfhir.model_coefficients import apply_coefficients
    from hccinfhir.model_interactions import create_disease_interactions, create_hcc_counts, get_diagnostic_categories

    patient = _example(standing)
    diseases = get_diagnostic_categories(model, numbers)
    together = create_disease_interactions(model, diseases, patient, numbers) | create_hcc_counts(numbers)
    weights: dict[str, float] = apply_coefficients(
        patient, numbers, together, model, coefficients_default, standing.prefix
    )
    return weights


@lru_cache
def _example(standing: _Standing) -> Demographics:
    """A patient of this standing."""
    from hccinfhir.datamodels import Demographics

    age = 64 if standing.non_aged else 65
    return Demographics(age=age, sex="F", non_aged=standing.non_aged, disabled=standing.disabled)


@lru_cache(maxsize=2_000)
def _patient(model: str, age: int, sex: str, who: Beneficiary) -> _Patient:
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
    return _Patient(_Standing(prefix, bool(patient.disabled), bool(patient.non_aged)), tuple(weights.items()))


@lru_cache
def _by_number(category: str) -> tuple[int, str]:
    digits = "".join(letter for letter in category if letter.isdigit())
    return int(digits or 0), category
