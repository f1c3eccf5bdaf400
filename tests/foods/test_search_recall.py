import pytest

from foods import search
from foods.models import Food
from tests.foods.recall import RECALL

pytestmark = pytest.mark.django_db


def test_the_table_is_long_enough_and_has_no_doubles() -> None:
    assert len({text for text, _wanted in RECALL}) == len(RECALL) >= 60


@pytest.mark.requirement("D5")
@pytest.mark.parametrize(("text", "wanted"), RECALL, ids=[text for text, _wanted in RECALL])
def test_the_right_food_is_among_the_first_three(text: str, wanted: tuple[str, ...]) -> None:
    first = search.ranked(text)[:3].tolist()
    names = dict(Food.objects.filter(pk__in=first).values_list("ndb_no", "name"))
    assert names.keys() & set(wanted), names
