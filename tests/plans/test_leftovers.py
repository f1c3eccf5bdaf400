"""What a plan says about cooking agrees with its days, on the real dishes."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from nutriplan.plans import services
from nutriplan.proposal import Wishes

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("leftovers")]

START = date(2026, 11, 30)
PROFILE = {"age_years": 45, "sex": "male", "life_stage": "none", "household": 2}


@cache
def week() -> services.Made:
    return services.make_plan(profile=PROFILE, wishes=Wishes(7, START, 1), today=START)


def meals() -> list[tuple[str, dict[str, Any]]]:
    return [(day["date"], meal) for day in week().document["days"] for meal in day["meals"]]


def test_what_is_for_later_is_eaten_as_leftovers_on_that_day() -> None:
    promised = {
        (later["date"], meal["dish"]["id"]): day
        for day, meal in meals()
        if meal["cooking"]["kind"] == "cook"
        for later in meal["cooking"]["later"]
    }
    eaten = {
        (day, meal["dish"]["id"]): meal["cooking"]["from"]
        for day, meal in meals()
        if meal["cooking"]["kind"] == "leftovers"
    }
    assert promised == eaten
    assert promised, "a week without any leftovers is not what this plans"


def test_servings_cooked_are_those_eaten_and_those_left() -> None:
    menu, cooked = week().proposal.menu, week().proposal.cooking
    assert menu
    assert cooked
    eaten = sum(helping.servings for _, _, helping in menu.helpings()) * 2
    assert sum(pot.made_servings - pot.left_servings for pot in cooked.pots) == pytest.approx(eaten)


def test_leftovers_are_eaten_within_the_days_they_keep_and_after_a_days_rest() -> None:
    cooked = week().proposal.cooking
    assert cooked
    for pot in cooked.pots:
        assert all((one.day - pot.day).days <= pot.serving.keeps_days for one in pot.eaten)
        if pot.serving.role.value == "main":
            days = sorted(one.day for one in pot.eaten)
            assert all((later - earlier).days >= 2 for earlier, later in pairwise(days))


def test_a_plan_with_leftovers_says_how_to_keep_them() -> None:
    assert any(note.startswith("Leftovers:") for note in week().document["notes"])
