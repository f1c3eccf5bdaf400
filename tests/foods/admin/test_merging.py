from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from foods import duplicates, merging, selectors, services, unmerging
from foods.food_lists import FoodFilters
from foods.models import Alias, Dish, Food, FoodGroup, FoodTag, Ingredient, Purchase, Swap, TagState
from nutriplan.domain.errors import InputFaults
from tests.foods.admin.browser_forms import change_url, page
from tests.foods.factories import PurchaseFactory, dish_of, food_with

pytestmark = pytest.mark.django_db
MERGE = reverse("admin:foods_food_merge")


def undo_url(food: Food) -> str:
    return reverse("admin:foods_food_undo_merge", args=[food.pk])


def foods_in(dish: Dish) -> list[int]:
    return list(Ingredient.objects.filter(dish=dish).order_by("position").values_list("food", flat=True))


def swap_for(ingredient: Ingredient, food: Food) -> Swap:
    return Swap.objects.create(ingredient=ingredient, for_whom="gluten-free", food=food, grams=10, measure="1 spoon")


@pytest.fixture
def pair() -> dict[str, Any]:
    keep, away = food_with({"magnesium_mg": 40}, name="Zqkasha, dry"), food_with({}, name="Zq dry kasha")
    dish = dish_of((away, 100.0), (keep, 50.0), (food_with({}, name="Zqrice"), 10.0))
    Alias.objects.create(food=away, name="Zqgrechka")
    services.set_tag(food=away, tag="gluten", state=TagState.ABSENT, reason="the label says so")
    plain = food_with({}, unfortified=away)
    swap_for(dish.ingredients.get(position=3), away)
    return {"keep": keep, "away": away, "dish": dish, "purchase": PurchaseFactory.create(food=away), "plain": plain}


def test_the_impact_is_shown_and_nothing_is_done(admin_client: Client, pair: dict[str, Any]) -> None:
    before = selectors.data_version()
    text = page(admin_client, MERGE, keep=pair["keep"].ndb_no, away=pair["away"].ndb_no)
    assert all(
        said in text for said in ("Nothing is changed yet", pair["dish"].name, "Zqgrechka", "gluten", "not measured")
    )
    assert selectors.data_version() == before


def test_two_duplicates_are_merged_and_come_apart_again(admin_client: Client, pair: dict[str, Any]) -> None:
    keep, away, dish = pair["keep"], pair["away"], pair["dish"]
    given = {"keep": keep.ndb_no, "away": away.ndb_no}
    assert admin_client.post(MERGE, given).status_code == 200
    assert admin_client.post(MERGE, {**given, "reason": "the same groats"}).status_code == 302
    away.refresh_from_db()
    assert (away.state, away.merged_into) == ("retired", keep)
    assert list(foods_in(dish)[:2]) == [keep.pk, keep.pk]
    assert Swap.objects.get(ingredient__dish=dish).food == keep
    assert FoodTag.objects.get(food=keep, tag="gluten").reason == "the label says so"
    assert set(keep.aliases.values_list("name", flat=True)) == {"Zqgrechka", "Zq dry kasha"}
    assert Food.objects.get(pk=keep.pk).purchase == pair["purchase"]
    assert Food.objects.get(pk=pair["plain"].pk).unfortified == keep
    assert [one.food for one in selectors.listed(FoodFilters(text="zqgrechka"))] == [keep]
    assert "Undo merge" in page(admin_client, change_url(away))

    undo = undo_url(away)
    shown = page(admin_client, undo)
    assert all(said in shown for said in ("Nothing is changed yet", dish.name, "Zqgrechka", "gluten"))
    assert Food.objects.get(pk=away.pk).merged_into == keep
    assert admin_client.post(undo, {"reason": "one is roasted"}).status_code == 302
    away.refresh_from_db()
    assert (away.state, away.merged_into) == ("published", None)
    assert list(foods_in(dish)[:2]) == [away.pk, keep.pk]
    assert Swap.objects.get(ingredient__dish=dish).food == away
    assert set(away.aliases.values_list("name", flat=True)) == {"Zqgrechka"}
    assert (keep.aliases.count(), keep.tags.count(), away.tags.count()) == (0, 0, 1)
    assert Food.objects.get(pk=away.pk).purchase == pair["purchase"]
    assert Food.objects.get(pk=pair["plain"].pk).unfortified == away
    assert keep.history.first().history_change_reason.endswith("one is roasted")


def test_a_decision_by_hand_takes_the_place_of_a_rule_and_the_rules_decide_again() -> None:
    keep = food_with({}, name="Lentils, raw", group=FoodGroup.objects.get(code="1600"))
    away = food_with({}, name="Lentils raw", group=keep.group)
    ruled = dict(keep.tags.values_list("tag", "state"))
    assert ruled["animal"] == "absent"
    services.set_tag(food=away, tag="animal", state=TagState.PRESENT, reason="cooked in broth")
    merging.merge(keep=keep, away=away, reason="one food")
    decided = FoodTag.objects.get(food=keep, tag="animal")
    assert (decided.state, decided.by_hand) == ("present", True)
    unmerging.undo_merge(food=Food.objects.get(pk=away.pk), reason="two foods")
    assert dict(keep.tags.values_list("tag", "state")) == ruled
    assert FoodTag.objects.get(food=away, tag="animal").reason == "cooked in broth"


