from __future__ import annotations

import math
from dataclasses import replace

import pytest

from nutriplan.planner.evaluate import evaluate
from nutriplan.planner.problem import Cell, Limit, Over, Problem
from nutriplan.planner.reach import REPEATS, changes, reaches
from nutriplan.planner.relaxed import relax
from nutriplan.planner.solve import solve
from nutriplan.planner.variables import lay_out
from tests.planner.instances import every_plan, tiny, week
from tests.planner.small import main, problem, side

AIM = Limit("iron aim", "iron", Over.MEAN, lower=10.0, weight=5.0, scale=10.0)


def iron_of(asked: Problem, cells: tuple[Cell, ...]) -> float:
    index = {offer.key: i for i, offer in enumerate(asked.offers)}
    return math.fsum(asked.measures["iron"][index[cell.offer]] * cell.halves / 2 for cell in cells) / asked.days


def most_of(asked: Problem, measure: str = "iron") -> float:
    return reaches(asked, (measure,))[measure].most


def test_the_most_of_one_day_is_exact() -> None:
    asked = replace(tiny(3, days=1), limits=())
    best = max(iron_of(asked, cells) for cells in every_plan(asked) if not evaluate(asked, cells).violations)
    assert most_of(asked) == pytest.approx(best)


@pytest.mark.parametrize("seed", range(4))
def test_no_plan_brings_more_than_the_most(seed: int) -> None:
    asked = tiny(seed, days=1, hard=True)
    sound = [iron_of(asked, cells) for cells in every_plan(asked) if not evaluate(asked, cells).violations]
    assert most_of(asked) >= max(sound) - 1e-6


def test_the_most_counts_hard_limits_and_no_wishes() -> None:
    asked = week(dishes=40)
    cap = Limit("vitamin D cap", "vitamin_d", Over.DAY, upper=3.0, hard=True)
    wish = replace(cap, name="vitamin D wish", hard=False)
    free = most_of(asked, "vitamin_d")
    assert most_of(replace(asked, limits=(*asked.limits, wish)), "vitamin_d") == pytest.approx(free)
    capped = reaches(replace(asked, limits=(*asked.limits, cap)), ("vitamin_d",))["vitamin_d"]
    assert capped.most == pytest.approx(3.0)
    assert capped.holds[0].owner == "vitamin D cap"
    assert capped.holds[0].weight == pytest.approx(1.0)


def test_without_any_plan_there_is_no_most() -> None:
    none = Limit("no energy", "energy", Over.DAY, upper=100.0, hard=True)
    assert math.isnan(most_of(replace(tiny(), limits=(*tiny().limits, none))))


def test_what_is_in_the_way_may_be_how_often_a_dish_comes() -> None:
    asked = problem([main("liver", uses=2), main("rice")], {"iron": (10.0, 1.0)}, days=7)
    found = reaches(asked, ("iron",))["iron"]
    assert found.most == pytest.approx((2 * 10 + 5 * 1) / 7)
    assert {hold.owner for hold in found.holds} == {f"{REPEATS}liver", "main dish: lunch"}


def test_many_measures_answer_as_each_by_itself() -> None:
    asked = week(dishes=40)
    together = reaches(asked, ("vitamin_d", "calcium", "iron"))
    for measure, found in together.items():
        assert found.most == pytest.approx(most_of(asked, measure), rel=1e-6)


# One thing changed ---------------------------------------------------------------------------------------------------


def lunch(**more: object) -> Problem:
    dishes = [main("rice"), main("liver"), side("beans", halves=(2,)), side("sweets", halves=(2,))]
    wish = Limit("no sweets", "sugar", Over.MEAN, upper=0.0, weight=100.0, scale=1.0)
    measures = {"iron": (1.0, 9.0, 3.0, 5.0), "sugar": (0.0, 0.0, 0.0, 1.0)}
    return problem(dishes, measures, [AIM, wish], **more)  # type: ignore[arg-type]


def test_each_closed_group_is_opened_by_itself() -> None:
    closed = {"no liver": ("liver",), "no beans": ("beans",)}
    found = changes(lunch(), ("iron",), closed=closed)
    assert found.before.amounts["iron"] == pytest.approx(1.0)
    assert found.opened["no liver"].amounts["iron"] == pytest.approx(9.0)
    assert found.opened["no beans"].amounts["iron"] == pytest.approx(4.0)


def test_single_offers_are_tried_the_most_promising_first() -> None:
    found = changes(lunch(), ("iron",), closed={}, tried=[["beans", "liver"]], most_tried=1)
    assert list(found.opened) == ["liver"]


def test_a_wish_left_out_shows_what_it_costs() -> None:
    found = changes(lunch(), ("iron", "sugar"), closed={"no liver": ("liver",)})
    assert found.without["no sweets"].amounts == pytest.approx({"iron": 6.0, "sugar": 1.0})


def test_an_aim_that_is_kept_shows_what_gives_way() -> None:
    found = changes(lunch(), ("iron", "sugar"), closed={"no beans": ("beans",)}, push=("iron aim", "no such limit"))
    assert list(found.pushed) == ["iron aim"]
    assert found.pushed["iron aim"].amounts == pytest.approx({"iron": 10.0, "sugar": 0.2})


def test_an_aim_out_of_reach_cannot_be_kept() -> None:
    assert not changes(lunch(), ("iron",), closed={"all": ("liver", "beans")}, push=("iron aim",)).pushed


def test_without_any_plan_nothing_is_told() -> None:
    none = Limit("no iron", "iron", Over.DAY, upper=0.5, hard=True)
    asked = lunch()
    found = changes(replace(asked, limits=(*asked.limits, none)), ("iron",), closed={})
    assert not found.opened
    assert math.isnan(found.before.cost)


def test_as_things_are_is_the_relaxed_plan() -> None:
    asked = week(dishes=40)
    found = changes(asked, ("iron",), closed={})
    assert found.before.cost == pytest.approx(relax(lay_out(asked)).bound, rel=1e-6)
    assert all(level.cost <= found.before.cost + 1e-6 for level in found.without.values())
    assert solve(asked).objective >= found.before.cost - 1e-6
