from __future__ import annotations

import pytest

from nutriplan.domain.brought_by import brought_by
from tests.domain.cast import LENTILS, MILK, OATS, food

PORTIONS = [(OATS, 100.0), (LENTILS, 100.0), (MILK, 500.0), (LENTILS, 200.0)]


@pytest.mark.requirement("P20")
def test_the_foods_that_bring_the_most_come_first_with_their_share() -> None:
    """130 mg in the oats, 36 mg in each 100 g of lentils; nobody knows what is in the milk."""
    oats, lentils = brought_by(PORTIONS, "magnesium_mg")
    assert (oats.food, lentils.food) == (OATS, LENTILS)
    assert (oats.amount, lentils.amount) == pytest.approx((130, 108))
    assert (oats.share, lentils.share) == pytest.approx((130 / 238, 108 / 238))


def test_no_more_are_named_than_are_read() -> None:
    many = [(food(f"Food {number}"), 100.0) for number in range(9)]
    assert len(brought_by(many, "magnesium_mg")) == 3
    assert len(brought_by(many, "magnesium_mg", most=5)) == 5


@pytest.mark.requirement("P20")
def test_what_nobody_knows_or_brings_nothing_is_not_named() -> None:
    assert brought_by([(MILK, 100.0), (food("Water", {"iron_mg": 0.0}), 100.0)], "iron_mg") == ()
