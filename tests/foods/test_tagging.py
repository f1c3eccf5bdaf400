import csv
from pathlib import Path

import pytest

from foods.importers.table import TableFaults
from foods.tag_rules import read, rules, words_of
from foods.tagging import Subject, decide, reason_of, tags_of_text
from tests.foods.tagged import FOODS, decided

SAMPLE = Path(__file__).parent / "data" / "tag_sample.csv"
_JUDGED_NAMES = """dairy egg fish crustacean tree_nut peanut wheat soy sesame
    gluten mollusc animal meat pork alcohol honey"""
JUDGED = frozenset(_JUDGED_NAMES.split())
_SAMPLE = list(csv.DictReader(SAMPLE.read_text(encoding="utf-8").splitlines()))


def judged(line: dict[str, str]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """What the reader of the name said: present, unknown, absent. One of the last two may be "rest"."""
    present = frozenset(line["present"].split())
    unknown, absent = frozenset(line["unknown"].split()), frozenset(line["absent"].split())
    if "rest" in unknown:
        return present, JUDGED - present - absent, absent
    return present, unknown, JUDGED - present - unknown


def test_the_sample_is_three_hundred_foods_of_every_group_by_their_names() -> None:
    assert len({line["ndb_no"] for line in _SAMPLE}) == 300
    assert len({line["group"] for line in _SAMPLE}) == 25
    assert [line["ndb_no"] for line in _SAMPLE if FOODS[line["ndb_no"]].name != line["name"]] == []


@pytest.mark.parametrize("line", _SAMPLE, ids=lambda line: line["ndb_no"])
def test_the_rules_never_contradict_the_reader_of_the_name(line: dict[str, str]) -> None:
    present, unknown, absent = judged(line)
    found = decided(FOODS[line["ndb_no"]])
    assert found.absent.keys() & (present | unknown) == set(), "called absent, though the reader did not"
    assert found.present.keys() & (absent | unknown) & JUDGED == set(), "called present, though the reader did not"
    assert set(line["cautions"].split()) <= found.present.keys()


def test_the_rules_decide_nearly_all_that_the_reader_could() -> None:
    could = did = 0
    for line in _SAMPLE:
        present, _, absent = judged(line)
        found = decided(FOODS[line["ndb_no"]])
        could += len(present | absent)
        did += len((found.present.keys() & present) | (found.absent.keys() & absent))
    assert did / could > 0.85


@pytest.mark.parametrize(
    ("text", "present", "open_"),
    [
        ("raw milk", "dairy unpasteurised_milk animal", "raw_egg"),
        ("unpasteurised milk", "dairy unpasteurised_milk", ""),
        ("smoked salmon", "fish refrigerated_smoked_fish best_choice_fish", "raw_fish"),
        ("raw chicken", "poultry meat raw_meat", ""),
        ("bigeye tuna", "fish high_mercury_fish", "raw_fish"),
        ("steak", "meat", "raw_meat beef"),
        ("oyster", "mollusc", "raw_shellfish"),
        ("ceviche", "fish raw_fish", "raw_shellfish high_mercury_fish"),
        ("Unpasteurized milk", "unpasteurised_milk", ""),
        ("steak tartare", "raw_meat", ""),
        ("sushi", "fish raw_fish", "crustacean high_mercury_fish"),
        ("peanut butter", "peanut", "soy"),
        ("cod liver oil", "fish_liver_oil fish", ""),
        ("kelp", "kelp_iodine", ""),
    ],
)
def test_a_few_words_carry_the_right_caution(text: str, present: str, open_: str) -> None:
    found = tags_of_text(text)
    assert set(present.split()) <= found.present.keys()
    assert set(open_.split()) <= found.undecided.keys()


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("butternut squash", "tree_nut peanut dairy"),
        ("nutmeg", "tree_nut peanut"),
        ("coconut milk", "dairy tree_nut cow_milk_drink"),
        ("water chestnut", "tree_nut"),
        ("oyster mushroom", "mollusc"),
        ("eggplant", "egg"),
        ("cream of tartar", "dairy"),
        ("peanut butter", "dairy tree_nut"),
        ("butterfish", "dairy"),
        ("milkfish", "dairy"),
        ("crab apple", "crustacean"),
        ("buckwheat", "wheat gluten"),
        ("cocoa butter", "dairy"),
        ("beef oyster blade", "mollusc"),
        ("glutinous rice", "gluten wheat"),
        ("malt", "wheat dairy alcohol"),
    ],
)
def test_words_named_after_an_allergen_do_not_say_it(text: str, tags: str) -> None:
    assert tags_of_text(text).present.keys() & set(tags.split()) == set()


def test_words_that_do_say_it() -> None:
    assert "gluten" in tags_of_text("malt").present
    assert "dairy" in tags_of_text("butter").present
    assert "mollusc" in tags_of_text("oyster").present


def test_words_say_only_what_they_say() -> None:
    assert "unpasteurised_milk" in tags_of_text("pasteurised milk").absent
    assert "coffee_tea" in tags_of_text("steak").undecided
    assert "dairy" in tags_of_text("peanut butter").undecided
    assert tags_of_text("").present == {}
    assert set(tags_of_text("something unheard of").undecided) == set(rules().policy)


