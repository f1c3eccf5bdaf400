"""Problems whose best answer is known: by hand, and the diet that nine clerks needed 120 days for."""

import csv
from pathlib import Path

import numpy as np
import pytest

from nutriplan.planner import backend
from nutriplan.planner.model import Model
from nutriplan.planner.problem import Limit, Over, Problem, Status
from nutriplan.planner.solve import solve
from tests.planner.small import BOTH, main, problem, side

#: What a dollar bought of each food in August 1939 (G. J. Stigler, The Cost of Subsistence, Journal of Farm Economics
#: 27, 1945, table A), and the daily allowances of the National Research Council in the units of its columns.
STIGLER = Path(__file__).parent / "data/stigler_1939.csv"
ALLOWANCES = (3.0, 70.0, 0.8, 12.0, 5.0, 1.8, 2.7, 18.0, 75.0)


def test_stiglers_diet_costs_what_it_is_known_to_cost() -> None:
    with STIGLER.open(encoding="utf-8") as lines:
        foods = list(csv.reader(lines))[1:]
    model = Model()
    columns = np.array([model.add_slack(1.0) for _ in foods])
    amounts = np.array([food[1:] for food in foods], dtype=float)
    for nutrient, allowance in enumerate(ALLOWANCES):
        model.add_row("allowance", str(nutrient), columns, amounts[:, nutrient], at_least=allowance)
    answer = backend.relax(model)
    eaten = {food[0] for food, spent in zip(foods, answer.values.tolist(), strict=True) if spent > 1e-9}
    assert len(foods) == 77
    assert 365 * answer.objective == pytest.approx(39.6617, abs=5e-5)
    assert eaten == {"wheat flour (enriched)", "liver (beef)", "cabbage", "spinach", "dried navy beans"}


STEW, SOUP, FISH = main("stew", cost=3.0), main("soup", cost=1.0, uses=2), main("fish", cost=2.0, uses=1)

BY_HAND: dict[str, tuple[Problem, float]] = {
    "the cheapest as often as it may come, then the next": (
        problem([STEW, SOUP, FISH], days=4),
        (2 * 1 + 2 + 3) / 4,
    ),
    "a dish that may not come the next day leaves room for a dearer one": (
        problem([STEW, main("soup", cost=1.0), FISH], days=4, no_repeat_days=2),
        (2 * 1 + 2 + 3) / 4,
    ),
    "missing half of the iron costs less than the dish that brings it": (
        problem([STEW, SOUP], {"iron": (2.0, 1.0)}, [Limit("iron", "iron", Over.MEAN, lower=2.0, scale=2.0, weight=3)]),
        1 + 3 * 0.5,
    ),
    "a rich dish in one meal and a poor one in the other keep the cap of the day": (
        problem([main("rich"), main("poor", cost=1.0)], {"salt": (3.0, 1.0)},
                [Limit("salt", "salt", Over.DAY, upper=4.0, hard=True)], 3, BOTH),
        1.0,
    ),
    "only the dear dish leaves room for the side that is needed": (
        problem([main("rich"), main("light", cost=1.0), side("fruit", cost=0.5)],
                {"energy": (6.0, 2.0, 2.0), "fruit": (0.0, 0.0, 1.0)},
                [Limit("size", "energy", Over.MEAL, upper=6.0, hard=True),
                 Limit("fruit", "fruit", Over.WEEK, lower=2.0, hard=True)], 4),
        2 * 1.5 / 4,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BY_HAND)
def test_small_problems_are_solved_to_the_optimum_known_by_hand(name: str) -> None:
    asked, best = BY_HAND[name]
    solution = solve(asked)
    assert solution.status is Status.SOLVED
    assert solution.objective == pytest.approx(best)
    assert solution.bound <= best + 1e-9
