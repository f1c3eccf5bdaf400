"""What do several people with different needs eat at one table? The same main dishes, own portions and own sides.

First one question for all: every person's limits at once, on portions in proportion to their energy, over the dishes
that every one of them may eat. That gives the main dishes. Then each person's own question with these main dishes set:
how large the portion is, what comes beside it and the snacks are theirs. Each plan goes through the same re-check as
any.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from nutriplan import proposal as walk
from nutriplan.domain.cooking import cooking
from nutriplan.domain.menu import Day, Helping, Meal, Menu
from nutriplan.domain.offering import Offered, offer
from nutriplan.domain.person import MealTime, Person, SlotName
from nutriplan.domain.servings import Role, Serving
from nutriplan.domain.shopping import ShoppingList, shopping_list
from nutriplan.explanation import Foods
from nutriplan.formulation import USUAL_SHARE
from nutriplan.knowledge.loader import Knowledge
from nutriplan.planner.problem import Cell, Limit, Lock, Over, Problem, Solution, Status
from nutriplan.planner.reportion import reportion
from nutriplan.planner.solve import solve
from nutriplan.proposal import Proposal, State, Wishes

#: The meals at which people sit together; what comes between them is everybody's own.
TOGETHER = (SlotName.DINNER, SlotName.LUNCH, SlotName.BREAKFAST)
#: The common question only chooses the main dishes, and each person's own plan is made better after it: neither need be
#: proven near to be good.
GAP, OWN_GAP = 0.3, 0.1
MOST_PEOPLE = 6

Key = str


@dataclass(frozen=True, slots=True)
class Guest:
    """One who eats. name: how the others call them."""

    name: str
    person: Person


@dataclass(frozen=True, slots=True)
class Shared:
    """A main dish that several eat at one meal. portions: name -> servings."""

    date: date
    slot: SlotName
    serving: Serving
    portions: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Table:
    """plans: one for each, in their order. Without a plan for everybody there is none for anybody: `state` and `reason`
    say whose limits stand against it. apart: name -> meals at which that person eats something else."""

    state: State
    plans: tuple[tuple[str, Proposal], ...]
    reason: str = ""
    shared: tuple[Shared, ...] = ()
    apart: Mapping[str, tuple[SlotName, ...]] = field(default_factory=dict)
    shopping: ShoppingList | None = None


@dataclass(frozen=True, slots=True)
class _Seat:
    """A person as far as the dishes on offer. own: their own offer; may: every dish of the table that they may eat."""

    name: str
    checked: Proposal
    own: Offered
    may: Mapping[Key, tuple[Serving, frozenset[SlotName]]]

    @property
    def energy(self) -> float:
        return self.checked.targets["energy_kcal"].aim or 0.0


def propose(
    guests: Sequence[Guest], servings: Sequence[Serving], knowledge: Knowledge, wishes: Wishes, foods: Foods
) -> Table:
    """A plan for each, with one shopping list. Raises PlanUnsafe if a plan does not survive its re-check."""
    alone = [replace(guest, person=replace(guest.person, household=1)) for guest in guests]
    checked = [(guest.name, walk.check(guest.person, knowledge, wishes)) for guest in alone]
    stopped = [(name, found) for name, found in checked if found.state is not State.READY]
    if stopped:
        name, found = stopped[0]
        return Table(found.state, tuple(checked), f"{name}: {found.reason}")
    seats = _seats(checked, servings)
    mains = _main_dishes(seats)
    plans, apart = [], {}
    for seat in seats:
        planned, left = _plan(seat, seats, mains, knowledge, foods)
        if planned.state is not State.READY:
            return Table(planned.state, tuple(checked), f"{seat.name}: {planned.reason}")
        plans.append((seat.name, planned))
        if left:
            apart[seat.name] = left
    return _served(plans, apart)


# The dishes that all may eat -----------------------------------------------------------------------------------------


def _seats(checked: Sequence[tuple[str, Proposal]], servings: Sequence[Serving]) -> list[_Seat]:
    own = [
        offer(servings, person=one.person, findings=one.findings, meals=one.meals, with_stand_ins=True)
        for _, one in checked
    ]
    every = {serving.key: serving for offered in own for serving, _ in offered.servings}
    return [
        _Seat(name, one, offered, _may_eat(every.values(), one))
        for (name, one), offered in zip(checked, own, strict=True)
    ]


def _may_eat(servings: Iterable[Serving], one: Proposal) -> dict[Key, tuple[Serving, frozenset[SlotName]]]:
    """What somebody may eat as it is, also what was changed for somebody else."""
    found = offer(servings, person=one.person, findings=one.findings, meals=one.meals)
    return {serving.key: (serving, slots) for serving, slots in found.servings}


def _common(seats: Sequence[_Seat]) -> Offered:
    """The dishes that everybody may eat, at the meals at which everybody may; of one dish the least changed."""
    keys = [key for key in seats[0].may if all(key in seat.may for seat in seats)]
    slots = {key: frozenset.intersection(*(seat.may[key][1] for seat in seats)) for key in keys}
    best: dict[int, Key] = {}
    for key in sorted((key for key in keys if slots[key]), key=lambda key: (seats[0].may[key][0].changes, key)):
        best.setdefault(seats[0].may[key][0].dish_id, key)
    return Offered(tuple((seats[0].may[key][0], slots[key]) for key in sorted(best.values())), ())


# One question for all ------------------------------------------------------------------------------------------------


def _main_dishes(seats: Sequence[_Seat]) -> tuple[Cell, ...]:
    """The main dishes of the meals at which all sit together; none where no common plan is found."""
    common = _common(seats)
    posed = [walk.posed_for(seat.checked, common) for seat in seats]
    problem = _joint([one.problem for one in posed], _weights(seats), [seat.checked.meals for seat in seats])
    if not all(any(one.is_main and slot.key in one.slots for one in problem.offers) for slot in problem.slots):
        return ()
    solution = solve(problem)
    mains = {one.key for one in problem.offers if one.is_main}
    return tuple(cell for cell in solution.cells if cell.offer in mains and cell.slot in TOGETHER)


def _weights(seats: Sequence[_Seat]) -> list[float]:
    """The portion of each as a share of the largest; a whole one where nobody set an energy."""
    most = max(seat.energy for seat in seats)
    return [seat.energy / most if most and seat.energy else 1.0 for seat in seats]


def _joint(problems: Sequence[Problem], weights: Sequence[float], meals: Sequence[Sequence[MealTime]]) -> Problem:
    """One problem with the limits of all. Measures and limits carry the number of their person; a portion is that
    of the largest eater, the others eat their share of it. What a person has to reach in a day is asked of the common
    meals in proportion to what usually falls on them; what must not be passed is asked whole."""
    slots = [slot for slot in problems[0].slots if all(slot.key in {s.key for s in one.slots} for one in problems)]
    keys = [one.key for one in problems[0].offers if all(one.key in {o.key for o in p.offers} for p in problems)]
    names = {slot.key for slot in slots}
    measures: dict[str, tuple[float, ...]] = {}
    limits: list[Limit] = []
    for number, (problem, weight, own) in enumerate(zip(problems, weights, meals, strict=True)):
        place = {one.key: at for at, one in enumerate(problem.offers)}
        for name, amounts in problem.measures.items():
            measures[f"{number}:{name}"] = tuple(amounts[place[key]] * weight for key in keys)
        share = sum(USUAL_SHARE[SlotName(key)] for key in names) / sum(USUAL_SHARE[meal.slot] for meal in own)
        limits += _of_person(number, problem.limits, names, share)
    offers = {one.key: one for one in problems[0].offers}
    chosen = [replace(offers[key], slots=offers[key].slots & names) for key in keys]
    first = problems[0]
    return Problem(
        first.days, tuple(slots), tuple(chosen), measures, tuple(limits), (),
        first.no_repeat_days, GAP, first.seed,
    )  # fmt: skip


def _of_person(number: int, limits: Sequence[Limit], names: set[str], share: float) -> Iterator[Limit]:
    for limit in limits:
        slots = None if limit.slots is None else limit.slots & names
        if slots is not None and not slots:
            continue
        part = 1.0 if limit.over is Over.MEAL else share
        lower = None if limit.lower is None else limit.lower * part
        upper = limit.upper
        if upper is not None and (not limit.hard or limit.measure == "energy_kcal"):
            upper *= part
        named = replace(limit, name=f"{number}: {limit.name}", measure=f"{number}:{limit.measure}")
        yield replace(named, lower=lower, upper=upper, slots=slots)


# Each person's own question ------------------------------------------------------------------------------------------


def _plan(
    seat: _Seat, seats: Sequence[_Seat], mains: Sequence[Cell], knowledge: Knowledge, foods: Foods
) -> tuple[Proposal, tuple[SlotName, ...]]:
    """The plan with as many of the common main dishes as this person's limits leave room for, and the meals without."""
    weight = _weights(seats)[seats.index(seat)]
    posed = walk.posed_for(seat.checked, _with_common(seat, mains))
    asked = replace(seat.checked, refused=(*seat.own.refused, *posed.unmeasurable))
    solution = Solution(Status.INFEASIBLE)
    for together in (TOGETHER, TOGETHER[:2], TOGETHER[:1], ()):
        own = [cell for cell in mains if cell.slot in together]
        for shift in (0, -1, 1) if own else (0,):
            locks = tuple(_lock(posed.problem, cell, weight, shift) for cell in own)
            solution = solve(replace(posed.problem, locks=locks, gap=OWN_GAP))
            if solution.status is Status.SOLVED:
                solution = reportion(posed.problem, solution, [(cell.day, cell.slot) for cell in own])
                planned = walk.finish(asked, posed, solution, knowledge, foods)
                return planned, tuple(slot for slot in TOGETHER if slot not in together or not mains)
    reason = walk.no_plan(solution, asked, posed, knowledge)
    return replace(asked, state=State.INFEASIBLE, reason=reason, solution=solution), TOGETHER


