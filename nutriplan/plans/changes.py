"""How is a kept plan changed? Locked, swapped, banned, made lighter, mended: each is worked out and checked again.

Every function answers with what the plan becomes, and keeps nothing: `services` does. What breaks a hard rule is
refused with the rule. Who must see a clinician first changes nothing (`desk_of` refuses).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from foods import selectors as foods
from nutriplan import proposal as walk
from nutriplan.domain.errors import Fault, InputFaults
from nutriplan.domain.menu import Meal
from nutriplan.domain.person import Stock
from nutriplan.knowledge import loader
from nutriplan.planner.evaluate import evaluate
from nutriplan.planner.problem import Cell, Lock, Solution, Status, proven
from nutriplan.planner.solve import solve
from nutriplan.planner.swap import (
    ANOTHER_DISH,
    ANOTHER_DISH_WANTED,
    Option,
    alternatives,
    exchanged,
    judge,
    mend,
    reportion,
)
from nutriplan.plans.desk import Desk, Json, Kept, NotNow, Standing
from nutriplan.plans.document import plan_document
from nutriplan.plans.effects import Effect, effects
from nutriplan.plans.wanted import Wanted, as_json, from_json
from nutriplan.proposal import Proposal

#: So many other dishes are listed for a meal.
LISTED = 5
#: The longest a day's work in the kitchen can be asked for.
MOST_MINUTES = 600
MOST_GRAMS = 20_000.0
ENGINE = "changed by hand"
_OUTDATED = (
    "The rules or the foods have changed since this plan was made. All of it was checked again by those of today."
)
_TOO_MUCH = (
    "With the dishes we know and your limits we found no plan with so little work. Allow some more minutes, or let go "
    "of a dish that is to stay."
)


@dataclass(frozen=True, slots=True)
class Changed:
    """What a plan becomes. proposal: the walk's own answer; None where only a mark of the document changed."""

    document: Json
    wanted: Wanted
    proposal: Proposal | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another dish for a meal, in the portion that suits the plan best."""

    dish_id: int
    name: str
    servings: float
    effect: Effect


# Reading --------------------------------------------------------------------------------------------------------------


def alternatives_for(desk: Desk, meal_id: int, *, most: int = LISTED) -> list[Alternative]:
    """The best other dishes for a meal, the rest of the plan left as it is, the best for the plan first."""
    place = _cell(desk, desk.meal(meal_id))
    found = _options(desk, place, most)
    told = zip(found, effects(desk, place, [one.cell for one in found]), strict=True)
    return [
        Alternative(serving.dish_id, serving.name, option.cell.halves / 2, effect)
        for option, effect in told
        if (serving := desk.servings[option.cell.offer])
    ]


def _cell(desk: Desk, meal: Standing) -> Cell:
    """Where the meal stands, in a plan that is sound."""
    desk.check_sound()
    if meal.cell is None:
        raise NotNow("outdated", f"{meal.name} is no longer offered.")
    return meal.cell


def _options(desk: Desk, place: Cell, most: int) -> tuple[Option, ...]:
    found = alternatives(desk.table, desk.cells, place, most=most, caps=desk.caps(desk.cells))
    if not desk.wanted.light:
        return found
    # A dish that goes may have been the pot of a later day on which little shall be cooked.
    return tuple(one for one in found if _judge(desk, exchanged(desk.cells, place, one.cell)) is not None)


# One meal -------------------------------------------------------------------------------------------------------------


def set_lock(kept: Kept, meal_id: int, *, locked: bool) -> Changed:
    """The plan with a dish that stays, or need not stay, when the plan is mended or planned anew."""
    days = [
        {**day, "meals": [{**meal, "locked": locked} if meal["id"] == meal_id else meal for meal in day["meals"]]}
        for day in kept.document["days"]
    ]
    return Changed({**kept.document, "days": days}, kept.wanted)


def check_lock(desk: Desk, meal: Standing, *, locked: bool) -> None:
    """Raise NotNow where the dish could not stay: it is not offered any more. Letting go is always possible."""
    if locked and meal.cell is None:
        raise NotNow("impossible_lock", f"{meal.name} cannot stay: {_why_gone(desk, meal)}.")


def with_wishes(kept: Kept, wanted: Wanted) -> Changed:
    """The plan as it stands, with other wishes from now on."""
    return Changed({**kept.document, "wanted": as_json(wanted)}, wanted)


def set_servings(desk: Desk, meal_id: int, servings: float) -> Changed:
    """The plan with another portion of a dish, if every hard rule allows it."""
    place = _cell(desk, desk.meal(meal_id))
    other = replace(place, halves=round(servings * 2))
    if not desk.table.may_stand(other):
        may = ", ".join(f"{one.halves / 2:g}" for one in desk.table.portions(place))
        raise InputFaults([Fault("/servings", "out_of_range", f"must be one of {may} servings for this dish")])
    cells = exchanged(desk.cells, place, other)
    _refuse(desk, cells, f"{servings:g} servings")
    return finish(desk, cells, _carried(desk, place, other))


def swap(desk: Desk, meal_id: int, dish_id: int | None = None) -> Changed:
    """The plan with another dish for a meal: the given one, or the best. Where it fits only if other portions change,
    those of the day do, or else those of the plan."""
    meal = desk.meal(meal_id)
    place = _cell(desk, meal)
    if meal.locked:
        raise NotNow("locked", f"{meal.name} is to stay. Let it go first, then choose something else.")
    if dish_id is None:
        best = _options(desk, place, 1)
        if not best:
            raise NotNow(
                "no_alternative", "No other dish fits here within your limits, the rest of the plan left as it is."
            )
        other = best[0].cell
        return finish(desk, exchanged(desk.cells, place, other), desk.locked)
    return finish(desk, _with_dish(desk, place, _wanted_key(desk, place, dish_id)), desk.locked)


def _wanted_key(desk: Desk, place: Cell, dish_id: int) -> str:
    """The key of the dish that is asked for. Raises NotNow with the rule that keeps it out, InputFaults for no dish."""
    key = next((key for key, one in desk.servings.items() if one.dish_id == dish_id), None)
    refused = next((one for one in desk.found.refused if one.serving.dish_id == dish_id), None)
    if dish_id in desk.wanted.banned:
        raise NotNow("banned", f"You asked that {desk.wanted.banned[dish_id]} does not come again.")
    if refused is not None:
        rules = f" ({', '.join(refused.rule_ids)})" if refused.rule_ids else ""
        raise NotNow("breaks_a_rule", f"{refused.serving.name} cannot be served: {refused.because}{rules}.")
    if key is None:
        raise InputFaults([Fault("/dish", "unknown_id", f"there is no dish {dish_id}")])
    new, old = desk.servings[key], desk.servings[place.offer]
    if new.role is not old.role or not desk.table.portions(replace(place, offer=key)):
        where = place.slot.replace("_", " ")
        raise NotNow("wrong_place", f"{new.name} cannot stand in the place of {old.name} at {where}.")
    return key


def _with_dish(desk: Desk, place: Cell, key: str) -> tuple[Cell, ...]:
    """The plan with this dish on this place. Raises NotNow with the rules it breaks in every portion."""
    portions = desk.table.portions(replace(place, offer=key))
    tried = [exchanged(desk.cells, place, one) for one in portions]
    worth = [(objective, cells) for cells in tried if (objective := _judge(desk, cells)) is not None]
    if worth:
        return min(worth, key=lambda one: one[0])[1]
    first = min(tried, key=lambda cells: len(desk.broken(cells)))
    for days in ([place.day], range(desk.table.problem.days)):
        found = reportion(desk.table, first, days, kept=list(desk.locked), caps=desk.caps(first))
        if found is not None:
            return found
    _refuse(desk, first, desk.servings[key].name)
    raise NotNow("breaks_a_rule", f"{desk.servings[key].name} does not fit here.")


def _judge(desk: Desk, cells: Sequence[Cell]) -> float | None:
    return judge(desk.table, cells, desk.caps(cells))


def _refuse(desk: Desk, cells: Sequence[Cell], what: str) -> None:
    """Raise NotNow with the rules that the cells break, if they break any."""
    broken = desk.broken(cells)
    if broken:
        raise NotNow(
            "breaks_a_rule", f"{what}: this would break a limit that is never crossed ({'; '.join(broken[:3])})."
        )
    for cap in desk.caps(cells):
        if not cap.holds(cells):
            raise NotNow("too_much_work", f"{what}: this takes more work than you asked for on that day.")


def _carried(desk: Desk, old: Cell, new: Cell) -> frozenset[Cell]:
    """What is locked, a lock on the old cell carried over to the new one."""
    return frozenset(new if cell == old else cell for cell in desk.locked)


# Several meals --------------------------------------------------------------------------------------------------------


def ban(desk: Desk, dish_id: int) -> Wanted:
    """The wishes with a dish of the plan, or of those that may be served, that must not come again."""
    names = {one.dish_id: one.name for one in desk.servings.values()}
    names |= {one.dish_id: one.name for one in desk.standing}
    if dish_id not in names:
        raise InputFaults([Fault("/dish", "unknown_id", f"there is no dish {dish_id} that could come again")])
    if any(one.locked for one in desk.standing if one.dish_id == dish_id):
        raise NotNow("locked", f"{names[dish_id]} is to stay. Let it go first, then it can be left out.")
    return replace(desk.wanted, banned={**desk.wanted.banned, dish_id: names[dish_id]})


def allow(wanted: Wanted, dish_id: int) -> Wanted:
    return replace(wanted, banned={pk: name for pk, name in wanted.banned.items() if pk != dish_id})


def lighten(kept: Kept, day: date, most_minutes: int | None) -> Wanted:
    """The wishes with at most so many minutes of work on a day; None: as many as it takes."""
    last = len(kept.document["days"]) - 1
    if not 0 <= (day - kept.start).days <= last:
        raise InputFaults([Fault("/date", "out_of_range", f"the plan has no {day.isoformat()}")])
    others = {one: most for one, most in kept.wanted.light.items() if one != day}
    return replace(kept.wanted, light=others if most_minutes is None else {**others, day: most_minutes})


def use_up(kept: Kept, food: str | int, grams: float, by: date | None) -> Wanted:
    """The wishes with a food that is to be eaten by a day of the plan; its last day where none is given."""
    named = foods.foods_called([food]).get(food)
    last = date.fromisoformat(kept.document["days"][-1]["date"])
    faults = [] if named else [Fault("/food", "unknown_food", f"“{food}” is not a food we know")]
    if not 0 < grams <= MOST_GRAMS:
        faults.append(Fault("/grams", "out_of_range", f"must be above 0 and at most {MOST_GRAMS:g}, not {grams:g}"))
    if by is not None and not kept.start <= by <= last:
        faults.append(Fault("/by", "out_of_range", f"must be from {kept.start} to {last}, not {by}"))
    if faults or named is None:
        raise InputFaults(faults)
    stock = Stock(food, grams, by or last, named.ndb_no, named.name)
    others = tuple(one for one in kept.wanted.use_up if one.ndb_no != stock.ndb_no)
    return replace(kept.wanted, use_up=(*others, stock))


def mended(desk: Desk) -> Changed:
    """The plan with the fewest dishes changed that keep every rule and wish of today; what is locked stays."""
    _check_locks(desk)
    cells, locked = desk.cells, desk.locked
    newly = [one for one in desk.wanted.use_up if one not in desk.kept.wanted.use_up]
    days = {day for one in newly if one.use_by for day in range((one.use_by - desk.kept.start).days + 1)}
    price = ANOTHER_DISH_WANTED if newly else ANOTHER_DISH
    caps = desk.caps(cells)
    found = mend(desk.table, cells, kept=list(locked), caps=caps, days=days, price=price)
    if found is not None and _judge(desk, found) is not None:
        return finish(desk, found, locked)
    if caps:
        raise NotNow("too_much_work", _TOO_MUCH)
    return planned_anew(desk, desk.table.problem.seed)


def planned_anew(desk: Desk, seed: int) -> Changed:
    """What is locked stays, everything else is planned anew."""
    _check_locks(desk)
    locks = tuple(Lock(cell.day, cell.slot, cell.offer, cell.halves) for cell in desk.cells if cell in desk.locked)
    problem = replace(desk.table.problem, locks=locks, seed=seed)
    solution = solve(problem)
    if solution.status is not Status.SOLVED:
        raise NotNow("infeasible", walk.no_plan(solution, desk.found, desk.posed, loader.load()))
    solution = walk.tidied(desk.found, desk.posed, problem, solution)
    caps = desk.caps(solution.cells)
    cells = mend(desk.table, solution.cells, kept=list(desk.locked), caps=caps)
    if cells is None or _judge(desk, cells) is None:
        raise NotNow("too_much_work", _TOO_MUCH)
    return finish(desk, cells, desk.locked, seed=seed)


def _check_locks(desk: Desk) -> None:
    """An impossible lock is refused with what forbids it."""
    for one in desk.standing:
        if one.locked and one.cell is None:
            raise NotNow(
                "impossible_lock", f"{one.name} cannot stay: {_why_gone(desk, one)}. Let it go, then plan again."
            )


def _why_gone(desk: Desk, meal: Standing) -> str:
    refused = next((one for one in desk.found.refused if one.serving.dish_id == meal.dish_id), None)
    return refused.because if refused else "it is not offered for this meal any more"


def undone(desk: Desk) -> Changed:
    """The plan before the last change, checked again. desk: with the wishes from before it."""
    before = desk.kept.before
    if before is None:
        raise NotNow("nothing_to_undo", "There is no change to take back.")
    standing = tuple(desk.read_document(before["document"]))
    cells = tuple(one.cell for one in standing if one.cell)
    if len(cells) < len(standing) or _judge(desk, cells) is None:
        raise NotNow(
            "outdated", "The plan from before no longer fits the rules and foods of today, so it does not come back."
        )
    locked = frozenset(one.cell for one in standing if one.cell and one.locked)
    return finish(desk, cells, locked, ids_of=before["document"])


def wanted_before(kept: Kept) -> Wanted:
    return from_json(kept.before["wanted"]) if kept.before else kept.wanted


# The document ---------------------------------------------------------------------------------------------------------


def finish(
    desk: Desk,
    cells: Sequence[Cell],
    locked: frozenset[Cell],
    *,
    seed: int | None = None,
    ids_of: Json | None = None,
) -> Changed:
    """The document of these cells, every sum and limit recomputed from the foods. Raises PlanUnsafe."""
    table = desk.table
    judged = evaluate(table.problem, cells)
    bound, gap = proven(judged.objective, table.relaxed.bound)
    number = table.problem.seed if seed is None else seed
    solution = Solution(
        Status.SOLVED, tuple(cells), judged.objective, bound, gap, 0.0, number, ENGINE, eased=desk.kept.eased
    )
    found = walk.finish(
        desk.found, desk.posed, solution, loader.load(), lambda _key: (), locked=locked, known=desk.reached
    )
    document = plan_document(
        found,
        loader.load(),
        plan_id=desk.kept.document["id"],
        foods_version=foods.data_version(),
        warnings=(*desk.read.warnings, *([_OUTDATED] if desk.is_outdated else [])),
        meal_ids=_meal_ids(found, ids_of or desk.kept.document),
        wanted=as_json(desk.wanted),
    )
    return Changed(document, desk.wanted, found)


def _meal_ids(found: Proposal, before: Json) -> list[int]:
    """A dish that stays keeps its number, and another in its place takes it over; new places get new numbers."""
    days = found.menu.days if found.menu else ()
    unused = count(1 + max((meal["id"] for day in before["days"] for meal in day["meals"]), default=0))
    ids: list[int] = []
    for day, old in zip(days, before["days"], strict=True):
        for meal in day.meals:
            left = [one for one in old["meals"] if one["slot"] == meal.time.slot.value]
            ids += _ids_in(meal, left, unused)
    return ids


def _ids_in(meal: Meal, left: list[Json], unused: Iterator[int]) -> list[int]:
    """The numbers of a meal's dishes. left: what stood there, taken out as it is used."""
    taken: dict[int, int] = {}
    for name in ("dish", "role"):
        for place, helping in enumerate(meal.helpings):
            sign = helping.serving.dish_id if name == "dish" else helping.serving.role.value
            one = next((one for one in left if _sign(one, name) == sign), None)
            if place not in taken and one is not None:
                taken[place] = one["id"]
                left.remove(one)
    return [taken[place] if place in taken else next(unused) for place in range(len(meal.helpings))]


def _sign(meal: Json, name: str) -> object:
    return meal["dish"]["id"] if name == "dish" else meal["role"]
