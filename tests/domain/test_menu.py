from dataclasses import replace
from datetime import time

import pytest

from nutriplan.domain.findings import Allowance, DoseWindow, Findings, NutrientCap, Steady
from nutriplan.domain.menu import Helping, Menu, broken_limits, mean_day, totals_by_day
from nutriplan.domain.person import MealTime, SlotName
from nutriplan.domain.rules import Period, Scope
from nutriplan.domain.targets import Target
from tests.domain.cast import BREAKFAST, DINNER, LENTILS, LUNCH, MILK, OATS, food, menu, person, serving

PORRIDGE = serving("porridge", (OATS, 50), (MILK, 200))
DAL = serving("dal", (LENTILS, 250))
ONE_DAY = menu({BREAKFAST: (Helping(PORRIDGE, 1),), LUNCH: (Helping(DAL, 1.5),), DINNER: (Helping(DAL, 1),)})
SUGARY = serving("cola", (MILK, 100))


def broken(findings: Findings, plan: Menu = ONE_DAY, **more: object) -> tuple[str, ...]:
    asked = {"targets": {}, "levels": {}, "person": person(), **more}
    return broken_limits(plan, findings=findings, **asked)  # type: ignore[arg-type]


def test_a_menu_without_cautions_breaks_none() -> None:
    assert broken(Findings()) == ()


def test_totals_are_the_sum_over_grams_and_servings() -> None:
    (day,) = totals_by_day(ONE_DAY, ["magnesium_mg"])
    assert day["magnesium_mg"].known == pytest.approx(130 * 0.5 + 36 * 2.5 * 2.5)


def test_mean_day_is_the_mean() -> None:
    days = totals_by_day(menu({LUNCH: (Helping(DAL, 1),)}, {LUNCH: (Helping(DAL, 2),)}), ["magnesium_mg"])
    assert mean_day(days, "magnesium_mg").known == pytest.approx(36 * 2.5 * 1.5)


@pytest.mark.parametrize("tag", ["dairy", "gluten"])  # carried, and never decided
def test_an_excluded_tag_is_found_even_where_nobody_decided(tag: str) -> None:
    assert broken(Findings(excluded={tag: ("RULE",)}))


def test_a_food_to_avoid_is_found() -> None:
    assert broken(Findings(), person=person(avoid_foods=frozenset({MILK.food_id})))


@pytest.mark.parametrize(
    ("period", "maximum", "holds"),
    [(Period.DAY, 241, True), (Period.DAY, 239, False), (Period.MEAL, 239, False), (Period.WEEK, 239, False)],
)
def test_a_cap_holds_over_its_period(period: Period, maximum: float, holds: bool) -> None:
    plan = menu({BREAKFAST: (Helping(serving("milk", (MILK, 200)), 1),)})
    cap = NutrientCap("R", "calcium_mg", maximum, period, Scope.TOTAL)
    assert (broken(Findings(caps=(cap,)), plan) == ()) is holds


def test_food_is_not_held_against_a_supplement_cap() -> None:
    cap = NutrientCap("RX-MG-DUP", "magnesium_mg", 1, Period.DAY, Scope.SUPPLEMENTS_ONLY)
    assert broken(Findings(caps=(cap,))) == ()


def test_an_unknown_amount_counts_against_a_cap() -> None:
    cap = NutrientCap("R", "caffeine_mg", 200, Period.DAY, Scope.TOTAL)
    assert broken(Findings(caps=(cap,)))


def test_two_tags_share_one_allowance() -> None:
    shared = Allowance("FISH", "grams", {"dairy": 300.0, "legume": 1000.0}, Period.WEEK)
    assert broken(Findings(allowances=(shared,)))  # 200/300 + 625/1000 > 1


def test_a_window_binds_the_dish_in_it() -> None:
    dose = DoseWindow("RX", "Doxycycline", time(8, 0), 360, 600, frozenset({"dairy"}), frozenset())
    assert broken(Findings(windows=(dose,)))


def test_a_window_can_cap_an_amount_in_the_meal() -> None:
    dose = DoseWindow("RX", "Eltrombopag", time(8, 0), 360, 600, frozenset(), frozenset(), {"calcium_mg": 50})
    milky = menu({BREAKFAST: (Helping(serving("milk", (MILK, 100)), 1),)})
    assert any("calcium" in line for line in broken(Findings(windows=(dose,)), milky))