def _with_common(seat: _Seat, mains: Sequence[Cell]) -> Offered:
    """Their own offer, and what was changed for somebody else and is now for all."""
    known = {serving.key for serving, _ in seat.own.servings}
    more = dict.fromkeys(cell.offer for cell in mains if cell.offer not in known)
    return replace(seat.own, servings=(*seat.own.servings, *(seat.may[key] for key in more)))


def _lock(problem: Problem, cell: Cell, weight: float, shift: int) -> Lock:
    """The main dish in the nearest portion of this person's, or one step beside it."""
    halves = next(one.halves for one in problem.offers if one.key == cell.offer)
    nearest = min(range(len(halves)), key=lambda at: abs(halves[at] - cell.halves * weight))
    return Lock(cell.day, cell.slot, cell.offer, halves[max(0, min(len(halves) - 1, nearest + shift))])


# The table -----------------------------------------------------------------------------------------------------------


def _served(plans: Sequence[tuple[str, Proposal]], apart: Mapping[str, tuple[SlotName, ...]]) -> Table:
    table = _table_menu(plans)
    pots = cooking(table, household=1)
    pantry = [stock for _, plan in plans for stock in plan.person.pantry]
    return Table(
        State.READY,
        tuple((name, replace(plan, cooking=pots, shopping=None)) for name, plan in plans),
        shared=tuple(_shared(plans, apart)),
        apart=apart,
        shopping=replace(shopping_list(table, household=1, pantry=pantry), household=len(plans)),
    )


