"""What would another dish change? The nutrients, the work, the price and what is thrown away.

Of a nutrient that a clinician sets or a caution limits nothing is said: more of it is no argument for a dish.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nutriplan.domain.composition import Sum
from nutriplan.domain.cooking import cooking
from nutriplan.domain.menu import Menu
from nutriplan.domain.nutrients import PRIORITY_KEYS
from nutriplan.domain.rules import Scope
from nutriplan.domain.servings import Serving
from nutriplan.domain.shopping import shopping_list
from nutriplan.planner.problem import Cell
from nutriplan.planner.swap import exchanged
from nutriplan.plans.desk import Desk

#: So much of the grams must be measured for a difference to be said: with less of it nobody knows which dish has more.
KNOWN = 0.995


@dataclass(frozen=True, slots=True)
class NutrientEffect:
    """change: on the day, in the unit of the key; None: not known. share_of_aim: of the average day's aim."""

    change: float | None
    share_of_aim: float | None


@dataclass(frozen=True, slots=True)
class Effect:
    """nutrients: those that neither a clinician sets nor a caution limits. minutes: hands-on, on the day. cost_tier:
    from and to. waste_g: of the whole plan; below 0 less is thrown away."""

    nutrients: Mapping[str, NutrientEffect]
    minutes: int
    cost_tier: tuple[int, int]
    waste_g: float


@dataclass(frozen=True, slots=True)
class _State:
    minutes: int
    waste_g: float


def effects(desk: Desk, place: Cell, others: Sequence[Cell]) -> list[Effect]:
    """Of each other cell in the place of one."""
    now = _state(desk, desk.menu(desk.cells), place.day)
    return [_effect(desk, place, other, now) for other in others]


def _effect(desk: Desk, place: Cell, other: Cell, now: _State) -> Effect:
    old, new = desk.servings[place.offer], desk.servings[other.offer]
    then = _state(desk, desk.menu(exchanged(desk.cells, place, other)), place.day)
    return Effect(
        nutrients=_nutrients(desk, (old, place.halves / 2), (new, other.halves / 2)),
        minutes=then.minutes - now.minutes,
        cost_tier=(old.cost_tier, new.cost_tier),
        waste_g=then.waste_g - now.waste_g,
    )


def _state(desk: Desk, menu: Menu, day: int) -> _State:
    person = desk.found.person
    cooked = cooking(menu, household=person.household)
    waste = shopping_list(menu, household=person.household, pantry=person.pantry).waste
    return _State(cooked.minutes(menu.days[day].date), waste.left_g + waste.uneaten_g)


def _nutrients(desk: Desk, old: tuple[Serving, float], new: tuple[Serving, float]) -> dict[str, NutrientEffect]:
    targets, findings = desk.found.targets, desk.found.findings
    limited = {cap.key for cap in findings.caps if cap.scope is not Scope.SUPPLEMENTS_ONLY} | {*findings.clinician_sets}
    open_keys = [key for key in PRIORITY_KEYS if key in targets and key not in limited]
    aims = {key: aim for key in open_keys if (aim := targets[key].aim) and not targets[key].clinician_sets}
    before, after = (serving.sums(tuple(aims), servings) for serving, servings in (old, new))
    days = desk.table.problem.days
    found = {}
    for key, aim in aims.items():
        change = _difference(before[key], after[key])
        share = None if change is None else change / days / aim
        found[key] = NutrientEffect(change, share)
    return found


def _difference(before: Sum, after: Sum) -> float | None:
    known = before.known_share >= KNOWN and after.known_share >= KNOWN
    return after.known - before.known if known else None
