import numpy as np
import pytest

from nutriplan.planner.build import told_apart
from nutriplan.planner.problem import Lock
from nutriplan.planner.variables import lay_out
from nutriplan.planner.variety import Variety
from tests.planner.small import BOTH, main, problem, side

STEW, BREAD, NOTHING = 0, 2, 3


def variety(*locks: Lock, reach: int = 2) -> Variety:
    offers = [main("stew", uses=2), main("soup"), side("bread", uses=3)]
    asked = problem(offers, days=9, slots=BOTH, locks=locks, no_repeat_days=reach)
    return Variety(told_apart(lay_out(asked), range(9)))


def clashes(state: Variety, offer: int, day: int) -> int:
    return int(state.clashes(np.array([offer]), day)[0])


@pytest.mark.parametrize(("day", "expected"), [(2, 0), (3, 1), (4, 1), (5, 1), (6, 0)])
def test_a_main_dish_clashes_within_its_reach(day: int, expected: int) -> None:
    state = variety()
    state.count(STEW, 4, 1)
    assert clashes(state, STEW, day) == expected


def test_a_side_clashes_on_its_own_day_only() -> None:
    state = variety()
    state.count(BREAD, 4, 1)
    assert [clashes(state, BREAD, day) for day in (3, 4, 5)] == [0, 1, 0]


def test_a_use_too_many_clashes_in_its_block_of_seven_days() -> None:
    state = variety()
    state.count(STEW, 0, 1)
    state.count(STEW, 3, 1)
    assert (clashes(state, STEW, 6), clashes(state, STEW, 8)) == (1, 0)
    state.count(STEW, 3, -1)
    assert clashes(state, STEW, 6) == 0


def test_a_use_too_many_clashes_in_the_whole_plan() -> None:
    asked = problem([main("stew", in_all=2), main("soup")], days=9, slots=BOTH)
    state = Variety(told_apart(lay_out(asked), range(9)))
    state.count(0, 0, 1)
    assert state.twins(np.array([0]), 4, np.array([0]), 8).tolist() == [[1]]
    state.count(0, 4, 1)
    assert (clashes(state, 0, 8), clashes(state, 1, 8)) == (1, 0)
    state.count(0, 8, 1)
    assert state.total([(0, 0), (0, 4), (0, 8)]) == 1


def test_nothing_never_clashes() -> None:
    state = variety()
    state.count(NOTHING, 0, 1)
    assert clashes(state, NOTHING, 0) == 0


def test_what_locks_repeat_by_themselves_is_no_clash() -> None:
    kept = [Lock(0, "lunch", "stew", 2), Lock(1, "lunch", "stew", 2), Lock(3, "lunch", "stew", 2)]
    state = variety(*kept)
    for lock in kept:
        state.count(STEW, lock.day, 1)
    assert state.total([]) == 0
    assert clashes(state, STEW, 6) == 1  # a fourth use


def test_the_total_counts_each_pair_once() -> None:
    state = variety(reach=3)
    standing = [(STEW, 0), (STEW, 2), (BREAD, 0), (BREAD, 1)]
    for offer, day in standing:
        state.count(offer, day, 1)
    assert state.total(standing) == 1
    assert state.is_close(STEW, 0)
    assert not state.is_close(BREAD, 0)


def test_two_new_places_may_clash_with_each_other() -> None:
    state = variety()
    both = np.array([STEW, BREAD, NOTHING])
    assert state.twins(both, 1, both, 2).tolist() == [[1, 0, 0], [0, 0, 0], [0, 0, 0]]
    assert state.twins(both, 1, both, 1).tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 0]]
    assert not state.twins(both, 1, both, 5).any()
