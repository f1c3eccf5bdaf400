"""How does one person come in by each door? The profile as the page's answers, as a body of the API, as a file."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command
from django.test import Client
from rest_framework.test import APIClient

from nutriplan.web.views.answers import PLAN
from tests.safety.profiles import Profile
from tests.web.cast import Answers, answered

Json = dict[str, Any]
START = "2026-01-05"
#: How the command ends without a plan; the document is printed all the same.
NO_PLAN = 3


def that_the_page_can_ask(who: Profile) -> Profile:
    """Without what only the API and the command line take."""
    return {key: value for key, value in who.items() if key not in {"meals", "avoid_tags"}}


def answers(who: Profile) -> Answers:
    """The same as a browser sends it."""
    listed = ("conditions", "lab_flags", "flags", "allergies", "rules")
    plain = ("age_years", "sex", "height_cm", "weight_kg", "activity", "life_stage", "pregnancy_week",
             "months_postpartum", "diet")  # fmt: skip
    found: Answers = {key: str(who[key]) for key in plain if key in who}
    found |= {key: who[key] for key in listed}
    found |= {"buys_fortified": "yes" if who["buys_fortified"] else "no", "days": "1", "start": START, "household": "1"}
    found |= {drink: str(count) for drink, count in who.get("habits", {}).items()}
    for row, one in enumerate(who["medications"]):
        found |= {f"medicine-{row}-{name}": one["name"] for name in ("name", "asked_about")}
        found |= {f"medicine-{row}-meant": "as-written", **_times(f"medicine-{row}", one)}
    for row, one in enumerate(who["supplements"]):
        found |= {f"supplement-{row}-nutrient": one["nutrient"], f"supplement-{row}-amount": str(one["amount"])}
        found |= _times(f"supplement-{row}", one)
    for row, (key, limit) in enumerate(who.get("clinician_targets", {}).items()):
        found |= {f"limit-{row}-nutrient": key, f"limit-{row}-max": str(limit["max"])}
    return found


def _times(row: str, one: Json) -> Answers:
    return {f"{row}-time_{place}": at for place, at in enumerate(one["times"])}


def by_the_page(who: Profile) -> Json:
    """What the page of the plan is made of."""
    client = Client()
    response = answered(client, {**answers(who), "red_flags": who.get("red_flags", [])})
    assert PLAN in client.session, response.content.decode()[:4000]
    document: Json = client.session[PLAN]["document"]
    return document


def by_the_api(who: Profile) -> Json:
    response = APIClient().post("/api/v1/plans/", {"profile": who, "days": 1, "start_date": START}, format="json")
    assert response.status_code == 200, response.content
    answer: Json = response.json()
    return answer


def by_the_check(who: Profile) -> Json:
    answer: Json = APIClient().post("/api/v1/cautions/check/", who, format="json").json()
    return answer


def by_the_command(who: Profile, folder: Path) -> Json:
    file, out = folder / "profile.json", io.StringIO()
    file.write_text(json.dumps(who), encoding="utf-8")
    try:
        call_command("plan", "--profile", str(file), "--days", "1", "--start", START, "--format", "json", stdout=out)
    except CommandError as without_a_plan:
        if without_a_plan.returncode != NO_PLAN:
            raise
    answer: Json = json.loads(out.getvalue())
    return answer
