import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from foods import search, search_journal, services
from foods.models import Alias, Food, FoodState, SearchChange, TagState
from foods.search_journal import Mark
from tests.foods.factories import FoodFactory, PurchaseFactory

pytestmark = pytest.mark.django_db


def found(text: str, *, published: bool = True) -> list[int]:
    return [int(pk) for pk in search.ranked(text, published=published)]


def test_a_new_name_is_found_at_once_and_the_old_one_is_not() -> None:
    food = FoodFactory.create(name="Zqroot, raw")
    assert found("zqroot") == [food.pk]
    food.name = "Zqtuber, raw"
    services.save_food(food=food)
    assert (found("zqroot"), found("zqtuber")) == ([], [food.pk])


def test_a_real_food_that_changes_stays_in_its_place() -> None:
    spinach = Food.objects.get(ndb_no="11457")
    spinach.display_name = "Zqgreen"
    services.save_food(food=spinach)
    assert found("zqgreen") == [spinach.pk]
    assert found("spinach raw")[0] == spinach.pk
    assert found("spinach raw").count(spinach.pk) == 1


def test_an_alias_counts_and_heads_a_name() -> None:
    food = FoodFactory.create(name="Zqapricots, dried")
    Alias.objects.create(food=food, name="zqkuraga")
    services.save_food(food=food)
    other = FoodFactory.create(name="Zqpaste with zqkuraga")
    assert found("zqkuraga") == [food.pk, other.pk]


@pytest.mark.parametrize("state", [FoodState.DRAFT, FoodState.RETIRED])
def test_only_published_foods_are_found_unless_asked(state: FoodState) -> None:
    food = FoodFactory.create(name="Zqroot, raw", state=state)
    assert found("zqroot") == []
    assert found("zqroot", published=False) == [food.pk]


def test_a_deleted_food_is_gone() -> None:
    food = FoodFactory.create(name="Zqroot, raw")
    assert found("zqroot") == [food.pk]
    food.delete()
    services.mark_edited()
    assert found("zqroot") == []


def test_foods_that_dishes_use_come_first() -> None:
    plain, used = FoodFactory.create(name="Zqroot, raw"), FoodFactory.create(name="Zqroot, low fat, diet, canned")
    assert found("zqroot") == [plain.pk, used.pk]
    PurchaseFactory.create(food=used)
    services.mark_edited()
    assert found("zqroot") == [used.pk, plain.pk]


def test_a_search_takes_one_query_while_nothing_changes(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    found("milk")
    with django_assert_num_queries(1):
        found("spinach")


def test_an_edit_costs_the_foods_that_changed(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    found("milk")
    FoodFactory.create(name="Zqroot, raw")
    with django_assert_num_queries(4):
        found("milk")


def test_an_edit_of_an_amount_or_a_tag_names_its_food() -> None:
    food = FoodFactory.create()
    before = search_journal.now()
    services.set_amount(food=food, nutrient="iron_mg", amount=1, reason="a test")
    assert search_journal.changed_since(before) == frozenset({food.pk})
    before = search_journal.now()
    services.set_tag(food=food, tag="dairy", state=TagState.PRESENT, reason="a test")
    assert search_journal.changed_since(before) == frozenset({food.pk})


def test_the_journal_tells_what_changed_since() -> None:
    search_journal.note(None)
    start = search_journal.now()
    search_journal.note([7, 8, 7])
    search_journal.note([9])
    search_journal.note([])
    assert search_journal.changed_since(start) == frozenset({7, 8, 9})
    search_journal.note(None)
    assert search_journal.changed_since(start) is None
    assert SearchChange.objects.count() == 1


def test_a_mark_of_another_journal_says_look_at_all() -> None:
    search_journal.note([7])
    now = search_journal.now()
    assert search_journal.changed_since(Mark(now.seq, "another")) is None
    assert search_journal.changed_since(Mark(now.seq + 5, now.token)) is None
    assert search_journal.changed_since(now) == frozenset()


def test_more_foods_than_are_worth_listing_count_as_all() -> None:
    search_journal.note([1])
    start = search_journal.now()
    search_journal.note(range(search_journal.MOST_AT_ONCE + 1))
    assert search_journal.changed_since(start) is None
