"""What did the rules find for this person? The constraints, windows and messages that the rest of the walk obeys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from nutriplan.domain.rules import Period, Rule, Scope


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that fired. because: the tokens of the person that made it fire ("cond:ckd_g4")."""

    rule: Rule
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Allowance:
    """Hard: over the period, the sum over the tags of amount / limit may not exceed 1.

    measure: what is counted of the foods that carry a tag: "grams", or a nutrient key ("caffeine_mg" counts the
    caffeine of everything). limits: tag -> how much of the measure alone fills the allowance. A limit of 0 leaves the
    tag out.
    """

    rule_id: str
    measure: str
    limits: Mapping[str, float]
    period: Period


@dataclass(frozen=True, slots=True)
class NutrientCap:
    """Hard: at most `maximum` (in the unit of `key`) per period, counting the part of the intake the scope names."""

    rule_id: str
    key: str
    maximum: float
    period: Period
    scope: Scope


@dataclass(frozen=True, slots=True)
class Floor:
    """Soft: the aim of a nutrient, raised up to `minimum` a day (unit of `key`) from food."""

    rule_id: str
    key: str
    minimum: float


@dataclass(frozen=True, slots=True)
class DoseWindow:
    """Hard: around one dose, from opens to closes (minutes since midnight, may run below 0 or above 1440), no meal may
    contain food with one of the tags; tags None means no food at all. supplement_only windows concern tablets, are
    printed on the day's timeline and do not bind meals (then tags is the empty set).

    key_limits: nutrient key -> the most one meal inside the window may contain (for rules that cap a meal instead).
    """

    rule_id: str
    medicine: str
    dose_at: time
    opens: int
    closes: int
    tags: frozenset[str] | None
    nutrients: frozenset[str]
    key_limits: Mapping[str, float] = field(default_factory=dict)
    note: str = ""

    def contains(self, at: time) -> bool:
        """Whether a meal at this time of the day lies strictly inside the window, on this day or across midnight."""
        minute = at.hour * 60 + at.minute
        return any(self.opens < minute + shift < self.closes for shift in (-1440, 0, 1440))


@dataclass(frozen=True, slots=True)
class Steady:
    """Hard within the plan: every day stays within tolerance_pct of one level. key: nutrient key, or "" when a tag is
    tracked that no nutrient counts."""

    rule_id: str
    key: str
    tolerance_pct: float
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Referral:
    rule_id: str
    clinician: str
    urgency: str
    escalate_if: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything the rules say of one person.

    excluded: food tag -> ids of the rules that exclude it (hard). clinician_sets: nutrient key or word -> rule ids; no
    target is planned towards for these and nobody is told to eat more of them. uncounted: what a rule caps or asks for
    that no food table counts (iodine, tyramine): said, not planned. not_checked: medicines and conditions the rules
    could not look at, shown as "not checked: ask a pharmacist", never as safe.
    """

    fired: tuple[Fired, ...] = ()
    excluded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    allowances: tuple[Allowance, ...] = ()
    caps: tuple[NutrientCap, ...] = ()
    floors: tuple[Floor, ...] = ()
    clinician_sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    windows: tuple[DoseWindow, ...] = ()
    steady: tuple[Steady, ...] = ()
    referrals: tuple[Referral, ...] = ()
    uncounted: tuple[tuple[str, str], ...] = ()
    not_checked: tuple[str, ...] = ()
