from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from foods import selectors
from foods.models import Dish
from nutriplan.domain.nutrients import KEYS
from tests.foods.factories import dish_of, food_with
from tests.web.cast import FAINTED, KIDNEY, MAN_45, UNKNOWN_MEDICINE
from tests.web.test_foods import page, told

pytestmark = pytest.mark.django_db
ALLERGIC = {**MAN_45, "allergies": ["milk"]}


def names(text: str) -> list[str]:
    return re.findall(r'<h2> <a href="/dishes/\d+/">([^<]+)</a>', text)


def plain(**more: Any) -> Dish:
    return dish_of((food_with(dict.fromkeys(KEYS, 0.0), tags=[]), 100.0), **more)


# The list -------------------------------------------------------------------------------------------------------------


def test_a_dish_is_found_by_its_words_and_says_what_a_serving_brings(client: Client) -> None:
    dish_of((food_with({"magnesium_mg": 210.0}, tags=["dairy"]), 100.0), name="Zqstew", servings=1)
    text = page(client, "/dishes/?q=zqst")
    assert names(text) == ["Zqstew"]
    assert "Magnesium <b>50 %</b>" in text
    assert "Calcium <b>not known</b>" in text


@pytest.mark.parametrize(
    "query", ["slot=breakfast", "diet=vegan", "free=milk", "minutes=10", "season=winter", "high=calcium_mg"]
)
def test_filters_narrow_and_stay_chosen(client: Client, query: str) -> None:
    text = page(client, f"/dishes/?{query}")
    found = re.search(r"(\d+) dishes", text)
    assert found
    assert 0 < int(found[1]) < len(selectors.servings())
    assert len(re.findall(r'value="[^"]+" selected', text)) == 1


@pytest.mark.parametrize(
    "query", ["q=%00", "page=99999", "page=x", "slot=moon", "minutes=-5", "free=dairy", "mine=on", "diet=omnivore"]
)
def test_what_is_not_known_is_passed_over(client: Client, query: str) -> None:
    assert "dish" in page(client, f"/dishes/?{query}")


def test_only_what_i_may_eat(client: Client) -> None:
    plain(name="Zqstew plain")
    dish_of((food_with({}), 100.0), name="Zqstew open")
    dish_of((food_with({}, tags=["dairy", "animal"]), 100.0), name="Zqstew rich")
    told(client, ALLERGIC)
    assert len(names(page(client, "/dishes/?q=zqstew"))) == 3
    assert names(page(client, "/dishes/?q=zqstew&mine=on")) == ["Zqstew plain"]


def test_the_list_of_what_i_may_eat_says_what_was_not_checked(client: Client) -> None:
    told(client, UNKNOWN_MEDICINE)
    assert "Not checked: Zzyzxol" in page(client, "/dishes/?mine=on")


def test_a_child_too_young_for_plans_is_offered_nothing(client: Client) -> None:
    told(client, {**MAN_45, "age_years": "3"})
    assert names(page(client, "/dishes/?mine=on")) == []


# One dish -------------------------------------------------------------------------------------------------------------


def test_a_dish_says_how_it_is_made_and_what_it_holds(client: Client) -> None:
    serving = next(one for one in selectors.servings() if any(part.swaps for part in one.parts) and one.keeps_days > 1)
    text = page(client, f"/dishes/{serving.dish_id}/")
    assert f"{serving.minutes} minutes, {serving.active_minutes} of them hands-on" in text
    assert f"{serving.keeps_days} days in the fridge" in text
    assert "To buy:" in text
    assert " instead" in text
    assert "Of the Daily Value" in text
    assert "Nothing here is checked" in text


def test_what_nobody_decided_is_said_to_be_undecided(client: Client) -> None:
    dish = dish_of((food_with({}), 100.0), name="Zqstew")
    text = page(client, f"/dishes/{dish.pk}/")
    undecided = text[text.index("Not decided: check the label") :]
    assert "milk" in undecided[: undecided.index("</dd>")]
    assert "Free of" not in text


def test_a_part_that_is_not_known_is_said(client: Client) -> None:
    dish = dish_of((food_with({"magnesium_mg": 50.0}), 100.0), (food_with({}), 100.0), servings=1)
    text = page(client, f"/dishes/{dish.pk}/")
    assert "≥ 50 mg" in text
    assert "known for 50% of the weight" in text


def test_for_me_it_is_judged_and_stands_against_my_aims(client: Client) -> None:
    dish = dish_of((food_with({"magnesium_mg": 50.0}, tags=["dairy", "animal"]), 100.0))
    told(client, ALLERGIC)
    text = page(client, f"/dishes/{dish.pk}/")
    assert "Do not eat this;" in text
    assert "because of your allergy (milk)" in text
    assert "Of my aim" in text


def test_a_dish_says_what_would_make_it_fit_after_the_answer(client: Client) -> None:
    dish = next(one for one in selectors.servings() if one.key == "milk-porridge-blueberries")
    told(client, ALLERGIC)
    text = page(client, f"/dishes/{dish.dish_id}/")
    assert text.index("Do not eat this;") < text.index("Not as it is written. With soya drink instead of milk ")


def test_kidneys_see_no_share_of_potassium(client: Client) -> None:
    dish = dish_of((food_with({"potassium_mg": 500.0}, tags=[]), 100.0), servings=1)
    told(client, KIDNEY)
    text = page(client, f"/dishes/{dish.pk}/")
    row = text[text.index("Potassium</th>") :]
    assert "your clinician sets this" in row[: row.index("</tr>")]
    assert not re.search(r"Potassium: [^<]*%", text)


def test_with_a_danger_sign_there_is_no_aim(client: Client) -> None:
    dish = dish_of((food_with({"magnesium_mg": 50.0}, tags=["dairy", "animal"]), 100.0))
    told(client, {**FAINTED, "allergies": ["milk"]})
    text = page(client, f"/dishes/{dish.pk}/")
    assert "Do not eat this;" in text
    assert "Of my aim" not in text


def test_no_such_dish_is_a_404(client: Client) -> None:
    hidden = plain(is_published=False)
    for pk in (0, hidden.pk, "9" * 30):
        assert client.get(f"/dishes/{pk}/").status_code == 404


# Cost and house rules -------------------------------------------------------------------------------------------------


def test_the_pages_cost_one_query_and_write_nothing(client: Client, django_assert_num_queries: Any) -> None:
    dish_id = selectors.servings()[0].dish_id
    for address in ("/dishes/?diet=vegan&high=calcium_mg", f"/dishes/{dish_id}/"):
        client.get(address)
        with django_assert_num_queries(1):  # the version of the data
            client.get(address)
    assert not Session.objects.exists()


def test_no_script_or_style_is_inline_and_nothing_is_stored(client: Client) -> None:
    for address in ("/dishes/", f"/dishes/{selectors.servings()[0].dish_id}/"):
        response = client.get(address)
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", response.content.decode())
        assert "no-store" in response["Cache-Control"]
