from __future__ import annotations

import numpy as np
import pytest

from nutriplan.planner import backend
from nutriplan.planner.backend import Effort, Outcome
from nutriplan.planner.model import Model


def knapsack(at_least: float) -> Model:
    model = Model()
    columns = model.add_counts(np.array([2.0, 3.0]), np.zeros(2), np.full(2, 5.0))
    model.add_row("need", "", columns, np.array([2.0, 4.0]), at_least=at_least)
    return model


def test_the_solver_passes_its_canary() -> None:
    backend.check_solver()


def test_finds_the_cheapest_whole_answer() -> None:
    answer = backend.minimise(knapsack(7.0))
    assert answer.outcome is Outcome.OPTIMAL
    assert answer.objective == pytest.approx(6.0)
    assert answer.values == pytest.approx([0, 2])


def test_relaxed_answer_is_a_bound() -> None:
    answer = backend.relax(knapsack(7.0))
    assert answer.objective == pytest.approx(5.25)
    assert answer.duals == pytest.approx([0.75])
    assert answer.reduced == pytest.approx([0.5, 0.0])


def test_says_that_there_is_no_answer() -> None:
    answer = backend.minimise(knapsack(31.0))
    assert answer.outcome is Outcome.INFEASIBLE
    assert not answer.found
    assert backend.conflicting_owners(knapsack(31.0)) == ("need",)


def test_a_slack_pays_for_what_is_missing() -> None:
    model = knapsack(0.0)
    slack = model.add_slack(10.0)
    model.add_row("wish", "", np.array([0, 1]), np.array([2.0, 4.0]), at_least=31.0, slack=slack)
    assert backend.minimise(model).objective == pytest.approx(5 * 2 + 5 * 3 + 10.0)


def test_stops_when_asked() -> None:
    random = np.random.default_rng(1)
    model = Model()
    columns = model.add_counts(random.uniform(1, 2, 60), np.zeros(60), np.ones(60))
    for i in range(30):
        model.add_row(f"row{i}", "", columns, random.integers(1, 50, 60).astype(float), at_least=400.0)
    assert backend.minimise(model, Effort(nodes=100_000), cancelled=lambda: True).outcome is Outcome.CANCELLED
