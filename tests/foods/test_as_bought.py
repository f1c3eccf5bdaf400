import pytest

from foods import as_bought
from tests.domain.cast import food

BREAD = food("Rye bread", tags=frozenset({"gluten"}), undecided_tags=frozenset({"animal", "dairy", "egg", "soy"}))


def test_a_label_decides_what_the_food_leaves_open_and_the_name_says_so() -> None:
    bought = as_bought.bought_without(BREAD, ["dairy", "egg"])
    assert bought.undecided_tags == {"soy"}
    assert bought.shown_name == "Rye bread, without milk or egg"
    assert bought.ndb_no == BREAD.ndb_no


def test_it_may_still_come_from_an_animal_while_something_of_an_animal_is_open() -> None:
    assert as_bought.bought_without(BREAD, ["dairy"]).undecided_tags == {"animal", "egg", "soy"}


def test_whether_it_comes_from_an_animal_is_not_answered_by_a_label_without_soya() -> None:
    lard = food("Lard bread", undecided_tags=frozenset({"animal", "soy"}))
    assert as_bought.bought_without(lard, ["soy"]).undecided_tags == {"animal"}


def test_no_label_takes_out_what_a_food_carries() -> None:
    assert as_bought.bought_without(BREAD, ["gluten"]) is BREAD
    assert as_bought.bought_without(BREAD, []) is BREAD


def test_whatever_allergen_is_open_has_to_be_looked_for() -> None:
    assert as_bought.label_note(BREAD, "wholegrain rye") == "wholegrain rye; check the label for milk, egg and soya"
    assert as_bought.label_note(as_bought.bought_without(BREAD, ["dairy", "egg"])) == "check the label for soya"


def test_wheat_is_not_named_beside_the_cereals_that_it_is_one_of() -> None:
    open_ones = frozenset({"wheat", "gluten"})
    assert as_bought.label_note(food("Miso", undecided_tags=open_ones)) == "check the label for cereals with gluten"
    assert as_bought.label_note(food("Spelt", undecided_tags=open_ones - {"gluten"})) == "check the label for wheat"


def test_where_nothing_is_open_only_the_note_is_left() -> None:
    assert as_bought.label_note(food("Rice"), "brown") == "brown"
    assert as_bought.label_note(food("Rice")) == ""


@pytest.mark.parametrize(
    ("name", "note", "without", "fault"),
    [
        ("Rye bread", "", ["dairy"], "is bought without milk, and the name"),
        ("Rye bread without milk", "", ["dairy", "egg"], "is bought without milk or egg"),
        ("Rye bread without milk", "", ["milk"], "without has no 'milk'"),
        ("Rye bread", "check the label for milk", [], "that is written from the tags left open"),
    ],
)
def test_a_line_that_does_not_say_what_it_does_is_a_fault(name: str, note: str, without: list[str], fault: str) -> None:
    (told,) = as_bought.faults(name=name, note=note, without=without)
    assert fault in told


def test_a_line_that_says_it_is_none() -> None:
    assert not list(as_bought.faults(name="Rye bread without milk or egg", note="dark", without=["egg", "dairy"]))
