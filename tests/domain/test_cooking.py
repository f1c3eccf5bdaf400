from dataclasses import replace
from datetime import date

import pytest

from nutriplan.domain.cooking import Pot, cooking, is_kept
from nutriplan.domain.kitchen import Scaling
from nutriplan.domain.menu import Helping
from nutriplan.domain.servings import Serving
from nutriplan.domain.shopping import shopping_list
from tests.domain.cast import DINNER, LENTILS, LUNCH, menu, serving

STEW = replace(serving("stew", (LENTILS, 300)), keeps_days=2, recipe_servings=4)
BATCH = replace(STEW, scaling=Scaling.BATCH)
PIECES = replace(STEW, scaling=Scaling.PIECES)


def pots_of(dish: Serving, *days: float, household: int = 1) -> list[Pot]:
    """A pot plan of so many servings at lunch of each day."""
    plan = menu(*({LUNCH: (Helping(dish, servings),)} if servings else {} for servings in days))
    return list(cooking(plan, household=household).pots)


def test_cooked_once_and_eaten_twice_while_it_keeps() -> None:
    (pot,) = pots_of(STEW, 1, 0, 1.5)
    assert (pot.day, pot.made_servings, pot.left_servings) == (date(2026, 1, 5), 2.5, 0)


def test_what_no_longer_keeps_is_cooked_anew() -> None:
    first, second = pots_of(STEW, 1, 0, 0, 1)
    assert (first.made_servings, second.day) == (1, date(2026, 1, 8))


def test_days_are_counted_from_the_cooking_not_from_the_last_meal() -> None:
    assert [pot.eaten_servings for pot in pots_of(STEW, 1, 0, 1, 0, 1)] == [2, 1]


def test_a_dish_that_does_not_keep_or_is_no_work_is_made_each_time() -> None:
    assert len(pots_of(replace(STEW, keeps_days=0), 1, 0, 1)) == 2
    assert len(pots_of(replace(STEW, active_minutes=1), 1, 0, 1)) == 2
    assert is_kept(replace(BATCH, active_minutes=1))


def test_a_batch_is_cooked_whole_and_its_rest_is_wasted_unless_it_freezes() -> None:
    (pot,) = pots_of(BATCH, 1, 0, 1.5)
    assert (pot.made_servings, pot.left_servings, pot.wasted_g) == (4, 1.5, 450)
    (frozen,) = pots_of(replace(BATCH, freezes=True), 1)
    assert (frozen.left_servings, frozen.wasted_g) == (3, 0)


@pytest.mark.parametrize(("household", "made"), [(1, 4), (2, 4), (3, 8)])
def test_a_larger_household_cooks_as_many_batches_as_it_needs(household: int, made: float) -> None:
    (pot,) = pots_of(BATCH, 1.5, household=household)
    assert pot.made_servings == made


def test_pieces_are_whole() -> None:
    (pot,) = pots_of(PIECES, 1, household=3)
    assert (pot.made_servings, pot.left_servings) == (3, 0)


def test_minutes_count_on_the_day_of_cooking_alone() -> None:
    plan = menu({LUNCH: (Helping(STEW, 1),)}, {}, {LUNCH: (Helping(STEW, 1),), DINNER: (Helping(PIECES, 1),)})
    cooked = cooking(plan, household=1)
    assert [cooked.minutes(day.date) for day in plan.days] == [10, 0, 0]


def test_every_helping_finds_its_pot() -> None:
    plan = menu({LUNCH: (Helping(STEW, 1),)}, {}, {DINNER: (Helping(STEW, 1),)})
    cooked = cooking(plan, household=1)
    assert {cooked.of(*place).day for place in plan.helpings()} == {date(2026, 1, 5)}
    assert cooked.keeps_any()


def test_all_that_is_cooked_is_bought_and_what_nobody_eats_is_waste() -> None:
    found = shopping_list(menu({LUNCH: (Helping(BATCH, 1),)}), household=1)
    (line,) = found.lines
    assert (line.eaten_g, line.bought_g) == (300, 1200)
    assert (found.waste.uneaten_g, found.waste.share) == (900, 1)
