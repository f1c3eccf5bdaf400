"""How fast and how good are the plans of the ten example people, with the real foods and dishes?

    python -m tests.bench.profiles_bench

Needs the loaded database that `make setup` makes (or DATABASE_URL). Times are those of the processor, so that other
work on the machine counts less; compare the ratios. For one profile the whole week is also given to the solver as one
exact model, without the two stages, for at most a minute.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import django
from django.db import DatabaseError
from rich.console import Console
from rich.table import Table

from nutriplan.planner import backend
from nutriplan.planner.backend import Effort
from nutriplan.planner.board import Board
from nutriplan.planner.build import build, places, told_apart
from nutriplan.planner.evaluate import evaluate
from nutriplan.planner.problem import Problem, Solution, Status
from nutriplan.planner.relaxed import relax
from nutriplan.planner.solve import solve
from nutriplan.planner.variables import lay_out

PROFILES = Path(__file__).resolve().parents[2] / "fixtures/profiles"
DAYS, START, SEED = 7, date(2026, 1, 5), 1
NAIVE_SECONDS = 60.0
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
            lines += [_small_steps(problem, plan), _naive(problem, plan, seconds)]
    if not ratios:
        console.print(
            "No plans of the example people: no dishes in the database. Run `make setup`, or set DATABASE_URL."
        )
        return
    console.print(table)
    console.print(f"Median of plan / LP: {statistics.median(ratios):.0f}")
    console.print("\n".join(lines), soft_wrap=True)


def _problems() -> Iterator[tuple[str, Problem]]:
    """What the planner is asked for each profile, by the walk that every door takes."""
    from foods import selectors as foods
    from nutriplan import proposal as walk
    from nutriplan.domain.offering import offer
    from nutriplan.formulation import pose
    from nutriplan.knowledge import loader
    from nutriplan.plans import services

    try:
        if not foods.servings():
            return
    except DatabaseError:  # no tables yet
        return
    wishes = services.wishes_for(days=DAYS, start=START, seed=SEED)
    for path in sorted(PROFILES.glob("*.json")):
        person = services.read_person(profile=json.loads(path.read_text(encoding="utf-8")), today=START).person
        checked = walk.check(person, loader.load(), wishes)
        servings = foods.servings(fortified=person.buys_fortified)
        offered = offer(servings, person=person, findings=checked.findings, meals=checked.meals, with_stand_ins=True)
        posed = pose(
            person=person,
            targets=checked.targets,
            findings=checked.findings,
            offered=offered,
            meals=checked.meals,
            days=wishes.days,
            seed=wishes.seed,
        )
        yield path.stem, posed.problem


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
    if evaluate(problem, plan.cells).violations:
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


def _naive(problem: Problem, plan: Solution, seconds: float) -> str:
    """The exact model of the whole week, until it is as good as the plan or its minute is over."""
    layout = lay_out(problem)
    began = time.process_time()
    built = build(told_apart(layout, range(problem.days)))
    effort = Effort(nodes=1_000_000, gap=1e-4, target=plan.objective, seed=problem.seed)
    answer = backend.minimise(built.model, effort, cancelled=lambda: time.process_time() - began > NAIVE_SECONDS)
    spent = time.process_time() - began
    reached = "no plan"
    if answer.found:
        judged = evaluate(problem, layout.cells(places(built, answer.values)))
        gap = 100 * (judged.objective - answer.bound) / judged.objective
        reached = f"objective {judged.objective:.3f} against {plan.objective:.3f}, gap {gap:.1f} %"
    return (
        f"One exact model of the week instead ({built.model.height} rows, {built.model.width} columns): {reached}, "
        f"after {spent:.0f} s of processor time, {spent / seconds:.0f} times that of the plan."
    )


if __name__ == "__main__":
    main()
