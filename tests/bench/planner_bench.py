"""How fast and how good is the planner? One table; compare the ratios, as the seconds are those of this machine now.

    python -m tests.bench.planner_bench [--naive]

gap: proven. x LP: time of the plan in times of its linear bound. --naive also gives one whole week to the solver as a
single exact model, for 200 nodes, to show what the two stages save.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from nutriplan.planner import backend
from nutriplan.planner.backend import Effort
from nutriplan.planner.build import build, places, told_apart
from nutriplan.planner.evaluate import evaluate
from nutriplan.planner.problem import Problem, Status
from nutriplan.planner.relaxed import relax
from nutriplan.planner.solve import solve
from nutriplan.planner.variables import lay_out
from tests.planner.instances import week

NAIVE = "80 dishes, short of energy"


def instances() -> Iterator[tuple[str, Problem]]:
    yield "80 dishes", week(80)
    yield NAIVE, week(80, kcal=1500)
    yield "80 dishes, hard meals", week(80, hard=True)
    yield "80 dishes, warfarin", week(80, kcal=1700, warfarin=True)
    yield "80 dishes, 5 locks", week(80, kcal=1700, locks=5)
    yield "240 dishes", week(240, kcal=1700)
    yield "240 dishes, warfarin", week(240, kcal=1700, warfarin=True)
    yield "80 dishes, 14 days", week(80, days=14, kcal=1700)


def main() -> None:
    """Print the table."""
    table = Table(title="Planner: 5 meals a day, 31 nutrients")
    for heading in ("instance", "seconds", "processor s", "objective", "gap %", "x LP", "same again"):
        table.add_column(heading, justify="left" if heading == "instance" else "right")
    for name, problem in instances():
        table.add_row(name, *_measured(problem))
        if name == NAIVE and "--naive" in sys.argv:
            table.add_row(f"{name}, one exact model", *_naive(problem))
    Console().print(table)


def _measured(problem: Problem) -> tuple[str, ...]:
    began = time.process_time()
    relax(lay_out(problem))
    bound_time = time.process_time() - began
    began = time.process_time()
    solution = solve(problem)
    spent = time.process_time() - began
    is_small = problem.days <= 7 and len(problem.offers) <= 100
    again = (solve(problem).cells == solution.cells) if is_small else None
    if solution.status is not Status.SOLVED:
        return f"{solution.seconds:.1f}", f"{spent:.1f}", solution.status.value, "-", "-", "-"
    assert not evaluate(problem, solution.cells).violations
    figures = f"{solution.seconds:.1f}", f"{spent:.1f}", f"{solution.objective:.3f}", f"{100 * solution.gap:.1f}"
    return *figures, f"{spent / bound_time:.0f}", {True: "yes", False: "NO", None: "-"}[again]


def _naive(problem: Problem) -> tuple[str, ...]:
    """The exact model of the whole week for 200 nodes."""
    layout = lay_out(problem)
    wall, began = time.perf_counter(), time.process_time()
    built = build(told_apart(layout, range(problem.days)))
    answer = backend.minimise(built.model, Effort(nodes=200, gap=problem.gap, seed=problem.seed))
    spent, seconds = time.process_time() - began, time.perf_counter() - wall
    if not answer.found:
        return f"{seconds:.1f}", f"{spent:.1f}", "none", "-", "-", "-"
    judged = evaluate(problem, layout.cells(places(built, answer.values)))
    gap = 100 * (judged.objective - answer.bound) / judged.objective
    return f"{seconds:.1f}", f"{spent:.1f}", f"{judged.objective:.3f}", f"{gap:.1f}", "-", "-"


if __name__ == "__main__":
    main()
