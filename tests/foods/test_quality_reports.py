from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from foods import quality, quality_reports, services
from foods.models import Food, FoodFinding, FoodState, QualityCheck
from foods.quality_reports import Report, check_all, failing, of_check, of_foods, report
from tests.foods.factories import food_with

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:foods_food_quality")
WRONG = {"fat_g": 5.0, "saturated_fat_g": 9.0}


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if there were too many foods to look at them all whenever somebody asks."""
    monkeypatch.setattr(quality_reports, "LIVE_FOODS", 1_000)
    monkeypatch.setattr(quality, "FOODS_AT_ONCE", 3_000)


def check() -> Report:
    return check_all(lambda _said: None)


def retire(food: Food) -> None:
    food.state = FoodState.RETIRED
    services.save_food(food=food)


@pytest.mark.usefixtures("many")
def test_what_is_kept_is_what_would_be_found_now() -> None:
    check()
    kept = [finding for name in quality.CHECKS for finding in of_check(name, most=10_000)]
    assert quality.in_order(kept) == quality.findings()
    counted = {name: count.findings for name, count in report().counts.items()}
    assert counted == {name: sum(one.check == name for one in kept) for name in quality.CHECKS}


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    "put_right",
    [
        lambda food: services.set_amount(food=food, nutrient="saturated_fat_g", amount=2, reason="a test"),
        retire,
    ],
    ids=["overridden", "retired"],
)
def test_what_was_put_right_is_gone_at_once(put_right: Callable[[Food], None]) -> None:
    food = food_with(WRONG)
    check()
    before = report().counts["parts_within_whole"]
    assert "parts_within_whole" in {finding.check for finding in of_foods([food.pk])}
    put_right(food)
    after = report()
    assert (after.counts["parts_within_whole"].findings, after.out_of_date) == (before.findings - 1, False)
    assert after.counts["parts_within_whole"].foods == before.foods - 1
    assert "parts_within_whole" not in {finding.check for finding in of_foods([food.pk])}
    assert food.pk not in {finding.food_id for finding in of_check("parts_within_whole", most=1_000)}
    assert not failing(Food.objects.filter(pk=food.pk), ["parts_within_whole"]).exists()


@pytest.mark.usefixtures("many")
def test_what_went_wrong_since_is_found_at_once_by_itself_and_beside_its_group() -> None:
    check()
    before = report().counts["mineral_unit"].findings
    spinach = Food.objects.get(ndb_no="11457")
    services.set_amount(food=spinach, nutrient="magnesium_mg", amount=79_000, reason="mg for µg")
    assert report().counts["mineral_unit"].findings == before + 1
    assert of_check("mineral_unit", most=1)[0].food_id == spinach.pk
    assert {"mineral_unit", "group_outlier"} <= {finding.check for finding in of_foods([spinach.pk])}
    assert spinach in failing(Food.objects.all(), ["mineral_unit"])


@pytest.mark.usefixtures("many")
def test_a_load_says_that_foods_have_to_be_checked_again() -> None:
    check()
    assert not report().out_of_date
    services.mark_edited()
    assert report().out_of_date


@pytest.mark.usefixtures("many")
def test_the_page_says_when_foods_were_checked_and_checks_only_when_told(admin_client: Client) -> None:
    first = admin_client.get(PAGE).content.decode()
    assert "Nobody has checked all foods yet" in first
    assert not QualityCheck.objects.exists()
    assert admin_client.post(PAGE, follow=True).status_code == 200
    assert "All foods were checked on" in admin_client.get(PAGE).content.decode()
    assert FoodFinding.objects.exists()


@pytest.mark.usefixtures("many")
def test_who_may_only_look_starts_no_check(client: Client, django_user_model: type) -> None:
    client.force_login(django_user_model.objects.create_user("reader", is_staff=True))  # type: ignore[attr-defined]
    assert client.post(PAGE).status_code == 403
    assert not QualityCheck.objects.exists()


def test_few_foods_are_looked_at_whenever_somebody_asks() -> None:
    food = food_with(WRONG)
    assert (report().checked_at, report().out_of_date) == (None, False)
    assert food in failing(Food.objects.all(), quality.CHECKS)
