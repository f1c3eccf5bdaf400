from pathlib import Path

import pytest

from foods.importers import fdc, fdc_files
from foods.importers.incoming import Amount, Measure
from foods.importers.table import TableFaults
from tests.foods import fdc_sample

BEANS, KEFIR, SOUP, OLD_BAR, BAR, DRINK, OIL = 900001, 900002, 900003, 900004, 900005, 900011, 900012


def test_only_foods_are_taken_and_only_in_their_newest_edition(tmp_path: Path) -> None:
    table, foods, _ = fdc_sample.read(fdc_sample.FOLDER, tmp_path / "heaps")
    assert sorted(foods) == [BEANS, KEFIR, SOUP, BAR, DRINK, OIL]
    assert table.counts.older == 1
    assert table.counts.other_types == {"sub_sample_food": 1}


def test_a_zip_holds_the_same_foods_as_a_folder(tmp_path: Path) -> None:
    archive = fdc_sample.as_zip(tmp_path / "release.zip")
    _, packed, refused = fdc_sample.read(archive, tmp_path / "one")
    _, plain, refused_too = fdc_sample.read(fdc_sample.FOLDER, tmp_path / "two")
    assert (packed, refused) == (plain, refused_too)
    assert fdc_files.Release(archive).fingerprint() == fdc_files.Release(fdc_sample.FOLDER).fingerprint()


def test_energy_by_specific_factors_is_preferred_and_kilojoules_come_last(tmp_path: Path) -> None:
    _, foods, _ = fdc_sample.read(fdc_sample.FOLDER, tmp_path / "heaps")
    assert foods[BEANS].amounts["energy_kcal"].value == 333
    assert foods[OIL].amounts["energy_kcal"].value == 899
    assert foods[KEFIR].amounts["energy_kcal"].value == 61


def test_vitamin_d_is_in_micrograms_and_falls_back_to_units(tmp_path: Path) -> None:
    _, foods, _ = fdc_sample.read(fdc_sample.FOLDER, tmp_path / "heaps")
    assert foods[KEFIR].amounts["vitamin_d_ug"].value == 1
    assert foods[BAR].amounts["vitamin_d_ug"].value == 1.3


def test_amounts_are_in_our_unit_whatever_the_release_counts_in(tmp_path: Path) -> None:
    _, foods, _ = fdc_sample.read(fdc_sample.FOLDER, tmp_path / "heaps")
    assert foods[BEANS].amounts["copper_mg"].value == pytest.approx(0.84)


def test_survey_foods_with_numbers_of_three_digits_are_understood(tmp_path: Path) -> None:
    _, foods, _ = fdc_sample.read(fdc_sample.FOLDER, tmp_path / "heaps")
    assert {key: amount.value for key, amount in foods[SOUP].amounts.items()} == {"protein_g": 3.1, "vitamin_d_ug": 1.2}


def test_an_amount_that_is_not_there_is_unknown(tmp_path: Path) -> None:
    table, foods, _ = fdc_sample.read(fdc_sample.FOLDER, tmp_path / "heaps")
    assert "calcium_mg" not in foods[SOUP].amounts
    assert table.counts.empty == 1


def test_where_a_value_comes_from_is_kept(tmp_path: Path) -> None:
    _, foods, _ = fdc_sample.read(fdc_sample.FOLDER, tmp_path / "heaps")
    beans, bar, soup = (foods[number].amounts for number in (BEANS, BAR, SOUP))
    assert beans["magnesium_mg"][1:] == ("1", "A")
    assert beans["energy_kcal"][1:] == ("4", "NC")
    assert beans["vitamin_d_ug"] == Amount(0, "7", "Z")
    assert bar["calcium_mg"][1:] == ("8", "LCCS")
    assert soup["protein_g"][1:] == ("4", "")


def test_household_measures_are_read_from_three_ways_of_saying_them(tmp_path: Path) -> None:
    _, foods, _ = fdc_sample.read(fdc_sample.FOLDER, tmp_path / "heaps")
    assert foods[BEANS].measures == (Measure(1, 3, "oz", 85), Measure(2, 0.5, "cup, cooked", 88))
    assert foods[SOUP].measures == (Measure(1, 1.5, "cups", 366),)
    assert foods[BAR].measures == (Measure(1, 1, "bar", 45),)


def test_a_serving_in_millilitres_is_doubted(tmp_path: Path) -> None:
    _, foods, _ = fdc_sample.read(fdc_sample.FOLDER, tmp_path / "heaps")
    (cup,) = foods[DRINK].measures
    assert (cup.grams, cup.unit) == (240, "cup")
    assert "millilitres" in cup.doubt


