"""What happens when the usual way leads nowhere, or to a plan that may not be shown."""

from dataclasses import replace
from typing import Any

import pytest

from nutriplan.planner import solve as room
from nutriplan.planner.exact import Undecided, Unplannable
from nutriplan.planner.problem import Limit, Over, Problem, Status
from nutriplan.planner.relaxed import relax
from nutriplan.planner.solve import UNDECIDED, solve
from nutriplan.planner.variables import lay_out
from nutriplan.planner.week import Planned
from tests.planner.small import keeping_plans, main, problem


def ends_in_a_corner() -> Problem:
    """The best first week ends with the one dish that day 8, a week by itself, needs and may not repeat."""
    offers = [main("fish"), main("stew", cost=1.0), main("soup", cost=1.0)]
    week = Limit("iron", "iron", Over.WEEK, lower=3.0, hard=True)
    return problem(offers, {"iron": (3.0, 0.5, 0.5)}, [week], days=8, no_repeat_days=2)


def test_a_second_week_without_a_way_on_is_planned_together_with_the_first() -> None:
    asked = ends_in_a_corner()
    solution = solve(asked)
    best = min(objective for _, objective in keeping_plans(asked))
    assert solution.status is Status.SOLVED
    assert solution.bound <= best + 1e-9
    assert [cell.offer for cell in solution.cells][7] == "fish"


def plain(days: int = 2, **more: Any) -> Problem:
    return problem([main("stew", cost=0.5)], {"iron": (2.0,)}, days=days, **more)


def fails(reason: Exception) -> Any:
    def plan(*_given: object) -> None:
        raise reason

    return plan


def test_a_plan_that_breaks_a_hard_limit_is_never_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = plain(limits=[Limit("iron cap", "iron", Over.MEAN, upper=2.0, hard=True)])
    assert solve(asked).status is Status.SOLVED
    places = ((0, 0, 0), (1, 0, 0), (1, 0, 0))
    monkeypatch.setattr(room, "plan_block", lambda *_given: Planned(places, 0.0))
    solution = solve(asked)
    assert (solution.status, solution.cells, solution.conflict) == (Status.INFEASIBLE, (), (UNDECIDED,))
    assert any(note.startswith("iron cap") for note in solution.notes)


def test_what_is_undecided_is_not_called_impossible(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "plan_block", fails(Undecided()))
    solution = solve(plain())
    assert (solution.status, solution.cells, solution.conflict) == (Status.INFEASIBLE, (), (UNDECIDED,))
    assert solution.notes


def test_a_small_model_may_prove_what_the_large_one_left_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    low, high = Limit("low", "iron", Over.DAY, upper=1.0, hard=True), Limit("x", "iron", Over.DAY, upper=9.0, hard=True)
    asked = replace(plain(), limits=(low, high))
    monkeypatch.setattr(room, "relax", lambda _layout: relax(lay_out(plain())))
    monkeypatch.setattr(room, "plan_block", fails(Undecided()))
    assert "low" in solve(asked).conflict
    assert "x" not in solve(asked).conflict


def test_impossible_without_a_small_conflict_names_every_hard_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    hard = Limit("a", "iron", Over.DAY, upper=9.0, hard=True), Limit("b", "iron", Over.MEAN, lower=1.0, hard=True)
    asked = plain(limits=[*hard, Limit("wish", "iron", Over.DAY, lower=9.0)])
    monkeypatch.setattr(room, "plan_block", fails(Unplannable()))
    assert solve(asked).conflict == ("a", "b")
