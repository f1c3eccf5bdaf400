from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from nutriplan.reviewing.entries import Entry, Part, choices, chosen, later, searched

TODAY = date(2026, 11, 25)


def entry(**fields: Any) -> Entry:
    return Entry(**{"key": "CND-CKD-K", "title": "A fact", "facets": {}, "parts": (), **fields})


@pytest.mark.requirement("H7")
@pytest.mark.parametrize(
    ("reviewed", "due", "is_due"),
    [
        (date(2026, 11, 1), date(2027, 11, 1), False),
        (date(2026, 11, 1), TODAY, True),
        (date(2024, 11, 25), date(2029, 1, 1), True),
        (date(2024, 11, 26), date(2029, 1, 1), False),
        (None, None, False),
    ],
)
def test_a_fact_is_due_on_its_date_and_after_24_months_at_the_latest(
    reviewed: date | None, due: date | None, is_due: bool
) -> None:
    assert entry(reviewed=reviewed, due=due).is_due(TODAY) is is_due


def test_months_later_where_the_month_is_shorter() -> None:
    assert later(date(2024, 2, 29), 24) == date(2026, 3, 1)
    assert later(date(2026, 11, 30), 3) == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("typed", "found"), [("", True), ("ckd-k", True), ("pota kidney", True), ("idney", False), ("warfarin", False)]
)
def test_every_word_typed_begins_a_word(typed: str, found: bool) -> None:
    fact = entry(parts=(Part("Why", ("Potassium (kidneys)",)),))
    assert bool(searched([fact], typed)) is found


def test_filters_count_and_choose() -> None:
    minor, major = (entry(facets={"severity": frozenset({word})}) for word in ("minor", "major"))
    assert choices([minor, major, major], "severity") == [("major", 2), ("minor", 1)]
    assert chosen([minor, major], {"severity": "minor", "effect": ""}) == [minor]