@pytest.mark.parametrize(("level", "holds"), [(300.0, True), (240.0, False), (400.0, False)])
def test_keep_steady_holds_every_day_to_its_band(level: float, holds: bool) -> None:
    plan = menu({LUNCH: (Helping(serving("salad", (LENTILS, 800)), 1),)})  # 288 mg
    steady = Findings(steady=(Steady("RX", "magnesium_mg", 15),))
    assert (broken(steady, plan, levels={"magnesium_mg": level}) == ()) is holds


def test_an_upper_level_is_held_on_the_average_day() -> None:
    plan = menu({LUNCH: (Helping(serving("milk", (MILK, 200)), 1),)})
    level = Target("calcium_mg", None, 200, 230, Scope.TOTAL, "RDA", "test")
    assert broken(Findings(), plan, targets={"calcium_mg": level})
    assert not broken(Findings(), plan, targets={"calcium_mg": replace(level, max=1000)})


def eaten(name: str, grams: float, *tags: str, at: MealTime = LUNCH, **amounts: float) -> Menu:
    part = food(name, {"energy_kcal": 100.0, **amounts}, tags=frozenset(tags))
    return menu({at: (Helping(serving(name, (part, grams)), 1),)})


@pytest.mark.requirement("P11")
def test_caffeine_is_held_on_every_day_and_not_on_the_average() -> None:
    cola = food("Cola", {"caffeine_mg": 100.0})
    plan = menu({LUNCH: (Helping(serving("cola", (cola, 300)), 1),)}, {LUNCH: (Helping(serving("tea", (cola, 0)), 1),)})
    level = Target("caffeine_mg", None, None, 200, Scope.TOTAL, "limit", "test")
    assert broken(Findings(), plan, targets={"caffeine_mg": level})
    assert not broken(Findings(), plan, targets={"caffeine_mg": replace(level, max=300)})


@pytest.mark.requirement("P11")
def test_a_plan_that_forgets_the_coffee_is_found() -> None:
    chocolate = eaten("Chocolate", 100, caffeine_mg=70.0)
    level = {"caffeine_mg": Target("caffeine_mg", None, None, 200, Scope.TOTAL, "limit", "test")}
    rule = Findings(allowances=(Allowance("PRG-CAFF", "caffeine_mg", {"caffeine_source": 200.0}, Period.DAY),))
    assert not broken(rule, chocolate, targets=level)
    assert len(broken(rule, chocolate, targets=level, person=person(coffee_cups=1))) == 2


@pytest.mark.requirement("P8", "P12")
@pytest.mark.parametrize("tag", ["liver", "fish_liver_oil", "alcohol"])
def test_what_no_plan_has_is_found(tag: str) -> None:
    assert broken(Findings(), eaten("Food", 10, tag))


@pytest.mark.requirement("P13")
@pytest.mark.parametrize(("grams", "holds"), [(40, True), (41, False)])
def test_dried_fruit_is_one_serving_a_day(grams: float, *, holds: bool) -> None:
    raisins = replace(food("Raisins, seedless"), group="Fruits and Fruit Juices")
    plan = menu({LUNCH: (Helping(serving("trail", (raisins, grams)), 1),)})
    assert (broken(Findings(), plan) == ()) is holds


@pytest.mark.requirement("P15")
def test_salted_fish_at_bedtime_is_found() -> None:
    night = MealTime(SlotName.EVENING_SNACK, time(21))
    assert broken(Findings(), eaten("Herring", 50, "fish", "salt_added", at=night))
    assert not broken(Findings(), eaten("Herring", 50, "fish", "salt_added", at=DINNER))


@pytest.mark.parametrize(("grams", "usual", "holds"), [(25, 0, True), (80, 0, False), (80, 1, True), (25, 2, False)])
def test_soya_keeps_to_what_the_person_has(grams: float, usual: float, *, holds: bool) -> None:
    steady = Findings(steady=(Steady("RX-LEVO-FOOD", "", 20, tag="soy"),))
    plan = eaten("Tofu", grams, "soy", protein_g=10.0)
    assert (broken(steady, plan, levels={"soy": usual * 7.0}) == ()) is holds
