"""CMS's hierarchical condition categories (HCC) and the risk score of a set of codes, through the library hccinfhir.

The score is that of these codes alone: a patient's score takes all face-to-face encounters of a year.
"""

from __future__ import annotations

from functools import lru_cache
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


class _Weights(NamedTuple):
    """Coefficients of a set of categories for one patient, and what else the score counts."""

    categories: dict[str, float]
    others: tuple[tuple[str, float], ...]
    score: float


class _Led(NamedTuple):
    """The categories that a code leads to in a model, and whether edits of age and sex ask for it."""

    categories: tuple[str, ...]
    edited: bool


def hcc_groups(claim: Claim, models: tuple[str, ...] = tuple(MODELS)) -> tuple[HccGroup, ...]:
    """The condition categories of a claim under each model."""
    named = dict.fromkeys(one.code for one in claim.diagnoses if one.code.system == CodeSystem.ICD10CM)
    codes = tuple([code for code in named if _counts(code.value)])
    who = claim.beneficiary or _UNKNOWN
    sex = _SEX[claim.sex] if claim.sex else None
    age = claim.age if claim.age is not None and claim.age >= 0 else None
    group = _group if codes else _base_group
    return tuple([group(short, codes, age, sex, who) for short in models])


def _group(short: str, codes: tuple[Code, ...], age: int | None, sex: str | None, who: Beneficiary) -> HccGroup:
    model = MODELS[short]
    behind = _behind(model, codes, age, sex) if codes else {}
    kept = _kept(model, frozenset(behind)) if behind else ()
    weights = None if age is None or sex is None else _weights(model, kept, age, sex, who)
    return HccGroup(
        short,
        YEAR,
        tuple([
            HccCategory(number, title, tuple(behind[number]), weights.categories.get(number) if weights else None)
            for number, title in kept
        ]),
        weights.others if weights else (),
        weights.score if weights else None,
    )  # fmt: skip


_base_group = lru_cache(maxsize=2_000)(_group)  # of a claim without any category: most visits


def _behind(model: str, codes: tuple[Code, ...], age: int | None, sex: str | None) -> dict[str, list[Code]]:
    """Each category with the codes that lead to it, after the edits of age and sex."""
    behind: dict[str, list[Code]] = {}
    edited = False
    for code in codes:
        led = _led(code.value, model)
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


@lru_cache(maxsize=100_000)
def _counts(value: str) -> bool:
    """True when a code leads to a category of any model; most do not."""
    return any(_led(value, model).categories for model in MODELS.values())


@lru_cache(maxsize=200_000)
def _led(value: str, model: str) -> _Led:
    from hccinfhir.defaults import dx_to_cc_default, edits_default

    return _Led(tuple(sorted(dx_to_cc_default.get((value, model)) or ())), (value, model) in edits_default)


@lru_cache(maxsize=10_000)
def _kept(model: str, found: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """The categories that the hierarchies leave, with their titles, in order."""
    from hccinfhir.defaults import hierarchies_default, labels_default
    from hccinfhir.model_hierarchies import apply_hierarchies

    kept = apply_hierarchies(set(found), model, hierarchies_default)
    return tuple((number, labels_default.get((number, model), "")) for number in sorted(kept, key=_by_number))


@lru_cache(maxsize=10_000)
def _weights(model: str, kept: tuple[tuple[str, str], ...], age: int, sex: str, who: Beneficiary) -> _Weights:
    """The coefficients; the same few sets of categories come back in a million claims."""
    from hccinfhir.defaults import coefficients_default
    from hccinfhir.model_coefficients import apply_coefficients
    from hccinfhir.model_interactions import apply_interactions

    patient = _patient(model, age, sex, who)
    numbers = {number for number, _ in kept}
    interactions = apply_interactions(patient, numbers, model)
    found = apply_coefficients(patient, numbers, interactions, model, coefficients_default)
    return _Weights(
        {name: value for name, value in found.items() if name in numbers},
        tuple(sorted((name, value) for name, value in found.items() if name not in numbers)),
        round(sum(sorted(found.values())), 3),
    )


@lru_cache(maxsize=1_000)
def _patient(model: str, age: int, sex: str, who: Beneficiary) -> Demographics:
    from hccinfhir.model_demographics import categorize_demographics

    return categorize_demographics(
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


def _by_number(category: str) -> tuple[int, str]:
    digits = "".join(letter for letter in category if letter.isdigit())
    return int(digits or 0), category
