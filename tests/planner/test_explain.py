from __future__ import annotations

from dataclasses import replace

from nutriplan.planner.explain import conflict
from nutriplan.planner.problem import Limit, Lock, Over
from nutriplan.planner.solve import solve
from tests.planner.instances import tiny


def test_conflict_names_the_limits_that_collide_and_no_other() -> None:
    problem = tiny()
    low = Limit("iron low", "iron", Over.DAY, upper=6.0, hard=True)
    high = Limit("iron high", "iron", Over.MEAN, lower=7.0, hard=True)
    bystander = Limit("energy wide", "energy", Over.DAY, upper=9000.0, hard=True)
    assert set(conflict(replace(problem, limits=(low, high, bystander)))) == {"iron low", "iron high"}


def test_no_conflict_where_a_plan_exists() -> None:
    assert conflict(tiny()) == ()


def test_a_lock_against_a_cap_is_named() -> None:
    problem = tiny()
    most = max(range(4), key=lambda i: problem.measures["iron"][i])
    amount = problem.measures["iron"][most]
    cap = Limit("iron meal cap", "iron", Over.MEAL, upper=amount - 0.1, hard=True)
    locked = replace(problem, limits=(cap,), locks=(Lock(1, "dinner", f"main{most}", 2),))
    assert "iron meal cap" in solve(locked).conflict
