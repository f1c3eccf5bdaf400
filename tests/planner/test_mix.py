import numpy as np
import pytest

from nutriplan.planner.build import told_apart
from nutriplan.planner.mix import Mix, Prices
from nutriplan.planner.problem import Limit, Over, Problem
from nutriplan.planner.relaxed import relax
from nutriplan.planner.variables import lay_out
from tests.planner.small import BOTH, LUNCH, main, problem, side

RICH = {"energy": (6.0, 2.0, 2.0)}


def mix(asked: Problem) -> Mix:
    layout = lay_out(asked)
    return Mix(told_apart(layout, range(asked.days)), 100.0, relax(layout).merit)


def prices(room: Mix) -> Prices:
    found = room.relax()
    assert found is not None
    return found


def rich_and_light(**more: object) -> Problem:
    """The cheap main dish leaves no room for a side, and the side is what the week needs."""
    offers = [main("rich"), main("light", cost=1.0), side("fruit")]
    limits = [
        Limit("meal", "energy", Over.MEAL, upper=6.0, hard=True),
        Limit("fruit", "fruit", Over.MEAN, lower=1.0, weight=9.0),
    ]
    return problem(offers, {**RICH, "fruit": (0.0, 0.0, 1.0)}, limits, slots=LUNCH, **more)  # type: ignore[arg-type]


def test_the_bound_knows_that_a_rich_meal_has_no_room_for_a_side() -> None:
    assert prices(mix(rich_and_light(days=4))).bound == pytest.approx(1.0)


def test_whole_counts_are_as_many_as_there_are_days() -> None:
    room = mix(rich_and_light(days=4))
    chosen = room.choose(prices(room), 0.0, 0.0, None)
    assert chosen is not None
    assert [len(meals) for _, meals in chosen] == [4]
    assert {tuple(meal) for meal in chosen[0][1].tolist()} == {(1, 2)}


def test_uses_are_kept_over_all_meals_of_a_week() -> None:
    asked = problem([main("stew", uses=3), main("soup", cost=1.0), main("fish", cost=1.0)], {}, slots=BOTH, days=4)
    room = mix(asked)
    chosen = room.choose(prices(room), 0.0, 0.0, None)
    assert chosen is not None
    assert sum(int((meals[:, 0] == 0).sum()) for _, meals in chosen) == 3
    assert prices(room).bound == pytest.approx(5 / 4)


def test_a_margin_narrows_hard_limits_of_days() -> None:
    offers = [main("stew"), main("soup", cost=1.0)]
    cap = Limit("salt", "salt", Over.DAY, upper=1.0, hard=True)
    room = mix(problem(offers, {"salt": (0.95, 0.5)}, [cap], days=2))
    wide, narrow = room.choose(prices(room), 0.0, 0.0, None), room.choose(prices(room), 0.0, 0.1, None)
    assert wide is not None
    assert narrow is not None
    assert np.sort(wide[0][1][:, 0]).tolist() == [0, 0]
    assert np.sort(narrow[0][1][:, 0]).tolist() == [0, 1]


def test_no_mix_where_no_meal_keeps_its_limits() -> None:
    cap = Limit("meal", "energy", Over.MEAL, upper=1.0, hard=True)
    layout = lay_out(problem([main("rich")], {"energy": (2.0,)}, days=2))
    room = Mix(told_apart(layout, range(2)), 100.0, relax(layout).merit)
    assert room.relax() is not None
    tight = problem([main("rich"), side("fruit")], {"energy": (2.0, 0.0)}, [cap], days=2)
    assert Mix(told_apart(lay_out(tight), range(2)), 100.0, np.zeros((1, 2))).relax() is None
