import numpy as np
import pytest

from nutriplan.planner import backend
from nutriplan.planner.backend import Outcome
from nutriplan.planner.model import INFINITY, Model


def two_rows() -> Model:
    model = Model()
    columns = model.add_counts(np.array([1.0, 2.0, 3.0]), np.zeros(3), np.full(3, 9.0))
    slack = model.add_slack(5.0)
    model.add_row("iron", "day 1", columns, np.array([4.0, 0.0, 6.0]), at_least=7.0, slack=slack)
    model.add_row("fish", "", columns[1:], np.array([1.0, 1.0]), at_most=8.0, tag=(0, 1.0))
    return model


def test_columns_and_rows_are_named_and_counted() -> None:
    model = two_rows()
    assert (model.width, model.height) == (4, 2)
    assert model.names == ["iron day 1", "fish"]
    assert model.owners == ["iron", "fish"]
    assert model.integer == [True, True, True, False]
    assert (model.lower[3], model.upper[3]) == (0.0, INFINITY)


def test_the_matrix_holds_every_number_that_is_not_zero_by_column() -> None:
    matrix = two_rows().matrix()
    assert matrix.start.tolist() == [0, 1, 2, 4, 5]
    assert matrix.row.tolist() == [0, 1, 0, 1, 0]
    assert matrix.value.tolist() == [4.0, 1.0, 6.0, 1.0, 1.0]


def test_an_empty_model_is_a_model() -> None:
    answer = backend.minimise(Model())
    assert (answer.outcome, answer.objective) == (Outcome.OPTIMAL, 0.0)


def test_rows_can_be_taken_out_by_owner() -> None:
    model = two_rows()
    less = model.without(["iron"])
    assert less.names == ["fish"]
    assert less.tags == [(0, 1.0)]
    assert less.width == model.width
    assert less.matrix().value.tolist() == [1.0, 1.0]
    assert model.height == 2


def test_a_row_that_names_a_column_twice_is_refused() -> None:
    model = Model()
    column = model.add_counts(np.array([1.0]), np.zeros(1), np.full(1, 9.0))
    model.add_row("twice", "", np.repeat(column, 2), np.array([1.0, 1.0]), at_least=6.0)
    with pytest.raises(backend.SolverFault):
        backend.minimise(model)
