from pathlib import Path

import pytest

from foods.importers import dish_files
from foods.importers.table import TableFaults
from foods.vocabulary import tag_labels

DISH = """
[[dish]]
key = "porridge"
name = "Porridge"
role = "main"
slots = ["breakfast"]
servings = 2
minutes = 10
active_minutes = 8
keeps_days = 1
freezes = false
equipment = ["pot"]
seasons = []
scaling = "linear"
cuisine = "british"
cost_tier = 1
declared = ["vegetarian", "vegan"]
steps = ["Simmer the oats."]
[[dish.ingredient]]
ndb = "08121"
food = "Oats, cooked"
grams = 468
measure = "2 cups, cooked"
"""
SWAP = """
optional = true
[[dish.ingredient.swap]]
for = "gluten-free"
ndb = "20010"
food = "Buckwheat, cooked"
grams = 400
measure = "2 cups, cooked"
"""
PURCHASES = (
    "ndb_no,buy_ndb_no,buy_name,eaten_per_bought,aisle,staple,packs,note,unfortified_ndb_no,without,"
    "keeps_days,opened_days,price_tier\n"
)
TAGS = "ndb_no,name,tags,note\n"


def sources(folder: Path, dishes: str = "", purchases: str = "", tags: str = "", reviewed: str = "") -> Path:
    (folder / "dishes").mkdir()
    (folder / "dishes" / "test.toml").write_text(dishes, encoding="utf-8")
    (folder / dish_files.PURCHASES).write_text(PURCHASES + purchases, encoding="utf-8")
    (folder / dish_files.TAGS).write_text(TAGS + tags, encoding="utf-8")
    (folder / dish_files.TAGS_REVIEWED).write_text(reviewed, encoding="utf-8")
    return folder


def test_a_dish_is_read(tmp_path: Path) -> None:
    (dish,) = dish_files.read(sources(tmp_path, DISH)).dishes
    assert (dish.key, dish.declared, dish.slots, dish.servings) == ("porridge", "vegan", ("breakfast",), 2)
    assert dish.ingredients[0].grams == 468


def test_how_a_dish_is_made_is_read(tmp_path: Path) -> None:
    made = DISH.replace('equipment = ["pot"]', 'equipment = ["pot", "pan"]').replace(
        "seasons = []", 'seasons = ["winter", "autumn"]'
    )
    made = made.replace("freezes = false", "freezes = true").replace('scaling = "linear"', 'scaling = "batch"')
    (dish,) = dish_files.read(sources(tmp_path, made)).dishes
    assert (dish.active_minutes, dish.keeps_days, dish.freezes, dish.scaling) == (8, 1, True, "batch")
    assert (dish.equipment, dish.seasons, dish.cuisine) == (("pan", "pot"), ("autumn", "winter"), "british")


def test_what_may_stand_in_is_read(tmp_path: Path) -> None:
    (dish,) = dish_files.read(sources(tmp_path, DISH + SWAP)).dishes
    (item,) = dish.ingredients
    assert item.optional
    assert [(swap.for_whom, swap.ndb_no, swap.grams) for swap in item.swaps] == [("gluten-free", "20010", 400)]


