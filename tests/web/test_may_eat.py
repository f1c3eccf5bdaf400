from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from foods import selectors
from nutriplan.domain.nutrients import KEYS
from tests.foods.factories import food_with
from tests.web.cast import FAINTED, KIDNEY, MAN_45, UNKNOWN_MEDICINE
from tests.web.test_foods import page, told

pytestmark = pytest.mark.django_db
ADDRESS = "/can-i-eat/"
ALLERGIC = {**MAN_45, "allergies": ["milk"]}


def test_without_answers_it_asks_for_them_and_judges_nothing(client: Client) -> None:
    text = page(client, f"{ADDRESS}?q=milk")
    assert "Answer the questions first" in text
    assert "Allowed:" not in text
    assert not Session.objects.exists()


def test_answers_that_cannot_be_used_judge_nothing(client: Client) -> None:
    told(client, {**MAN_45, "age_years": "minus"})
    assert "cannot be used as they are" in page(client, f"{ADDRESS}?q=milk")


def test_what_must_not_be_eaten_is_said_first_and_why(client: Client) -> None:
    told(client, ALLERGIC)
    text = page(client, f"{ADDRESS}?q=milk")
    assert text.index("Do not eat this;") < text.index("because of your allergy (milk)")


def test_a_dish_says_what_would_make_it_fit_after_the_answer(client: Client) -> None:
    dish = next(one for one in selectors.servings() if one.key == "milk-porridge-blueberries")
    told(client, ALLERGIC)
    text = page(client, f"{ADDRESS}?{urlencode({'q': dish.name})}")
    assert text.index("Do not eat this;") < text.index("Not as it is written. With soya drink instead of milk ")


def test_several_foods_each_have_their_own_word(client: Client) -> None:
    food_with(dict.fromkeys(KEYS, 0.0), name="Zqdrink plain", tags=[])
    food_with({}, name="Zqdrink rich", tags=["dairy", "animal"])
    food_with({}, name="Zqdrink open")
    told(client, ALLERGIC)
    text = page(client, f"{ADDRESS}?q=zqdrink")
    assert "It depends" in text
    said = dict(re.findall(r'class="fold-title">([^<]+)</span> <span class="fold-count answer-word">([^<]+)<', text))
    assert said == {"Zqdrink plain": "Allowed", "Zqdrink rich": "Do not eat", "Zqdrink open": "Not known"}


def test_nothing_found_is_not_known_and_asked_back(client: Client) -> None:
    told(client, MAN_45)
    text = page(client, f"{ADDRESS}?q=spinnach")
    assert "Not known: we know no food or dish of this name." in text
    assert "Did you mean one of these?" in text


def test_a_medicine_nobody_knows_makes_nothing_allowed(client: Client) -> None:
    told(client, UNKNOWN_MEDICINE)
    text = page(client, f"{ADDRESS}?q=carrots+raw")
    assert "Not checked: Zzyzxol" in text
    assert "Allowed: none of our rules" not in text
    assert "<script>alert" not in text


def test_a_danger_sign_comes_before_the_answer(client: Client) -> None:
    told(client, FAINTED)
    text = page(client, f"{ADDRESS}?q=milk")
    assert "Before anything else" in text


def test_a_child_too_young_for_plans_is_told_that_nothing_is_checked(client: Client) -> None:
    told(client, {**MAN_45, "age_years": "3"})
    assert "nothing is checked for you" in page(client, f"{ADDRESS}?q=carrots+raw")


@pytest.mark.parametrize(
    "query", ["", "q=", "q=%00", "q=" + "x" * 500, "q=<script>alert(1)</script>", "q=%F0%9F%A5%9B"]
)
def test_whatever_is_typed_the_page_stands(client: Client, query: str) -> None:
    told(client, MAN_45)
    text = page(client, f"{ADDRESS}?{query}")
    assert "<script>alert" not in text
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", text)


def test_nothing_about_health_is_in_an_address_and_nothing_is_stored(client: Client) -> None:
    told(client, KIDNEY)
    response = client.get(f"{ADDRESS}?q=banana")
    assert "no-store" in response["Cache-Control"]
    addresses = re.findall(r'(?:href|action)="([^"]*)"', response.content.decode())
    assert not [one for one in addresses if "ckd" in one or "lisinopril" in one]


def test_it_costs_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    told(client, MAN_45)
    client.get(f"{ADDRESS}?q=milk")
    with django_assert_max_num_queries(13):
        client.get(f"{ADDRESS}?q=cheese")
