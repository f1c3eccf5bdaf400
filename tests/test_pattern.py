from dataclasses import replace

import pytest

from nutriplan import pattern
from nutriplan.domain.composition import Composition
from nutriplan.domain.findings import Allowance, Findings
from nutriplan.domain.menu import Helping, Menu
from nutriplan.domain.offering import Offered
from nutriplan.domain.person import DEFAULT_MEALS, Person, SlotName
from nutriplan.domain.rules import Period, Scope
from nutriplan.domain.servings import Part, Role, Serving
from nutriplan.domain.targets import Target
from nutriplan.planner.problem import Limit, Over
from tests.domain.cast import food, menu, person

ENERGY = Target("energy_kcal", None, 2000.0, None, Scope.TOTAL, "EER", "")
NO_ENERGY = Target("energy_kcal", None, None, None, Scope.TOTAL, "", "", clinician_sets=True)
SALMON = food("Salmon", tags=frozenset({"oily_fish", "fish"}))


def dish(*parts: tuple[Composition, float]) -> Serving:
    return Serving(
        1, "dish", "Dish", Role.MAIN, frozenset(SlotName), 5, 5, tuple(Part(what, grams, "") for what, grams in parts)
    )


def limits(
    *dishes: Serving,
    who: Person | None = None,
    findings: Findings | None = None,
    energy: Target = ENERGY,
    days: int = 7,
) -> dict[str, Limit]:
    offered = Offered(tuple((one, frozenset(SlotName)) for one in dishes), ())
    found = pattern.limits(who or person(), {"energy_kcal": energy}, findings or Findings(), offered, days)
    return {limit.name: limit for limit in found}


@pytest.mark.requirement("P8")
def test_oily_fish_twice_a_week_is_wished_for_only_where_it_is_offered() -> None:
    assert "oily fish" not in limits()
    wish = limits(dish((SALMON, 100.0)))["oily fish"]
    assert (wish.over, wish.hard) == (Over.MEAN, False)
    assert wish.lower == pytest.approx(200 / 7)
    assert "oily fish" not in limits(dish((SALMON, 100.0)), days=3)


@pytest.mark.requirement("P8")
@pytest.mark.parametrize("tag", ["oily_fish", "best_choice_fish"])
def test_the_wish_for_oily_fish_stays_below_what_a_caution_allows(tag: str) -> None:
    allowed = Findings(allowances=(Allowance("PRG-FISH-OILY", "grams", {tag: 170.0}, Period.WEEK),))
    assert limits(dish((SALMON, 100.0)), findings=allowed)["oily fish"].lower == pytest.approx(0.85 * 170 / 7)


@pytest.mark.parametrize(("age", "grams"), [(5, 85.0), (9, 128.0), (15, 170.0), (18, 200.0)])
def test_a_child_has_a_childs_helping_of_fish(age: float, grams: float) -> None:
    assert limits(dish((SALMON, 100.0)), who=person(age_years=age))["oily fish"].lower == pytest.approx(grams / 7)


@pytest.mark.requirement("P5")
def test_five_servings_of_vegetables_and_fruit_are_wished_for_unless_potassium_must_not_rise() -> None:
    assert limits()["vegetables and fruit"].lower == 400.0
    kept_down = Findings(clinician_sets={"potassium_mg": ("CND-CKD-K",)})
    assert "vegetables and fruit" not in limits(findings=kept_down)


@pytest.mark.requirement("P13")
def test_dried_fruit_is_a_hard_limit_of_one_serving_a_day() -> None:
    dried = limits()["dried fruit, one serving a day"]
    assert (dried.over, dried.hard, dried.upper) == (Over.DAY, True, 40.0)


@pytest.mark.requirement("P13")
def test_free_sugar_is_aimed_at_a_tenth_of_energy() -> None:
    sugar = limits()["free sugar"]
    assert (sugar.over, sugar.hard, sugar.upper) == (Over.MEAN, False, 50.0)
    assert "free sugar" not in limits(energy=NO_ENERGY)


@pytest.mark.requirement("P14")
def test_no_limit_is_on_protein_of_animals_but_red_and_processed_meat_are_kept_small() -> None:
    found = limits()
    assert (found["red meat"].upper, found["red meat"].hard) == (350.0, False)
    assert found["processed meat"].over is Over.WEEK
    assert not any("protein" in limit.measure or "poultry" in limit.measure for limit in found.values())


