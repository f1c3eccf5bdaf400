import pytest

from nutriplan.plans.wording import bought_how, cooked, halves, is_bought

ALL_EATEN: dict[str, object] = {"kind": "cook", "from": None, "servings": 2, "later": [], "left": 0, "freeze": False}


def test_what_is_cooked_for_later_is_said_with_its_day() -> None:
    later = [{"date": "2026-03-06", "servings": 1.5}]
    pot = {**ALL_EATEN, "servings": 4, "later": later, "left": 1, "freeze": True}
    assert cooked(pot, "%a") == "cook 4 servings: 1½ for Fri, 1 to freeze"
    assert cooked({**pot, "freeze": False}, "%A") == "cook 4 servings: 1½ for Friday, 1 too much"


def test_leftovers_say_from_when_and_what_is_eaten_at_once_says_nothing() -> None:
    assert cooked({**ALL_EATEN, "kind": "leftovers", "from": "2026-03-04"}, "%A") == "leftovers from Wednesday"
    assert cooked(ALL_EATEN, "%a") == ""


@pytest.mark.parametrize(("servings", "said"), [(0.5, "½"), (1, "1"), (1.5, "1½")])
def test_halves_are_said_as_cooks_write_them(servings: float, said: str) -> None:
    assert halves(servings) == said


def test_what_the_kitchen_has_all_of_is_not_bought() -> None:
    assert is_bought({"bought_g": 3.0, "in_hand_g": 5.0})
    assert is_bought({"bought_g": 0, "in_hand_g": 0})
    assert not is_bought({"bought_g": 0, "in_hand_g": 5.0})


FISH: dict[str, object] = {
    "note": None, "keeps_days": 2, "opened_days": 1, "price_tier": 2, "spare_g": 0.0, "spoils": True, "staple": False,
}  # fmt: skip
TIN = {**FISH, "note": "no added salt", "keeps_days": 730, "opened_days": 3, "spare_g": 120.0, "spoils": False}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (FISH, "keeps 2 days"),
        ({**FISH, "spare_g": 30.0, "price_tier": 3}, "keeps 2 days, 1 day once opened; dearer than most"),
        (TIN, "no added salt; keeps 3 days once opened"),
        ({**TIN, "spare_g": 0.0}, "no added salt"),
        ({**TIN, "opened_days": 60, "note": None}, ""),
        ({**TIN, "staple": True}, "no added salt"),
        ({**TIN, "keeps_days": None, "opened_days": None}, "no added salt"),
    ],
)
def test_how_long_food_keeps_is_said_where_it_changes_what_one_does(line: dict[str, object], said: str) -> None:
    assert bought_how(line) == said


def test_a_list_of_before_foods_said_how_long_they_keep_is_still_read() -> None:
    assert bought_how({"note": "pasteurised"}) == "pasteurised"