@pytest.mark.parametrize(
    "key", ["active_minutes", "keeps_days", "freezes", "equipment", "seasons", "scaling", "cuisine", "cost_tier"]
)
def test_a_dish_says_how_it_is_made_and_the_fault_says_where_it_does_not(tmp_path: Path, key: str) -> None:
    silent = "".join(line for line in DISH.splitlines(keepends=True) if not line.startswith(f"{key} ="))
    with pytest.raises(TableFaults, match=f"test.toml: porridge: lacks {key}"):
        dish_files.read(sources(tmp_path, silent))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("active_minutes = 8", "active_minutes = 11", "active_minutes must be a whole number from 0 to 10"),
        ("keeps_days = 1", "keeps_days = 15", "keeps_days must be a whole number from 0 to 14"),
        ("freezes = false", "freezes = 1", "freezes must be true or false"),
        ('equipment = ["pot"]', 'equipment = ["tandoor"]', "equipment has no 'tandoor'"),
        ("seasons = []", 'seasons = ["may"]', "seasons has no 'may'"),
        ('scaling = "linear"', 'scaling = "any"', "any"),
        ('cuisine = "british"', 'cuisine = "swiss"', "cuisine has no 'swiss'; known: african, british"),
        ("minutes = 10", "minutes = 10\nkeep_days = 1", "a dish has no key keep_days"),
        ("grams = 468", "grams = 468\noptinal = true", "an ingredient has no key optinal"),
        ("grams = 468", "grams = 468\noptional = 1", "optional must be true or false"),
        ('name = "Porridge"\n', "", "lacks name"),
        ("grams = 468", "grams = 0", "grams of 08121 must be a number above 0"),
        ("grams = 468", "grams = inf", "grams of 08121 must be a number above 0"),
        ("servings = 2", "servings = 0", "servings must be a whole number"),
        ('slots = ["breakfast"]', 'slots = ["supper"]', "supper"),
        ('role = "main"', 'role = "starter"', "starter"),
        ('steps = ["Simmer the oats."]', "steps = []", "at least one slot, one step and one ingredient"),
        ('measure = "2 cups, cooked"', 'measure = " "', "measure must be a text"),
        ("minutes = 10\n", "minutes =\n", "test.toml"),
    ],
)
def test_a_fault_of_a_dish_is_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    with pytest.raises(TableFaults, match=fault):
        dish_files.read(sources(tmp_path, DISH.replace(old, new)))


def test_a_purchase_is_read(tmp_path: Path) -> None:
    line = "16070,16069,Lentils,2.5,Dry goods,false,500 g bag=500;1 kg bag=1000,,,,730,365,1\n"
    (row,) = dish_files.read(sources(tmp_path, purchases=line)).purchases
    assert (row.bought_as, row.eaten_per_bought, row.is_staple) == ("16069", 2.5, False)
    assert [(pack.label, pack.grams) for pack in row.packs] == [("500 g bag", 500), ("1 kg bag", 1000)]
    assert (row.keeps_days, row.opened_days, row.price_tier) == (730, 365, 1)


@pytest.mark.parametrize(
    ("end", "fault"),
    [
        (",,,,dairy,7,7,1", "is bought without milk, and the name"),
        (",,check the label for milk,,,7,7,1", "that is written from the tags left open"),
        (",,,,,7,8,1", "opened_days must be a whole number from 1 to 7"),
        (",,,,,,7,1", "keeps_days must be a whole number"),
        (",,,,,7,7,4", "price_tier must be a whole number from 1 to 3"),
    ],
)
def test_a_line_of_the_shop_that_cannot_be_is_named(tmp_path: Path, end: str, fault: str) -> None:
    with pytest.raises(TableFaults, match=fault):
        dish_files.read(sources(tmp_path, purchases=f"18060,,Rye bread,1,Bakery,no{end}\n"))


def test_tags_are_present_or_left_open(tmp_path: Path) -> None:
    (row,) = dish_files.read(sources(tmp_path, tags="18075,Bread,gluten wheat ?soy,\n")).tags
    assert row.present == {"gluten", "wheat"}
    assert row.undecided == {"soy"}


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    bad = sources(
        tmp_path,
        dishes=DISH.replace("grams = 468", "grams = -1"),
        purchases="16070,,Lentils,0,Dry goods,maybe,,,,,7,7,1\n16071,,Beans,1,Dry goods,no,one bag,,,,7,7,1\n",
        tags=",Bread,gluten,\n",
    )
    with pytest.raises(TableFaults) as caught:
        dish_files.read(bad)
    assert len(caught.value.faults) == 4


def test_missing_files_are_empty(tmp_path: Path) -> None:
    assert dish_files.read(tmp_path).dishes == ()


def test_every_tag_of_the_vocabulary_was_before_the_reviewers() -> None:
    """A tag added to the vocabulary stays undecided for every food until food_tags.csv was reviewed for it."""
    assert dish_files.read(dish_files.SOURCES).reviewed == set(tag_labels())
