import pytest

from nutriplan.planner.build import merged
from nutriplan.planner.model import Model
from nutriplan.planner.objective import miss, rate
from nutriplan.planner.problem import Limit, Over
from nutriplan.planner.scope import Scope
from nutriplan.planner.variables import lay_out
from tests.planner.small import main, problem


def scope(days: int) -> Scope:
    return merged(lay_out(problem([main("soup")], {"kcal": (1.0,)}, days=days)))


@pytest.mark.parametrize(
    ("over", "days_of_the_block", "expected"),
    [(Over.MEAL, 7, 3 / 2 / 9), (Over.DAY, 7, 3 / 2 / 9), (Over.MEAN, 7, 3 / 2 / 9),
     (Over.WEEK, 7, 3 * 7 / 2 / 9), (Over.WEEK, 2, 3 * 2 / 2 / 9)],
)  # fmt: skip
def test_one_unit_missed_costs_its_weight_over_its_scale_for_each_day_it_counts(
    over: Over, days_of_the_block: int, expected: float
) -> None:
    limit = Limit("x", "kcal", over, lower=1.0, weight=3.0, scale=2.0)
    assert rate(limit, scope(9), days_of_the_block) == pytest.approx(expected)


def test_a_miss_of_a_wish_is_a_column_that_costs_in_its_unit() -> None:
    model = Model()
    assert miss(model, Limit("x", "kcal", Over.DAY, lower=1.0), 0.5, 400.0) == 0
    assert (model.cost, model.lower, model.integer) == ([200.0], [0.0], [False])


def test_a_hard_limit_has_nothing_to_pay_with() -> None:
    model = Model()
    assert miss(model, Limit("x", "kcal", Over.DAY, lower=1.0, hard=True), 0.5, 400.0) is None
    assert model.width == 0
