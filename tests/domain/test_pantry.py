from datetime import date

import pytest

from nutriplan.domain.cooking import cooking
from nutriplan.domain.menu import Helping
from nutriplan.domain.pantry import needs_of, use
from nutriplan.domain.person import Stock
from nutriplan.domain.servings import Pack, Purchase
from nutriplan.domain.shopping import shopping_list
from tests.domain.cast import DRY_LENTILS, LENTILS, LUNCH, MILK, menu, serving

DAL = serving("dal", (LENTILS, 250), purchase=DRY_LENTILS)
MILK_SOLD = Purchase("Milk", MILK.ndb_no, 1.0, "Dairy and eggs", packs=(Pack("1 l carton", 1030), Pack("500 ml", 515)))
PORRIDGE = serving("porridge", (MILK, 200), purchase=MILK_SOLD)
TWO_DAYS = menu({LUNCH: (Helping(DAL, 1),)}, {LUNCH: (Helping(DAL, 1),)})


def dry(grams: float, use_by: date | None = None) -> Stock:
    return Stock("dry lentils", grams, use_by, "16069", "Lentils, dry")


def test_what_is_in_the_kitchen_is_not_bought() -> None:
    (line,) = shopping_list(TWO_DAYS, household=1, pantry=(dry(150),)).lines
    assert (line.in_hand_g, line.bought_g) == pytest.approx((150, 50))


def test_all_of_it_in_the_kitchen_buys_no_pack() -> None:
    (line,) = shopping_list(TWO_DAYS, household=1, pantry=(dry(900),)).lines
    assert (line.bought_g, line.packs) == (0, ())


def test_as_eaten_counts_for_what_it_was_bought_as() -> None:
    cooked = Stock("cooked lentils", 250, None, LENTILS.ndb_no, "Lentils, cooked")
    (line,) = shopping_list(TWO_DAYS, household=1, pantry=(cooked,)).lines
    assert line.in_hand_g == pytest.approx(100)


def test_nothing_is_eaten_after_its_date() -> None:
    (used,) = use((dry(500, date(2026, 1, 5)),), needs_of(cooking(TWO_DAYS, household=1)))
    assert (used.used_g, used.left_g) == pytest.approx((100, 400))
    assert used.days == [date(2026, 1, 5)]


def test_what_spoils_first_is_taken_first() -> None:
    later, soon = use((dry(500), dry(80, date(2026, 1, 6))), needs_of(cooking(TWO_DAYS, household=1)))
    assert (soon.used_g, later.used_g) == pytest.approx((80, 120))


def test_another_food_stays_where_it_is() -> None:
    (used,) = use((Stock("milk", 500, None, MILK.ndb_no, "Milk"),), needs_of(cooking(TWO_DAYS, household=1)))
    assert (used.used_g, used.days) == (0, [])


def test_waste_is_what_packs_of_fresh_food_hold_too_much() -> None:
    plan = menu({LUNCH: (Helping(PORRIDGE, 2), Helping(DAL, 1))})
    waste = shopping_list(plan, household=1).waste
    assert (waste.bought_g, waste.left_g) == pytest.approx((515, 115))
    assert waste.share == pytest.approx(115 / 515)


def test_fresh_food_is_bought_for_each_week_by_itself() -> None:
    days = [{LUNCH: (Helping(PORRIDGE, 2),)} if day in {0, 10} else {} for day in range(11)]
    (line,) = shopping_list(menu(*days), household=1).lines
    assert [(pack.label, count) for pack, count in line.packs] == [("500 ml", 2)]


def test_nothing_fresh_wastes_nothing() -> None:
    assert shopping_list(TWO_DAYS, household=1).waste.share == 0
