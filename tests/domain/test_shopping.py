import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutriplan.domain.menu import Helping
from nutriplan.domain.servings import Pack, Purchase
from nutriplan.domain.shopping import fewest_left_over, shopping_list, spoils
from tests.domain.cast import DINNER, DRY_LENTILS, LENTILS, LUNCH, MILK, menu, serving

DAL = serving("dal", (LENTILS, 250), purchase=DRY_LENTILS)
PLAN = menu({LUNCH: (Helping(DAL, 1),), DINNER: (Helping(DAL, 0.5),)}, {LUNCH: (Helping(DAL, 2),)})


def test_sums_over_the_menu_as_bought() -> None:
    (line,) = shopping_list(PLAN, household=1).lines
    assert line.eaten_g == pytest.approx(875)
    assert line.bought_g == pytest.approx(350)
    assert [(pack.label, count) for pack, count in line.packs] == [("500 g bag", 1)]
    assert line.spare_g == pytest.approx(150)


def test_a_household_multiplies() -> None:
    (line,) = shopping_list(PLAN, household=4).lines
    assert line.bought_g == pytest.approx(1400)
    assert line.packs[0][1] == 3


def test_a_food_without_a_purchase_is_bought_as_eaten() -> None:
    (line,) = shopping_list(menu({LUNCH: (Helping(serving("milk", (MILK, 200)), 1),)}), household=1).lines
    assert (line.name, line.bought_g, line.packs, line.aisle) == ("Milk", 200, (), "Other")


def test_staples_have_no_packs() -> None:
    salt = Purchase("Salt", "02047", 1, "Oils, herbs and spices", staple=True, packs=(Pack("500 g", 500),))
    soup = serving("soup", (LENTILS, 2), purchase=salt)
    (line,) = shopping_list(menu({LUNCH: (Helping(soup, 1),)}), household=1).lines
    assert line.packs == ()


def test_small_and_large_packs_are_mixed_for_least_left_over() -> None:
    packs = (Pack("6 eggs", 340), Pack("12 eggs", 680))
    assert [(p.label, n) for p, n in fewest_left_over(900, packs)] == [("12 eggs", 1), ("6 eggs", 1)]
    assert [(p.label, n) for p, n in fewest_left_over(670, packs)] == [("12 eggs", 1)]


@given(st.floats(1, 5000), st.lists(st.floats(20, 2000), min_size=1, max_size=3, unique=True))
def test_packs_cover_the_need_and_no_pack_is_idle(need: float, sizes: list[float]) -> None:
    chosen = fewest_left_over(need, [Pack(f"{size} g", size) for size in sizes])
    held = sum(pack.grams * count for pack, count in chosen)
    assert held >= need * 0.98 - 1e-6
    assert held - min(pack.grams for pack, _ in chosen) < need * 0.98


@pytest.mark.parametrize(
    ("aisle", "opened_days", "staple", "expected"),
    [
        ("Fish", 1, False, True),
        ("Fruit and vegetables", 14, False, False),
        ("Fruit and vegetables", None, False, True),
        ("Tins and jars", 3, False, False),
        ("Dairy and eggs", 3, True, False),
    ],
)
def test_fresh_food_spoils_that_does_not_keep_for_two_weeks(
    aisle: str, opened_days: int | None, staple: bool, expected: bool
) -> None:
    assert spoils(Purchase("It", "1", 1.0, aisle, staple, opened_days=opened_days)) is expected


@pytest.mark.parametrize(
    ("opened_days", "days", "packs"),
    [
        (5, (5, 8), 1),  # left over on day 5, eaten on day 8 while it keeps
        (2, (5, 8), 2),  # no longer good
        (None, (5, 8), 2),  # nobody knows how long it keeps
        (5, (0, 5, 8), 2),  # opened on day 0 already
        (10, (5, 8, 14), 1),
        (8, (5, 8, 14), 2),
    ],
)
def test_what_is_left_of_an_opened_pack_is_eaten_in_the_next_week_while_it_keeps(
    opened_days: int | None, days: tuple[int, ...], packs: int
) -> None:
    cream = Purchase("Cream", "1", 1, "Dairy and eggs", packs=(Pack("200 g", 200),), opened_days=opened_days)
    bowl = {LUNCH: (Helping(serving("bowl", (MILK, 60), purchase=cream), 1),)}
    (line,) = shopping_list(menu(*(bowl if day in days else {} for day in range(15))), household=1).lines
    assert [count for _, count in line.packs] == [packs]
    assert line.spare_g == pytest.approx(200 * packs - 60 * len(days))


def test_a_line_says_how_long_it_keeps_and_what_it_costs() -> None:
    fish = Purchase("Cod", "15015", 0.8, "Fish", keeps_days=2, opened_days=1, price_tier=3)
    (line,) = shopping_list(menu({LUNCH: (Helping(serving("cod", (MILK, 100), purchase=fish), 1),)}), household=1).lines
    assert (line.keeps_days, line.opened_days, line.price_tier) == (2, 1, 3)
