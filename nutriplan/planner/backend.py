"""What does the solver say? The only door to HiGHS: a model goes in, our own words for the answer come out.

One thread, a fixed seed and no clock: the work is bounded by nodes, so that the same model has the same answer on a
busy machine. HiGHS 1.14 called wrong answers optimal; `check_solver` solves a small case of that kind before the first
use.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import highspy
import numpy as np

from nutriplan.planner.model import INFINITY, Floats, Ints, Model

MAX_SEED = 2**31 - 1  # the solver reads its seed as a signed 32-bit number
PRIMAL = 4  # the number of that simplex among the strategies of the solver
IIS_LIGHT = 2  # the strategy that answered in milliseconds where the thorough ones took seconds


class Outcome(StrEnum):
    OPTIMAL = "optimal"
    FEASIBLE = "feasible"  # stopped at a work limit with an answer in hand
    INFEASIBLE = "infeasible"
    UNDECIDED = "undecided"  # stopped at a work limit with nothing in hand
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Effort:
    """How much work a solve may do. gap: relative, near: absolute distance to the bound at which to stop. target: stop
    at an answer this cheap. answers: stop after so many improvements."""

    nodes: int = 2000
    gap: float = 1e-6
    near: float = 1e-9
    target: float | None = None
    answers: int | None = None
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """values: one number a column, empty without an answer. bound: no solution is cheaper. Of a relaxed solve, reduced:
    what one more of a column would cost; duals: what one unit of a row's right side costs."""

    outcome: Outcome
    values: Floats
    objective: float
    bound: float
    reduced: Floats
    duals: Floats

    @property
    def found(self) -> bool:
        return len(self.values) > 0


class SolverFault(RuntimeError):
    """The solver cannot be trusted or refused a model: a fault of ours or of its version, not of the input."""


Cancelled = Callable[[], bool]
Start = tuple[Ints, Floats]
NOTHING: Floats = np.zeros(0)


def minimise(
    model: Model,
    effort: Effort | None = None,
    *,
    start: Start | None = None,
    cancelled: Cancelled | None = None,
) -> Answer:
    """The cheapest whole-number answer within the effort. start: columns and their values in a known answer."""
    if not model.width:
        return _without_columns(model)
    highs = _load(model, effort or Effort(), relaxed=False)
    if start is not None:
        columns, values = start
        highs.setSolution(len(columns), columns.astype(np.int32), values)
    return _run(highs, cancelled)


def relax(model: Model) -> Answer:
    """The cheapest answer when counts may be fractions: its objective is a proven bound."""
    return _run(_load(model, Effort(), relaxed=True), None) if model.width else _without_columns(model)


def conflicting_owners(model: Model) -> tuple[str, ...]:
    """Owners of the rows of one conflict of the relaxed model, in the order of the rows; empty when it has none."""
    highs = _load(model, Effort(), relaxed=True)
    highs.setOptionValue("iis_strategy", IIS_LIGHT)
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kInfeasible:
        return ()
    _, iis = highs.getIis()
    return tuple(dict.fromkeys(model.owners[row] for row in sorted(iis.row_index_)))


@cache
def check_solver() -> None:
    """Raise SolverFault when the installed solver fails a case whose answer is known by hand."""
    model = Model()
    x = model.add_counts(np.array([2.0]), np.zeros(1), np.full(1, 10.0))
    z = model.add_slack(3.0)
    model.add_row("canary", "", x, np.ones(1), at_least=4.5, slack=z)
    answer = minimise(model)
    if answer.outcome is not Outcome.OPTIMAL or abs(answer.objective - 9.5) > 1e-6:
        raise SolverFault(f"HiGHS {_new().version()} answers {answer.objective} where 9.5 is right.")


def _new() -> highspy.Highs:
    return highspy.Highs()  # type: ignore[no-untyped-call]


