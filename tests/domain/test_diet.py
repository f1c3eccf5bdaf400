import pytest

from nutriplan.domain.diet import DIET_LABELS, DIET_RULE_LABELS, DIET_RULES, DIETS, excluded_tags
from nutriplan.domain.errors import InputFaults
from tests.domain.cast import person
from tests.domain.rulebook import book

ALLERGENS = book().allergens


def test_a_vegan_eats_nothing_of_an_animal() -> None:
    out = excluded_tags(person(diet="vegan"), ALLERGENS)
    assert {"animal", "meat", "fish", "dairy", "egg", "honey", "gelatin", "mollusc"} <= set(out)
    assert out["dairy"] == ("diet:vegan",)


def test_a_vegetarian_keeps_milk_and_eggs() -> None:
    assert not {"dairy", "egg", "animal"} & set(excluded_tags(person(diet="vegetarian"), ALLERGENS))


def test_an_omnivore_has_nothing_excluded() -> None:
    assert excluded_tags(person(), ALLERGENS) == {}


@pytest.mark.parametrize(
    ("rule", "out"),
    [
        ("halal", {"pork", "alcohol", "gelatin"}),
        ("kosher", {"pork", "crustacean", "mollusc", "meat", "fish"}),
        ("no_pork", {"pork", "gelatin"}),
        ("no_beef", {"beef", "gelatin"}),
        ("no_alcohol", {"alcohol"}),
    ],
)
def test_diet_rules_leave_out_what_they_forbid(rule: str, out: set[str]) -> None:
    assert out <= set(excluded_tags(person(diet_rules=frozenset({rule})), ALLERGENS))


def test_allergies_and_wishes_are_named_beside_the_diet() -> None:
    eater = person(diet="vegan", allergies=frozenset({"milk"}), avoid_tags=frozenset({"spicy"}))
    out = excluded_tags(eater, ALLERGENS)
    assert out["dairy"] == ("diet:vegan", "allergy:milk")
    assert out["spicy"] == ("wish:spicy",)


def test_what_is_not_in_the_vocabulary_is_refused_all_at_once() -> None:
    eater = person(diet="fruitarian", allergies=frozenset({"kiwi"}), diet_rules=frozenset({"jain"}))
    with pytest.raises(InputFaults) as refused:
        excluded_tags(eater, ALLERGENS)
    assert {fault.pointer for fault in refused.value.faults} == {"/diet", "/diet_rules", "/allergies"}


def test_every_diet_and_rule_has_a_label() -> None:
    assert set(DIETS) == set(DIET_LABELS)
    assert set(DIET_RULES) == set(DIET_RULE_LABELS)
