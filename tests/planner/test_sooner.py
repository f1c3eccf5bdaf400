from dataclasses import replace

from nutriplan.planner.evaluate import evaluate
from nutriplan.planner.problem import Cell, Lock, Problem, Solution, Status
from nutriplan.planner.sooner import in_time, sooner
from tests.planner.small import main, problem


def week() -> Problem:
    dishes = [main("fish"), main("stew"), main("soup")]
    return problem(dishes, {"stock:0": (300.0, 0.0, 0.0)}, days=3, no_repeat_days=2)


def solved(*keys: str) -> Solution:
    return Solution(Status.SOLVED, tuple(Cell(day, "lunch", key, 2) for day, key in enumerate(keys)))


def order(solution: Solution) -> list[str]:
    return [cell.offer for cell in solution.cells]


def test_what_must_be_eaten_by_monday_is_eaten_on_monday() -> None:
    assert order(sooner(week(), solved("stew", "soup", "fish"), {"stock:0": 0})) == ["fish", "soup", "stew"]


def test_no_rule_is_broken_for_it() -> None:
    found = sooner(week(), solved("stew", "fish", "stew"), {"stock:0": 0})
    assert not evaluate(week(), found.cells).violations
    assert order(found) == ["stew", "fish", "stew"]


def test_a_day_with_a_kept_dish_stays() -> None:
    kept = replace(week(), locks=(Lock(2, "lunch", "fish", 2),))
    assert order(sooner(kept, solved("stew", "soup", "fish"), {"stock:0": 0})) == ["stew", "soup", "fish"]


def test_in_time_is_a_share() -> None:
    cells = solved("fish", "stew", "fish").cells
    assert in_time(week(), cells, {"stock:0": 0}) == 0.5
    assert in_time(week(), cells, {"stock:0": -1}) == 0


def test_nothing_dated_changes_nothing() -> None:
    plan = solved("stew", "soup", "fish")
    assert sooner(week(), plan, {}) is plan
