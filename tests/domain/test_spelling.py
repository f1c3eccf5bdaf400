import pytest

from nutriplan.domain.spelling import Spellings, slips_between

KNOWN = Spellings(["furosemide", "lasix", "rennie", "tea", "levothyroxine"])


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("lasix", ("lasix",)),
        ("lasxi", ("lasix",)),
        ("lassix", ("lasix",)),
        ("lasx", ("lasix",)),
        ("lacik", ()),
        ("levotiroxine", ("levothyroxine",)),
        ("tee", ()),
        ("", ()),
    ],
)
def test_one_slip_is_looked_past_and_two_in_a_long_word(typed: str, near: tuple[str, ...]) -> None:
    assert KNOWN.near(typed) == near


@pytest.mark.parametrize(
    ("one", "other", "slips"), [("ab", "ba", 1), ("abc", "abd", 1), ("abcd", "abc", 1), ("a", "a", 0)]
)
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    assert slips_between(one, other, 2) == slips


def test_more_slips_than_asked_for_are_not_counted_out() -> None:
    assert slips_between("furosemide", "spironolactone", 2) == 3
