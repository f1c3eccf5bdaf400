"""How large should the portions be, and what comes beside them, when the main dishes of some meals are set?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from nutriplan.planner import backend
from nutriplan.planner.backend import Effort
from nutriplan.planner.build import build, places, start_from, told_apart
from nutriplan.planner.evaluate import evaluate
from nutriplan.planner.problem import Problem, Solution, Status, proven
from nutriplan.planner.relaxed import best_of, relax
from nutriplan.planner.variables import lay_out

EFFORT = Effort(nodes=30, gap=1e-4)
MAINS, SIDES = 12, 10  # that a free meal may choose among, the likeliest


def reportion(problem: Problem, solution: Solution, meals: Collection[tuple[int, str]]) -> Solution:
    """The solution with its portions and all that is not a main dish of these meals chosen anew, day by day and exactly
    among the likeliest; never worse, and sound.

    problem: without locks. meals: (day, slot) whose main dish stays. The bound is that of the problem, in which every
    dish is free.
    """
    if solution.status is not Status.SOLVED:
        return solution
    layout = lay_out(problem)
    relaxed = relax(layout)
    slots = {slot.key: number for number, slot in enumerate(problem.slots)}
    kept = {(day, slots[slot]) for day, slot in meals}
    current = layout.places(solution.cells)
    objective = evaluate(problem, layout.cells(current)).objective
    for day in range(problem.days):
        choice = best_of(layout, relaxed.merit, MAINS, SIDES)
        for _, slot, portion in (place for place in current if place[0] == day):
            choice[slot, portion] = True
            if layout.main[portion] and (day, slot) in kept:
                choice[slot] &= ~layout.main
                choice[slot] |= layout.may[slot] & (layout.offer == layout.offer[portion])
                choice[slot, portion] = True
        fixed = tuple(place for place in current if place[0] != day)
        built = build(told_apart(layout, (day,), fixed, choice))
        effort = replace(EFFORT, seed=problem.seed)
        answer = backend.minimise(built.model, effort, start=start_from(built, current))
        if answer.found:
            changed = (*fixed, *places(built, answer.values))
            judged = evaluate(problem, layout.cells(changed))
            if not judged.violations and judged.objective < objective:
                current, objective = changed, judged.objective
    bound, gap = proven(objective, relaxed.bound)
    return replace(solution, cells=layout.cells(current), objective=objective, bound=bound, gap=gap)
