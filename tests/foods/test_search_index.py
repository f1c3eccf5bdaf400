from collections.abc import Iterable

import pytest

from foods.search_index import Index, Row, asked, in_order
from foods.search_words import normalise, search_text, spellings


def index(*names: str) -> Index:
    return Index(Row(at, search_text([name]), at, published=True) for at, name in enumerate(names))


def found(names: Iterable[str], text: str, *, published: bool = False) -> list[int]:
    return [int(one) for one in in_order([index(*names).find(text, published=published)])]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Spinach, raw", "spinach raw"),
        ("Spinach, raw", "raw spinach"),
        ("Spinach, raw", "ra spi"),
        ("Spinach, raw", "spinnach"),
        ("Spinach, raw", "psinach"),
        ("Spinach, raw", "spinaxh"),
        ("Spinach, raw", "spnach"),
        ("Spinach, raw", "spimac"),
        ("Yogurt, Greek", "yoghurt greek"),
        ("Eggplant, raw", "aubergines"),
        ("Strawberries, raw", "strawberry"),
        ("Loaf of bread", "loaves"),
        ("Milk, 2% milkfat", "2% milk"),
        ("Milk, 3.25% milkfat", "milk 3.25"),
        ("Oatmeal", "oat meal"),
        ("Bread, fiber enriched", "fibre bread"),
        ("Apricots, dried (kuraga)", "kuraga"),
        ("Jalapeño, raw", "JALAPENO"),
        ("Macaroni and cheese", "macaroni with cheese"),
    ],
)
def test_it_is_found(name: str, text: str) -> None:
    assert found([name], text) == [0]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Beef steak", "tea"),
        ("Eggnog", "nog"),
        ("Semisoft cheese", "miso"),
        ("Spinach, raw", "spinach cooked"),
        ("Spinach, raw", "spnnacch raw"),
        ("Ham, raw", "jam"),
        ("Milk, 0.2% milkfat", "2% milk"),
        ("Milk", ""),
        ("Milk", "% _ '"),
    ],
)
def test_it_is_not_found(name: str, text: str) -> None:
    assert found([name], text) == []


def test_two_slips_in_one_word_are_one_too_many() -> None:
    assert found(["Pumpkin"], "pumkn") == []


def test_whole_words_go_before_begun_ones_and_those_before_slips() -> None:
    assert found(["Oatmeal", "Oat"], "oat") == [1, 0]
    assert found(["Breaded fish", "Bread"], "bread") == [1, 0]


def test_the_head_of_a_name_goes_before_its_other_words() -> None:
    assert found(["Chocolate, milk", "Milk, whole"], "milk") == [1, 0]


def test_equally_near_foods_come_in_the_order_of_their_plainness() -> None:
    assert found(["Milk, whole", "Milk, fried", "Milk, raw"], "milk") == [0, 1, 2]


def test_a_rare_word_of_the_data_may_be_a_slip_there() -> None:
    names = [*(["Spinach, raw"] * 60), "Spinnach dip"]
    assert set(found(names, "spinnach")) == {60}
    large = Index(Row(at, " spinach ", at, published=True) for at in range(25_000))
    mixed = Index(
        [
            *(Row(at, " spinach ", at, published=True) for at in range(25_000)),
            Row(30_000, " spinnach ", 0, published=True),
        ]
    )
    assert len(large.find("spinnach", published=False).ids) == 25_000
    assert in_order([mixed.find("spinnach", published=False)])[0] == 30_000
    assert len(mixed.find("spinnach", published=False).ids) == 25_001


def test_only_published_foods_where_asked() -> None:
    rows = [Row(1, " milk ", 0, published=False), Row(2, " milk ", 1, published=True)]
    assert list(Index(rows).find("milk", published=True).ids) == [2]
    assert sorted(Index(rows).find("milk", published=False).ids) == [1, 2]


def test_places_that_no_longer_hold_are_left_out() -> None:
    one = index("Milk, whole", "Milk, raw")
    assert list(one.find("milk", published=False, without=one.places([0, 99])).ids) == [1]


def test_an_empty_index_finds_nothing() -> None:
    assert list(in_order([Index(()).find("milk", published=True)])) == []


def test_little_words_count_only_alone() -> None:
    assert asked("cup of the milk") == ("cup", "milk")
    assert asked("of the") == ("of", "the")
    assert len(asked(" ".join(f"word{at}" for at in range(99)))) == 8


def test_a_name_keeps_its_numbers() -> None:
    assert normalise("Milk, 3.25% milkfat, B12") == " milk 3.25% milkfat b12 "


def test_a_long_name_is_cut_at_a_word() -> None:
    text = search_text(["abcdefgh " * 100])
    assert len(text) <= 600
    assert set(text.split()) == {"abcdefgh"}


@pytest.mark.parametrize(("word", "other"), [("yoghurt", "yogurt"), ("prawns", "shrimp"), ("colour", "color")])
def test_other_spellings_mean_the_same(word: str, other: str) -> None:
    assert other in spellings(word)
