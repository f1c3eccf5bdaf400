"""What can a caution rule say? The closed list of effects, as values; `cautions` evaluates them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class Severity(StrEnum):
    """Highest first: the order in which cautions are shown."""

    CONTRAINDICATED = "contraindicated"
    MAJOR = "major"
    MODERATE = "moderate"
    MINOR = "minor"
    INFO = "info"

    @property
    def rank(self) -> int:
        return list(Severity).index(self)


class Period(StrEnum):
    """The stretch of time over which an amount is counted."""

    MEAL = "meal"
    DAY = "day"
    WEEK = "week"
    DOSE_WINDOW = "dose_window"


class Scope(StrEnum):
    """Which part of an intake a limit is about."""

    TOTAL = "total"
    SUPPLEMENTS_ONLY = "supplements_only"
    ADDED_FORMS = "added_forms"
    PREFORMED = "preformed"


#: How far a fact was compared with its source, and how that is said to whoever looks after the facts.
VERIFICATION_SAYS: Mapping[str, str] = MappingProxyType(
    {
        "read": "Compared with the source itself.",
        "partial": "Compared with a part of the source, or with a summary of it.",
        "knowledge": "Not yet checked against its source.",
    }
)


@dataclass(frozen=True, slots=True)
class Source:
    """checked_on, review_due: when it was last read and when it is due again, where that is kept of the source."""

    title: str
    publisher: str = ""
    year: str = ""
    section: str = ""
    address: str = ""
    checked_on: date | None = None
    review_due: date | None = None


# Effects -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ExcludeFoods:
    """Never plan a food that carries one of these tags, or of which nobody knows that it does not."""

    tags: frozenset[str]


@dataclass(frozen=True, slots=True)
class LimitFood:
    """At most `max_amount` of `unit` of foods with the tag. alternative_to: tags of the same rule that share one
    allowance with this one ("3 servings of these fish OR 1 of those"). only_if: a token without which the limit is
    said but not planned ("clinic:phosphorus_mg": only when the clinic has set a phosphorus limit)."""

    tag: str
    max_amount: float
    unit: str
    period: Period
    note: str = ""
    max_by_age: Mapping[str, float] = field(default_factory=dict)
    alternative_to: frozenset[str] = frozenset()
    window_hours: float | None = None
    only_if: str = ""


@dataclass(frozen=True, slots=True)
class LimitNutrient:
    """At most `maximum` of the nutrient. nutrient: a key of the vocabulary where it is counted, else the rule's
    word."""

    nutrient: str
    maximum: float
    unit: str
    period: Period
    scope: Scope
    basis: str
    max_by_age: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RaiseTarget:
    """Raise the plan's aim up to `minimum` from food; never creates a supplement."""

    nutrient: str
    minimum: float
    unit: str
    basis: str


@dataclass(frozen=True, slots=True)
class RequireNutrient:
    """A supplement is the standard advice: said as "ask your clinician", never as a dose."""

    nutrient: str
    amount: float
    unit: str
    basis: str


@dataclass(frozen=True, slots=True)
class ReplaceTarget:
    """Do not plan towards the RDA/AI of these nutrients: a clinician sets the value."""

    nutrients: frozenset[str]


@dataclass(frozen=True, slots=True)
class SeparateFromNutrient:
    """Keep hours between a dose and something eaten or taken.

    hours_before: the least gap when the medicine is taken first. hours_after: the least gap when the food or
    supplement comes first and the medicine later. scope: "supplement", "food_and_supplement" or "any_food".
    """

    nutrients: frozenset[str]
    scope: str
    hours_before: float
    hours_after: float
    food_tags: frozenset[str] = frozenset()
    note: str = ""


@dataclass(frozen=True, slots=True)
class KeepSteady:
    """Keep the day-to-day change within the tolerance (an app setting, in per cent)."""

    nutrient: str
    tolerance_pct: float
    tracked_tag: str = ""


@dataclass(frozen=True, slots=True)
class MayDeplete:
    nutrient: str


@dataclass(frozen=True, slots=True)
class MayRaise:
    nutrient: str


@dataclass(frozen=True, slots=True)
class MayCauseCramps:
    likelihood: str


@dataclass(frozen=True, slots=True)
class AvoidSupplement:
    supplements: frozenset[str]
    unless: str


@dataclass(frozen=True, slots=True)
class ReferToClinician:
    clinician: str
    urgency: str
    escalate_if: str = ""


Effect = (
    ExcludeFoods
    | LimitFood
    | LimitNutrient
    | RaiseTarget
    | RequireNutrient
    | ReplaceTarget
    | SeparateFromNutrient
    | KeepSteady
    | MayDeplete
    | MayRaise
    | MayCauseCramps
    | AvoidSupplement
    | ReferToClinician
)


@dataclass(frozen=True, slots=True)
class Example:
    """A person for whom the rule fires, or one near to that for whom it does not. profile: what this person says in the
    words of a profile; the rest is an adult of 40 with nothing to report. Medicines stand by their names alone."""

    fires: bool
    profile: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """One caution rule. It fires when (any_of is empty or one of its tokens is present) and every group of all_of has
    a token present and no token of none_of is present. A token is "kind:key" ("med:loop_diuretic", "cond:ckd_g4").

    authored: when it was written down. reviewed_by: the health professional who approved it; empty while nobody has.
    review_date: when it was last compared with its sources.
    """

    id: str
    title: str
    any_of: frozenset[str]
    all_of: tuple[frozenset[str], ...]
    none_of: frozenset[str]
    effects: tuple[Effect, ...]
    severity: Severity
    message: str
    why: str
    action: str
    evidence: str
    verification: str
    sources: tuple[Source, ...]
    review_date: date
    next_review: date
    authored: date
    reviewed_by: str = ""
    examples: tuple[Example, ...] = ()
