import math

from hypothesis import given
from hypothesis import strategies as st

from nutriplan.domain.composition import sum_of
from tests.domain.cast import food

KNOWN = food("Known", {"calcium_mg": 100.0})
BLANK = food("Blank", {"magnesium_mg": 1.0}, ceilings={"calcium_mg": 40.0})


def test_sums_what_is_known() -> None:
    total = sum_of([(KNOWN, 150)], ["calcium_mg"])["calcium_mg"]
    assert (total.known, total.known_share, total.upper) == (150.0, 1.0, 150.0)


def test_unknown_is_not_zero_it_lowers_the_known_share_and_raises_the_upper_estimate() -> None:
    total = sum_of([(KNOWN, 100), (BLANK, 100)], ["calcium_mg"])["calcium_mg"]
    assert (total.known, total.known_share, total.upper) == (100.0, 0.5, 140.0)


def test_nothing_known_is_no_amount() -> None:
    assert sum_of([(BLANK, 100)], ["calcium_mg"])["calcium_mg"].amount is None


def test_an_unknown_without_a_ceiling_cannot_be_shown_to_stay_below_anything() -> None:
    assert math.isinf(sum_of([(BLANK, 1)], ["zinc_mg"])["zinc_mg"].upper)


def test_a_true_zero_is_known() -> None:
    assert sum_of([(food("Oil", {"calcium_mg": 0.0}), 10)], ["calcium_mg"])["calcium_mg"].amount == 0.0


def test_undecided_tags_may_be_carried() -> None:
    oats = food("Oats", tags=frozenset({"whole_grain"}), undecided_tags=frozenset({"gluten"}))
    assert [oats.may_carry(tag) for tag in ("whole_grain", "gluten", "dairy")] == [True, True, False]


@given(st.lists(st.tuples(st.sampled_from([KNOWN, BLANK]), st.floats(0, 1000)), max_size=6))
def test_upper_is_never_below_known_and_the_share_is_a_share(portions: list[tuple[object, float]]) -> None:
    total = sum_of(portions, ["calcium_mg"])["calcium_mg"]  # type: ignore[arg-type]
    assert total.upper >= total.known
    assert 0.0 <= total.known_share <= 1.0 + 1e-9
