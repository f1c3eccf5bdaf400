from collections import Counter

import pytest

from foods import quality, quality_reports
from foods.quality import energy_against_macros, minerals_above_ash, minerals_below_protein, parts_within_whole
from tests.foods.factories import PortionFactory, food_with


def test_sound_amounts_give_no_finding() -> None:
    oats = {"energy_kcal": 379, "protein_g": 13.2, "fat_g": 6.5, "carbohydrate_g": 67.7, "fibre_g": 10.1}
    assert list(energy_against_macros(oats)) == []
    assert list(parts_within_whole(oats)) == []


@pytest.mark.parametrize("energy", [20, 700])
def test_energy_that_its_macronutrients_cannot_give_is_found(energy: float) -> None:
    amounts = {"energy_kcal": energy, "protein_g": 10, "fat_g": 10, "carbohydrate_g": 50}
    assert "330" in next(energy_against_macros(amounts))


def test_without_a_macronutrient_energy_is_not_judged() -> None:
    assert list(energy_against_macros({"energy_kcal": 900, "protein_g": 1, "fat_g": 1})) == []


def test_fibre_may_give_no_energy() -> None:
    bran = {"energy_kcal": 230, "protein_g": 20, "fat_g": 14, "carbohydrate_g": 58, "fibre_g": 37}
    assert list(energy_against_macros(bran)) == []


@pytest.mark.parametrize(
    "amounts",
    [
        {"fat_g": 5, "saturated_fat_g": 4, "monounsaturated_fat_g": 3},
        {"carbohydrate_g": 1, "sugars_g": 3},
        {"water_g": 90, "protein_g": 20},
    ],
)
def test_parts_larger_than_their_whole_are_found(amounts: dict[str, float]) -> None:
    assert len(list(parts_within_whole(amounts))) == 1


def test_an_unknown_whole_is_not_judged() -> None:
    assert list(parts_within_whole({"sugars_g": 3})) == []


def test_minerals_that_weigh_more_than_the_ash_are_found() -> None:
    spinach = {"ash_g": 1.72, "magnesium_mg": 79, "potassium_mg": 558, "calcium_mg": 99}
    assert list(minerals_above_ash(spinach)) == []
    assert "79,637" in next(minerals_above_ash({**spinach, "magnesium_mg": 79_000 - 20}))
    assert list(minerals_above_ash({"magnesium_mg": 79_000})) == []


def test_protein_without_potassium_or_phosphorus_is_found() -> None:
    chips = {"protein_g": 26.5, "potassium_mg": 7, "phosphorus_mg": 300}
    assert list(minerals_below_protein(chips)) == ["Potassium 7 mg with 26.5 g of protein"]
    assert list(minerals_below_protein({"protein_g": 26.5})) == []
    assert list(minerals_below_protein({"protein_g": 0.5, "potassium_mg": 0})) == []


@pytest.mark.django_db
def test_no_manganese_is_left_in_the_wrong_unit() -> None:
    """What is left far above its group is instant tea: tea leaves are that rich."""
    told = [finding for finding in quality.findings() if finding.check == "mineral_unit"]
    assert all("tea, instant" in finding.name for finding in told if "Manganese" in finding.detail)
    assert {finding.detail.split()[0] for finding in told} == {"Manganese", "Zinc"}


@pytest.mark.django_db
def test_every_check_has_a_name_and_says_what_to_do() -> None:
    assert quality_reports.report().counts.keys() == quality.CHECKS.keys()
    assert all(check.title and check.advice.endswith(".") for check in quality.CHECKS.values())


@pytest.mark.django_db
def test_a_mineral_a_thousand_times_too_high_for_its_group_is_found() -> None:
    for amount in range(30, 60):
        food_with({"magnesium_mg": amount})
    wrong = food_with({"magnesium_mg": 45_000})
    found = {finding.check: finding.detail for finding in quality.findings() if finding.food_id == wrong.pk}
    assert "45,000 mg" in found["mineral_unit"]
    assert "group_outlier" in found


@pytest.mark.django_db
def test_drafts_are_checked_and_retired_foods_are_not() -> None:
    draft = food_with({"fat_g": 5, "saturated_fat_g": 9}, state="draft")
    retired = food_with({"fat_g": 5, "saturated_fat_g": 9}, state="retired")
    found = {finding.food_id for finding in quality.findings()}
    assert draft.pk in found
    assert retired.pk not in found


@pytest.mark.django_db
def test_the_checks_run_over_the_stored_foods() -> None:
    bare = food_with({"fat_g": 5, "saturated_fat_g": 9})
    heavy = food_with({})
    PortionFactory.create(food=heavy, unit="bird", grams=5700)
    found = {(finding.check, finding.food_id) for finding in quality.findings()}
    assert {("parts_within_whole", bare.pk), ("without_portion", bare.pk), ("heavy_portion", heavy.pk)} <= found
    assert ("without_portion", heavy.pk) not in found


@pytest.mark.django_db
def test_the_real_foods_have_no_more_findings_than_were_looked_at() -> None:
    counts = Counter(finding.check for finding in quality.findings())
    assert counts == {
        "energy_against_macros": 6,
        "group_outlier": 30,
        "mineral_unit": 12,
        "minerals_above_ash": 6,
        "minerals_below_protein": 8,
        "parts_within_whole": 14,
        "heavy_portion": 188,
        "without_portion": 297,
    }
