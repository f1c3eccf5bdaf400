from dataclasses import replace
from datetime import time

from nutriplan.domain.findings import DoseWindow, Findings
from nutriplan.domain.kitchen import SwapFor
from nutriplan.domain.offering import Kind, offer
from nutriplan.domain.person import SlotName
from nutriplan.domain.servings import Part, Serving, Swap
from tests.domain.cast import DINNER, LENTILS, LUNCH, MEALS, MILK, OATS, food, person, serving

PORRIDGE = serving("porridge", (OATS, 50), (MILK, 200))
DAL = serving("dal", (LENTILS, 250), minutes=40)


def offered_keys(findings: Findings = Findings(), **changes: object) -> list[str]:  # noqa: B008 (a frozen value)
    found = offer([PORRIDGE, DAL], person=person(**changes), findings=findings, meals=MEALS)
    return [one.key for one, _ in found.servings]


def test_offers_all_when_nothing_stands_against_it() -> None:
    assert offered_keys() == ["porridge", "dal"]


def test_an_excluded_tag_keeps_a_dish_out_and_names_food_and_rule() -> None:
    found = offer([PORRIDGE], person=person(), findings=Findings(excluded={"dairy": ("ALG-MILK",)}), meals=MEALS)
    assert (found.servings, found.refused[0].rule_ids) == ((), ("ALG-MILK",))
    assert "Milk" in found.refused[0].because


def test_a_food_that_nobody_checked_is_not_offered_to_who_must_avoid_it() -> None:
    assert offered_keys(Findings(excluded={"gluten": ("ALG-GLUTEN",)})) == ["dal"]


def test_a_food_to_avoid_is_avoided() -> None:
    assert offered_keys(avoid_foods=frozenset({LENTILS.food_id})) == ["porridge"]


def test_a_dish_is_refused_for_a_wish_only_when_no_rule_keeps_it_out() -> None:
    eater = person(avoid_foods=frozenset({OATS.food_id}), max_minutes=1)
    allergic = offer([PORRIDGE], person=eater, findings=Findings(excluded={"dairy": ("ALG-MILK",)}), meals=MEALS)
    assert (allergic.refused[0].kind, allergic.refused[0].rule_ids) == (Kind.RULE, ("ALG-MILK",))
    assert offer([PORRIDGE], person=eater, findings=Findings(), meals=MEALS).refused[0].kind is Kind.WISH


def test_a_tag_that_is_only_wished_away_is_a_wish() -> None:
    wish = Findings(excluded={"dairy": ("wish:dairy",)})
    assert offer([PORRIDGE], person=person(), findings=wish, meals=MEALS).refused[0].kind is Kind.WISH
    both = Findings(excluded={"dairy": ("wish:dairy", "ALG-MILK")})
    assert offer([PORRIDGE], person=person(), findings=both, meals=MEALS).refused[0].kind is Kind.RULE


def test_a_dish_for_meals_that_are_not_eaten_is_not_a_wish() -> None:
    supper = serving("supper", (LENTILS, 100), slots=frozenset({SlotName.EVENING_SNACK}))
    assert offer([supper], person=person(), findings=Findings(), meals=MEALS).refused[0].kind is Kind.NO_MEAL


def test_a_dish_that_takes_too_long_is_not_offered() -> None:
    assert offered_keys(max_minutes=30) == ["porridge"]


SOYA = food("Soya drink", tags=frozenset({"soy"}))
HONEY = food("Honey", tags=frozenset({"animal", "honey"}))
CREAMY = food("Milk of cows", tags=frozenset({"dairy", "animal"}))
SWEET_PORRIDGE = replace(
    PORRIDGE,
    parts=(
        Part(LENTILS, 50.0, "50 g"),
        Part(CREAMY, 200.0, "1 cup", swaps=(Swap(SwapFor.DAIRY_FREE, Part(SOYA, 200.0, "1 cup")),)),
        Part(HONEY, 7.0, "1 tsp", optional=True),
    ),
)


def as_offered(*excluded: str, **changes: object) -> list[Serving]:
    findings = Findings(excluded=dict.fromkeys(excluded, ("RULE",)))
    found = offer([SWEET_PORRIDGE], person=person(**changes), findings=findings, meals=MEALS, with_stand_ins=True)
    return [one for one, _ in found.servings]


def test_a_vegan_who_is_allergic_to_milk_gets_the_dish_with_what_stands_in() -> None:
    (changed,) = as_offered("dairy", "animal", "honey")
    assert [part.food for part in changed.parts] == [LENTILS, SOYA]
    assert (changed.dish_id, changed.key) == (SWEET_PORRIDGE.dish_id, "porridge~dairy-free-less")


def test_a_dish_nothing_speaks_against_is_offered_as_it_is_written_and_only_so() -> None:
    assert as_offered() == [SWEET_PORRIDGE]
    assert as_offered("fish") == [SWEET_PORRIDGE]


def test_a_stand_in_passes_the_same_checks_as_any_food() -> None:
    assert as_offered("dairy", "soy") == []
    assert as_offered("dairy", avoid_foods=frozenset({SOYA.food_id})) == []
    assert as_offered("dairy", max_minutes=5) == []


def test_a_food_that_is_not_wanted_gives_place_as_well() -> None:
    (changed,) = as_offered(avoid_foods=frozenset({CREAMY.food_id}))
    assert changed.name == "Porridge, with soya drink instead of milk of cows"


def test_a_dish_that_no_stand_in_helps_is_refused_as_it_is_written() -> None:
    findings = Findings(excluded={"legume": ("ALG-LEGUME",), "dairy": ("ALG-MILK",)})
    found = offer([SWEET_PORRIDGE], person=person(), findings=findings, meals=MEALS, with_stand_ins=True)
    assert (found.servings, found.refused[0].serving) == ((), SWEET_PORRIDGE)


def test_asked_about_the_dish_itself_no_stand_in_opens_it() -> None:
    findings = Findings(excluded={"dairy": ("ALG-MILK",)})
    found = offer([SWEET_PORRIDGE], person=person(), findings=findings, meals=MEALS)
    assert (found.servings, found.refused[0].rule_ids) == ((), ("ALG-MILK",))


def window(tags: frozenset[str] | None, opens: int, closes: int) -> Findings:
    return Findings(windows=(DoseWindow("RX", "Doxycycline", time(13, 0), opens, closes, tags, frozenset()),))


def test_a_dose_window_closes_the_slot_for_the_tag_only() -> None:
    found = offer([PORRIDGE, DAL], person=person(), findings=window(frozenset({"dairy"}), 660, 900), meals=MEALS)
    slots = {one.key: where for one, where in found.servings}
    assert LUNCH.slot not in slots["porridge"]
    assert slots["dal"] == frozenset(meal.slot for meal in MEALS)


def test_the_edge_of_a_window_is_allowed() -> None:
    found = offer([PORRIDGE], person=person(), findings=window(frozenset({"dairy"}), 780, 1140), meals=[LUNCH, DINNER])
    assert found.servings[0][1] == {SlotName.LUNCH, SlotName.DINNER}


def test_a_window_across_midnight_reaches_the_evening_meal() -> None:
    found = offer([PORRIDGE], person=person(), findings=window(None, -360, 60), meals=[LUNCH, DINNER])
    assert found.servings[0][1] == {SlotName.LUNCH}


def test_a_dish_with_no_slot_left_says_why() -> None:
    found = offer([PORRIDGE], person=person(), findings=window(None, 0, 1439), meals=MEALS)
    assert "dose" in found.refused[0].because
