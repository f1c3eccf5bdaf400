"""In which order do the days of a week stand best? Whole days change places, so that no meal and no total changes.

What spoils is eaten in time, and a dish that comes twice comes back while what was cooked still keeps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from nutriplan.planner.evaluate import WEEK, evaluate
from nutriplan.planner.problem import Cell, Problem, Solution, Status

IN_TIME = 1e4  # minutes: eating all of a stock in time goes before any saving of work


@dataclass(frozen=True, slots=True)
class Keeping:
    """A dish that keeps for so many days after it was cooked, and the work that cooking it takes."""

    days: int
    minutes: float


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


def saved_minutes(cells: Sequence[Cell], keeping: Mapping[str, Keeping]) -> float:
    """Minutes of work that are saved because a dish is cooked once and eaten again while it keeps."""
    saved = 0.0
    cooked: dict[str, int] = {}
    for cell in sorted(cells, key=lambda cell: cell.day):
        keeps = keeping.get(cell.offer)
        if keeps is None:
            continue
        if cell.offer in cooked and cell.day - cooked[cell.offer] <= keeps.days:
            saved += keeps.minutes
        else:
            cooked[cell.offer] = cell.day
    return saved


def reorder(
    problem: Problem, solution: Solution, last_days: Mapping[str, int], keeping: Mapping[str, Keeping]
) -> Solution:
    """The solution with the days of each week in the order in which most is eaten in time and, among those, most work
    is saved by leftovers. last_days: measure -> the last day on which it counts. Days with kept dishes stay. Objective
    and bound stay what they were: no total of a day, a week or the plan changes. Rules on repeats are re-checked.
    """
    known = {measure: last for measure, last in last_days.items() if measure in problem.measures}
    if solution.status is not Status.SOLVED or not (known or keeping):
        return solution

    def worth(cells: Sequence[Cell]) -> float:
        return IN_TIME * in_time(problem, cells, known) + saved_minutes(cells, keeping)

    cells, kept = solution.cells, {lock.day for lock in problem.locks}
    free = [day for day in range(problem.days) if day not in kept]
    pairs = [(one, two) for one, two in combinations(free, 2) if one // WEEK == two // WEEK]
    while True:
        best = worth(cells)
        tried = sorted(((worth(other := _swapped(cells, *pair)), other) for pair in pairs), key=lambda one: -one[0])
        better = (other for gain, other in tried if gain > best + 1e-9)
        found = next((other for other in better if not evaluate(problem, other).violations), None)
        if found is None:
            return replace(solution, cells=cells)
        cells = found


def _swapped(cells: Sequence[Cell], one: int, two: int) -> tuple[Cell, ...]:
    """The plan with two days exchanged, in the order of the days."""
    day = {one: two, two: one}
    return tuple(sorted((replace(cell, day=day.get(cell.day, cell.day)) for cell in cells), key=lambda cell: cell.day))
