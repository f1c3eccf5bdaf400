import numpy as np

from nutriplan.planner.build import told_apart
from nutriplan.planner.deal import Deal, best_deal
from nutriplan.planner.edges import Edges
from nutriplan.planner.meals import Meals
from nutriplan.planner.problem import Limit, Lock, Over, Problem
from nutriplan.planner.variables import Place, lay_out
from tests.planner.small import BOTH, LUNCH, main, problem

FINE = 100.0


def dealt(asked: Problem, *meals: list[int], standing: tuple[Place, ...] = ()) -> tuple[tuple[Place, ...], float]:
    """The main dishes of each occasion, dealt out."""
    fixed = {day for day, _, _ in standing}
    days = [day for day in range(asked.days) if day not in fixed]
    scope = told_apart(lay_out(asked), days, standing)
    edges = Edges(scope, FINE)
    room = Meals(scope, edges)
    chosen = [
        (one, np.array([[portion, room.empty] for portion in own]))
        for one, own in zip(room.occasions, meals, strict=True)
    ]
    deal = Deal(scope, edges, chosen, FINE)
    found = best_deal(deal, np.random.default_rng(1), 6)
    return tuple(sorted(found)), deal.settle(np.random.default_rng(1))


def test_rich_meals_go_with_poor_ones() -> None:
    offers = [main("rich"), main("poor")]
    even = Limit("iron", "iron", Over.DAY, 4.0, 4.0, weight=1.0)
    found, value = dealt(problem(offers, {"iron": (3.0, 1.0)}, [even], 2, BOTH), [0, 1], [0, 1])
    assert value == 0.0
    assert {found[0][2], found[1][2]} == {0, 1}


def test_a_dish_does_not_come_back_too_soon() -> None:
    asked = problem([main("stew"), main("soup"), main("fish")], {}, days=4, no_repeat_days=2)
    found, value = dealt(asked, [0, 0, 1, 2])
    days = [day for day, _, portion in found if portion == 0]
    assert value == 0.0
    assert days[1] - days[0] >= 2


def test_a_dish_that_stood_yesterday_is_not_dealt_today() -> None:
    asked = problem([main("stew"), main("soup"), main("fish")], {}, days=3, no_repeat_days=2)
    found, value = dealt(asked, [0, 1], standing=((0, 0, 0),))
    assert (value, found) == (0.0, ((1, 0, 1), (2, 0, 0)))


def test_a_locked_meal_keeps_its_day() -> None:
    asked = problem([main("stew"), main("soup")], {}, days=3, slots=LUNCH, locks=(Lock(1, "lunch", "soup", 2),))
    found, _ = dealt(asked, [0, 0], [1])
    assert found == ((0, 0, 0), (1, 0, 1), (2, 0, 0))
