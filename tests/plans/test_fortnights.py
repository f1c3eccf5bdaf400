"""Two weeks at a time: dinners that differ, many foods, little thrown away. docs/fortnights.md has all ten."""

from __future__ import annotations

import pytest

from tests import fortnights
from tests.fortnights import Fortnight

pytestmark = [pytest.mark.django_db, pytest.mark.plans]


@pytest.mark.parametrize("name", ["man-45", "woman-34-vegan"])
def test_two_weeks_differ_and_waste_little(name: str) -> None:
    assert list(fortnights.measured(fortnights.plan_of(name)).faults()) == []


def test_what_falls_short_is_named() -> None:
    poor = Fortnight(most_repeats=3, foods=(40, 24), thrown=0.1, of_fresh=0.3, kept=0.1, gap=0.0)
    assert list(poor.faults()) == ["a dish comes 3 times", "24 foods in a week", "10.0% thrown away"]


def test_the_page_has_a_line_a_person_and_none_twice() -> None:
    text = fortnights.PAGE.read_text(encoding="utf-8")
    assert text == fortnights.HEAD + "".join(f"{line}\n" for line in fortnights.standing().values())
