"""May this person eat this food, and what would bring more of a nutrient instead? Unknown never counts as harmless."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from nutriplan.domain.composition import Composition
from nutriplan.domain.findings import Findings
from nutriplan.domain.nutrients import NUTRIENTS, PRIORITY_KEYS
from nutriplan.domain.person import Person
from nutriplan.domain.rules import Period, Scope
from nutriplan.domain.targets import Target

#: What a swap is told to change, beside the nutrient it is made for.
SHOWN = ("energy_kcal", *PRIORITY_KEYS, "sodium_mg", "saturated_fat_g")
#: A serving that brings so much more energy is another kind of food.
MORE_ENERGY_KCAL = 100.0
#: A capped nutrient may rise by this share of its limit of a day: a trace of salt is not a reason against a food.
TRACE = 0.02
#: At most so many foods are offered.
MOST_OFFERED = 10
#: Nobody is sent to these for a nutrient.
_NEVER = frozenset({"alcohol", "raw_meat", "raw_fish", "raw_egg", "raw_sprouts", "raw_shellfish", "unpasteurised_milk"})
#: Parts of a name that say how a food was prepared and not which it is.
_PREPARED = frozenset(
    """raw cooked boiled baked roasted microwaved frozen canned dried dehydrated dry fresh drained prepared unprepared
    mature solids all""".split()  # noqa: SIM905
)


class Stance(StrEnum):
    """out: never. not_checked: nobody decided whether it holds what must be avoided. limited: only so much of it.
    apart: not close to a dose."""

    OUT = "out"
    NOT_CHECKED = "not_checked"
    LIMITED = "limited"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Concern:
    """Something the rules say of one food for one person. rule_ids: also "allergy:milk", "diet:vegan", "wish:spicy"."""

    stance: Stance
    tag: str
    rule_ids: tuple[str, ...]


def concerns(food: Composition, person: Person, findings: Findings) -> tuple[Concern, ...]:
    """Everything that the rules, the diet, the allergies and the wishes say of this food; the gravest first."""
    found = [*_excluded(food, findings), *_limited(food, findings), *_apart(food, findings)]
    if food.food_id in person.avoid_foods:
        found.append(Concern(Stance.OUT, "", ("wish:food",)))
    order = list(Stance)
    return tuple(sorted(dict.fromkeys(found), key=lambda one: order.index(one.stance)))


def _excluded(food: Composition, findings: Findings) -> Iterator[Concern]:
    for tag, rule_ids in findings.excluded.items():
        if food.may_carry(tag):
            yield Concern(Stance.OUT if tag in food.tags else Stance.NOT_CHECKED, tag, rule_ids)


def _limited(food: Composition, findings: Findings) -> Iterator[Concern]:
    for allowance in findings.allowances:
        for tag in allowance.limits:
            if food.may_carry(tag):
                yield Concern(Stance.LIMITED, tag, (allowance.rule_id,))


def _apart(food: Composition, findings: Findings) -> Iterator[Concern]:
    for window in findings.windows:
        if window.tags is None:
            continue
        for tag in sorted(window.tags):
            if food.may_carry(tag):
                yield Concern(Stance.APART, tag, (window.rule_id,))


# Something else to eat -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Helping:
    """A food in the amount that is customarily eaten. grams: what the amounts are per; measure: in words."""

    food: Composition
    grams: float
    measure: str

    def amount(self, key: str) -> float | None:
        known = self.food.amounts.get(key)
        return None if known is None else known * self.grams / 100

    def upper(self, key: str) -> float:
        """At most so much: the estimate of the group stands in for an unknown, and infinity where there is none."""
        return self.food.amounts.get(key, self.food.ceilings.get(key, float("inf"))) * self.grams / 100


@dataclass(frozen=True, slots=True)
class Change:
    """Of one nutrient when one helping takes the place of the other; None: not known."""

    before: float | None
    after: float | None

    @property
    def difference(self) -> float | None:
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class Alternative:
    helping: Helping
    changes: Mapping[str, Change]
    concerns: tuple[Concern, ...] = ()


@dataclass(frozen=True, slots=True)
class Who:
    """For whom: the person, what the rules found, and the targets they may work towards."""

    person: Person
    findings: Findings
    targets: Mapping[str, Target]


def why_none(key: str, who: Who | None) -> str:
    """Why nobody may be told to eat more of this nutrient; empty where there is nothing against it."""
    if who is None:
        return ""
    name = NUTRIENTS[key].label
    target = who.targets.get(key)
    if key in who.findings.clinician_sets or (target is not None and target.clinician_sets):
        return f"{name}: your clinician sets this, so nothing with more of it is suggested."
    if any(steady.key == key for steady in who.findings.steady):
        return f"{name}: it has to stay steady from day to day, so nothing with more of it is suggested."
    if key in _held(who.findings):
        return f"{name}: a caution limits it for you, so nothing with more of it is suggested."
    return ""


def alternatives(
    key: str, instead_of: Helping, candidates: Iterable[Helping], who: Who | None = None
) -> tuple[Alternative, ...]:
    """Foods with surely more of the nutrient in a serving, the most first; of foods that differ in how they are
    prepared only the first.

    who: nothing is offered that is excluded, limited or not decided for the person, nor that brings more of what is
    capped or left to a clinician, or changes what must stay steady. Without who nothing of the kind is looked at.
    """
    if why_none(key, who):
        return ()
    found: list[Alternative] = []
    kinds = {_kind(instead_of.food.name)}
    for helping in sorted(candidates, key=lambda one: (-(one.amount(key) or 0.0), one.food.ndb_no)):
        kind = _kind(helping.food.name)
        if kind in kinds or not _better(key, instead_of, helping) or not _allowed(instead_of, helping, who):
            continue
        kinds.add(kind)
        keys = dict.fromkeys((key, *SHOWN))
        changes = {one: Change(instead_of.amount(one), helping.amount(one)) for one in keys}
        found.append(Alternative(helping, changes, concerns(helping.food, who.person, who.findings) if who else ()))
        if len(found) == MOST_OFFERED:
            break
    return tuple(found)


def _better(key: str, instead_of: Helping, helping: Helping) -> bool:
    """Surely more of the nutrient, for about the same energy. What is assumed was never measured."""
    more, energy = helping.amount(key), helping.amount("energy_kcal")
    less, spent = instead_of.amount(key), instead_of.amount("energy_kcal")
    if more is None or less is None or more <= less or key in helping.food.assumed:
        return False
    return energy is not None and energy <= (spent or 0.0) + MORE_ENERGY_KCAL and not _NEVER & helping.food.tags


def _allowed(instead_of: Helping, helping: Helping, who: Who | None) -> bool:
    if who is None:
        return True
    if any(one.stance is not Stance.APART for one in concerns(helping.food, who.person, who.findings)):
        return False
    if any(helping.upper(one) > (instead_of.amount(one) or 0.0) + more for one, more in _room(who.findings).items()):
        return False
    return all(_stays(one.key, one.tag, one.tolerance_pct, instead_of, helping, who) for one in who.findings.steady)


def _stays(key: str, tag: str, tolerance_pct: float, instead_of: Helping, helping: Helping, who: Who) -> bool:
    """Whether what must not vary hardly does."""
    if not key:
        return not helping.food.may_carry(tag)
    before, after, target = instead_of.amount(key), helping.amount(key), who.targets.get(key)
    if before is None or after is None:
        return False
    usual = target.aim if target and target.aim else 0.0
    return abs(after - before) <= usual * tolerance_pct / 100


def _held(findings: Findings) -> frozenset[str]:
    """Nutrients with a limit that food counts towards."""
    return frozenset(cap.key for cap in findings.caps if cap.scope is not Scope.SUPPLEMENTS_ONLY)


def _room(findings: Findings) -> dict[str, float]:
    """Nutrient -> by how much a swap may raise it: nothing where a clinician sets it, a trace where it is capped."""
    room: dict[str, float] = {}
    for cap in findings.caps:
        if cap.scope is not Scope.SUPPLEMENTS_ONLY:
            trace = cap.maximum * TRACE if cap.period is Period.DAY else 0.0
            room[cap.key] = min(trace, room.get(cap.key, trace))
    return {**room, **{key: 0.0 for key in findings.clinician_sets if key in NUTRIENTS}}


def _kind(name: str) -> tuple[str, ...]:
    """Which food it is, without how it was prepared: "Spinach, raw" and "Spinach, frozen, chopped" are one."""
    parts = [part.strip().casefold() for part in name.split(",")]
    return tuple(part for part in parts[:2] if part.split(" ")[0] not in _PREPARED)
