"""The wishes of random people are the same in every run, can all be asked, and what is kept of a plan stays."""

from __future__ import annotations

import pytest

from nutriplan.plans import services
from nutriplan.proposal import Wishes
from tests.questions import example
from tests.safety.profiles import PEOPLE, profile
from tests.safety.wishes import DAYS, KITCHEN, START, lock_faults, wishes, with_kitchen

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("random-people")]


def test_the_same_number_wishes_the_same() -> None:
    assert wishes(7) == wishes(7)
    assert with_kitchen({}, 7) == with_kitchen({}, 7)
    assert {wishes(number).days for number in range(200)} == set(DAYS)


def test_every_wish_can_be_asked() -> None:
    for number in range(0, PEOPLE, 100):
        wished = wishes(number)
        services.wishes_for(days=wished.days, start=wished.start, seed=wished.seed, waste_within_pct=100 * wished.give)


def test_everything_in_the_kitchens_is_a_food() -> None:
    kitchen = {**profile(3), "pantry": [{"food": food, "grams": 200} for food in KITCHEN]}
    read = services.read_person(profile=kitchen, today=START)
    assert all(stock.ndb_no for stock in read.person.pantry)
    assert len(read.person.pantry) == len(KITCHEN)


def test_dishes_of_a_plan_that_must_stay_do() -> None:
    assert lock_faults(example("man-45"), Wishes(2, START, 1), 7) == []
