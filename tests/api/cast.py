"""Who asks the API: profiles as clients send them."""

from __future__ import annotations

from typing import Any

ADA: dict[str, Any] = {"age_years": 34, "sex": "female", "life_stage": "none", "height_cm": 168, "weight_kg": 62}
WITH_LASIX = {**ADA, "age_years": 68, "medications": [{"name": "Lasix 40 mg", "times": ["08:00"]}]}
ON_WARFARIN = {**ADA, "age_years": 60, "medications": [{"name": "warfarin", "times": ["18:00"]}]}
UNKNOWN_PILL = {**ADA, "medications": [{"name": "Zyxwv 5 mg"}]}
TODDLER = {"age_years": 3, "sex": "male", "life_stage": "none"}


def with_danger_sign(key: str) -> dict[str, Any]:
    return {**ADA, "red_flags": [key]}
