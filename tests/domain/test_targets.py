from typing import Any

import pytest

from nutriplan.domain.nutrients import KEYS, NUTRIENTS
from nutriplan.domain.person import LifeStage, Person, ReferenceSet, Sex
from nutriplan.domain.references import UNCOUNTED, ReferenceTables
from nutriplan.domain.rules import Scope
from nutriplan.domain.targets import Target, TooYoung, targets_for
from nutriplan.knowledge import references

F, M = Sex.FEMALE, Sex.MALE
US, EU = ReferenceSet.US, ReferenceSet.EU


@pytest.fixture(scope="module")
def tables() -> ReferenceTables:
    return references.read([])


def person(age: float = 29, sex: Sex = F, **changes: Any) -> Person:
    return Person(**{"height_cm": 165, "weight_kg": 60, "age_years": age, "sex": sex, **changes})


def pregnant(age: float = 29, **changes: Any) -> Person:
    return person(age, **{"life_stage": LifeStage.PREGNANT, "pregnancy_week": 24, **changes})


def lactating(age: float = 29, **changes: Any) -> Person:
    return person(age, life_stage=LifeStage.LACTATING, **changes)


EU_WOMAN = person(reference_set=EU)
#: Who, of what, and the minimum, aim and maximum.
KNOWN = [
    (person(), "magnesium_mg", 255, 310, 350),
    (person(31), "magnesium_mg", 265, 320, 350),
    (person(40, M), "magnesium_mg", 350, 420, 350),
    (pregnant(), "magnesium_mg", 290, 350, 350),
    (pregnant(), "calcium_mg", 800, 1000, 2500),
    (pregnant(), "potassium_mg", None, 2900, None),
    (pregnant(), "vitamin_d_ug", 10, 15, 100),
    (pregnant(), "iron_mg", 22, 27, 45),
    (pregnant(), "folate_ug", 520, 600, None),
    (pregnant(), "caffeine_mg", None, None, 200),
    (pregnant(), "alcohol_g", None, None, 0),
    (pregnant(17), "magnesium_mg", 335, 400, 350),
    (pregnant(17), "calcium_mg", 1100, 1300, 3000),
    (pregnant(17), "caffeine_mg", None, None, 0),
    (lactating(), "magnesium_mg", 255, 310, 350),
    (lactating(), "potassium_mg", None, 2800, None),
    (lactating(), "vitamin_a_ug", 900, 1300, None),
    (lactating(), "caffeine_mg", None, None, 200),
    (person(10, M), "calcium_mg", 1100, 1300, 3000),
    (person(10, M), "magnesium_mg", 200, 240, 350),
    (person(10, M), "potassium_mg", None, 2500, None),
    (person(10, M), "sodium_mg", None, None, 1800),
    (person(10, M), "caffeine_mg", None, None, 0),
    (person(6, M), "magnesium_mg", 110, 130, 110),
    (person(6, M), "sodium_mg", None, None, 1500),
    (person(72), "calcium_mg", 1000, 1200, 2000),
    (person(72), "vitamin_d_ug", 10, 20, 100),
    (person(72, M), "calcium_mg", 1000, 1200, 2000),
    (person(60), "iron_mg", 5, 8, 45),
    (person(), "iron_mg", 8.1, 18, 45),
    (person(), "sodium_mg", None, None, 2300),
    (person(), "caffeine_mg", None, None, 400),
    (person(), "fibre_g", None, 25, None),
    (person(), "water_g", None, 2700, None),
    (person(), "linoleic_acid_g", None, 12, None),
    (person(), "alpha_linolenic_acid_g", None, 1.1, None),
    (person(), "copper_mg", 0.7, 0.9, 10),
    (person(), "protein_g", 0.66 * 60, 0.8 * 60, None),
    (pregnant(), "protein_g", 0.88 * 60, 1.1 * 60, None),
    (EU_WOMAN, "magnesium_mg", None, 300, 250),
    (EU_WOMAN, "calcium_mg", 750, 950, 2500),
    (EU_WOMAN, "potassium_mg", None, 3500, None),
    (EU_WOMAN, "vitamin_d_ug", None, 15, 100),
    (EU_WOMAN, "iron_mg", 7, 16, 40),
    (EU_WOMAN, "zinc_mg", 8.9, 11, 25),
    (EU_WOMAN, "sodium_mg", None, None, 2300),
    (EU_WOMAN, "protein_g", 0.66 * 60, 0.83 * 60, None),
    (person(22, reference_set=EU), "calcium_mg", 860, 1000, 2500),
    (person(60, reference_set=EU), "iron_mg", 6, 11, 40),
    (person(60, reference_set=EU), "retinol_ug", None, None, 1500),
    (person(40, M, reference_set=EU), "magnesium_mg", None, 350, 250),
    (person(12, M, reference_set=EU), "sodium_mg", None, None, 1800),
    (pregnant(reference_set=EU), "vitamin_c_mg", None, 105, None),
    (pregnant(reference_set=EU, pregnancy_week=8), "protein_g", 0.66 * 60 + 0.52, 0.83 * 60 + 1, None),
    (pregnant(reference_set=EU, pregnancy_week=20), "protein_g", 0.66 * 60 + 7.2, 0.83 * 60 + 9, None),
    (pregnant(reference_set=EU, pregnancy_week=30), "protein_g", 0.66 * 60 + 23, 0.83 * 60 + 28, None),
    (lactating(reference_set=EU, months_postpartum=3), "protein_g", 0.66 * 60 + 15, 0.83 * 60 + 19, None),
    (lactating(reference_set=EU, months_postpartum=9), "protein_g", 0.66 * 60 + 10, 0.83 * 60 + 13, None),
    (lactating(reference_set=EU), "potassium_mg", None, 4000, None),
]


