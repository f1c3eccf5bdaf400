"""A pregnant woman types a few words: is what she finds cautioned, and never shown as fine by mistake?"""

import json
from datetime import date
from pathlib import Path

import pytest

from foods import search, selectors
from nutriplan.domain.cautions import evaluate
from nutriplan.domain.instead import Stance, concerns
from nutriplan.knowledge import loader
from nutriplan.people import selectors as people
from nutriplan.people.profile import read_profile

pytestmark = pytest.mark.django_db
_PROFILE = Path(__file__).parents[2] / "fixtures" / "profiles" / "woman-29-pregnant-24-weeks.json"


def found(text: str, most: int = 20) -> list[tuple[str, dict[str, Stance]]]:
    """The first foods of a search: name, and tag -> what her cautions say of it."""
    person = read_profile(
        json.loads(_PROFILE.read_text(encoding="utf-8")), loader.load(), today=date(2026, 3, 2)
    ).person
    findings = evaluate(person, people.caution_book())
    rows = []
    for food_id in list(search.ranked(text))[:most]:
        food = selectors.food_detail(food_id)
        assert food is not None
        told = concerns(selectors.composition(food), person, findings)
        rows.append((food.name, {one.tag: one.stance for one in reversed(told)}))
    return rows


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("raw chicken", "raw_meat"),
        ("raw beef steak", "raw_meat"),
        ("raw salmon", "raw_fish"),
        ("raw oyster", "raw_shellfish"),
        ("swordfish", "high_mercury_fish"),
        ("king mackerel", "high_mercury_fish"),
        ("chicken liver", "liver"),
        ("table wine", "alcohol"),
    ],
)
def test_what_is_found_is_not_for_her(text: str, tag: str) -> None:
    rows = found(text, most=3)
    assert rows
    assert {name: said.get(tag) for name, said in rows if said.get(tag) is not Stance.OUT} == {}


def test_smoked_salmon_is_out_or_not_checked_and_never_fine() -> None:
    rows = found("smoked salmon")
    assert rows
    said = [one["refrigerated_smoked_fish"] for _, one in rows]
    assert said[0] is Stance.OUT
    assert set(said) <= {Stance.OUT, Stance.NOT_CHECKED}


@pytest.mark.parametrize(
    ("text", "kind", "tag"), [("steak", "Beef", "raw_meat"), ("oyster", "Mollusks", "raw_shellfish")]
)
def test_raw_is_out_among_what_is_found_and_cooked_is_not(text: str, kind: str, tag: str) -> None:
    """kind: an oyster is a mushroom and a cut of an ostrich, too."""
    rows = [(name, said) for name, said in found(text) if name.startswith(kind)]
    raw = [said.get(tag) for name, said in rows if name.endswith("raw")]
    assert raw
    assert set(raw) == {Stance.OUT}
    assert any(tag not in said for name, said in rows if "cooked" in name)


@pytest.mark.parametrize(
    "text", ["raw milk", "unpasteurised milk", "pasteurised milk", "bigeye tuna", "ceviche", "raw milk cheese"]
)
def test_what_the_table_does_not_hold_finds_nothing_that_looks_like_it(text: str) -> None:
    assert [name for name, _ in found(text) if name.startswith(("Milk", "Cheese", "Fish, tuna", "Ceviche"))] == []
