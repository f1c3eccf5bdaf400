"""How does what we know become the planner's question? Targets, cautions and dishes turned into plain limits."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nutriplan import pattern
from nutriplan.domain.absorption import counted
from nutriplan.domain.besides import Besides, besides
from nutriplan.domain.findings import Allowance, Findings
from nutriplan.domain.kitchen import Scaling
from nutriplan.domain.nutrients import PRIORITY_KEYS
from nutriplan.domain.offering import Kind, Offered, Refusal
from nutriplan.domain.person import MealTime, Person, SlotName
from nutriplan.domain.rules import Period, Scope
from nutriplan.domain.servings import Role, Serving
from nutriplan.domain.steadiness import band, levels_of, tracked
from nutriplan.domain.targets import HELD_EVERY_DAY, KCAL_PER_G, Target
from nutriplan.planner.problem import Limit, Offer, Over, Problem, Slot
from nutriplan.planner.thrift import Good
from nutriplan.provisions import goods_of, grams_of, stock_shares

# Design values (ours, not published limits), each with what it does -------------------------------------------------
#: Portions of a main in half-servings, and of a side: nobody cooks a third of a dish.
MAIN_HALVES = (1, 2, 3, 4)
SIDE_HALVES = (1, 2)
#: A dish at most this often in seven days, a side or drink more often.
MAIN_MAX_USES = 2
SIDE_MAX_USES = 5
#: And no lunch or dinner more often than this in a plan of more than a week, as long as there is half as much again to
#: choose from as is eaten; with fewer dishes each comes more often.
LARGE_MEALS = frozenset({SlotName.LUNCH, SlotName.DINNER})
MAIN_MAX_IN_ALL, ROOM_TO_CHOOSE = 2, 1.5
#: A main comes back after a day's rest at the earliest, as leftovers too: the days are then put in the order in which
#: most of what comes back still keeps.
NO_REPEAT_DAYS = 2
#: The planner stops looking once its plan is proven to be this near to the best one: a further per cent is a matter of
#: cents and minutes, and costs the person seconds.
GAP = 0.02
#: A day's energy: within 10 % always, and 5 % is aimed at.
ENERGY_HARD, ENERGY_SOFT = 0.10, 0.05
#: With five or six occasions none is above 30 % of the day (P2): 27 % of the need is at most 30 % of a day at -10 %.
OCCASION_SHARE = 0.27
#: How the day's energy usually falls on its occasions; normalised over those the person has.
USUAL_SHARE: Mapping[SlotName, float] = {
    SlotName.BREAKFAST: 0.24,
    SlotName.MORNING_SNACK: 0.09,
    SlotName.LUNCH: 0.28,
    SlotName.AFTERNOON_SNACK: 0.10,
    SlotName.DINNER: 0.27,
    SlotName.EVENING_SNACK: 0.08,
}
#: An occasion may hold from 60 % to 145 % of its usual share before it costs anything.
SHARE_RANGE = (0.60, 1.45)
#: Every day brings at least this share of the aim of what the body keeps no long store of.
DAILY_SHARE = 0.8
DAILY_KEYS = ("magnesium_mg", "calcium_mg", "potassium_mg", "protein_g", "fibre_g")
#: No occasion above half of the day's magnesium (P4).
MAGNESIUM_OCCASION_SHARE = 0.5
#: What missing the whole aim costs, by how much it matters here.
WEIGHT_PRIORITY, WEIGHT_OTHER, WEIGHT_DAY, WEIGHT_ENERGY = 60.0, 12.0, 12.0, 40.0
WEIGHT_MAXIMUM, WEIGHT_SPREAD, WEIGHT_OCCASION = 40.0, 6.0, 8.0
#: Among plans that feed as well, the cheaper and quicker one: what a dish costs by its budget tier and per minute of
#: work, and what each tier above the wished one adds. A tier weighs as much as 0.2 % of the magnesium aim.
COST_PER_TIER, COST_PER_MINUTE, COST_ABOVE_BUDGET = 0.12, 0.003, 0.6
#: A dish that was written for somebody like this person is better than one that is changed for them: a changed
#: ingredient weighs as much as two budget tiers.
COST_PER_CHANGE = 0.24
#: Water is drunk from the tap as well, so a plan of dishes does not chase its target. Total fluid is said in words.
NOT_PLANNED = frozenset({"water_g"})

#: Appended to a nutrient key: the upper estimate, which maximums are held against.
UPPER = "^"

_OVER = {Period.MEAL: Over.MEAL, Period.DAY: Over.DAY, Period.WEEK: Over.WEEK}


@dataclass(frozen=True, slots=True)
class Posed:
    """The question, and what is needed to read the answer. levels: what keep-steady rules hold every day to.
    unmeasurable: dishes left out because a capped amount in them is not known and cannot be estimated. goods: the fresh
    foods in packs whose leftovers a plan should keep small. servings: what each offer is, in their order."""

    problem: Problem
    levels: Mapping[str, float]
    unmeasurable: tuple[Refusal, ...]
    goods: tuple[Good, ...] = ()
    servings: tuple[Serving, ...] = ()


def pose(
    *,
    person: Person,
    targets: Mapping[str, Target],
    findings: Findings,
    offered: Offered,
    meals: Sequence[MealTime],
    days: int,
    seed: int,
) -> Posed:
    """Turn the walk's values into the planner's problem. Hard cautions become hard limits, wishes and targets soft."""
    levels = levels_of(person, targets, findings)
    beside = besides(person)
    limits = (
        *_energy(targets["energy_kcal"], meals),
        *_aims(targets),
        *_ranges(targets),
        *_maximums(beside, targets),
        *_caps(beside, findings),
        *_allowances(beside, findings.allowances),
        *_window_amounts(findings, meals),
        *_steady(findings, levels),
        *pattern.limits(person, targets, findings, offered, days),
    )
    choices, unmeasurable = _measurable(offered, limits, findings.allowances)
    dated = {f"stock:{number}" for number, stock in enumerate(person.pantry) if stock.use_by}
    measures = _measures(choices, findings.allowances, person, dated | {limit.measure for limit in limits})
    shares = stock_shares([serving for serving, _ in choices], person)
    in_all = _most_in_all(choices, meals, days)
    problem = Problem(
        days=days,
        slots=tuple(Slot(meal.slot.value, max_sides=_sides(meal.slot)) for meal in meals),
        offers=tuple(
            _offer(serving, slots, person, share, in_all)
            for (serving, slots), share in zip(choices, shares, strict=True)
        ),
        measures=measures,
        limits=limits,
        no_repeat_days=NO_REPEAT_DAYS,
        gap=GAP,
        seed=seed,
    )
    servings = tuple(serving for serving, _ in choices)
    return Posed(problem, levels, unmeasurable, goods_of(servings, person), servings)


def widen(
    problem: Problem,
    extras: Sequence[tuple[Serving, frozenset[SlotName]]],
    *,
    person: Person,
    findings: Findings,
) -> Problem:
    """The same question with more on offer. What cannot be held against a limit stays out, as in `pose`."""
    kept, _ = _measurable(Offered(tuple(extras), ()), problem.limits, findings.allowances)
    more = _measures(kept, findings.allowances, person, set(problem.measures))
    in_all = next((one.max_in_all for one in problem.offers if one.max_in_all is not None), None)
    return replace(
        problem,
        offers=(*problem.offers, *(_offer(serving, slots, person, 0.0, in_all) for serving, slots in kept)),
        measures={name: (*amounts, *more[name]) for name, amounts in problem.measures.items()},
    )


def _sides(slot: SlotName) -> int:
    return 2 if slot in (SlotName.LUNCH, SlotName.DINNER, SlotName.BREAKFAST) else 1


def _most_in_all(
    choices: Sequence[tuple[Serving, frozenset[SlotName]]], meals: Sequence[MealTime], days: int
) -> int | None:
    """How often one lunch or dinner may come in a plan of more than a week; None where its week says enough."""
    if days <= 7:
        return None
    places = days * sum(meal.slot in LARGE_MEALS for meal in meals)
    dishes = sum(_is_large(serving, slots) for serving, slots in choices)
    return max(MAIN_MAX_IN_ALL, math.ceil(ROOM_TO_CHOOSE * places / dishes)) if dishes else None


def _is_large(serving: Serving, slots: frozenset[SlotName]) -> bool:
    return serving.role is Role.MAIN and bool(slots & LARGE_MEALS)


def _offer(
    serving: Serving, slots: frozenset[SlotName], person: Person, in_kitchen: float, in_all: int | None
) -> Offer:
    above = max(0, serving.cost_tier - person.budget_tier) if person.budget_tier else 0
    is_main = serving.role is Role.MAIN
    halves = MAIN_HALVES if is_main else SIDE_HALVES
    cost = COST_PER_TIER * serving.cost_tier + COST_PER_MINUTE * serving.active_minutes + COST_ABOVE_BUDGET * above
    cost += pattern.cost(serving) + COST_PER_CHANGE * serving.changes
    return Offer(
        key=serving.key,
        is_main=is_main,
        slots=frozenset(slot.value for slot in slots),
        halves=tuple(half for half in halves if serving.scaling is not Scaling.PIECES or half % 2 == 0),
        max_uses=MAIN_MAX_USES if is_main else SIDE_MAX_USES,
        cost=cost * (1 - in_kitchen),
        max_in_all=in_all if _is_large(serving, slots) else None,
    )


# What is counted -----------------------------------------------------------------------------------------------------


def _measurable(
    offered: Offered, limits: Sequence[Limit], allowances: Sequence[Allowance]
) -> tuple[list[tuple[Serving, frozenset[SlotName]]], tuple[Refusal, ...]]:
    """A dish whose upper estimate of a capped amount is infinite cannot be shown to stay below the cap: left out."""
    capped = sorted({limit.measure.removesuffix(UPPER) for limit in limits if limit.measure.endswith(UPPER)})
    kinds = sorted({limit.measure for limit in limits if limit.hard and limit.measure in pattern.MEASURES})
    kept, left_out = [], []
    for serving, slots in offered.servings:
        sums = serving.sums(capped)
        blind = [key for key in capped if math.isinf(sums[key].upper)]
        blind += [kind.partition(":")[2] for kind in kinds if math.isinf(pattern.MEASURES[kind](serving))]
        blind += [one.measure for one in allowances if math.isinf(_allowance_share(one, serving))]
        if blind:
            left_out.append(Refusal(serving, f"not known how much it contains of: {', '.join(blind)}", Kind.NOT_KNOWN))
        else:
            kept.append((serving, slots))
    return kept, tuple(left_out)


def _measures(
    choices: Sequence[tuple[Serving, frozenset[SlotName]]],
    allowances: Sequence[Allowance],
    person: Person,
    wanted: set[str],
) -> dict[str, tuple[float, ...]]:
    measures = {}
    for name in sorted(wanted):
        kind, _, rest = name.partition(":")
        if kind == "allowance":
            allowance = allowances[int(rest)]
            measures[name] = tuple(_allowance_share(allowance, serving) for serving, _ in choices)
        elif kind == "stock":
            stock = person.pantry[int(rest)]
            measures[name] = tuple(grams_of(stock, serving) * person.household for serving, _ in choices)
        elif kind == pattern.KIND:
            measures[name] = tuple(pattern.MEASURES[name](serving) for serving, _ in choices)
        else:
            key = name.removesuffix(UPPER)
            measures[name] = tuple(
                serving.sums((key,))[key].upper if name.endswith(UPPER) else counted(key, serving.portions())
                for serving, _ in choices
            )
    return measures


def _allowance_share(allowance: Allowance, serving: Serving) -> float:
    if allowance.measure != "grams":
        total = serving.sums((allowance.measure,))[allowance.measure]
        return total.upper / min(allowance.limits.values())
    return sum(serving.grams_with(tag) / limit for tag, limit in allowance.limits.items())


# What limits it ------------------------------------------------------------------------------------------------------


def _energy(target: Target, meals: Sequence[MealTime]) -> Iterator[Limit]:
    need = target.aim
    if need is None:  # a clinician sets the energy (eating disorder): nothing is aimed at, meals keep usual sizes
        return
    measure = "energy_kcal"
    yield Limit(
        "energy of the day, within 10 %",
        measure,
        Over.DAY,
        lower=need * (1 - ENERGY_HARD),
        upper=need * (1 + ENERGY_HARD),
        hard=True,
        scale=need,
    )
    yield Limit(
        "energy of the day, within 5 %",
        measure,
        Over.DAY,
        lower=need * (1 - ENERGY_SOFT),
        upper=need * (1 + ENERGY_SOFT),
        weight=WEIGHT_ENERGY,
        scale=need,
    )
    yield Limit("energy on average", measure, Over.MEAN, lower=need, upper=need, weight=WEIGHT_ENERGY, scale=need)
    yield from _occasions(need, meals)


def _occasions(need: float, meals: Sequence[MealTime]) -> Iterator[Limit]:
    usual = sum(USUAL_SHARE[meal.slot] for meal in meals)
    for meal in meals:
        share = need * USUAL_SHARE[meal.slot] / usual
        yield Limit(
            f"size of the {meal.slot.value.replace('_', ' ')}",
            "energy_kcal",
            Over.MEAL,
            lower=share * SHARE_RANGE[0],
            upper=share * SHARE_RANGE[1],
            slots=frozenset({meal.slot.value}),
            weight=WEIGHT_OCCASION,
            scale=share,
        )
    if len(meals) >= 5:
        yield Limit(
            "no meal above 30 % of the day",
            "energy_kcal",
            Over.MEAL,
            upper=need * OCCASION_SHARE,
            slots=frozenset(meal.slot.value for meal in meals),
            hard=True,
            scale=need,
        )


def aim_name(key: str) -> str:
    """What the limit is called that holds a nutrient against its aim."""
    return f"{key} aim"


def _aims(targets: Mapping[str, Target]) -> Iterator[Limit]:
    for key, target in targets.items():
        if key == "energy_kcal" or key in NOT_PLANNED or not target.aim:
            continue
        weight = WEIGHT_PRIORITY if key in PRIORITY_KEYS else WEIGHT_OTHER
        yield Limit(aim_name(key), key, Over.MEAN, lower=target.aim, weight=weight, scale=target.aim)
        if key in DAILY_KEYS:
            daily = target.aim * DAILY_SHARE
            yield Limit(f"{key} every day", key, Over.DAY, lower=daily, weight=WEIGHT_DAY, scale=target.aim)
    magnesium = targets.get("magnesium_mg")
    if magnesium and magnesium.aim:
        yield Limit(
            "magnesium spread over the day",
            "magnesium_mg",
            Over.MEAL,
            upper=magnesium.aim * MAGNESIUM_OCCASION_SHARE,
            weight=WEIGHT_SPREAD,
            scale=magnesium.aim,
        )


def _ranges(targets: Mapping[str, Target]) -> Iterator[Limit]:
    """The low ends of the advised shares of energy; the high ends are among the maximums."""
    for key, target in targets.items():
        if target.min and target.basis == "AMDR":
            yield Limit(f"{key} range", key, Over.MEAN, lower=target.min, weight=WEIGHT_OTHER, scale=target.min)


def _maximums(beside: Besides, targets: Mapping[str, Target]) -> Iterator[Limit]:
    """Upper levels are hard, advised ranges (AMDR) are aimed at. Tablets and drinks use up their part of a level."""
    for key, target in targets.items():
        if target.max is None or key in NOT_PLANNED or not (target.is_upper_level or key in KCAL_PER_G):
            continue
        yield Limit(
            f"{key} maximum",
            key + UPPER,
            Over.DAY if key in HELD_EVERY_DAY else Over.MEAN,
            upper=beside.room(key, target.max),
            hard=target.is_upper_level,
            weight=WEIGHT_MAXIMUM,
            scale=target.max or 1.0,
        )


def _caps(beside: Besides, findings: Findings) -> Iterator[Limit]:
    for cap in findings.caps:
        if cap.scope is Scope.SUPPLEMENTS_ONLY:
            continue  # tablets only: food is not held against it
        yield Limit(
            f"{cap.rule_id}: {cap.key}",
            cap.key + UPPER,
            _OVER[cap.period],
            upper=beside.room(cap.key, cap.maximum, cap.period),
            hard=True,
            scale=cap.maximum or 1.0,
        )


def _allowances(beside: Besides, allowances: Sequence[Allowance]) -> Iterator[Limit]:
    for number, allowance in enumerate(allowances):
        name = f"{allowance.rule_id}: {', '.join(sorted(allowance.limits))}"
        yield Limit(name, f"allowance:{number}", _OVER[allowance.period], upper=beside.share_left(allowance), hard=True)


def _window_amounts(findings: Findings, meals: Sequence[MealTime]) -> Iterator[Limit]:
    for window in findings.windows:
        inside = frozenset(meal.slot.value for meal in meals if window.contains(meal.at))
        if not inside:
            continue
        for key, most in window.key_limits.items():
            name = f"{window.rule_id}: {key} near {window.medicine}"
            yield Limit(name, key + UPPER, Over.MEAL, upper=most, slots=inside, hard=True, scale=most or 1.0)


def _steady(findings: Findings, levels: Mapping[str, float]) -> Iterator[Limit]:
    for steady in findings.steady:
        what = tracked(steady)
        if what not in levels:
            continue
        least, most = band(steady, levels[what])
        known, upper = (what, what + UPPER) if steady.key else (f"{pattern.KIND}:{what}",) * 2
        scale = levels[what] or most
        name = f"{steady.rule_id}: {what} steady"
        yield Limit(f"{name}, not less", known, Over.DAY, lower=least, hard=True, scale=scale)
        yield Limit(f"{name}, not more", upper, Over.DAY, upper=most, hard=True, scale=scale)
