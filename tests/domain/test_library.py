import pytest

from nutriplan.domain import library
from nutriplan.domain.kitchen import Cuisine
from nutriplan.domain.library import KINDS, Kind
from nutriplan.domain.person import SlotName
from nutriplan.domain.servings import Role, Serving
from tests.domain.cast import LENTILS, MILK, OATS, food, serving

KIND = {kind.name: kind for kind in KINDS}
LUNCH = frozenset({SlotName.LUNCH})
WATER = food("Water", {"water_g": 100.0, "sugars_g": 0.0, "potassium_mg": 0.0, "sodium_mg": 0.0})


def test_a_kind_names_its_dishes_and_how_many_are_missing() -> None:
    dal = serving("dal", (LENTILS, 200.0), cuisine=Cuisine.SOUTH_ASIAN)
    counts = {one.kind.name: one for one in library.count([dal])}
    assert counts["cuisine: south asian"].dishes == ("dal",)
    assert counts["cuisine: south asian"].short_by == 7
    assert counts["cuisine: british"].dishes == ()


@pytest.mark.parametrize(
    ("kind", "dish", "belongs"),
    [
        ("vegan", serving("dal", (LENTILS, 200.0)), True),
        ("without milk", serving("milk", (MILK, 200.0)), False),
        ("without gluten", serving("oats", (OATS, 40.0)), False),
        ("soups", serving("lentil soup", (LENTILS, 200.0)), True),
        ("soups", serving("soupy lentils", (LENTILS, 200.0)), False),
        ("snacks", serving("dal", (LENTILS, 200.0), slots=LUNCH), False),
        ("lunches and dinners", serving("dal", (LENTILS, 200.0), slots=LUNCH), True),
        ("lunches and dinners", serving("dal", (LENTILS, 200.0), slots=LUNCH, role=Role.SIDE), False),
        ("drinks, rich in water and low in sugar", serving("drink-water", (WATER, 200.0)), True),
        ("drinks, rich in water and low in sugar", serving("drink-milk", (MILK, 200.0)), False),
        ("within 15 minutes", serving("stew", (LENTILS, 200.0), minutes=16), False),
        ("low in sodium (at most 140 mg)", serving("water", (WATER, 200.0)), True),
    ],
)
def test_what_belongs_to_a_kind_follows_from_the_ingredients(kind: str, dish: Serving, belongs: bool) -> None:
    assert KIND[kind].holds(dish) is belongs


def test_what_nobody_measured_is_neither_low_nor_much() -> None:
    unknown = serving("unknown", (food("Unknown", {}), 100.0))
    kinds = [kind for kind in KINDS if kind.name.startswith(("low in", "rich in", "much"))]
    assert len(kinds) == 4
    assert not any(kind.holds(unknown) for kind in kinds)


def test_no_kind_is_named_twice() -> None:
    assert len(KIND) == len(KINDS)
    assert all(isinstance(kind, Kind) and kind.least > 0 for kind in KINDS)
