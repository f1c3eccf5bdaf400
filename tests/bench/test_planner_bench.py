"""Is what the benchmark of the planner measures what it says?"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from foods import selectors as foods
from nutriplan.domain.nutrients import PRIORITY_KEYS
from nutriplan.domain.person import SlotName
from nutriplan.domain.servings import Role, Serving
from nutriplan.proposal import Wishes
from tests.bench.chart import Bar, bars
from tests.bench.libraries import START, Case, library
from tests.bench.peers import Table, at_random, aware, densest, lay
from tests.bench.planner_bench import PROFILES, naive, planned, runs
from tests.bench.planner_report import BEGIN, END, Report
from tests.questions import EXAMPLES, asked_for, example

CASE = Case(400, 7, "man-45", 1)


@pytest.fixture
def real() -> tuple[Serving, ...]:
    return foods.servings(fortified=True)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [150, 1000])
def test_a_library_is_as_large_as_asked_and_has_a_main_dish_for_every_meal(
    real: tuple[Serving, ...], count: int
) -> None:
    made = library(real, count, seed=1)
    assert len({serving.key for serving in made}) == count
    assert made == library(real, count, seed=1)
    assert made != library(real, count, seed=2)
    assert {slot for serving in made if serving.role is Role.MAIN for slot in serving.slots} == set(SlotName)


@pytest.mark.django_db
def test_variations_are_other_dishes_of_real_foods_with_what_is_not_known_of_them(real: tuple[Serving, ...]) -> None:
    known = {part.food.food_id: part.food for serving in real for part in serving.parts}
    varied = library(real, 1000, seed=1)[len(real) :]
    assert all(known[part.food.food_id] is part.food for serving in varied for part in serving.parts)
    as_written = {serving.name: {part.food.food_id for part in serving.parts} for serving in real}
    others = [
        one for one in varied if {p.food.food_id for p in one.parts} != as_written[one.name.partition(", var")[0]]
    ]
    assert len(others) > 0.9 * len(varied)


@pytest.mark.django_db
def test_other_planners_lay_every_meal_with_what_they_look_for() -> None:
    asked = asked_for(example("man-45"), Wishes(2, START, 1))
    assert asked is not None
    checked, offered, _ = asked

    def magnesium(planner: Any) -> float:
        menu = lay(planner, Table(checked.meals, checked.targets, offered.servings), Wishes(2, START, 1))
        assert all(len(day.meals) == len(checked.meals) for day in menu.days)
        assert all(meal.time.slot in helping.serving.slots for _, meal, helping in menu.helpings())
        key = PRIORITY_KEYS[0]
        return sum(helping.serving.sums((key,), helping.servings)[key].known for _, _, helping in menu.helpings())

    assert magnesium(at_random) < min(magnesium(densest), magnesium(aware))


def figures() -> list[dict[str, Any]]:
    """As a run would have them."""
    same = {"dishes": 400, "days": 7, "profile": "man-45", "seed": 1, "peak_mib": 200.0, "build_s": 0.1, "lp_s": 0.1}
    planner = {f"missed:{key}": 0.02 for key in PRIORITY_KEYS}
    return [
        {"kind": "plan", **same, "offers": 390, "before_mib": 100.0, "plan_s": 2.0, "gap": 0.015},
        {"kind": "naive", **same, "rows": 1, "columns": 2, "seconds": 90.0, "first_s": 20.0, "within_5%": 80.0,
         "within_2%": None, "within_1%": None, "gap": 0.03},
        {"kind": "peers", "profile": "man-45", "planners": {
            "ours": {**planner, "safety": 0, "hard": 0, "cost": 0.7},
            "random": {**dict.fromkeys(planner, 0.4), "safety": 7.0, "hard": None, "cost": None}}},
    ]  # fmt: skip


def test_what_was_measured_is_told_with_what_was_aimed_at(tmp_path: Any) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    Report(figures()).write(tmp_path)
    told = page.read_text(encoding="utf-8")
    assert told.startswith("before\n")
    assert told.endswith("after\n")
    assert "old" not in told
    assert "| 400, 7, man-45 | 1 × 2 | 0.10 | 20.0 | 80.0 | not in 90 | not in 90 | 3.0 % | 200 | 2.0, 1.5 % |" in told
    assert "| one exact model to 5 % / our plan: time | 40 | 40 (least) | at least 45 | **no** |" in told
    assert "| share missed: random / ours | 20.0 |  | at least 5 (it breaks 7 limits) | yes |" in told
    for chart in tmp_path.glob("*.svg"):
        assert rects(chart.read_text(encoding="utf-8"))
    assert len(list(tmp_path.glob("*.svg"))) == 3


def rects(drawn: str) -> list[float]:
    """The widths of the page and of the bars on it."""
    root = ElementTree.fromstring(drawn)  # noqa: S314 - our own drawing
    return [float(rect.get("width", "")) for rect in root.findall(".//{*}rect")]


def test_bars_have_one_scale_and_nothing_measured_has_no_bar() -> None:
    drawn = bars("a < b", [("one", [Bar("x", 1.0, "1"), Bar("y", 4.0, "4")]), ("two", [Bar("z", None, "no plan")])])
    widths = rects(drawn)[1:]
    assert widths[1] == pytest.approx(4 * widths[0])
    assert widths[2] == 0


def test_the_whole_run_measures_each_question_once_and_every_example_person() -> None:
    keys = [run.key for run in runs(quick=False)]
    assert len(set(keys)) == len(keys)
    assert sum(key.startswith("peers_case") for key in keys) == len(EXAMPLES)
    assert set(PROFILES) <= set(EXAMPLES)
    assert naive(CASE, 90.0).after == planned(CASE)
