"""What does one question cost the planner, or one exact model of the same question? In a process of its own.

    python -m tests.bench.planner_case plan 400 7 man-45 1
    python -m tests.bench.planner_case naive 400 7 man-45 1 BOUND SECONDS

Prints one line of JSON. Seconds are those of the processor; memory is the most the process held (VmHWM), with Django
and the library in it. BOUND: no plan is cheaper, as the planner has proven it. SECONDS: when the naive model is given
up; this is the only clock here, and no plan of the product depends on one.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from dataclasses import asdict
from pathlib import Path

import django
import highspy
import numpy as np

from nutriplan.planner import backend
from nutriplan.planner.backend import Effort
from nutriplan.planner.build import Built, build, merged, places, told_apart
from nutriplan.planner.evaluate import evaluate
from nutriplan.planner.problem import Problem, Status, eased
from nutriplan.planner.relaxed import relax
from nutriplan.planner.solve import solve
from nutriplan.planner.variables import Layout, lay_out
from tests.bench.libraries import Case, question

Figures = dict[str, float | int | str | None]
STEPS = (0.05, 0.02, 0.01)
REPEATS = 3


def main() -> None:
    """Measure what the command line names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nutriplan.settings")
    django.setup()
    kind, dishes, days, profile, seed, *rest = sys.argv[1:]
    case = Case(int(dishes), int(days), profile, int(seed))
    began = time.process_time()
    problem = question(case)
    figures: Figures = {"kind": kind, **asdict(case), "pose_s": time.process_time() - began}
    figures |= {"offers": len(problem.offers), "limits": len(problem.limits), "before_mib": peak_mib()}
    figures |= planned(problem) if kind == "plan" else naive(problem, *map(float, rest))
    sys.stdout.write(json.dumps({**figures, "peak_mib": peak_mib()}) + "\n")


def peak_mib() -> float:
    """The most memory this process ever held."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def planned(problem: Problem) -> Figures:
    """The bound's linear model, and the plan."""
    began = time.process_time()
    build(merged(lay_out(problem)))
    built_s = time.process_time() - began
    linear_s = statistics.median(_linear(problem) for _ in range(REPEATS))
    began = time.process_time()
    plan = solve(problem)
    plan_s = time.process_time() - began
    figures: Figures = {"build_s": built_s, "lp_s": linear_s, "plan_s": plan_s, "status": plan.status.value}
    if plan.status is not Status.SOLVED:
        return figures
    if evaluate(eased(problem, plan.eased), plan.cells).violations:
        raise SystemExit("A plan breaks a hard limit: do not trust any figure here.")
    return {**figures, "objective": plan.objective, "bound": plan.bound, "gap": plan.gap}


def _linear(problem: Problem) -> float:
    began = time.process_time()
    relax(lay_out(problem))
    return time.process_time() - began


def naive(problem: Problem, bound: float, seconds: float) -> Figures:
    """All meals told apart in one model, given to the same solver, until it is within 1 % or the time is over.

    The solver's own value of an early answer has slacks larger than they need be, so every answer is judged anew.
    """
    layout = lay_out(problem)
    began = time.process_time()
    built = build(told_apart(layout, range(problem.days)))
    built_s = time.process_time() - began
    began = time.process_time()
    linear = backend.relax(built.model)
    linear_s = time.process_time() - began
    answers, own_bound = _improving(built, problem, bound, seconds)
    best_bound = max(bound, own_bound)
    judged = [(when, _judged(layout, problem, built, values)) for when, values in answers]
    figures: Figures = {"rows": built.model.height, "columns": built.model.width, "build_s": built_s, "lp_s": linear_s}
    figures |= {"lp_bound": linear.objective, "seconds": seconds, "first_s": judged[0][0] if judged else None}
    for step in STEPS:
        near = (when for when, value in judged if value - best_bound <= step * value)
        figures[f"within_{step:.0%}"] = next(near, None)
    best = min((value for _, value in judged), default=None)
    return {**figures, "objective": best, "gap": None if best is None else (best - best_bound) / best}


def _improving(
    built: Built, problem: Problem, bound: float, seconds: float
) -> tuple[list[tuple[float, np.ndarray]], float]:
    """Every better answer with the processor seconds until it came, and the model's own bound."""
    effort = Effort(nodes=10_000_000, gap=STEPS[-1], target=bound / (1 - STEPS[-1]), seed=problem.seed)
    highs = backend._load(built.model, effort, relaxed=False)
    answers: list[tuple[float, np.ndarray]] = []
    began = time.process_time()

    def keep(event: highspy.HighsCallbackEvent) -> None:
        answers.append((time.process_time() - began, np.array(event.data_out.mip_solution)))

    def stop(event: highspy.HighsCallbackEvent) -> None:
        if time.process_time() - began > seconds:
            event.interrupt()

    highs.cbMipImprovingSolution.subscribe(keep)
    highs.cbMipInterrupt.subscribe(stop)
    highs.run()
    return answers, highs.getInfo().mip_dual_bound


def _judged(layout: Layout, problem: Problem, built: Built, values: np.ndarray) -> float:
    judged = evaluate(problem, layout.cells(places(built, values)))
    return float("inf") if judged.violations else judged.objective


if __name__ == "__main__":
    main()
