from pathlib import Path

import pytest

from foods.importers import fixture_files
from foods.importers.table import PortionRow, TableFaults
from foods.reference_servings import cup_of, read, reference_serving

_FOODS = {row.ndb_no: row for row in fixture_files.read(fixture_files.FIXTURES).foods}


def serving(ndb_no: str) -> float | None:
    row = _FOODS[ndb_no]
    return reference_serving(row.name, group=row.group, cup_g=cup_of(row.portions)).grams


@pytest.mark.parametrize(
    ("ndb_no", "grams"),
    [
        ("09040", 140),  # banana
        ("09298", 40),  # raisins
        ("09326", 280),  # watermelon
        ("09037", 50),  # avocado
        ("09152", 5),  # lemon juice
        ("01077", 244),  # milk
        ("01009", 30),  # cheddar
        ("01032", 5),  # grated parmesan
        ("01012", 110),  # cottage cheese
        ("01116", 170),  # yoghurt
        ("01129", 50),  # egg
        ("01145", 14),  # butter
        ("04053", 14),  # oil
        ("11457", 85),  # spinach
        ("11674", 110),  # baked potato
        ("11215", 4),  # garlic
        ("12014", 30),  # pumpkin seeds
        ("12166", 32),  # tahini
        ("15086", 85),  # salmon, cooked
        ("15085", 110),  # salmon, raw
        ("05062", 114),  # chicken, raw
        ("05064", 85),  # chicken, roasted
        ("16070", 90),  # lentils, boiled
        ("16069", 35),  # lentils, dry
        ("16126", 85),  # tofu
        ("20006", 140),  # barley, cooked
        ("20005", 45),  # barley, dry
        ("20121", 140),  # pasta, cooked
        ("20120", 55),  # pasta, dry
        ("08120", 40),  # oats, dry
        ("18075", 50),  # bread
        ("19296", 20),  # honey
        ("19904", 30),  # chocolate
        ("14209", 360),  # coffee
    ],
)
def test_a_food_is_served_as_the_regulation_says(ndb_no: str, grams: float) -> None:
    assert serving(ndb_no) == grams, _FOODS[ndb_no].name


def test_where_the_regulation_gives_none_nothing_is_made_up() -> None:
    assert serving("03130") is None  # baby food has servings of its own
    assert reference_serving("Zqfood, raw", group="9900", cup_g=None).grams is None


def test_a_serving_names_the_regulation_and_the_category() -> None:
    row = _FOODS["09040"]
    found = reference_serving(row.name, group=row.group, cup_g=None)
    assert found.source.startswith("21 CFR 101.12(b): ")


@pytest.mark.parametrize(("cup_g", "grams"), [(None, None), (14.0, 15.0), (30.0, 40.0), (43.0, 60.0), (110.0, 60.0)])
def test_a_ready_cereal_is_served_by_the_weight_of_a_cup(cup_g: float | None, grams: float | None) -> None:
    name = "Cereals ready-to-eat, Zqcrisps"
    assert reference_serving(name, group="0800", cup_g=cup_g).grams == grams


def test_a_doubtful_cup_is_no_cup() -> None:
    assert cup_of([PortionRow(1, "0.5", "cup, sliced", "60")]) == 120
    assert cup_of([PortionRow(1, "1", "cup", "60", doubt="two weights")]) is None
    assert cup_of([PortionRow(1, "1", "cupcake", "60")]) is None


def test_a_line_without_category_or_number_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "servings.csv"
    head = "key,groups,any_words,not_words,grams,category\n"
    path.write_text(f"{head}a,0900,apple,,140,\nb,0900,pear,,much,Fruit\n", encoding="utf-8")
    with pytest.raises(TableFaults) as faults:
        read(path)
    assert len(faults.value.faults) == 2