@pytest.mark.requirement("T1", "I1")
@pytest.mark.parametrize(("who", "key", "low", "aim", "high"), KNOWN)
def test_known_values_to_the_digit(
    tables: ReferenceTables, who: Person, key: str, low: float | None, aim: float | None, high: float | None
) -> None:
    target = targets_for(who, tables)[key]
    got = (target.min, target.aim, target.max if key != "protein_g" else None)
    assert got == pytest.approx((low, aim, high))


@pytest.mark.requirement("I13")
@pytest.mark.parametrize("age", [3.99, 1, 0])
def test_under_4_years_there_is_no_plan(tables: ReferenceTables, age: float) -> None:
    with pytest.raises(TooYoung, match="paediatrician"):
        targets_for(person(age), tables)


@pytest.mark.requirement("T2")
@pytest.mark.parametrize("chosen", ReferenceSet)
@pytest.mark.parametrize("age", range(14, 51))
@pytest.mark.parametrize("key", ["magnesium_mg", "calcium_mg"])
def test_pregnancy_is_no_doubling(tables: ReferenceTables, chosen: ReferenceSet, age: int, key: str) -> None:
    usual = targets_for(person(age, reference_set=chosen), tables)[key].aim
    now = targets_for(pregnant(age, reference_set=chosen), tables)[key].aim
    assert usual is not None
    assert now is not None
    assert usual <= now <= 1.2 * usual


def everybody() -> list[Person]:
    people = [
        person(age, sex, reference_set=chosen, height_cm=110 if age < 9 else 165, weight_kg=19 if age < 9 else 60)
        for age in (4, 8.9, 9, 13, 14, 17, 18, 19, 30, 31, 50, 51, 70, 71, 100)
        for sex in Sex
        for chosen in ReferenceSet
    ]
    for age in (13, 16, 18, 19, 35, 50, 52):
        for chosen in ReferenceSet:
            people += [pregnant(age, reference_set=chosen), lactating(age, reference_set=chosen)]
    return people


@pytest.mark.parametrize("who", everybody(), ids=lambda p: f"{p.reference_set}-{p.sex}-{p.age_years}-{p.life_stage}")
def test_targets_of_everybody_are_whole_and_in_order(tables: ReferenceTables, who: Person) -> None:
    targets = targets_for(who, tables)
    assert list(targets) == [key for key in KEYS if key in targets]
    for key in (
        "energy_kcal",
        "protein_g",
        "magnesium_mg",
        "calcium_mg",
        "potassium_mg",
        "vitamin_d_ug",
        "iron_mg",
        "zinc_mg",
    ):
        assert targets[key].aim, key
    for key in (
        "sodium_mg",
        "caffeine_mg",
        "alcohol_g",
        "saturated_fat_g",
        "retinol_ug",
        "vitamin_d_ug",
        "folic_acid_ug",
    ):
        assert targets[key].max is not None, key
    for target in targets.values():
        check_one(target)


def check_one(target: Target) -> None:
    assert target.key in NUTRIENTS
    assert target.key not in UNCOUNTED
    assert target.source
    assert target.basis in {"RDA", "AI", "EER", "AMDR", "CDRR", "UL", "limit"}
    if target.min is not None and target.aim is not None:
        assert target.min <= target.aim
    if target.scope is Scope.TOTAL and target.max is not None and target.aim is not None:
        assert target.aim < target.max


def test_magnesium_from_food_has_no_upper_level(tables: ReferenceTables) -> None:
    assert targets_for(person(), tables)["magnesium_mg"].scope is Scope.SUPPLEMENTS_ONLY


@pytest.mark.requirement("T3")
def test_partial_upper_levels_stand_on_the_part(tables: ReferenceTables) -> None:
    targets = targets_for(person(), tables)
    held = {
        key: (targets[key].max, targets[key].scope) for key in ("retinol_ug", "added_vitamin_e_mg", "folic_acid_ug")
    }
    assert held == {
        "retinol_ug": (3000, Scope.PREFORMED),
        "added_vitamin_e_mg": (1000, Scope.ADDED_FORMS),
        "folic_acid_ug": (1000, Scope.ADDED_FORMS),
    }
    assert [targets[key].max for key in ("vitamin_a_ug", "vitamin_e_mg", "folate_ug")] == [None, None, None]
    assert all(targets[key].aim is None for key in held)


