from __future__ import annotations

from dataclasses import replace

import pytest

from nutriplan.planner.evaluate import evaluate
from nutriplan.planner.problem import Limit, Lock, Over, Solution, Status
from nutriplan.planner.reportion import reportion
from nutriplan.planner.solve import solve
from tests.planner.instances import tiny
from tests.planner.small import main, problem, side

AIM = Limit("iron", "iron", Over.DAY, lower=6.0, weight=5.0, scale=6.0)
ASKED = problem([main("rice", halves=(1, 2, 3, 4)), main("liver"), side("beans")], {"iron": (2.0, 9.0, 3.0)}, [AIM])


def test_the_portion_and_what_comes_beside_it_are_chosen_and_the_dish_stays() -> None:
    locked = solve(replace(ASKED, locks=(Lock(0, "lunch", "rice", 1),)))
    found = reportion(ASKED, locked, [(0, "lunch")])
    mains = [cell for cell in found.cells if cell.offer != "beans"]
    assert [cell.offer for cell in mains] == ["rice"]
    assert mains[0].halves > 1
    assert evaluate(ASKED, found.cells).objective == pytest.approx(0.0)


def test_a_plan_becomes_no_worse_keeps_its_dishes_and_every_hard_limit() -> None:
    asked = tiny(3, hard=True)
    first = solve(asked)
    mains = {offer.key for offer in asked.offers if offer.is_main}
    kept = [(cell.day, cell.slot, cell.offer) for cell in first.cells if cell.offer in mains]
    found = reportion(asked, first, [(day, slot) for day, slot, _ in kept])
    assert [(cell.day, cell.slot, cell.offer) for cell in found.cells if cell.offer in mains] == kept
    assert found.bound <= found.objective <= first.objective + 1e-9
    assert not evaluate(asked, found.cells).violations


def test_what_is_no_plan_stays_none() -> None:
    none = Solution(Status.INFEASIBLE)
    assert reportion(ASKED, none, []) is none
