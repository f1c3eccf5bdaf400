"""Small models of the kind that a solver once got wrong: big-M links, slacks, whole counts. All answers are tried."""

from itertools import product

import numpy as np
import pytest

from nutriplan.planner import backend
from nutriplan.planner.backend import Answer, Effort, Outcome, SolverFault
from nutriplan.planner.model import INFINITY, Model


def linked(seed: int) -> Model:
    """Four dishes, each with a switch that allows it, a wish with a slack and a hard cap."""
    random = np.random.default_rng(seed)
    model = Model()
    counts = model.add_counts(random.integers(0, 5, 4).astype(float), np.zeros(4), np.full(4, 3.0))
    switches = model.add_counts(random.integers(1, 9, 4).astype(float), np.zeros(4), np.ones(4))
    for count, switch in zip(counts.tolist(), switches.tolist(), strict=True):
        model.add_row("link", str(count), np.array([count, switch]), np.array([1.0, -1e4]), at_most=0.0)
    slack = model.add_slack(float(random.integers(2, 9)))
    amounts = random.integers(1, 9, 4).astype(float)
    model.add_row("wish", "", counts, amounts, at_least=float(random.integers(10, 40)), slack=slack)
    model.add_row("cap", "", counts, random.integers(0, 4, 4).astype(float), at_most=9.0)
    return model


def tried(model: Model) -> float:
    """The least cost over all whole counts: a switch is on where its dish is chosen, the slack is what is missing."""
    dense = np.zeros((model.height, model.width))
    matrix = model.matrix()
    columns = np.repeat(np.arange(model.width), np.diff(matrix.start))
    dense[matrix.row, columns] = matrix.value
    cost, best = np.array(model.cost), INFINITY
    for chosen in product(range(4), repeat=4):
        values = np.array([*chosen, *(count > 0 for count in chosen), 0.0], dtype=float)
        values[-1] = max(0.0, model.row_lower[4] - float(dense[4] @ values))
        if dense[5] @ values <= model.row_upper[5]:
            best = min(best, float(cost @ values))
    return best


@pytest.mark.parametrize("seed", range(25))
def test_links_with_a_large_number_are_solved_right(seed: int) -> None:
    answer = backend.minimise(linked(seed))
    assert answer.outcome is Outcome.OPTIMAL
    assert answer.objective == pytest.approx(tried(linked(seed)), abs=1e-6)


@pytest.mark.parametrize("seed", range(25))
def test_the_relaxed_answer_is_never_dearer(seed: int) -> None:
    assert backend.relax(linked(seed)).objective <= tried(linked(seed)) + 1e-9


def test_a_solver_that_fails_its_canary_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(model: Model) -> Answer:
        return Answer(Outcome.OPTIMAL, np.array([4.0, 0.0]), 8.0, 8.0, np.zeros(0), np.zeros(0))

    monkeypatch.setattr(backend, "minimise", wrong)
    with pytest.raises(SolverFault, match=r"answers 8\.0 where 9\.5 is right"):
        backend.check_solver.__wrapped__()


def hard_to_prove() -> Model:
    random = np.random.default_rng(1)
    model = Model()
    columns = model.add_counts(random.uniform(1, 2, 60), np.zeros(60), np.ones(60))
    for i in range(30):
        model.add_row(f"row{i}", "", columns, random.integers(1, 50, 60).astype(float), at_least=400.0)
    return model


def test_an_answer_in_hand_at_the_work_limit_is_feasible_and_keeps_its_bound() -> None:
    answer = backend.minimise(hard_to_prove(), Effort(nodes=1))
    assert answer.outcome is Outcome.FEASIBLE
    assert answer.found
    assert answer.bound < answer.objective
    rounded = np.rint(answer.values)
    assert answer.values == pytest.approx(rounded, abs=1e-6)


def test_the_work_limit_without_an_answer_is_undecided() -> None:
    random = np.random.default_rng(3)
    model = Model()
    columns = model.add_counts(np.ones(40), np.zeros(40), np.ones(40))
    for i in range(4):
        weights = random.integers(1, 100, 40).astype(float)
        model.add_row(f"row{i}", "", columns, weights, at_least=weights.sum() // 2, at_most=weights.sum() // 2)
    answer = backend.minimise(model, Effort(nodes=1))
    assert answer.outcome is Outcome.UNDECIDED
    assert not answer.found
    assert answer.objective == INFINITY


@pytest.mark.parametrize("seed", [0, 7, 2**31 - 1, 2**40])
def test_the_same_seed_gives_the_same_answer(seed: int) -> None:
    first, second = (backend.minimise(hard_to_prove(), Effort(nodes=5, seed=seed)) for _ in range(2))
    assert first.values.tolist() == second.values.tolist()
    assert (first.objective, first.bound) == (second.objective, second.bound)


def test_a_known_answer_may_be_given_to_start_from() -> None:
    model = hard_to_prove()
    start = (np.arange(60), np.ones(60))
    answer = backend.minimise(model, Effort(nodes=1, answers=1), start=start)
    assert answer.found
    assert answer.objective <= sum(model.cost) + 1e-9


def test_no_conflict_is_named_where_there_is_an_answer() -> None:
    assert backend.conflicting_owners(linked(1)) == ()
