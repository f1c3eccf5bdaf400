from dataclasses import replace

import pytest

from foods import published

pytestmark = pytest.mark.django_db


def test_ten_dishes_that_everybody_knows_agree_in_all_that_is_compared() -> None:
    found = published.held(published.read())
    agree = [one.dish.name for one in found if not one.outside]
    assert len(agree) >= 10, agree


def test_whatever_is_off_says_why_and_nothing_else_does() -> None:
    assert [fault for one in published.held(published.read()) for fault in one.faults] == []


def test_twice_the_salt_is_found() -> None:
    mashed = published.read()[0]
    parts = tuple((ndb, food, 7.2 if ndb == "02047" else grams) for ndb, food, grams in mashed.parts)
    (one,) = published.held([replace(mashed, parts=parts)])
    assert one.outside == ("sodium_mg",)
    assert one.faults == (f"{mashed.name}: Sodium is off by {one.off('sodium_mg'):+.0%}",)


def test_a_reason_for_what_agrees_is_a_fault() -> None:
    (one,) = published.held([replace(published.read()[0], differs={"fat_g": "it does not"})])
    assert one.faults == ("Mashed potatoes with milk: Fat agrees after all",)


def test_a_number_that_is_not_that_of_the_food_is_refused() -> None:
    with pytest.raises(LookupError, match="01077"):
        published.held([replace(published.read()[0], parts=(("01077", "Milk", 100.0),))])


def test_every_comparison_is_shown() -> None:
    found = published.held(published.read())
    rows = list(published.written(found))
    assert sum(row.startswith("| ") for row in rows) == len(found) + 1
    assert sum(row.startswith("- ") for row in rows) == sum(len(one.dish.differs) for one in found)
