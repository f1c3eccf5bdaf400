from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from nutriplan.domain.advice import CardKind
from nutriplan.plans import advice

pytestmark = pytest.mark.django_db
ADULT: dict[str, Any] = {"age_years": 45, "sex": "male", "life_stage": "none", "conditions": [], "medications": []}


def mine(**changes: Any) -> set[str]:
    found = advice.for_person(profile={**ADULT, **changes}, today=date(2026, 11, 25))
    return {one.card.id for one in found.cards}


def test_a_healthy_adult_gets_what_to_eat_and_nothing_for_others() -> None:
    assert {"AD20", "AD21", "AD22", "AD23", "AD01"} <= mine()
    assert not {"AD48", "AD50", "AD52"} & mine()


def test_a_limit_of_the_clinician_holds_the_nutrient_back() -> None:
    assert "AD22" not in mine(clinician_targets={"potassium_mg": {"max": 2000}})


@pytest.mark.requirement("A10")
def test_no_two_cards_shown_stand_differently_on_a_question() -> None:
    stands: dict[str, set[str]] = {}
    for one in advice.for_anyone():
        for question, answer in one.card.stands.items():
            stands.setdefault(question, set()).add(answer)
    assert stands
    assert all(len(answers) == 1 for answers in stands.values())


def test_anybody_can_ask_for_some_kinds() -> None:
    assert {one.card.kind for one in advice.for_anyone((CardKind.FIRST_AID,))} == {CardKind.FIRST_AID}
