"""Plans that can be changed: made once for a session of tests, kept anew for each test."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from django.contrib.auth.models import User

from nutriplan.plans import services
from nutriplan.plans.models import Plan
from nutriplan.plans.services import Made

START = date(2026, 1, 5)
ADA: dict[str, Any] = {"age_years": 34, "sex": "female", "life_stage": "none", "height_cm": 168, "weight_kg": 62}
KIDNEY: dict[str, Any] = {
    **ADA,
    "age_years": 60,
    "conditions": ["ckd_g3b"],
    "medications": [{"name": "lisinopril", "times": ["08:00"]}],
}
NO_FISH: dict[str, Any] = {**ADA, "allergies": ["fish"]}
WARFARIN: dict[str, Any] = {**ADA, "age_years": 60, "medications": [{"name": "warfarin", "times": ["18:00"]}]}
FAINTED: dict[str, Any] = {**ADA, "red_flags": ["RF01"]}


@cache
def made(profile: str, days: int) -> Made:
    """The plan of the person of this name; worked out once and not to be changed."""
    wishes = services.wishes_for(days=days, start=START, seed=1)
    return services.make_plan(profile=globals()[profile], wishes=wishes, today=START)


def keep(owner: User, profile: str = "ADA", days: int = 3) -> Plan:
    """A plan of this person, kept for its owner."""
    plan = services.keep_plan(owner=owner, profile=globals()[profile], made=made(profile, days))
    plan.refresh_from_db()
    return plan


def meals(plan: Plan) -> list[dict[str, Any]]:
    return [meal for day in plan.document["days"] for meal in day["meals"]]


def dishes(plan: Plan) -> dict[tuple[str, str, str], int]:
    """(date, slot, role) -> dish, of the main dishes."""
    return {
        (day["date"], meal["slot"], meal["role"]): meal["dish"]["id"]
        for day in plan.document["days"]
        for meal in day["meals"]
        if meal["role"] == "main"
    }
