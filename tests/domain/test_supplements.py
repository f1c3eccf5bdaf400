from datetime import time

import pytest

from nutriplan.domain.person import Medication, Supplement
from nutriplan.domain.supplements import left_for_food, taken_daily
from tests.domain.cast import person


def test_supplements_of_one_nutrient_add_up_over_the_day() -> None:
    tablets = (Supplement("calcium_mg", 200, (time(8), time(20))), Supplement("calcium_mg", 100))
    assert taken_daily(person(supplements=tablets)) == {"calcium_mg": 500}


@pytest.mark.parametrize(("taken", "left"), [(0, 1000), (600, 400), (1000, 1000), (1500, 1000)])
def test_food_gets_what_tablets_leave_and_never_more_than_the_maximum(taken: float, left: float) -> None:
    assert left_for_food(1000, taken) == left


def test_a_tablet_counts_towards_the_form_that_the_upper_level_holds() -> None:
    taken = taken_daily(person(supplements=(Supplement("vitamin_a_ug", 3000), Supplement("folate_ug", 800))))
    assert (taken["retinol_ug"], taken["folic_acid_ug"]) == (3000, 800)


@pytest.mark.parametrize(
    ("typed", "times", "magnesium"),
    [
        ("magnesium 200 mg twice a day", (), 400),
        ("magnesium 200 mg bd", (time(8),), 400),
        ("magnesium 200 mg 2 tablets", (time(8), time(20)), 800),
        ("magnesium 200 mg every other day", (), 100),
        ("magnesium 200 mg as needed", (), 200),
    ],
)
def test_what_is_typed_says_how_many_are_counted(typed: str, times: tuple[time, ...], magnesium: float) -> None:
    tablet = Medication(typed, times, contents={"magnesium_mg": 200})
    assert taken_daily(person(medications=(tablet,))) == {"magnesium_mg": pytest.approx(magnesium)}


def test_what_a_medicine_brings_counts_each_time_it_is_taken() -> None:
    """C6, T3: an antacid of calcium is calcium."""
    antacid = Medication("Rennie", (time(8), time(20)), contents={"calcium_mg": 272})
    tablets = (Supplement("calcium_mg", 100),)
    assert taken_daily(person(supplements=tablets, medications=(antacid,))) == {"calcium_mg": 644}