def _table_menu(plans: Sequence[tuple[str, Proposal]]) -> Menu:
    """All that is eaten at the table: a dish of one meal once, with the portions of all."""
    menus = [plan.menu for _, plan in plans if plan.menu is not None]
    days = []
    for same_day in zip(*(menu.days for menu in menus), strict=True):
        meals: dict[SlotName, dict[Key, Helping]] = {}
        times: dict[SlotName, MealTime] = {}
        for meal in (meal for day in same_day for meal in day.meals):
            times.setdefault(meal.time.slot, meal.time)
            dishes = meals.setdefault(meal.time.slot, {})
            for helping in meal.helpings:
                before = dishes.get(helping.serving.key)
                eaten = helping.servings + (before.servings if before else 0.0)
                dishes[helping.serving.key] = Helping(helping.serving, eaten)
        ordered = [slot for slot in SlotName if slot in meals]
        days.append(Day(same_day[0].date, tuple(Meal(times[slot], tuple(meals[slot].values())) for slot in ordered)))
    return Menu(tuple(days))


def _shared(plans: Sequence[tuple[str, Proposal]], apart: Mapping[str, tuple[SlotName, ...]]) -> Iterator[Shared]:
    """What was set for all; that two who eat apart happen to have the same is not told."""
    found: dict[tuple[date, SlotName, Key], tuple[Serving, dict[str, float]]] = {}
    for name, plan in plans:
        for day, meal, helping in plan.menu.helpings() if plan.menu else ():
            slot = meal.time.slot
            if helping.serving.role is Role.MAIN and slot in TOGETHER and slot not in apart.get(name, ()):
                place = day.date, slot, helping.serving.key
                found.setdefault(place, (helping.serving, {}))[1][name] = helping.servings
    order = list(SlotName)
    for place in sorted(found, key=lambda one: (one[0], order.index(one[1]), one[2])):
        serving, portions = found[place]
        if len(portions) > 1:
            yield Shared(place[0], place[1], serving, portions)
