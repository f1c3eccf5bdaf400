from __future__ import annotations

from nutriplan.planner.clash import Clash, clash
from nutriplan.planner.problem import Limit, Over
from tests.planner.small import main, problem

IRON = Limit("iron", "iron", Over.DAY, lower=5.0, hard=True)
DISHES = [main("rice"), main("liver"), main("beans"), main("stew")]
MEASURES = {"iron": (1.0, 9.0, 6.0, 8.0), "salt": (0.0, 0.0, 2.0, 0.0)}
KEPT_OUT = {"liver": ["no offal"], "stew": ["no offal", "quick"], "beans": ["no beans"]}


def test_the_wishes_that_clash_are_named_and_each_that_would_free_a_plan() -> None:
    found = clash(problem(DISHES, MEASURES, [IRON]), KEPT_OUT)
    assert found == Clash(("iron",), ("no beans", "no offal"), ("no beans", "no offal"))


def test_a_wish_that_would_not_help_frees_nothing() -> None:
    salt = Limit("salt", "salt", Over.DAY, upper=1.0, hard=True)
    found = clash(problem(DISHES, MEASURES, [IRON, salt]), KEPT_OUT)
    assert found.freeing == ("no offal",)


def test_no_clash_where_a_plan_fits() -> None:
    assert clash(problem(DISHES, MEASURES, [IRON]), {"liver": ["no offal"]}) == Clash()


def test_whole_dishes_may_clash_where_fractions_do_not() -> None:
    exactly = Limit("iron", "iron", Over.DAY, lower=4.9, upper=5.1, hard=True)
    found = clash(problem(DISHES[:2], {"iron": (1.0, 9.0)}, [exactly]), {})
    assert found.limits == ("iron",)


def test_a_meal_that_wishes_leave_empty_is_a_clash() -> None:
    found = clash(problem(DISHES[1:2], {"iron": (9.0,)}, []), {"liver": ["no offal"]})
    assert found == Clash(("main dish: lunch",), ("no offal",), ("no offal",))