def test_decisions_that_contradict_each_other_stop_a_merge(admin_client: Client, pair: dict[str, Any]) -> None:
    services.set_tag(food=pair["keep"], tag="gluten", state=TagState.PRESENT, reason="may contain wheat")
    with pytest.raises(InputFaults, match="decide first"):
        merging.merge(keep=pair["keep"], away=pair["away"], reason="one food")
    text = page(admin_client, MERGE, keep=pair["keep"].ndb_no, away=pair["away"].ndb_no)
    assert "decide first" in text
    assert 'value="Merge"' not in text


def test_a_food_is_not_merged_into_itself_nor_twice(pair: dict[str, Any]) -> None:
    with pytest.raises(InputFaults, match="two different foods"):
        merging.merge(keep=pair["keep"], away=pair["keep"], reason="x")
    merging.merge(keep=pair["keep"], away=pair["away"], reason="x")
    with pytest.raises(InputFaults, match="merged already"):
        merging.merge(keep=pair["plain"], away=Food.objects.get(pk=pair["away"].pk), reason="x")


def test_an_unknown_number_is_said(admin_client: Client) -> None:
    assert "no food with this number" in page(admin_client, MERGE, keep="nonsense", away="01001")


def test_duplicates_are_found_by_words_in_any_order_and_by_bar_code() -> None:
    first, second = food_with({}, name="Zqkefir, plain, low fat"), food_with({}, name="Zqkefir, low fat, plain")
    third, fourth = food_with({}, gtin="04600000000017"), food_with({}, gtin="4600000000017")
    with_salt = food_with({}, name="Zqnuts, with salt, without oil")
    without = food_with({}, name="Zqnuts, without salt, with oil")
    groups = [{food.pk for food in group} for group in duplicates.duplicates()[1]]
    assert {first.pk, second.pk} in groups
    assert {third.pk, fourth.pk} in groups
    assert not any(with_salt.pk in group or without.pk in group for group in groups)


def test_the_report_names_the_real_duplicates(admin_client: Client) -> None:
    text = page(admin_client, reverse("admin:foods_food_duplicates"))
    assert "Pancakes, whole-wheat, dry mix, incomplete" in text


def test_only_a_reviewer_merges(pair: dict[str, Any], client: Client) -> None:
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    assert client.get(MERGE).status_code == 403


def test_a_food_that_stands_in_for_the_other_stops_a_merge(pair: dict[str, Any]) -> None:
    swap_for(pair["dish"].ingredients.get(position=2), pair["away"])
    with pytest.raises(InputFaults, match="stands in for the other"):
        merging.merge(keep=pair["keep"], away=pair["away"], reason="one food")
    with pytest.raises(InputFaults, match="stands in for the other"):
        merging.merge(keep=pair["away"], away=pair["keep"], reason="one food")


# Undoing -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def merged(pair: dict[str, Any]) -> dict[str, Any]:
    merging.merge(keep=pair["keep"], away=pair["away"], reason="one food")
    return {**pair, "away": Food.objects.get(pk=pair["away"].pk)}


def test_what_was_changed_since_stays_and_is_said(admin_client: Client, merged: dict[str, Any]) -> None:
    merged["dish"].ingredients.get(position=1).delete()
    Alias.objects.filter(name="Zqgrechka").delete()
    found = unmerging.impact(food=merged["away"])
    assert found.stays == ("1 ingredient of a dish", "1 name")
    assert "1 ingredient of a dish" in page(admin_client, undo_url(merged["away"]))
    unmerging.undo_merge(food=merged["away"], reason="two foods")
    assert Food.objects.get(pk=merged["away"].pk).merged_into is None


def _merged_again(made: dict[str, Any]) -> None:
    merging.merge(keep=food_with({}, name="Zqother"), away=Food.objects.get(pk=made["keep"].pk), reason="again")


def _bought_on_its_own(made: dict[str, Any]) -> None:
    PurchaseFactory.create(food=made["away"])


def _decided_otherwise(made: dict[str, Any]) -> None:
    services.set_tag(food=made["away"], tag="gluten", state=TagState.PRESENT, reason="a new label")


@pytest.mark.parametrize(
    ("since", "told"),
    [
        (_merged_again, "was itself merged since"),
        (_bought_on_its_own, "a purchase of its own since"),
        (_decided_otherwise, "decided otherwise on the retired food since"),
    ],
)
def test_a_merge_that_cannot_be_undone_says_why_and_changes_nothing(
    admin_client: Client, merged: dict[str, Any], since: Callable[[dict[str, Any]], None], told: str
) -> None:
    since(merged)
    before = (foods_in(merged["dish"]), Purchase.objects.count(), Alias.objects.count())
    text = page(admin_client, undo_url(merged["away"]))
    assert told in text
    assert 'name="reason"' not in text
    again = admin_client.post(undo_url(merged["away"]), {"reason": "two foods"}, follow=True)
    assert told in again.content.decode()
    assert Food.objects.get(pk=merged["away"].pk).merged_into is not None
    assert (foods_in(merged["dish"]), Purchase.objects.count(), Alias.objects.count()) == before


def test_a_food_that_was_never_merged_has_nothing_to_undo(admin_client: Client) -> None:
    assert "nothing to undo" in page(admin_client, undo_url(food_with({})))