def _load(model: Model, effort: Effort, *, relaxed: bool) -> highspy.Highs:
    highs = _new()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("mip_allow_restart", False)  # days were solved a third faster without
    highs.setOptionValue("random_seed", effort.seed % MAX_SEED)
    highs.setOptionValue("mip_max_nodes", effort.nodes)
    highs.setOptionValue("mip_rel_gap", effort.gap)
    highs.setOptionValue("mip_abs_gap", effort.near)
    if effort.target is not None:
        highs.setOptionValue("objective_target", effort.target)
    if effort.answers is not None:
        highs.setOptionValue("mip_max_improving_sols", effort.answers)
    if highs.passModel(_translate(model, relaxed=relaxed)) == highspy.HighsStatus.kError:
        raise SolverFault("HiGHS refused the planning model.")
    return highs


def _translate(model: Model, *, relaxed: bool) -> highspy.HighsLp:
    matrix = model.matrix()
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = model.width, model.height
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = np.array(model.cost), np.array(model.lower), np.array(model.upper)
    lp.row_lower_, lp.row_upper_ = np.array(model.row_lower), np.array(model.row_upper)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = model.width, model.height
    lp.a_matrix_.start_ = matrix.start.astype(np.int32)
    lp.a_matrix_.index_ = matrix.row.astype(np.int32)
    lp.a_matrix_.value_ = matrix.value
    if not relaxed:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[whole] for whole in model.integer]
    return lp


def _run(highs: highspy.Highs, cancelled: Cancelled | None) -> Answer:
    if cancelled is not None:
        ask = cancelled

        def listen(event: highspy.HighsCallbackEvent) -> None:
            if ask():
                event.interrupt()

        highs.cbMipInterrupt.subscribe(listen)
    highs.run()
    return _read(highs)


def _read(highs: highspy.Highs) -> Answer:
    status, info = highs.getModelStatus(), highs.getInfo()
    found = info.primal_solution_status == highspy.kSolutionStatusFeasible
    solution = highs.getSolution()
    values = np.array(solution.col_value) if found else NOTHING
    valid = solution.dual_valid
    reduced = np.array(solution.col_dual) if valid else NOTHING
    duals = np.array(solution.row_dual) if valid else NOTHING
    objective = info.objective_function_value if found else INFINITY
    is_mip = info.mip_node_count >= 0
    bound = info.mip_dual_bound if is_mip else objective
    return Answer(_outcome(status, found=found), values, objective, bound, reduced, duals)


def _without_columns(model: Model) -> Answer:
    """Where nothing can be chosen every row sums to nothing; HiGHS calls that empty, not impossible."""
    fits = all(low <= 0 <= high for low, high in zip(model.row_lower, model.row_upper, strict=True))
    objective = 0.0 if fits else INFINITY
    duals = np.zeros(model.height)
    return Answer(Outcome.OPTIMAL if fits else Outcome.INFEASIBLE, NOTHING, objective, objective, NOTHING, duals)


def _outcome(status: highspy.HighsModelStatus, *, found: bool) -> Outcome:
    kind = highspy.HighsModelStatus
    if status in {kind.kOptimal, kind.kModelEmpty}:
        return Outcome.OPTIMAL
    if status in {kind.kInfeasible, kind.kUnboundedOrInfeasible}:
        return Outcome.INFEASIBLE
    if status == kind.kInterrupt:
        return Outcome.CANCELLED
    return Outcome.FEASIBLE if found else Outcome.UNDECIDED


class Relaxation:
    """A relaxed model that is asked again and again, a little changed: each answer starts from the one before, or from
    the one that was stayed at."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._highs = _load(model, Effort(), relaxed=True)
        self._home: highspy.HighsBasis | None = None

    def answer(self) -> Answer:
        """The cheapest answer of the model as it now stands."""
        if self._home is not None:
            self._highs.setBasis(self._home)
        return _run(self._highs, None) if self._model.width else _without_columns(self._model)

    def stay(self) -> None:
        """Let every later answer start from the last one, which it is only a few steps from."""
        self._home = self._highs.getBasis()
        self._highs.setOptionValue("simplex_strategy", PRIMAL)  # what was feasible stays so: a third of the time

    def price(self, columns: Ints, costs: Floats) -> None:
        """What one of each of these columns costs from now on."""
        self._highs.changeColsCost(len(columns), columns.astype(np.int32), costs)

    def bound(self, columns: Ints, lower: Floats, upper: Floats) -> None:
        """From where to where these columns may go from now on."""
        self._highs.changeColsBounds(len(columns), columns.astype(np.int32), lower, upper)
