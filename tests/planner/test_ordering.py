from dataclasses import replace

from nutriplan.planner.evaluate import evaluate
from nutriplan.planner.ordering import Keeping, in_time, reorder, saved_minutes
from nutriplan.planner.problem import Cell, Lock, Problem, Solution, Status
from tests.planner.small import main, problem


def week() -> Problem:
    dishes = [main("fish"), main("stew"), main("soup")]
    return problem(dishes, {"stock:0": (300.0, 0.0, 0.0)}, days=3, no_repeat_days=2)


def solved(*keys: str) -> Solution:
    return Solution(Status.SOLVED, tuple(Cell(day, "lunch", key, 2) for day, key in enumerate(keys)))


def order(solution: Solution) -> list[str]:
    return [cell.offer for cell in solution.cells]


def test_what_must_be_eaten_by_monday_is_eaten_on_monday() -> None:
    assert order(reorder(week(), solved("stew", "soup", "fish"), {"stock:0": 0}, {})) == ["fish", "soup", "stew"]


def test_no_rule_is_broken_for_it() -> None:
    found = reorder(week(), solved("stew", "fish", "stew"), {"stock:0": 0}, {})
    assert not evaluate(week(), found.cells).violations
    assert order(found) == ["stew", "fish", "stew"]


def test_a_day_with_a_kept_dish_stays() -> None:
    kept = replace(week(), locks=(Lock(2, "lunch", "fish", 2),))
    assert order(reorder(kept, solved("stew", "soup", "fish"), {"stock:0": 0}, {})) == ["stew", "soup", "fish"]


def test_in_time_is_a_share() -> None:
    cells = solved("fish", "stew", "fish").cells
    assert in_time(week(), cells, {"stock:0": 0}) == 0.5
    assert in_time(week(), cells, {"stock:0": -1}) == 0


def test_nothing_dated_changes_nothing() -> None:
    plan = solved("stew", "soup", "fish")
    assert reorder(week(), plan, {}, {}) is plan


STEW = {"stew": Keeping(2, 30.0)}


def four(*keys: str) -> tuple[Problem, Solution]:
    dishes = [main(key) for key in ("stew", "fish", "soup", "pie")]
    return problem(dishes, days=len(keys), no_repeat_days=2), solved(*keys)


def test_what_comes_back_comes_back_while_it_keeps() -> None:
    asked, plan = four("stew", "fish", "soup", "stew")
    found = reorder(asked, plan, {}, STEW)
    assert (saved_minutes(plan.cells, STEW), saved_minutes(found.cells, STEW)) == (0, 30)
    assert not evaluate(asked, found.cells).violations


def test_a_third_time_within_days_of_the_second_is_cooked_anew() -> None:
    assert saved_minutes(solved("stew", "fish", "stew", "soup", "stew").cells, STEW) == 30
    assert saved_minutes(solved("stew", "fish", "stew", "stew").cells, {"stew": Keeping(3, 30.0)}) == 60


def test_what_spoils_goes_before_what_saves_work() -> None:
    dishes = [main("stew"), main("fish"), main("soup"), main("pie")]
    asked = problem(dishes, {"stock:0": (0.0, 300.0, 0.0, 0.0)}, days=5, no_repeat_days=2)
    plan = solved("stew", "soup", "pie", "stew", "fish")
    assert order(reorder(asked, plan, {}, STEW))[0] != "fish"
    assert order(reorder(asked, plan, {"stock:0": 0}, STEW))[0] == "fish"