def test_the_upper_level_of_niacin_is_never_one_of_food(tables: ReferenceTables) -> None:
    niacin = targets_for(person(), tables)["niacin_mg"]
    assert (niacin.max, niacin.scope) == (35, Scope.ADDED_FORMS)


def test_what_nobody_counts_is_no_target(tables: ReferenceTables) -> None:
    assert not {*UNCOUNTED, "fluoride_ug"} & set(targets_for(person(), tables))


def test_only_what_food_counts_towards_is_an_upper_level_of_food(tables: ReferenceTables) -> None:
    targets = targets_for(person(), tables)
    held = {key for key, target in targets.items() if target.is_upper_level}
    assert {"sodium_mg", "caffeine_mg", "calcium_mg", "vitamin_d_ug", "retinol_ug", "folic_acid_ug"} <= held
    assert not {"magnesium_mg", "niacin_mg", "protein_g", "fat_g", "saturated_fat_g", "potassium_mg"} & held


def test_shares_of_energy_become_grams(tables: ReferenceTables) -> None:
    targets = targets_for(person(), tables)
    kcal = targets["energy_kcal"].aim
    assert kcal is not None
    fat, carbohydrate = targets["fat_g"], targets["carbohydrate_g"]
    assert (fat.min, fat.aim, fat.max) == pytest.approx((0.20 * kcal / 9, None, 0.35 * kcal / 9))
    assert (carbohydrate.min, carbohydrate.max) == pytest.approx((0.45 * kcal / 4, 0.65 * kcal / 4))
    assert targets["protein_g"].max == pytest.approx(0.35 * kcal / 4)
    assert targets["saturated_fat_g"].max == pytest.approx(0.10 * kcal / 9)


def test_the_european_set_reads_shares_of_its_own(tables: ReferenceTables) -> None:
    targets = targets_for(EU_WOMAN, tables)
    kcal = targets["energy_kcal"].aim or 0
    assert targets["carbohydrate_g"].max == pytest.approx(0.60 * kcal / 4)
    assert targets["linoleic_acid_g"].aim == pytest.approx(0.04 * kcal / 9)
    assert targets["thiamin_mg"].aim == pytest.approx(0.1 * kcal * 4.184 / 1000)
    assert targets["niacin_mg"].aim == pytest.approx(1.6 * kcal * 4.184 / 1000)


def test_a_small_child_still_reaches_the_rda_of_carbohydrate(tables: ReferenceTables) -> None:
    small = targets_for(person(4, height_cm=95, weight_kg=13), tables)["carbohydrate_g"]
    assert small.min is not None
    assert small.min < 130
    assert small.aim == 130


def test_smokers_get_more_vitamin_c(tables: ReferenceTables) -> None:
    assert targets_for(person(smoker=True), tables)["vitamin_c_mg"].aim == 75 + 35
    assert targets_for(pregnant(52, smoker=True), tables)["vitamin_c_mg"].aim == 85 + 35


def test_pregnant_outside_the_table_keeps_the_more_careful_values(tables: ReferenceTables) -> None:
    girl = targets_for(pregnant(16, reference_set=EU), tables)
    assert girl["calcium_mg"].aim == 1150
    assert girl["retinol_ug"].max == 2600
    older = targets_for(pregnant(52), tables)["calcium_mg"]
    assert (older.aim, older.max) == (1200, 2000)
    assert "nearest" in targets_for(pregnant(52), tables)["magnesium_mg"].why


def test_the_weight_before_pregnancy_counts_where_the_gain_is_added(tables: ReferenceTables) -> None:
    who = pregnant(reference_set=EU, pregnancy_week=30, weight_kg=70, pre_pregnancy_weight_kg=58)
    assert targets_for(who, tables)["protein_g"].aim == pytest.approx(0.83 * 58 + 28)


def test_assumptions_and_open_checks_are_said(tables: ReferenceTables) -> None:
    unknown = targets_for(pregnant(pregnancy_week=None), tables)["energy_kcal"].why
    assert "middle of pregnancy is assumed" in unknown
    assert "today's weight is used" in unknown
    assert "second source" in targets_for(person(10, M), tables)["protein_g"].why
    assert "menopause" in targets_for(EU_WOMAN, tables)["iron_mg"].why


def test_trying_to_conceive_keeps_the_usual_row_without_alcohol(tables: ReferenceTables) -> None:
    trying = targets_for(person(life_stage=LifeStage.TRYING), tables)
    assert trying["magnesium_mg"].aim == 310
    assert trying["alcohol_g"].max == 0


def test_sources_name_title_publisher_and_year(tables: ReferenceTables) -> None:
    source = targets_for(person(), tables)["potassium_mg"].source
    assert source == "Dietary Reference Intakes for Sodium and Potassium (National Academies Press, 2019)"