@pytest.mark.parametrize(
    ("ndb_no", "tag"),
    [
        ("20054", "gluten"),  # glutinous rice
        ("11485", "tree_nut"),  # butternut squash
        ("11588", "tree_nut"),  # water chestnut
        ("02025", "tree_nut"),  # nutmeg
        ("12117", "dairy"),  # coconut milk
        ("12117", "tree_nut"),
        ("15007", "dairy"),  # butterfish
        ("15053", "dairy"),  # milkfish
        ("11209", "egg"),  # eggplant
        ("11475", "mollusc"),  # scallop squash
        ("05631", "mollusc"),  # emu oyster
        ("15108", "high_oxalate"),  # sunfish "pumpkin seed"
        ("11493", "wheat"),  # spaghetti squash
        ("09184", "honey"),  # honeydew
        ("11437", "mollusc"),  # salsify, "vegetable oyster"
        ("20010", "wheat"),  # buckwheat
        ("11098", "raw_sprouts"),  # Brussels sprouts
    ],
)
def test_a_food_named_after_an_allergen_does_not_carry_it(ndb_no: str, tag: str) -> None:
    row = FOODS.get(ndb_no)
    assert row is not None
    assert tag in decided(row).absent, row.name


@pytest.mark.parametrize(
    ("ndb_no", "tag"),
    [
        ("10911", "raw_meat"),  # ham, "separable lean and fat, unheated"
        ("07965", "raw_meat"),  # pork sausage, "reduced fat, unprepared"
        ("35231", "raw_meat"),  # sea lion, fat
        ("28368", "wheat"),  # gluten-free rolls: washed wheat starch is allowed
        ("12071", "egg"),  # almond paste
        ("20126", "egg"),  # spinach spaghetti
        ("20653", "egg"),  # wholewheat pasta: egg white is allowed
        ("01022", "egg"),  # gouda: lysozyme
        ("15128", "raw_egg"),  # tuna salad
        ("05293", "dairy"),  # pre-basted turkey
        ("16120", "gluten"),  # soya drink: barley malt
        ("35067", "refrigerated_smoked_fish"),  # smoked, brined salmon
    ],
)
def test_what_a_name_leaves_open_is_not_called_absent(ndb_no: str, tag: str) -> None:
    assert tag in decided(FOODS[ndb_no]).undecided, FOODS[ndb_no].name


@pytest.mark.parametrize(
    ("ndb_no", "tag"),
    [
        ("28369", "wheat"),  # "Gluten-Free, Wheat-Free"
        ("28368", "gluten"),
        ("20098", "egg"),  # "made without egg"
        ("06317", "raw_meat"),  # beef gravy, fat free
        ("04542", "raw_meat"),  # chicken fat
    ],
)
def test_what_a_name_rules_out_is_absent(ndb_no: str, tag: str) -> None:
    assert tag in decided(FOODS[ndb_no]).absent, FOODS[ndb_no].name


def test_a_syrup_for_pancakes_is_no_pancake() -> None:
    assert "wheat" in decided(FOODS["19129"]).undecided


def test_bagels_that_include_sesame_may_carry_it() -> None:
    bagel = next(row for row in FOODS.values() if row.name.startswith("Bagels, plain") and "sesame" in row.name)
    assert "sesame" in decided(bagel).undecided


def test_a_trade_name_settles_no_allergen() -> None:
    row = next(row for row in FOODS.values() if row.name.startswith("Cereals, MALT-O-MEAL"))
    assert {"gluten", "wheat", "dairy", "tree_nut"} <= decided(row).undecided.keys()


def test_every_tag_of_every_food_is_decided_or_left_open_once() -> None:
    vocabulary = set(rules().policy)
    for row in list(FOODS.values())[::37]:
        found = decided(row)
        parts = [set(found.present), set(found.absent), set(found.undecided)]
        assert set().union(*parts) == vocabulary
        assert sum(map(len, parts)) == len(vocabulary)


def test_a_number_is_not_a_reason_to_call_an_assumed_zero_free() -> None:
    plain = Subject("Zqfood stew", "2200", amounts={"alcohol_g": 0.0}, assumed=frozenset({"alcohol_g"}))
    assert "alcohol" in decide(plain).undecided
    assert "alcohol" in decide(Subject("Zqfood stew", "2200", amounts={"alcohol_g": 0.0})).absent


def test_every_decision_can_say_why() -> None:
    for row in list(FOODS.values())[::53]:
        found = decided(row)
        for key in {*found.present.values(), *found.absent.values(), *found.undecided.values()}:
            assert reason_of(key), key
            assert len(key) <= 40
    assert reason_of("reviewed")
    assert reason_of("potassium") == "decided by its amount: more than 300 mg in a reference serving, or not"
    assert reason_of("a rule of long ago") == ""


def test_words_are_whole_and_singular() -> None:
    assert words_of("Crème-brûlées, radishes & berries") == ("creme", "brulee", "radish", "berry")


def test_a_rule_with_an_unknown_tag_is_refused(tmp_path: Path) -> None:
    text = Path(__file__).parents[2].joinpath("fixtures", "sources", "tag_rules.yaml").read_text(encoding="utf-8")
    broken = tmp_path / "tag_rules.yaml"
    broken.write_text(text.replace("tags: [lupin]", "tags: [lupine_flour]", 1), encoding="utf-8")
    with pytest.raises(TableFaults, match="lupine_flour"):
        read(broken)
