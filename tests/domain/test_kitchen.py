from datetime import date

import pytest

from nutriplan.domain.kitchen import FREE_OF, LESS_OF, Season, SwapFor, season_of


@pytest.mark.parametrize(
    ("month", "season"),
    [(2, Season.WINTER), (3, Season.SPRING), (6, Season.SUMMER), (11, Season.AUTUMN), (12, Season.WINTER)],
)
def test_seasons_begin_in_march_june_september_and_december(month: int, season: Season) -> None:
    assert season_of(date(2026, month, 1)) == season


def test_every_swap_says_what_it_is_free_of_or_holds_less_of() -> None:
    assert FREE_OF.keys() | LESS_OF.keys() == set(SwapFor)
