from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nutriplan.domain.errors import InputFaults
from nutriplan.planner.evaluate import evaluate
from nutriplan.planner.problem import Limit, Lock, Offer, Over, Problem, Slot, Status, eased
from nutriplan.planner.solve import UNDECIDED, solve
from tests.planner.instances import every_plan, random_locks, tiny, week
from tests.planner.small import main
from tests.planner.small import problem as lunches


def best_objective(problem: Problem) -> float | None:
    worth = [evaluate(problem, cells) for cells in every_plan(problem)]
    sound = [one.objective for one in worth if not one.violations]
    return min(sound) if sound else None


def test_plans_a_week_of_five_meals() -> None:
    problem = week(dishes=80)
    solution = solve(problem)
    assert solution.status is Status.SOLVED
    assert {(cell.day, cell.slot) for cell in solution.cells} == {
        (day, slot.key) for day in range(7) for slot in problem.slots
    }


def test_objective_is_the_evaluators_and_the_gap_is_between_it_and_the_bound() -> None:
    problem = week(dishes=60, kcal=1700)
    solution = solve(problem)
    judged = evaluate(problem, solution.cells)
    assert judged.violations == ()
    assert judged.objective == pytest.approx(solution.objective, abs=1e-9)
    assert 0 < solution.bound <= solution.objective
    assert solution.gap == pytest.approx((solution.objective - solution.bound) / solution.objective)


def test_hard_bands_of_every_day_are_kept() -> None:
    problem = week(hard=True, warfarin=True, gap=0.3)
    solution = solve(problem)
    assert solution.status is Status.SOLVED
    assert evaluate(problem, solution.cells).violations == ()


@pytest.mark.parametrize("seed", range(3))
def test_tiny_plans_are_as_good_as_the_best_of_all(seed: int) -> None:
    problem = tiny(seed, gap=0.0)
    best = best_objective(problem)
    solution = solve(problem)
    assert best is not None
    assert solution.objective == pytest.approx(best, rel=1e-6)
    assert solution.bound <= best + 1e-9


@pytest.mark.parametrize("seed", range(12))
def test_tiny_hard_plans_exist_exactly_when_one_does(seed: int) -> None:
    problem = tiny(seed, days=1, hard=True, gap=0.0)
    tight = replace(problem, limits=(*problem.limits, Limit("iron cap", "iron", Over.DAY, 8.0, 9.0, hard=True)))
    best = best_objective(tight)
    solution = solve(tight)
    if best is None:
        assert solution.status is Status.INFEASIBLE
        assert solution.conflict
        assert UNDECIDED not in solution.conflict
    else:
        assert solution.objective == pytest.approx(best, rel=1e-6)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(1, 10_000),
    days=st.integers(1, 4),
    dishes=st.integers(24, 48),
    warfarin=st.booleans(),
    locks=st.integers(0, 2),
)
def test_a_returned_plan_never_breaks_a_hard_rule(
    seed: int, days: int, dishes: int, warfarin: bool, locks: int
) -> None:
    problem = week(dishes, days, seed, hard=True, warfarin=warfarin, locks=min(locks, days), gap=0.3)
    solution = solve(problem)
    if solution.status is Status.SOLVED:
        assert evaluate(problem, solution.cells).violations == ()
        assert solution.bound <= solution.objective + 1e-9
    else:
        assert solution.cells == ()
        assert solution.conflict


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(1, 10_000), count=st.integers(1, 7))
def test_locks_are_kept(seed: int, count: int) -> None:
    plain = week(dishes=48, seed=seed, gap=0.3)
    problem = replace(plain, locks=random_locks(plain.offers, 7, count, np.random.default_rng(seed)))
    solution = solve(problem)
    assert solution.status is Status.SOLVED
    kept = {(cell.day, cell.slot, cell.offer, cell.halves) for cell in solution.cells}
    assert kept >= {(lock.day, lock.slot, lock.offer, lock.halves) for lock in problem.locks}


def test_a_lock_may_be_a_portion_that_is_not_offered() -> None:
    problem = tiny(locks=(Lock(0, "lunch", "main1", 5),))
    solution = solve(problem)
    assert ("main1", 5) in {(cell.offer, cell.halves) for cell in solution.cells if cell.day == 0}


def test_locks_that_repeat_a_dish_are_kept_and_nothing_is_added_to_them() -> None:
    locks = (Lock(0, "lunch", "main1", 2), Lock(1, "lunch", "main1", 2))
    problem = tiny(days=3, locks=locks)
    solution = solve(problem)
    assert [cell.day for cell in solution.cells if cell.offer == "main1"] == [0, 1]


def test_two_weeks_carry_repeats_across_the_border() -> None:
    problem = week(dishes=48, days=9, gap=0.3)
    solution = solve(problem)
    assert solution.status is Status.SOLVED
    assert evaluate(problem, solution.cells).violations == ()


def test_a_lock_after_the_border_is_seen_before_it() -> None:
    plain = week(dishes=48, days=8, gap=0.2)
    dinner = next(offer.key for offer in plain.offers if "dinner" in offer.slots and offer.is_main)
    problem = replace(plain, locks=(Lock(7, "dinner", dinner, 2),))
    assert evaluate(problem, solve(problem).cells).violations == ()


