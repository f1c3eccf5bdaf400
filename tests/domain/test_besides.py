from __future__ import annotations

import pytest

from nutriplan.domain.besides import besides, over
from nutriplan.domain.findings import Allowance
from nutriplan.domain.person import Supplement
from nutriplan.domain.rules import Period
from tests.domain.cast import person


def test_tablets_and_drinks_leave_the_rest_of_a_maximum() -> None:
    beside = besides(person(coffee_cups=1, supplements=(Supplement("calcium_mg", 600),)))
    assert (beside.room("caffeine_mg", 400), beside.room("calcium_mg", 1000), beside.room("iron_mg", 45)) == (
        260,
        400,
        45,
    )


def test_where_drinks_alone_are_above_it_nothing_may_be_added() -> None:
    """Unlike tablets, that no food could mend: another cup is one too many."""
    assert besides(person(coffee_cups=4)).room("caffeine_mg", 400) == 0


def test_a_week_is_seven_days_and_a_meal_has_none() -> None:
    assert [over(period, 10) for period in (Period.DAY, Period.WEEK, Period.MEAL)] == [10, 70, 0]


@pytest.mark.parametrize(("measure", "left"), [("caffeine_mg", 0.3), ("grams", 1.0), ("lactose_g", 1.0)])
def test_of_an_allowance_the_drinks_use_their_share(measure: str, left: float) -> None:
    allowance = Allowance("R", measure, {"tag": 200.0}, Period.DAY)
    assert besides(person(coffee_cups=1)).share_left(allowance) == pytest.approx(left)
