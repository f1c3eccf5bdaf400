"""Can what spoils be eaten in time? Whole days of a week change places, so that no meal and no total changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from nutriplan.planner.evaluate import WEEK, evaluate
from nutriplan.planner.problem import Cell, Problem, Solution, Status


def in_time(problem: Problem, cells: Sequence[Cell], last_days: Mapping[str, int]) -> float:
    """How much of the measures is eaten by their last days (0 is the first day), each as a share of all that is eaten
    of it in the plan; summed over the measures."""
    index = {offer.key: place for place, offer in enumerate(problem.offers)}
    shares = 0.0
    for measure, last in last_days.items():
        amounts = problem.measures[measure]
        eaten = [(cell.day, amounts[index[cell.offer]] * cell.halves) for cell in cells]
        whole = sum(grams for _, grams in eaten)
        shares += sum(grams for day, grams in eaten if day <= last) / whole if whole else 0.0
    return shares


def sooner(problem: Problem, solution: Solution, last_days: Mapping[str, int]) -> Solution:
    """The solution with the days of each week in the order in which most is eaten in time. last_days: measure -> the
    last day on which it counts. Days with kept dishes stay. Objective and bound stay what they were."""
    known = {measure: last for measure, last in last_days.items() if measure in problem.measures}
    if solution.status is not Status.SOLVED or not known:
        return solution
    cells, kept = solution.cells, {lock.day for lock in problem.locks}
    free = [day for day in range(problem.days) if day not in kept]
    pairs = [(one, two) for one, two in combinations(free, 2) if one // WEEK == two // WEEK]
    while True:
        tried = [_swapped(cells, one, two) for one, two in pairs]
        gains = [in_time(problem, other, known) for other in tried]
        best = in_time(problem, cells, known)
        better = [
            n for n, gain in enumerate(gains) if gain > best + 1e-9 and not evaluate(problem, tried[n]).violations
        ]
        if not better:
            return replace(solution, cells=cells)
        cells = tried[max(better, key=lambda n: (gains[n], -n))]


def _swapped(cells: Sequence[Cell], one: int, two: int) -> tuple[Cell, ...]:
    """The plan with two days exchanged, in the order of the days."""
    day = {one: two, two: one}
    return tuple(sorted((replace(cell, day=day.get(cell.day, cell.day)) for cell in cells), key=lambda cell: cell.day))