@pytest.mark.requirement("P5")
def test_half_of_the_grain_is_wished_whole() -> None:
    found = limits()
    assert (found["whole grain"].lower, found["grain that is not whole"].upper) == (240.0, 240.0)
    assert not found["whole grain"].hard


@pytest.mark.requirement("P6")
def test_a_vitamin_d_food_without_fat_beside_it_costs_more() -> None:
    lean = food("Lean", {"vitamin_d_ug": 5.0, "fat_g": 1.0})
    assert (
        pattern.cost(dish((lean, 100.0)))
        > pattern.cost(dish((lean, 100.0), (food("Oil", {"fat_g": 100.0}), 10.0)))
        == 0
    )


def test_what_is_counted_is_what_surely_is_of_the_kind() -> None:
    salad = dish(
        (food("Salad", tags=frozenset({"vegetable"})), 150.0), (food("Odd", undecided_tags=frozenset({"fruit"})), 50.0)
    )
    assert pattern.MEASURES["kind:plants"](salad) == 150.0


def week_of(*parts: tuple[Composition, float], meals: int = 3) -> Menu:
    times = DEFAULT_MEALS[:meals]
    return menu(*[{at: (Helping(dish(*parts), 1.0),) for at in times}] * 7)


@pytest.mark.requirement("P13")
def test_sugar_above_the_advice_is_said_with_what_nobody_knows() -> None:
    jam = food("Jam", {"sugars_g": 60.0}, tags=frozenset({"high_added_sugar"}))
    mystery = food("Mystery", {"energy_kcal": 1.0}, undecided_tags=frozenset({"high_added_sugar"}))
    said = " ".join(pattern.notes(week_of((jam, 50.0), (mystery, 10.0)), {"energy_kcal": ENERGY}))
    assert "90 g on the average day, above the advised 50 g" in said
    assert "For 30 g of food a day nobody knows" in said


@pytest.mark.requirement("P19")
def test_a_week_of_few_foods_is_said() -> None:
    assert any("1 different foods" in note for note in pattern.notes(week_of((SALMON, 1.0)), {"energy_kcal": ENERGY}))


@pytest.mark.requirement("P2")
def test_small_meals_are_called_a_matter_of_taste() -> None:
    said = pattern.notes(week_of((SALMON, 1.0), meals=5), {"energy_kcal": ENERGY})
    assert any("not proven" in note for note in said)
    assert not any("not proven" in note for note in pattern.notes(week_of((SALMON, 1.0)), {"energy_kcal": ENERGY}))


APPLE = food("Apple", tags=frozenset({"fruit"}))
POTASSIUM = Target("potassium_mg", None, 3400.0, None, Scope.TOTAL, "AI", "")


@pytest.mark.requirement("P5")
@pytest.mark.parametrize(("grams", "said"), [(100.0, True), (134.0, False)])
def test_too_few_vegetables_and_fruit_are_said(grams: float, said: bool) -> None:
    """Three meals a day of it: 300 g and 402 g."""
    notes = pattern.notes(week_of((APPLE, grams)), {"energy_kcal": ENERGY, "potassium_mg": POTASSIUM})
    assert any(note.startswith("Vegetables and fruit: 300 g") for note in notes) is said


@pytest.mark.requirement("P5", "C2")
@pytest.mark.parametrize("held", [replace(POTASSIUM, clinician_sets=True), replace(POTASSIUM, max=2000.0)])
def test_who_must_limit_potassium_is_not_told_to_have_more_fruit(held: Target) -> None:
    notes = pattern.notes(week_of((APPLE, 10.0)), {"energy_kcal": ENERGY, "potassium_mg": held})
    assert not any("fruit" in note for note in notes)


@pytest.mark.requirement("P5")
def test_grain_that_is_less_than_half_whole_is_said() -> None:
    white = replace(food("White bread", {"energy_kcal": 250.0}), group="Baked Products")
    whole = food("Whole oats", {"energy_kcal": 250.0}, tags=frozenset({"whole_grain"}))
    said = [pattern.notes(week_of((white, 60.0), (whole, grams)), {"energy_kcal": ENERGY}) for grams in (40.0, 60.0)]
    assert [any("Whole grain: 40 %" in note for note in notes) for notes in said] == [True, False]
