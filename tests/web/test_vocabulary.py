from __future__ import annotations

import pytest

from nutriplan.people import selectors
from nutriplan.web import vocabulary


@pytest.mark.requirement("I2")
def test_every_condition_of_the_rules_is_offered_once() -> None:
    offered = [key for _, choices in vocabulary.conditions() for key, _ in choices]
    assert sorted(offered) == sorted(selectors.caution_book().conditions)


def test_ten_danger_signs_are_asked_of_everybody_and_all_are_known() -> None:
    assert [key for key, _ in vocabulary.first_signs()] == list(vocabulary.FIRST_SIGNS)
    assert len(vocabulary.FIRST_SIGNS) <= 10


def test_every_danger_sign_can_be_ticked() -> None:
    offered = {key for key, _ in (*vocabulary.first_signs(), *vocabulary.further_signs())}
    assert offered == {flag.id for flag in selectors.caution_book().red_flags.values()}


def test_supplements_name_their_unit() -> None:
    assert ("vitamin_d_ug", "Vitamin D, in µg") in vocabulary.supplements()
