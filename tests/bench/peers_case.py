"""How do our plan and those of other planners do for one of the example people? In a process of its own.

    python -m tests.bench.peers_case man-45

Prints one line of JSON: for each planner the share of the aim that is missed of each of the four nutrients, and how
often limits are broken in the week: by the product's own re-check of cautions and upper levels (`menu.broken_limits`),
and, where only dishes are taken that may be offered, of all hard limits (`planner.evaluate`; energy within 10 % is one
of them), and what the plan costs by the planner's objective, which holds all wishes. Random plans are the
mean of twenty.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
from dataclasses import replace

import django

from nutriplan import proposal as walk
from nutriplan.domain import intake
from nutriplan.domain import menu as menus
from nutriplan.domain.menu import Menu
from nutriplan.domain.nutrients import PRIORITY_KEYS
from nutriplan.formulation import Posed
from nutriplan.planner.evaluate import evaluate
from nutriplan.planner.problem import Cell
from nutriplan.proposal import Proposal, Wishes
from tests.bench.libraries import START
from tests.bench.peers import Choice, Planner, Table, at_random, aware, densest, lay
from tests.questions import asked_for, example

OURS, RANDOM, RANDOM_OFFERED, DENSEST, AWARE = (
    "ours", "random, any dish", "random, dishes offered", "densest dish", "what the day lacks",
)  # fmt: skip
DAYS, SEED, RANDOM_PLANS = 7, 1, 20
Figures = dict[str, float | None]


def main() -> None:
    """Measure the profile that the command line names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nutriplan.settings")
    django.setup()
    name = sys.argv[1]
    sys.stdout.write(json.dumps({"kind": "peers", "profile": name, "planners": compared(name)}) + "\n")


def compared(name: str) -> dict[str, Figures]:
    """Planner -> its figures."""
    from foods import selectors as foods
    from nutriplan.knowledge import loader

    wishes = Wishes(DAYS, START, SEED)
    asked = asked_for(example(name), wishes)
    if asked is None:
        raise SystemExit(f"No plan is made for {name}.")
    checked, offered, posed = asked
    known = {offer.key for offer in posed.problem.offers}
    safe = [(dish, slots) for dish, slots in offered.servings if dish.key in known]
    library = foods.servings(fortified=checked.person.buys_fortified)
    every = [(dish, dish.slots) for dish in library]
    ours = walk.propose(checked.person, library, loader.load(), wishes)
    if ours.menu is None:
        raise SystemExit(f"No plan for {name}: {ours.reason}")

    def any_dish(seed: int) -> Figures:
        return judged(_laid(at_random, every, checked, seed), checked, posed)

    def offered_by(planner: Planner, seed: int = SEED) -> Figures:
        return whole(_laid(planner, safe, checked, seed), checked, posed)

    return {
        OURS: whole(ours.menu, checked, posed),
        RANDOM: mean([any_dish(seed) for seed in range(RANDOM_PLANS)]),
        RANDOM_OFFERED: mean([offered_by(at_random, seed) for seed in range(RANDOM_PLANS)]),
        DENSEST: offered_by(densest),
        AWARE: offered_by(aware),
    }


def _laid(planner: Planner, choices: list[Choice], checked: Proposal, seed: int) -> Menu:
    return lay(planner, Table(checked.meals, checked.targets, choices), replace(checked.wishes, seed=seed))


def whole(menu: Menu, checked: Proposal, posed: Posed) -> Figures:
    """Of dishes that may be offered, also: hard, all hard limits broken, and cost, the planner's objective."""
    evaluated = evaluate(posed.problem, cells(menu))
    return judged(menu, checked, posed) | {"hard": len(evaluated.violations), "cost": evaluated.objective}


def judged(menu: Menu, checked: Proposal, posed: Posed) -> Figures:
    """missed:KEY as a share of the aim; safety: cautions and upper levels broken."""
    days = menus.totals_by_day(menu, PRIORITY_KEYS)
    reached = intake.attainment(days, {key: checked.targets[key] for key in PRIORITY_KEYS})
    figures: Figures = {f"missed:{key}": _missed(reached[key]) for key in PRIORITY_KEYS}
    broken = menus.broken_limits(
        menu, person=checked.person, findings=checked.findings, targets=checked.targets, levels=posed.levels
    )
    return {**figures, "safety": len(broken), "hard": None, "cost": None}


def _missed(reached: intake.Attainment) -> float | None:
    return None if reached.share_of_aim is None else max(0.0, 1 - reached.share_of_aim)


def cells(menu: Menu) -> tuple[Cell, ...]:
    """The menu in the words of the planner."""
    return tuple(
        Cell(day, meal.time.slot.value, helping.serving.key, round(2 * helping.servings))
        for day, own in enumerate(menu.days)
        for meal in own.meals
        for helping in meal.helpings
    )


def mean(plans: list[Figures]) -> Figures:
    """Of several plans; None where nothing was measured."""
    return {key: _mean([plan[key] for plan in plans]) for key in plans[0]}


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.fmean(known) if known else None


if __name__ == "__main__":
    main()
