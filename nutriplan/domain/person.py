"""Who eats? The person as the walk needs them: plain values, already checked at the door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"


class LifeStage(StrEnum):
    NONE = "none"
    TRYING = "trying_to_conceive"
    PREGNANT = "pregnant"
    LACTATING = "lactating"


class Activity(StrEnum):
    """NASEM 2023 categories of physical activity."""

    INACTIVE = "inactive"
    LOW_ACTIVE = "low_active"
    ACTIVE = "active"
    VERY_ACTIVE = "very_active"


class ReferenceSet(StrEnum):
    US = "us"
    EU = "eu"


class SlotName(StrEnum):
    """The eating occasions of a day, in the order of the day."""

    BREAKFAST = "breakfast"
    MORNING_SNACK = "morning_snack"
    LUNCH = "lunch"
    AFTERNOON_SNACK = "afternoon_snack"
    DINNER = "dinner"
    EVENING_SNACK = "evening_snack"


@dataclass(frozen=True, slots=True)
class MealTime:
    slot: SlotName
    at: time


@dataclass(frozen=True, slots=True)
class Medication:
    """A medicine as the person named it. classes: the drug classes it resolved to; empty means it was not checked.
    contents: nutrient key -> what one tablet brings, where that is known; `frequency` reads from the name how many."""

    name: str
    times: tuple[time, ...] = ()
    classes: frozenset[str] = frozenset()
    contents: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Supplement:
    """A supplement taken already. amount: per time of taking, in the unit of the nutrient key."""

    nutrient: str
    amount: float
    times: tuple[time, ...] = ()

    @property
    def per_day(self) -> float:
        return self.amount * max(1, len(self.times))


@dataclass(frozen=True, slots=True)
class ClinicianTarget:
    """A limit set by the person's own clinician, above every rule. In the unit of the nutrient key, per day."""

    min: float | None = None
    max: float | None = None


@dataclass(frozen=True, slots=True)
class Stock:
    """Food that is in the kitchen. asked: the food as it was named, or its id. grams: as it lies there. use_by: the
    last day it may be eaten. ndb_no, name: of the food that was meant; empty until it has been looked up."""

    asked: str | int
    grams: float
    use_by: date | None = None
    ndb_no: str = ""
    name: str = ""


DEFAULT_MEALS: tuple[MealTime, ...] = (
    MealTime(SlotName.BREAKFAST, time(7, 30)),
    MealTime(SlotName.MORNING_SNACK, time(10, 30)),
    MealTime(SlotName.LUNCH, time(13, 0)),
    MealTime(SlotName.AFTERNOON_SNACK, time(16, 0)),
    MealTime(SlotName.DINNER, time(19, 0)),
)


@dataclass(frozen=True, slots=True)
class Person:
    """One eater. Ages in years (decimal), heights in cm, weights in kg, times by the person's own clock.

    conditions, lab_flags, allergies, diet rules: keys of the vocabularies in nutriplan/knowledge/cautions.
    acknowledged: ids of danger signs and urgent cautions that a clinician has looked at since; see triage.
    assumed: names of the profile fields that were not given and took their default.
    """

    age_years: float
    sex: Sex
    height_cm: float
    weight_kg: float
    activity: Activity = Activity.LOW_ACTIVE
    life_stage: LifeStage = LifeStage.NONE
    pregnancy_week: int | None = None
    pre_pregnancy_weight_kg: float | None = None
    months_postpartum: float | None = None
    conditions: frozenset[str] = frozenset()
    lab_flags: frozenset[str] = frozenset()
    allergies: frozenset[str] = frozenset()
    medications: tuple[Medication, ...] = ()
    supplements: tuple[Supplement, ...] = ()
    diet: str = "omnivore"
    diet_rules: frozenset[str] = frozenset()
    avoid_foods: frozenset[int] = frozenset()
    avoid_tags: frozenset[str] = frozenset()
    buys_fortified: bool = True
    meals: tuple[MealTime, ...] = DEFAULT_MEALS
    household: int = 1
    pantry: tuple[Stock, ...] = ()
    max_minutes: int | None = None
    budget_tier: int | None = None
    clinician_targets: Mapping[str, ClinicianTarget] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    red_flags: frozenset[str] = frozenset()
    acknowledged: frozenset[str] = frozenset()
    coffee_cups: float = 0.0
    tea_cups: float = 0.0
    cola_cans: float = 0.0
    energy_drink_cans: float = 0.0
    sweet_drink_glasses: float = 0.0
    alcohol_units: float = 0.0
    smoker: bool = False
    heat_or_sport_hours: float = 0.0
    cramps_per_week: float | None = None
    usual_vitamin_k_ug: float | None = None
    usual_soya_portions: float = 0.0
    reference_set: ReferenceSet = ReferenceSet.US
    assumed: tuple[str, ...] = ()
