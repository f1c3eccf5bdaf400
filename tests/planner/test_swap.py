from __future__ import annotations

from dataclasses import replace

import pytest

from nutriplan.planner.evaluate import evaluate
from nutriplan.planner.problem import Cell, Limit, Over, Problem, Solution
from nutriplan.planner.solve import solve
from nutriplan.planner.swap import DayCap, Table, alternatives, exchanged, judge, mend, reportion
from tests.planner.instances import week
from tests.planner.small import every_plan, keeping_plans, main, problem

Planned = tuple[Problem, Solution, Table]


@pytest.fixture(scope="module")
def planned() -> Planned:
    asked = week(dishes=40, days=3, hard=True)
    return asked, solve(asked), Table(asked)


def dinner(cells: tuple[Cell, ...], day: int = 1) -> Cell:
    return next(cell for cell in cells if (cell.day, cell.slot) == (day, "dinner"))


def test_alternatives_are_all_that_keep_the_rules_with_their_exact_effect(planned: Planned) -> None:
    asked, solution, table = planned
    place = dinner(solution.cells)
    found = alternatives(table, solution.cells, place, most=100)
    best: dict[str, float] = {}
    for offer in asked.offers:
        for halves in offer.halves if offer.is_main and "dinner" in offer.slots and offer.key != place.offer else ():
            other = exchanged(solution.cells, place, replace(place, offer=offer.key, halves=halves))
            judged = evaluate(asked, other)
            if not judged.violations:
                best[offer.key] = min(best.get(offer.key, 1e9), judged.objective - solution.objective)
    listed = {option.cell.offer: option.change for option in found}
    assert found
    assert [option.change for option in found] == sorted(listed.values())
    assert {key: listed[key] for key in list(listed)[:5]} == pytest.approx({key: best[key] for key in list(listed)[:5]})


def test_an_alternative_says_what_it_adds_to_the_day(planned: Planned) -> None:
    asked, solution, table = planned
    option = alternatives(table, solution.cells, dinner(solution.cells))[0]
    at = {offer.key: number for number, offer in enumerate(asked.offers)}
    old = dinner(solution.cells)
    kcal = asked.measures["kcal"]
    expected = kcal[at[option.cell.offer]] * option.cell.halves / 2 - kcal[at[old.offer]] * old.halves / 2
    assert option.measures["kcal"] == pytest.approx(expected)


def test_no_alternative_breaks_the_cap_of_a_day(planned: Planned) -> None:
    _, solution, table = planned
    best = alternatives(table, solution.cells, dinner(solution.cells))[0].cell.offer
    cap = DayCap(1, {best: 30.0}, 20.0)
    capped = alternatives(table, solution.cells, dinner(solution.cells), caps=[cap])
    assert best not in [option.cell.offer for option in capped]


def test_reportioning_changes_portions_alone_and_never_makes_it_worse(planned: Planned) -> None:
    _, solution, table = planned
    swapped = exchanged(
        solution.cells, dinner(solution.cells), alternatives(table, solution.cells, dinner(solution.cells))[-1].cell
    )
    for days in ({1}, range(3)):
        found = reportion(table, swapped, days)
        assert found is not None
        assert [(c.day, c.slot, c.offer) for c in found] == [(c.day, c.slot, c.offer) for c in swapped]
        assert judge(table, found) <= judge(table, swapped) + 1e-9  # type: ignore[operator]


def test_what_is_kept_keeps_its_portion(planned: Planned) -> None:
    _, solution, table = planned
    kept = dinner(solution.cells)
    found = reportion(table, solution.cells, range(3), kept=[kept])
    assert found is not None
    assert kept in found


def test_portions_are_the_best_there_are() -> None:
    limits = [Limit("kcal", "kcal", Over.DAY, lower=500, upper=500, scale=100)]
    asked = problem([main("soup", halves=(1, 2, 3)), main("stew")], {"kcal": (320.0, 500.0)}, limits)
    found = reportion(Table(asked), [Cell(0, "lunch", "soup", 1)], {0})
    assert found == (Cell(0, "lunch", "soup", 3),)


def test_a_sound_plan_is_left_as_it_is(planned: Planned) -> None:
    _, solution, table = planned
    assert mend(table, solution.cells) == solution.cells


@pytest.mark.parametrize("missing", [1, 2])
def test_a_plan_that_lost_dishes_changes_no_others(planned: Planned, missing: int) -> None:
    asked, solution, _ = planned
    gone = {dinner(solution.cells, day).offer for day in range(missing)}
    offers = tuple(replace(one, slots=frozenset()) if one.key in gone else one for one in asked.offers)
    table = Table(replace(asked, offers=offers))
    left = [cell for cell in solution.cells if table.may_stand(cell)]
    found = mend(table, left, price=100.0)
    assert found is not None
    assert judge(table, found) is not None
    places = {(cell.day, cell.slot, cell.offer) for cell in found}
    assert {(cell.day, cell.slot, cell.offer) for cell in left} <= places
    assert not gone & {cell.offer for cell in found}


def test_a_kept_cell_stays_when_a_day_is_mended(planned: Planned) -> None:
    _, solution, table = planned
    kept = dinner(solution.cells)
    others = [cell for cell in solution.cells if (cell.day, cell.slot) != (1, "lunch")]
    found = mend(table, others, kept=[kept])
    assert found is not None
    assert kept in found


def test_a_cap_of_a_day_is_kept_and_other_days_do_not_change(planned: Planned) -> None:
    asked, solution, table = planned
    minutes = {offer.key: 10.0 + at % 7 for at, offer in enumerate(asked.offers)}
    used = DayCap(1, minutes, 1000).used(solution.cells)
    cap = DayCap(1, minutes, used - 5)
    found = mend(table, solution.cells, caps=[cap])
    assert found is not None
    assert cap.holds(found)
    assert [cell for cell in found if cell.day != 1] == [cell for cell in solution.cells if cell.day != 1]


def test_nothing_is_returned_that_breaks_a_rule_or_cannot_be_had() -> None:
    limits = [Limit("salt", "salt", Over.DAY, upper=1.0, hard=True)]
    asked = problem([main("soup"), main("stew")], {"salt": (2.0, 3.0)}, limits)
    assert not list(keeping_plans(asked))
    assert list(every_plan(asked))
    assert mend(Table(asked), []) is None


def test_the_same_question_has_the_same_answer(planned: Planned) -> None:
    asked, solution, _ = planned
    left = [cell for cell in solution.cells if cell.day != 1]
    assert mend(Table(asked), left) == mend(Table(asked), left)
