"""How fast and how good are the plans of the ten example people, with the real foods and dishes?

    python -m tests.bench.profiles_bench

Needs the loaded database that `make setup` makes (or DATABASE_URL). Times are those of the processor, so that other
work on the machine counts less; compare the ratios. Against one exact model and other planners: `make bench-planner`.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator

import django
from django.db import DatabaseError
from rich.console import Console
from rich.table import Table

from nutriplan.planner.board import Board
from nutriplan.planner.build import told_apart
from nutriplan.planner.evaluate import evaluate
from nutriplan.planner.problem import Problem, Solution, Status, eased
from nutriplan.planner.relaxed import relax
from nutriplan.planner.solve import solve
from nutriplan.planner.variables import lay_out
from nutriplan.proposal import Wishes
from tests.bench.libraries import START
from tests.questions import EXAMPLES, asked_for, example

DAYS, SEED = 7, 1
CLOSER = "man-45"  # the profile whose plan is looked at more closely
REPEATS = 200


def main() -> None:
    """Print the tables."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nutriplan.settings")
    django.setup()
    console = Console(width=120)
    table = Table(title=f"Plans of the example people: {DAYS} days, seed {SEED}")
    for heading in ("profile", "dishes", "gap %", "objective", "processor s", "LP s", "plan / LP"):
        table.add_column(heading, justify="left" if heading == "profile" else "right", no_wrap=True)
    ratios, lines = [], []
    for name, problem in _problems():
        plan, seconds = _planned(problem)
        linear = _linear(problem)
        ratios.append(seconds / linear)
        table.add_row(name, str(len(problem.offers)), *_quality(problem, plan), *_times(seconds, linear))
        if name == CLOSER and plan.status is Status.SOLVED:
            lines.append(_small_steps(problem, plan))
    if not ratios:
        console.print(
            "No plans of the example people: no dishes in the database. Run `make setup`, or set DATABASE_URL."
        )
        return
    console.print(table)
    console.print(f"Median of plan / LP: {statistics.median(ratios):.0f}")
    console.print("\n".join(lines), soft_wrap=True)


def _problems() -> Iterator[tuple[str, Problem]]:
    """What the planner is asked for each profile; nothing without dishes in the database."""
    from foods import selectors as foods

    try:
        if not foods.servings():
            return
    except DatabaseError:  # no tables yet
        return
    for name in EXAMPLES:
        asked = asked_for(example(name), Wishes(DAYS, START, SEED))
        if asked is not None:
            yield name, asked[2].problem


def _planned(problem: Problem) -> tuple[Solution, float]:
    began = time.process_time()
    return solve(problem), time.process_time() - began


def _linear(problem: Problem) -> float:
    """Processor seconds of the aggregated linear model, built and solved; the median of five."""
    spent = []
    for _ in range(5):
        began = time.process_time()
        relax(lay_out(problem))
        spent.append(time.process_time() - began)
    return statistics.median(spent)


def _quality(problem: Problem, plan: Solution) -> tuple[str, str]:
    if plan.status is not Status.SOLVED:
        return plan.status.value, "-"
    if evaluate(eased(problem, plan.eased), plan.cells).violations:
        raise SystemExit("A plan breaks a hard limit: do not trust any figure here.")
    return f"{100 * plan.gap:.1f}", f"{plan.objective:.3f}"


def _times(seconds: float, linear: float) -> tuple[str, str, str]:
    return f"{seconds:.1f}", f"{linear:.3f}", f"{seconds / linear:.0f}"


def _small_steps(problem: Problem, plan: Solution) -> str:
    """Judging a whole plan, and trying every dish on one place of it."""
    layout = lay_out(problem)
    board = Board(told_apart(layout, range(problem.days)), 100.0)
    board.seat(layout.places(plan.cells))
    judged = _milliseconds(lambda: evaluate(problem, plan.cells))
    place = int(board.open[len(board.open) // 2])

    def try_all() -> None:
        old = board.clear(place)
        board.options(place)
        board.put(place, old)

    tried = _milliseconds(try_all)
    return (
        f"Judging a plan anew: {judged:.2f} ms. The {len(board.candidates(place))} choices of one place, all tried: "
        f"{tried:.3f} ms ({tried / judged:.3f} of it)."
    )


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    for _ in range(REPEATS):
        work()
    return 1000 * (time.process_time() - began) / REPEATS


if __name__ == "__main__":
    main()