def test_says_which_limits_leave_no_plan() -> None:
    problem = tiny()
    low = Limit("little energy", "energy", Over.DAY, upper=900, hard=True)
    high = Limit("much energy", "energy", Over.MEAN, lower=1000, hard=True)
    solution = solve(replace(problem, limits=(*problem.limits, low, high)))
    assert solution.status is Status.INFEASIBLE
    assert {"little energy", "much energy"} <= set(solution.conflict)
    assert solution.cells == ()


def test_a_meal_without_a_main_dish_has_no_plan() -> None:
    problem = tiny()
    only_lunch = tuple(replace(offer, slots=frozenset({"lunch"})) for offer in problem.offers)
    solution = solve(replace(problem, offers=only_lunch))
    assert solution.status is Status.INFEASIBLE
    assert solution.conflict == ("main dish: dinner",)


def test_no_offers_has_no_plan() -> None:
    problem = replace(tiny(), offers=(), measures={"energy": (), "iron": ()})
    assert solve(problem).status is Status.INFEASIBLE


def test_too_few_dishes_for_the_days_is_proven() -> None:
    slots = (Slot("dinner", 0),)
    offers = (Offer("stew", True, frozenset({"dinner"}), (2,), max_uses=7),)
    solution = solve(Problem(3, slots, offers, {}, ()))
    assert solution.status is Status.INFEASIBLE
    assert solution.conflict == ("main dish: dinner",)


def test_free_plan_costs_nothing_and_has_no_gap() -> None:
    problem = tiny()
    free = replace(problem, limits=(), offers=tuple(replace(offer, cost=0.0) for offer in problem.offers))
    solution = solve(free)
    assert (solution.objective, solution.bound, solution.gap) == (0.0, 0.0, 0.0)


def test_stops_when_nobody_waits() -> None:
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 3

    solution = solve(week(dishes=48), cancelled=cancelled)
    assert solution.status is Status.CANCELLED
    assert solution.cells == ()


def test_progress_goes_from_nothing_to_all() -> None:
    told: list[float] = []
    solve(week(dishes=48, gap=0.2), progress=lambda share, stage: told.append(share))
    assert told[0] == 0.0
    assert told[-1] == 1.0
    assert told == sorted(told)


def test_refuses_a_problem_that_contradicts_itself() -> None:
    broken = replace(tiny(), measures={"energy": (1.0,)})
    with pytest.raises(InputFaults, match="iron"):
        solve(broken)


SCRIPT = """
import json
from nutriplan.planner.solve import solve
from tests.planner.instances import week
solution = solve(week(dishes=48, hard=True, warfarin=True, locks=1))
print(json.dumps([[c.day, c.slot, c.offer, c.halves] for c in solution.cells] + [solution.objective, solution.bound]))
"""


def test_same_seed_same_plan_in_every_process() -> None:
    answers = []
    for hash_seed in ("0", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True
        )
        answers.append(json.loads(done.stdout))
    assert answers[0] == answers[1]


def test_same_seed_same_plan_twice() -> None:
    problem = week(dishes=48, seed=5)
    first, second = solve(problem), solve(problem)
    assert first.cells == second.cells
    assert first.bound == second.bound


class TestManyWeeks:
    """Two weeks of one lunch a day."""

    def ask(self, dishes: int, in_all: int | None, **more: object) -> Problem:
        offers = [main(f"main{number}", cost=number / 10, in_all=in_all) for number in range(dishes)]
        return lunches(offers, days=14, **more)  # type: ignore[arg-type]

    def test_a_dish_comes_no_more_often_in_all_than_it_may(self) -> None:
        asked = self.ask(8, 2)
        solution = solve(asked)
        times = Counter(cell.offer for cell in solution.cells)
        assert times == {f"main{number}": 2 for number in range(7)}
        assert solution.eased == 0
        assert solution.gap == pytest.approx(0.0, abs=1e-9)

    def test_no_week_takes_the_best_dishes_from_another(self) -> None:
        rich = Limit("rich", "rich", Over.WEEK, lower=2.0, weight=5.0)
        solution = solve(self.ask(9, 1, measures={"rich": (1.0,) * 4 + (0.0,) * 5}, limits=(rich,)))
        assert solution.eased == 1  # nine dishes once each do not fill fourteen days
        solution = solve(self.ask(14, 1, measures={"rich": (1.0,) * 4 + (0.0,) * 10}, limits=(rich,)))
        weeks = Counter(cell.day // 7 for cell in solution.cells if int(cell.offer[4:]) < 4)
        assert (solution.eased, weeks) == (0, {0: 2, 1: 2})

    def test_a_dish_comes_oftener_before_there_is_no_plan(self) -> None:
        asked = self.ask(4, 2)
        solution = solve(asked)
        assert (solution.status, solution.eased) == (Status.SOLVED, 1)
        assert evaluate(eased(asked, 1), solution.cells).violations == ()
        assert evaluate(asked, solution.cells).violations != ()

    def test_what_is_impossible_anyway_is_said_to_be(self) -> None:
        cap = Limit("salt", "salt", Over.DAY, upper=1.0, hard=True)
        solution = solve(self.ask(8, 2, measures={"salt": (2.0,) * 8}, limits=(cap,)))
        assert (solution.status, solution.cells) == (Status.INFEASIBLE, ())
        assert "salt" in solution.conflict
