"""Why can this plan not be better, and what would one change bring?

Nothing here ever speaks for more of what a person must limit, and no safety rule is ever up for a change: of those it
is said whom to ask.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nutriplan.beyond import Outside, dishes_beside, foods_beside, unlike_the_unwanted
from nutriplan.domain import intake
from nutriplan.domain.absorption import CALCIUM
from nutriplan.domain.instead import Who, why_none
from nutriplan.domain.menu import Menu
from nutriplan.domain.nutrients import NUTRIENTS
from nutriplan.domain.offering import Refusal
from nutriplan.domain.person import MealTime, SlotName
from nutriplan.domain.servings import Serving
from nutriplan.domain.supplements import taken_daily
from nutriplan.formulation import Posed, aim_name, widen
from nutriplan.limits_in_words import in_words
from nutriplan.planner.clash import clash
from nutriplan.planner.reach import REPEATS, Changes, Hold, Level, Reach, changes, reaches

#: Foods that bring a nutrient, asked for only where a plan misses it.
Foods = Callable[[str], Sequence[Serving]]

#: Nutrients -> what plans can bring of each.
Reached = Callable[[Sequence[str]], Mapping[str, Reach]]
#: Rule id -> whom it sends to, in words.
SendsTo = Mapping[str, str]
#: A change that brings less of an aim than this is not worth the words.
WORTH_SAYING = 0.01
#: So much of the most a limit must stand for to be named, and so many are named.
HEAVY, NAMED = 0.05, 4
#: So many of what one change would bring are told of a nutrient.
CHANGES_TOLD = 3
ASK = "ask a dietitian, your doctor or your midwife whether this matters for you"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing changed. kind: "wish" (given up by itself), "dish" (that wishes keep out), "food" (that no dish of the
    plan holds) or "habit" (a rule of good eating for everybody, left aside). gains: missed nutrient -> what it would
    bring, as a share of the aim; below zero it would cost."""

    kind: str
    what: str
    gains: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """An aim the plan does not reach. share_of_aim, best_possible: 1.0 is the whole aim; no plan under every hard limit
    reaches more than best_possible, which is None where nobody should try. holds: what is in the way of an aim out
    of reach, the heaviest first. gives_way: nutrient -> what reaching the whole aim would cost it, of its own aim."""

    key: str
    share_of_aim: float
    best_possible: float | None
    because: str
    would_help: str
    holds: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    gives_way: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Explanation:
    """best_possible: nutrient -> the share of the aim that no plan can pass, tablets that are taken included; a
    nutrient that must not be pushed up is not among them. changes: every single change that brings anything."""

    best_possible: Mapping[str, float] = field(default_factory=dict)
    shortfalls: tuple[Shortfall, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """What is to be explained. attained: of the plan."""

    who: Who
    posed: Posed
    meals: Sequence[MealTime]
    menu: Menu
    attained: Mapping[str, intake.Attainment]
    refused: Sequence[Refusal]
    clinicians: SendsTo


def explain(asked: Case, foods: Foods, known: Reached | None = None) -> Explanation:
    """What holds the plan back, proved with the planner's relaxed model; see `planner/reach.py`. known: what plans can
    reach, where that was worked out before; then nothing is tried, which takes longer than changing a dish."""
    shares = _shares(asked)
    free = [key for key in shares if not why_none(key, asked.who)]
    found = known(free) if known else reaches(asked.posed.problem, free)
    tablets = _from_tablets(asked)
    best = {key: max(shares[key], found[key].most / _aim(asked, key) + tablets[key]) for key in free}
    missed = sorted((key for key in shares if shares[key] < intake.ENOUGH), key=lambda key: shares[key])
    told = [key for key in missed if key in best]
    tried = _Tried(asked, () if known else told, foods)
    return Explanation(
        best,
        tuple(
            _shortfall(key, shares[key], best[key], found[key], tried) if key in best else _limited(key, shares, asked)
            for key in missed
        ),
        tried.told,
    )


def _shares(asked: Case) -> dict[str, float]:
    """Nutrient that is planned towards -> the share of its aim that the plan and the tablets bring."""
    aimed = {limit.measure for limit in asked.posed.problem.limits if limit.name == aim_name(limit.measure)}
    tablets = _from_tablets(asked)
    return {
        key: one.share_of_aim + tablets[key]
        for key, one in asked.attained.items()
        if key in aimed and one.share_of_aim is not None
    }


def _from_tablets(asked: Case) -> dict[str, float]:
    taken = taken_daily(asked.who.person)
    return {key: taken.get(key, 0.0) / (one.aim or math.inf) for key, one in asked.who.targets.items()}


def _aim(asked: Case, key: str) -> float:
    return asked.who.targets[key].aim or math.inf


# One nutrient --------------------------------------------------------------------------------------------------------


def _limited(key: str, shares: Mapping[str, float], asked: Case) -> Shortfall:
    because = why_none(key, asked.who).rstrip(".")
    return Shortfall(key, shares[key], None, because, ASK)


def _shortfall(key: str, share: float, best: float, reach: Reach, tried: _Tried) -> Shortfall:
    out_of_reach = best < intake.ENOUGH
    gives_way = {} if out_of_reach else tried.gives_way(key)
    helpful = tried.for_nutrient(key)
    return Shortfall(
        key,
        share,
        best,
        _out_of_reach(key, best) if out_of_reach else tried.why_not_more(key, gives_way),
        "; ".join(f"{one.what} (about {one.gains[key]:.0%} of the aim more)" for one in helpful) or ASK,
        tried.in_the_way(reach.holds) if out_of_reach else (),
        helpful,
        gives_way,
    )


def _out_of_reach(key: str, best: float) -> str:
    counted = ", counting what the body takes up" if key == CALCIUM else ""
    return (
        f"{NUTRIENTS[key].label}: with the dishes you can be offered, no plan within your energy need and your "
        f"cautions reaches more than {math.ceil(best * 100 - 1e-6)} % of the aim{counted}"
    )


# One change at a time ------------------------------------------------------------------------------------------------


class _Tried:
    """The relaxed plan with one thing changed at a time, and that in words."""

    def __init__(self, asked: Case, missed: Sequence[str], foods: Foods) -> None:
        self._asked, self._missed = asked, tuple(missed)
        self._outside = self._all_outside(foods) if missed else {}
        self._shares = _shares(asked)
        self._watched = tuple(self._shares)
        self._found: Changes | None = self._try() if missed else None
        self.told: tuple[Change, ...] = tuple(self._changes())

    def _all_outside(self, foods: Foods) -> dict[str, Outside]:
        asked = self._asked
        dishes = dishes_beside(asked.refused, asked.who, asked.meals, asked.menu)
        wanted = [unlike_the_unwanted(foods(key), asked.refused, asked.who) for key in self._missed]
        plain = [one for some in wanted for one in foods_beside(some, asked.who, asked.meals, asked.menu)]
        return {one.serving.key: one for one in (*dishes, *plain)}

    def _try(self) -> Changes:
        asked = self._asked
        extras = [(one.serving, one.slots) for one in self._outside.values()]
        problem = widen(asked.posed.problem, extras, person=asked.who.person, findings=asked.who.findings)
        known = {offer.key for offer in problem.offers} & self._outside.keys()
        self._outside = {key: one for key, one in self._outside.items() if key in known}
        return changes(
            problem,
            self._watched,
            closed=self._by_wish(),
            tried=[
                [key for key, one in self._outside.items() if one.wishes],
                [key for key, one in self._outside.items() if not one.wishes],
            ],
            push=[aim_name(key) for key in self._missed],
        )

    def _by_wish(self) -> dict[str, tuple[str, ...]]:
        """Each wish by itself -> the dishes that nothing else keeps out."""
        groups: dict[str, list[str]] = {}
        for key, one in self._outside.items():
            if len(one.wishes) == 1:
                groups.setdefault(f"wish: {next(iter(one.wishes))}", []).append(key)
        return {name: tuple(groups[name]) for name in sorted(groups)}

    def _changes(self) -> Iterator[Change]:
        if self._found is None:
            return
        for name, level in self._found.opened.items():
            gains = self._gains(level)
            if any(gain >= WORTH_SAYING for gain in gains.values()):
                yield Change(*self._said(name), gains)
        for name, level in self._found.without.items():
            said = in_words(name, self._asked.who.findings, self._asked.clinicians)
            gains = self._gains(level)
            if said.is_habit and any(gain >= WORTH_SAYING for gain in gains.values()):
                yield Change("habit", said.text, gains)

    def _said(self, name: str) -> tuple[str, str]:
        if name.startswith("wish: "):
            return "wish", f"giving up your wish “{name.removeprefix('wish: ')}”"
        one = self._outside[name]
        if not one.wishes:
            return "food", f"{one.serving.name} ({one.serving.parts[0].measure}) beside {self._where(one)}"
        return "dish", f"“{one.serving.name}”, if you gave up: {'; '.join(sorted(one.wishes))}"

    def _where(self, one: Outside) -> str:
        if one.slots >= {meal.slot for meal in self._asked.meals}:
            return "a meal"
        return f"your {' or '.join(slot.replace('_', ' ') for slot in SlotName if slot in one.slots)}"

    def _gains(self, level: Level) -> dict[str, float]:
        """Of the missed nutrients alone: of the others there is enough, or nobody should have more. No gain takes the
        plan past an aim, and what lies past it is no loss."""
        gains = {}
        for key in self._missed:
            before, after = self._before(key), level.amounts[key] / _aim(self._asked, key)
            gain = min(after - before, max(0.0, 1.0 - self._shares[key]))
            gains[key] = gain if gain > 0 else min(0.0, after - min(before, 1.0))
        return {key: gain for key, gain in gains.items() if abs(gain) >= WORTH_SAYING}

    def _before(self, key: str) -> float:
        """The share of the aim in the relaxed plan, as things are."""
        return self._found.before.amounts[key] / _aim(self._asked, key) if self._found else math.nan

    def for_nutrient(self, key: str) -> tuple[Change, ...]:
        """What would bring most of it: the best wish, the best dish and the best food."""
        best: dict[str, Change] = {}
        for one in self.told:
            held = best.get(one.kind)
            gain = one.gains.get(key, 0.0)
            if one.kind != "habit" and gain >= WORTH_SAYING and (held is None or gain > held.gains[key]):
                best[one.kind] = one
        return tuple(sorted(best.values(), key=lambda one: -one.gains[key]))[:CHANGES_TOLD]

    def why_not_more(self, key: str, gives_way: Mapping[str, float]) -> str:
        """Of an aim that a plan could reach."""
        label = NUTRIENTS[key].label
        if gives_way:
            others = [f"{NUTRIENTS[other].label.lower()} by {loss:.0%}" for other, loss in list(gives_way.items())[:3]]
            return f"{label}: more is possible, but only by falling further behind on other aims ({', '.join(others)})"
        if self._before(key) >= 1.0 - WORTH_SAYING:
            return (
                f"{label}: whole portions and single days leave this gap; more is possible, at the cost of other wishes"
            )
        return f"{label}: more is possible, but only at the cost of other wishes, such as usual meals, money and time"

    def gives_way(self, key: str) -> dict[str, float]:
        """What other aims would lose were this one reached, the worst first."""
        pushed = self._found.pushed.get(aim_name(key)) if self._found else None
        if self._found is None or pushed is None:
            return {}
        losses = {}
        for other in self._watched:
            loss = min(self._before(other), 1.0) - min(pushed.amounts[other] / _aim(self._asked, other), 1.0)
            if other != key and loss >= WORTH_SAYING:
                losses[other] = loss
        return dict(sorted(losses.items(), key=lambda one: -one[1]))

    def in_the_way(self, holds: Sequence[Hold]) -> tuple[str, ...]:
        """The heaviest of what is in the way, each thing once, in words."""
        names = {serving.key: serving.name for serving in self._asked.posed.servings}
        heavy = [hold.owner for hold in holds if hold.weight >= HEAVY]
        rare = [names[owner.removeprefix(REPEATS)] for owner in heavy if owner.startswith(REPEATS)]
        said = [
            _few_dishes(rare)
            if owner.startswith(REPEATS)
            else in_words(owner, self._asked.who.findings, self._asked.clinicians).text
            for owner in heavy
        ]
        return tuple(dict.fromkeys(said))[:NAMED]


def _few_dishes(names: Sequence[str]) -> str:
    some = "; ".join(f"“{name}”" for name in names[:CHANGES_TOLD])
    return f"few dishes bring much of it, and each comes only so often a week: {some}"


# No plan at all ------------------------------------------------------------------------------------------------------


def why_no_plan(who: Who, posed: Posed, meals: Sequence[MealTime], refused: Sequence[Refusal], asks: SendsTo) -> str:
    """The smallest clash of limits and wishes that can be shown, in words, and what could be changed; empty where none
    shows."""
    outside = {one.serving.key: one for one in dishes_beside(refused, who, meals, None)}
    extras = [(one.serving, one.slots) for one in outside.values()]
    problem = widen(posed.problem, extras, person=who.person, findings=who.findings)
    offers = {offer.key for offer in problem.offers}
    found = clash(problem, {key: one.wishes for key, one in outside.items() if key in offers})
    if not found.limits and not found.wishes:
        return ""
    limits = dict.fromkeys(in_words(name, who.findings, asks).text for name in found.limits)
    said = [*limits, *(f"your wish “{wish}”" for wish in found.wishes)]
    freeing = " or ".join(f"“{wish}”" for wish in found.freeing)
    none = " Giving up one of the wishes is not enough." if found.wishes else ""
    change = f" A plan should be possible if you gave up {freeing}." if freeing else none
    return f"These cannot be met together: {'; '.join(said)}.{change}"
