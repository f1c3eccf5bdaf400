from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from foods import services
from foods.models import Food, NutrientAmount, NutrientLevel, Origin
from nutriplan.web.views.answers import ANSWERS
from tests.foods.factories import PortionFactory, food_with
from tests.web.cast import FAINTED, KIDNEY, MAN_45, UNKNOWN_MEDICINE, Answers

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def names(text: str) -> list[str]:
    return re.findall(r'<h[23]> <a href="/foods/\d+/">([^<]+)</a>', text)


def told(client: Client, answers: Answers) -> None:
    """The session knows the answers, as after a plan was made."""
    session = client.session
    session[ANSWERS] = urlencode(answers, doseq=True)
    session.save()


@pytest.fixture
def spinach() -> Food:
    return Food.objects.get(ndb_no="11457")


# The list -------------------------------------------------------------------------------------------------------------


def test_a_food_is_found_by_its_words(client: Client) -> None:
    text = page(client, "/foods/?q=raw+spinach")
    assert names(text)[0].startswith("Spinach")
    assert "Magnesium <b>79 mg</b>" in text


def test_filters_and_ranking(client: Client) -> None:
    for name, amount, level in (("a", 10.0, "low"), ("b", 90.0, "high"), ("c", None, "")):
        known = {} if amount is None else {"magnesium_mg": amount}
        food = food_with(known, name=f"Zqroot {name}")
        if level:
            NutrientLevel.objects.create(food=food, nutrient="magnesium_mg", per_racc=level)
    assert names(page(client, "/foods/?q=zqroot&rank=magnesium_mg")) == ["Zqroot b", "Zqroot a", "Zqroot c"]
    high = page(client, "/foods/?q=zqroot&level=magnesium_mg:high")
    assert names(high) == ["Zqroot b"]
    assert "High in Magnesium" in high
    assert names(page(client, "/foods/?q=zqroot&group=0100")) == []


def test_the_basis_is_said_and_unknown_is_said_to_be_unknown(client: Client) -> None:
    PortionFactory.create(food=food_with({"magnesium_mg": 10.0}, name="Zqcup"), grams=200)
    text = page(client, "/foods/?q=zqcup&basis=portion")
    assert "in 1 cup (200 g)" in text
    assert "Magnesium <b>20 mg</b>" in text
    assert "Calcium <b>not known</b>" in text


@pytest.mark.parametrize(
    "query", ["q=%00", "page=99999", "page=x", "basis=bucket", "rank=gold_mg", "level=x:y", "group=' OR 1", "mine=on"]
)
def test_what_is_not_known_is_passed_over(client: Client, query: str) -> None:
    page(client, f"/foods/?{query}")


def test_what_i_can_eat_leaves_out_what_holds_or_may_hold_my_allergen(client: Client) -> None:
    food_with({}, name="Zqdrink", tags=["dairy", "animal"])
    food_with({}, name="Zqdrink, open")
    food_with({}, name="Zqdrink, plain", tags=[])
    told(client, {**MAN_45, "allergies": ["milk"]})
    assert len(names(page(client, "/foods/?q=zqdrink"))) == 3
    assert names(page(client, "/foods/?q=zqdrink&mine=on")) == ["Zqdrink, plain"]


def test_what_a_visitor_types_is_escaped(client: Client) -> None:
    assert "<script>alert" not in page(client, "/foods/?q=<script>alert(1)</script>")


# One food -------------------------------------------------------------------------------------------------------------


def test_every_value_says_where_it_comes_from(client: Client, spinach: Food) -> None:
    text = page(client, f"/foods/{spinach.pk}/")
    assert "analysed or derived from analysis" in text
    assert "assumed to be zero" in text
    assert "not known" in text
    assert "Release 28" in text
    assert "= 30 g" in text
    assert "Nothing here is checked against your medicines" in text
    assert "Of my aim" not in text


def test_an_override_says_who_and_why_and_what_it_was(client: Client) -> None:
    food = food_with({"magnesium_mg": 10.0}, name="Zqroot")
    curator = User.objects.create_user("ada")
    NutrientAmount.objects.filter(food=food).update(origin=Origin.CALCULATED)
    services.set_amount(food=food, nutrient="magnesium_mg", amount=12.0, reason="Laboratory 7.", by=curator)
    text = page(client, f"/foods/{food.pk}/")
    assert "Set by ada: Laboratory 7. The source says 10 mg." in text


def test_with_answers_it_stands_against_my_aims(client: Client, spinach: Food) -> None:
    told(client, MAN_45)
    text = page(client, f"/foods/{spinach.pk}/")
    assert "Of my aim" in text
    assert re.search(r"Magnesium</th> <td[^>]+>79 mg</td> <td[^>]+>[^<]+</td> <td[^>]+>\d+ %</td>", text)


def test_kidneys_see_no_share_of_potassium_and_no_more_of_it(client: Client, spinach: Food) -> None:
    told(client, KIDNEY)
    text = page(client, f"/foods/{spinach.pk}/?more=potassium_mg")
    row = text[text.index("Potassium</th>") :]
    assert "your clinician sets this" in row[: row.index("</tr>")]
    assert "nothing with more of it is suggested" in text
    assert names(text) == []


