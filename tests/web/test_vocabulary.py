from __future__ import annotations

import pytest

from nutriplan.people import selectors
from nutriplan.web import vocabulary


@pytest.mark.requirement("I2")
def test_every_condition_of_the_rules_is_offered_once() -> None:
    offered = [key for _, choices in vocabulary.conditions() for key, _ in choices]
    assert sorted(offered) == sorted(selectors.caution_book().conditions)


def test_supplements_name_their_unit() -> None:
    assert ("vitamin_d_ug", "Vitamin D, in µg") in vocabulary.supplements()
