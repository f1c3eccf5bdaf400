"""Which words and facts do the cautions know? The rules with their closed vocabularies, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from nutriplan.domain.medicines import MedicineBook
from nutriplan.domain.rules import Rule, Source

#: The flag that a medicine raises which nobody could match.
UNKNOWN_MEDICINE = "unknown_medicine"


@dataclass(frozen=True, slots=True)
class FoodTag:
    key: str
    label: str
    definition: str


@dataclass(frozen=True, slots=True)
class AgeBand:
    """From `start` up to, not including, `below` years; bands may overlap."""

    key: str
    start: float
    below: float

    def holds(self, age_years: float) -> bool:
        return self.start <= age_years < self.below


@dataclass(frozen=True, slots=True)
class Allergen:
    """tags: the food tags an allergy to it excludes."""

    key: str
    label: str
    tags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Flag:
    """A sign that is reported, or computed from the supplements declared.

    over: nutrient key -> age band -> the most a day from supplements; above it the flag is raised. Empty: reported
    only.
    """

    key: str
    label: str
    over: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A sign for which a clinician comes before any plan. urgency: "emergency", "same_day" or "routine".

    everybody: its place among the questions that all are asked, None where it is none of them. asked_when: tokens of
    the people who are asked it before those.
    """

    id: str
    sign: str
    urgency: str
    why: str
    clinician: str
    source: str
    verification: str
    address: str = ""
    everybody: float | None = None
    asked_when: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Doctor:
    """Who looks after a suspected cause. when: tokens of the people it may be behind the cramps of; signs: red flags
    that point to it. straight: people go there first; else the doctor they know sends them."""

    id: str
    cause: str
    clinician: str
    source: str
    verification: str
    when: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()
    straight: bool = False


@dataclass(frozen=True, slots=True)
class CautionBook:
    """Everything `cautions`, `triage` and `medicines` look things up in.

    The vocabularies map a key to its plain label. supplement_classes: nutrient key -> the drug class that a
    supplement of it is, so that a declared supplement meets the same rules as a medicine. clinicians: key -> how to
    name them.
    """

    rules: tuple[Rule, ...]
    life_stages: Mapping[str, str]
    age_bands: tuple[AgeBand, ...]
    conditions: Mapping[str, str]
    lab_flags: Mapping[str, str]
    flags: Mapping[str, Flag]
    allergens: Mapping[str, Allergen]
    clinicians: Mapping[str, str]
    food_tags: Mapping[str, FoodTag]
    supplement_classes: Mapping[str, str]
    medicines: MedicineBook
    red_flags: Mapping[str, RedFlag]
    sources: Mapping[str, Source] = field(default_factory=dict)
    medicines_review: tuple[date, date] | None = None
    red_flags_review: tuple[date, date] | None = None
    doctors: tuple[Doctor, ...] = ()

    @property
    def reported_flags(self) -> Mapping[str, str]:
        """The signs that only the person can tell, with their labels; the others follow from what is taken."""
        return {key: flag.label for key, flag in self.flags.items() if not flag.over and key != UNKNOWN_MEDICINE}

    def rule(self, rule_id: str) -> Rule | None:
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    def bands_of(self, age_years: float) -> frozenset[str]:
        return frozenset(band.key for band in self.age_bands if band.holds(age_years))