def test_a_caution_that_concerns_the_food_is_shown(client: Client) -> None:
    food = food_with({}, name="Zqdrink", tags=["dairy", "animal"])
    told(client, {**MAN_45, "allergies": ["milk"], "diet": "vegan"})
    text = page(client, f"/foods/{food.pk}/")
    assert "Not for you" in text
    assert "because of your allergy (milk)" in text
    assert "because of your diet (vegan)" in text


def test_a_medicine_nobody_knows_is_said_to_be_not_checked(client: Client, spinach: Food) -> None:
    told(client, UNKNOWN_MEDICINE)
    for address in (f"/foods/{spinach.pk}/", "/foods/?q=milk&mine=on"):
        text = page(client, address)
        assert "Not checked: Zzyzxol" in text
        assert "<script>alert" not in text


def test_with_a_danger_sign_the_cautions_hold_and_there_is_no_aim(client: Client, spinach: Food) -> None:
    food = food_with({}, name="Zqdrink", tags=["dairy", "animal"])
    told(client, {**FAINTED, "allergies": ["milk"]})
    assert "because of your allergy (milk)" in page(client, f"/foods/{food.pk}/")
    text = page(client, f"/foods/{spinach.pk}/?more=magnesium_mg")
    assert not re.search(r"<td>\d+ %</td>", text)
    assert names(text) == []


def test_a_child_too_young_for_plans_is_not_said_to_be_checked(client: Client, spinach: Food) -> None:
    told(client, {**MAN_45, "age_years": "3"})
    assert "nothing is checked for you" in page(client, f"/foods/{spinach.pk}/")
    assert 'name="mine"' not in page(client, "/foods/")


def test_something_else_to_eat_says_what_it_changes(client: Client) -> None:
    lettuce = Food.objects.get(ndb_no="11252")
    text = page(client, f"/foods/{lettuce.pk}/?more=magnesium_mg")
    assert names(text)
    assert "No caution was looked at." in text
    told(client, MAN_45)
    assert "No caution was looked at." not in page(client, f"/foods/{lettuce.pk}/?more=magnesium_mg")


def test_an_unpublished_or_missing_food_is_a_404(client: Client) -> None:
    food = food_with(name="Zqhidden", state="draft")
    assert client.get(f"/foods/{food.pk}/").status_code == 404
    assert client.get("/foods/0/").status_code == 404
    assert client.get(f"/foods/{'9' * 30}/").status_code == 404


# Side by side ---------------------------------------------------------------------------------------------------------


def test_foods_side_by_side_as_bars_and_as_a_table(client: Client, spinach: Food) -> None:
    bare = food_with({"energy_kcal": 10.0}, name="Zqbare")
    text = page(client, f"/foods/compare/?id={spinach.pk}&id={bare.pk}")
    assert "of Magnesium</title>" in text
    assert 'width="1000"' in text
    table = text[text.index("<table") :]
    row = table[table.index("Magnesium</th>") :]
    assert "<td>79 mg</td><td>not known</td>" in row[: row.index("</tr>")]


def test_more_than_six_are_cut_and_nothing_is_an_invitation(client: Client) -> None:
    ids = Food.objects.order_by("pk").values_list("pk", flat=True)[:7]
    text = page(client, "/foods/compare/?" + "&".join(f"id={pk}" for pk in ids))
    assert "these are the first six" in text
    assert text.count('type="hidden"') == 6
    for query in ("", "?id=0", "?id=x", "?id=-1", f"?id={'9' * 40}", "?id=²"):
        assert "Tick up to six foods" in page(client, f"/foods/compare/{query}")


# Cost and house rules -------------------------------------------------------------------------------------------------


def test_the_pages_cost_few_queries_and_write_nothing(
    client: Client, spinach: Food, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/foods/?q=milk")
    with django_assert_num_queries(6):  # groups, words, foods, amounts, tags and levels, portions
        client.get("/foods/?q=milk")
    with django_assert_num_queries(15):  # the food with all that is said, its composition and measures
        client.get(f"/foods/{spinach.pk}/")
    with django_assert_num_queries(5):
        client.get(f"/foods/compare/?id={spinach.pk}")
    assert not Session.objects.exists()


def test_nothing_about_health_is_in_an_address(client: Client) -> None:
    told(client, KIDNEY)
    addresses = re.findall(r'(?:href|action)="([^"]*)"', page(client, "/foods/?q=milk&mine=on"))
    assert not [one for one in addresses if "ckd" in one or "lisinopril" in one]


@pytest.mark.parametrize("address", ["/foods/", "/foods/compare/", "/foods/{pk}/", "/foods/compare/?id={pk}"])
def test_no_script_or_style_is_inline_and_nothing_is_stored(client: Client, spinach: Food, address: str) -> None:
    response = client.get(address.format(pk=spinach.pk))
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", response.content.decode())
    assert "no-store" in response["Cache-Control"]
