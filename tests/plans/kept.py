"""Kept plans for tests that are about what is kept, and not about planning: none of them costs a solve."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import User

from nutriplan.plans import services
from nutriplan.plans.document import cautions_document
from nutriplan.plans.models import Plan

START = date(2026, 1, 5)


def keep(*food_ids: int, **profile: Any) -> Plan:
    """A plan of one meal of these foods, with the cautions of the profile as they are today."""
    given = {"age_years": 60, "sex": "male", "life_stage": "none", **profile}
    _read, checked = services.check_person(profile=given, today=START)
    owner, _new = User.objects.get_or_create(username="ann")
    meal = {"ingredients": [{"food": {"id": food_id}, "grams": 50.0} for food_id in food_ids]}
    return Plan.objects.create(
        owner=owner,
        state=checked.state.value,
        start_date=START,
        day_count=1,
        profile=given,
        document={**cautions_document(checked), "days": [{"meals": [meal]}]},
        foods_version="1",
        rules_version="1",
    )
