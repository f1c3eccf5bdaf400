"""The people who fill in the page, as the browser sends them."""

from __future__ import annotations

from typing import Any

from django.test import Client

Answers = dict[str, Any]

MAN_45: Answers = {
    "age_years": "45",
    "sex": "male",
    "height_cm": "178",
    "weight_kg": "78",
    "activity": "low_active",
    "life_stage": "none",
    "diet": "omnivore",
    "buys_fortified": "yes",
    "household": "1",
    "max_minutes": "60",
    "days": "7",
    "start": "2026-03-02",
}
KIDNEY: Answers = {
    **MAN_45,
    "age_years": "55",
    "days": "1",
    "conditions": ["ckd_g3b", "hypertension"],
    "medicine-0-name": "lisinopril 10 mg",
    "medicine-0-time_0": "08:00",
}
UNKNOWN_MEDICINE: Answers = {**MAN_45, "medicine-0-name": "Zzyzxol <script>alert(1)</script>"}


def with_danger_sign(answers: Answers) -> Answers:
    """The same person, fainted: answered at once, without planning."""
    return {**answers, "red_flags": ["RF01"]}


FAINTED = with_danger_sign(MAN_45)


def planned(client: Client, answers: Answers) -> str:
    """The page that the answers lead to."""
    page: str = answered(client, answers).content.decode()
    return page


def answered(client: Client, answers: Answers) -> Any:
    """The response to the answers and, on the page after it, to the danger signs among them."""
    first = client.post("/", answers)
    if first.status_code != 302:
        return first
    return client.post("/signs/", signs_of(client, answers.get("red_flags", [])), follow=True)


def signs_of(client: Client, ticked: list[str]) -> Answers:
    """The signs as the page sends them: those that it asks apart from the others."""
    if not ticked:
        return {"no_flags": "on"}
    asked = client.get("/signs/").context["form"].fields["red_flags"].choices
    first = [sign for sign in ticked if sign in dict(asked)]
    return {"red_flags": first, "further_flags": [sign for sign in ticked if sign not in first]}
