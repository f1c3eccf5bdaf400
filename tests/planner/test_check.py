from dataclasses import replace
from typing import Any

import pytest

from nutriplan.domain.errors import InputFaults
from nutriplan.planner.check import MAX_DAYS, check
from nutriplan.planner.problem import Limit, Lock, Over, Problem, Slot
from nutriplan.planner.solve import solve
from tests.planner.small import BOTH, main, problem, side

GOOD = problem(
    [main("stew", halves=(1, 2)), main("soup"), side("bread"), side("salad")],
    {"kcal": (500.0, 300.0, 100.0, 50.0)},
    [Limit("energy", "kcal", Over.DAY, 700.0, 1300.0)],
    days=2,
    slots=BOTH,
)


def faults(**changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(InputFaults) as caught:
        check(replace(GOOD, **changes))
    return [(fault.pointer, fault.code) for fault in caught.value.faults]


def offers(**changes: Any) -> dict[str, Any]:
    return {"offers": (replace(GOOD.offers[0], **changes), *GOOD.offers[1:])}


def limit(**changes: Any) -> dict[str, Any]:
    return {"limits": (replace(GOOD.limits[0], **changes),)}


def locks(*kept: Lock) -> dict[str, Any]:
    return {"locks": kept}


def test_a_well_put_problem_passes() -> None:
    check(GOOD)
    check(replace(GOOD, locks=(Lock(1, "dinner", "stew", 4), Lock(1, "dinner", "bread", 2)), days=MAX_DAYS))


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"days": 0}, "/days", "range"),
        ({"days": MAX_DAYS + 1}, "/days", "range"),
        ({"slots": (*BOTH, Slot("lunch"))}, "/slots", "twice"),
        ({"slots": (Slot("lunch", -1), Slot("dinner"))}, "/slots/0/max_sides", "range"),
        ({"no_repeat_days": -1}, "/no_repeat_days", "range"),
        ({"gap": 1.0}, "/gap", "range"),
        ({"gap": -0.1}, "/gap", "range"),
        (offers(key="soup"), "/offers", "twice"),
        (offers(slots=frozenset({"tea"})), "/offers/0/slots", "unknown"),
        (offers(halves=()), "/offers/0/halves", "order"),
        (offers(halves=(0, 1)), "/offers/0/halves", "order"),
        (offers(halves=(2, 1)), "/offers/0/halves", "order"),
        (offers(halves=(2, 2)), "/offers/0/halves", "order"),
        (offers(max_uses=-1), "/offers/0/max_uses", "range"),
        (offers(max_in_all=-1), "/offers/0/max_in_all", "range"),
        (offers(cost=-0.1), "/offers/0/cost", "range"),
        (offers(cost=float("nan")), "/offers/0/cost", "range"),
        ({"measures": {"kcal": (500.0,)}}, "/measures/kcal", "length"),
        ({"measures": {"kcal": (500.0, 1.0, 1.0, float("inf"))}}, "/measures/kcal", "number"),
        (limit(measure="iron"), "/limits/0/measure", "unknown"),
        (limit(slots=frozenset({"tea"})), "/limits/0/slots", "unknown"),
        (limit(lower=2000.0), "/limits/0", "order"),
        (limit(upper=float("inf")), "/limits/0", "number"),
        (limit(weight=-1.0), "/limits/0/weight", "range"),
        (limit(scale=0.0), "/limits/0/scale", "range"),
        ({"limits": GOOD.limits * 2}, "/limits", "twice"),
        (locks(Lock(0, "lunch", "pie", 2)), "/locks/0", "unknown"),
        (locks(Lock(0, "tea", "stew", 2)), "/locks/0", "unknown"),
        (locks(Lock(2, "lunch", "stew", 2)), "/locks/0", "unknown"),
        (locks(Lock(0, "lunch", "stew", 0)), "/locks/0", "unknown"),
        (locks(Lock(0, "lunch", "stew", 2), Lock(0, "dinner", "stew", 2)), "/locks", "twice"),
        (locks(Lock(0, "lunch", "stew", 2), Lock(0, "lunch", "soup", 2)), "/locks", "crowded"),
        (locks(Lock(0, "lunch", "bread", 2), Lock(0, "lunch", "salad", 2)), "/locks", "crowded"),
    ],
)
def test_a_fault_is_named_where_it_is(changes: dict[str, Any], pointer: str, code: str) -> None:
    assert faults(**changes) == [(pointer, code)]


def test_a_day_without_meals_is_refused() -> None:
    assert ("/slots", "empty") in faults(slots=())


def test_all_faults_are_named_at_once() -> None:
    found = faults(days=0, gap=2.0, **offers(cost=-1.0), **limit(scale=0.0), **locks(Lock(0, "lunch", "pie", 2)))
    assert {pointer for pointer, _ in found} == {"/days", "/gap", "/offers/0/cost", "/limits/0/scale", "/locks/0"}


def test_the_planner_refuses_what_the_check_refuses() -> None:
    bad: Problem = replace(GOOD, days=0)
    with pytest.raises(InputFaults):
        solve(bad)
