import numpy as np
import pytest

from nutriplan.planner.build import told_apart
from nutriplan.planner.edges import Edges
from nutriplan.planner.meals import Meals, Occasion
from nutriplan.planner.model import INFINITY
from nutriplan.planner.problem import Limit, Lock, Over, Problem, Slot
from nutriplan.planner.variables import lay_out
from tests.planner.small import LUNCH, main, problem, side

OFFERS = (main("stew", cost=1.0), main("soup"), side("bread", cost=0.1), side("fruit", halves=(1, 2)))
SALT = {"salt": (4.0, 2.0, 1.0, 0.0)}


def meals(asked: Problem) -> Meals:
    scope = told_apart(lay_out(asked), range(asked.days))
    return Meals(scope, Edges(scope, 100.0))


def named(room: Meals, found: np.ndarray) -> list[str]:
    keys = [*(offer.key for offer in room.scope.layout.problem.offers), "-"]
    return [" ".join(keys[room.offer[portion]] for portion in meal) for meal in found]


def every(room: Meals, occasion: Occasion) -> np.ndarray:
    free = np.zeros(len(occasion.needs))
    return room.cheapest(occasion, free, np.zeros(len(room.price)), INFINITY, 100).meals


def test_every_main_stands_with_every_set_of_sides() -> None:
    room = meals(problem(OFFERS, SALT, slots=(Slot("lunch", 2),)))
    found = named(room, every(room, room.occasions[0]))
    assert {"soup - -", "soup bread -", "soup bread fruit", "stew fruit -"} <= set(found)
    assert len(found) == 2 * 6


def test_a_dish_does_not_stand_beside_itself() -> None:
    room = meals(problem(OFFERS, SALT, slots=(Slot("lunch", 2),)))
    assert not any(name.count("fruit") == 2 for name in named(room, every(room, room.occasions[0])))


def test_a_meal_that_breaks_a_hard_limit_of_meals_is_none() -> None:
    cap = Limit("salt", "salt", Over.MEAL, upper=3.0, hard=True)
    room = meals(problem(OFFERS, SALT, [cap], slots=LUNCH))
    assert sorted(set(named(room, every(room, room.occasions[0])))) == ["soup -", "soup bread", "soup fruit"]


def test_a_soft_limit_of_meals_is_paid_in_the_meal() -> None:
    wish = Limit("salt", "salt", Over.MEAL, upper=3.0, weight=2.0)
    room = meals(problem(OFFERS, SALT, [wish], days=2))
    stew_with_bread = np.array([[0, 2]])
    assert room.costs(room.occasions[0], stew_with_bread) == pytest.approx([(1.0 + 0.1 + 2 * 2.0) / 2])


def test_the_cheapest_are_those_below_the_threshold_with_the_best_of_each_main_first() -> None:
    room = meals(problem(OFFERS, SALT))
    occasion = room.occasions[0]
    found = room.cheapest(occasion, np.zeros(len(occasion.needs)), np.zeros(len(room.price)), 1.05, 2)
    assert named(room, found.meals) == ["soup -", "stew -"]
    assert found.values == pytest.approx([0.0, 1.0])
    assert found.whole


def test_prices_of_portions_and_of_what_they_move_are_added() -> None:
    room = meals(problem(OFFERS, SALT, [Limit("salt", "salt", Over.DAY, upper=1.0, weight=3.0)]))
    occasion = room.occasions[0]
    extra = np.append(np.zeros(len(room.price) - 1), 0.0)
    extra[1] = 0.25
    found = room.cheapest(occasion, np.array([0.5]), extra, INFINITY, 100)
    value = dict(zip(named(room, found.meals), found.values.tolist(), strict=True))
    assert value["soup bread"] == pytest.approx(0.1 + 0.25 + 0.5 * 3.0 * (2.0 + 1.0))


def test_what_a_meal_has_beyond_the_need_of_a_day_does_not_count_for_others() -> None:
    room = meals(problem(OFFERS, SALT, [Limit("salt", "salt", Over.DAY, lower=3.0)], days=2))
    moved = room.beyond(room.occasions[0], np.array([[0, 2], [1, room.empty]]))
    assert moved.ravel() == pytest.approx([-3.0 / 2, -2.0 / 2])


def test_locked_dishes_are_in_every_meal_of_their_place() -> None:
    locks = (Lock(1, "lunch", "bread", 2), Lock(2, "lunch", "stew", 3))
    room = meals(problem(OFFERS, SALT, days=4, locks=locks))
    free, with_bread, with_stew = room.occasions
    assert (free.days, with_bread.days, with_stew.days) == ((0, 3), (1,), (2,))
    assert sorted(named(room, every(room, with_bread))) == ["soup bread", "stew bread"]
    assert {name.split()[0] for name in named(room, every(room, with_stew))} == {"stew"}