def test_groups_numbers_and_names_are_kept(tmp_path: Path) -> None:
    table, foods, _ = fdc_sample.read(fdc_sample.FOLDER, tmp_path / "heaps")
    assert (foods[BEANS].group, foods[SOUP].group) == ("1600", "W3802")
    assert table.groups[foods[BAR].group] == "Cereal Bars"
    assert foods[KEFIR].sr_number == "77001"
    assert (foods[BAR].gtin, foods[DRINK].gtin) == ("012345678905", "")
    assert foods[DRINK].name == 'ZQ ALMOND DRINK,  "original" — crème'
    assert foods[BAR].manufacturer == "ZQ MILL"


def test_every_refused_row_is_named_with_its_reason(tmp_path: Path) -> None:
    _, _, refused = fdc_sample.read(fdc_sample.FOLDER, tmp_path / "heaps")
    said = {(row.file, row.record, row.reason) for row in refused}
    assert said == {
        ("food.csv", "", "fdc_id 'abc' is not a number"),
        ("food.csv", "900007", "energy_kcal: 2100 in 100 g; pure fat has 902"),
        ("food.csv", "900008", "sodium_mg: 98000 in 100 g; pure salt has 39300"),
        ("food.csv", "900009", "fat_g + carbohydrate_g = 120.0 g in 100 g"),
        ("food.csv", "900010", "has no description"),
        ("food_nutrient.csv", "900011", "calcium_mg: -120 is negative"),
        ("food_nutrient.csv", "900011", "potassium_mg: 'NaN' is not a finite number"),
        ("food_nutrient.csv", "900011", "sodium_mg: 'about 40' is not a number"),
        ("food_nutrient.csv", "900011", "magnesium_mg: 9 after 7 for the same food"),
        ("food_portion.csv", "900003", "a measure of 0 g"),
    }
    assert {row.line for row in refused if row.record == "900011"} == {25, 26, 27, 29}


def test_nutrients_that_are_not_counted_and_foods_that_are_not_there_are_counted(tmp_path: Path) -> None:
    table, _, _ = fdc_sample.read(fdc_sample.FOLDER, tmp_path / "heaps")
    assert table.counts.nutrients == {1096: 1}
    assert table.counts.strange == {4444: 1}
    assert table.counts.orphans == 1


def test_any_subset_of_the_files_is_read(tmp_path: Path) -> None:
    few = tmp_path / "few"
    few.mkdir()
    for name in fdc_files.NEEDED:
        (few / name).write_text((fdc_sample.FOLDER / name).read_text(encoding="utf-8"), encoding="utf-8")
    _, foods, _ = fdc_sample.read(few, tmp_path / "heaps")
    assert foods[BEANS].amounts["magnesium_mg"] == (171.5, "unsaid", "")
    assert foods[BAR].group == fdc.BRANDED_GROUP


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("food_nutrient.csv", '"nutrient_id"', '"nutrient"', "food_nutrient.csv has no column nutrient_id"),
        ("food.csv", '"data_type"', '"kind"', "food.csv has no column data_type"),
    ],
)
def test_a_missing_column_is_named(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    with pytest.raises(TableFaults, match=said):
        fdc_sample.read(fdc_sample.changed(tmp_path / "release", file, old, new), tmp_path / "heaps")


def test_what_is_no_release_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableFaults, match=r"holds no food\.csv"):
        fdc_files.Release(tmp_path)
    with pytest.raises(TableFaults, match="neither a folder nor a zip"):
        fdc_files.Release(tmp_path / "nothing.zip")


def test_a_nutrient_in_a_strange_unit_is_refused_as_a_whole(tmp_path: Path) -> None:
    release = fdc_sample.changed(tmp_path / "release", "nutrient.csv", '"Magnesium, Mg","MG"', '"Magnesium, Mg","IU"')
    _, foods, refused = fdc_sample.read(release, tmp_path / "heaps")
    assert "magnesium_mg" not in foods[BEANS].amounts
    assert any("1090 (magnesium_mg) in IU" in row.reason for row in refused)


def test_many_heaps_hold_what_one_heap_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, whole, refused = fdc_sample.read(fdc_sample.FOLDER, tmp_path / "one")
    monkeypatch.setattr("foods.importers.fdc_spool.FOODS_A_HEAP", 3)
    table, foods, refused_too = fdc_sample.read(fdc_sample.FOLDER, tmp_path / "many")
    assert table.parts > 2
    assert foods == whole
    assert sorted(row[:4] for row in refused) == sorted(row[:4] for row in refused_too)
