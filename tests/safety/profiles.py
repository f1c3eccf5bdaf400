"""Who could come? Random people as profiles of the contract, the same for the same number in every run.

Conditions, blood results, medicines, life stages, allergies, diets, supplements, dose times, meals and numbers of a
clinic are drawn from the same files that the product reads, by their raw rows.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

KNOWLEDGE = Path(__file__).resolve().parents[2] / "nutriplan/knowledge"
Profile = dict[str, Any]

#: How many are looked at.
PEOPLE = 2000
#: Names that nobody can match; they must be said to be unchecked.
NONSENSE = ("Blorbazine", "Zyxwvol 5 mg", "Quandroxil retard")
DIETS = ("omnivore", "omnivore", "omnivore", "pescatarian", "vegetarian", "vegan")
RULES = ("halal", "kosher", "no_pork", "no_beef", "no_alcohol")
SUPPLEMENTS = {
    "magnesium_mg": (100, 250, 500), "calcium_mg": (500, 600), "vitamin_d_ug": (10, 25, 100), "potassium_mg": (99, 400),
    "iron_mg": (14, 65), "zinc_mg": (10, 50), "retinol_ug": (800, 3000), "vitamin_b6_mg": (2, 50),
    "folic_acid_ug": (400,), "vitamin_k_ug": (50,),
}  # fmt: skip
SIX_MEALS = {
    "breakfast": "07:30", "morning_snack": "10:00", "lunch": "12:30", "afternoon_snack": "15:30", "dinner": "18:30",
    "evening_snack": "21:00",
}  # fmt: skip
DOSE_TIMES = ("06:30", "07:00", "08:00", "12:00", "13:00", "18:00", "20:00", "22:00")
WISHES = ("coffee_tea", "pork", "legume", "oily_fish", "liquorice")


@cache
def vocabulary() -> dict[str, Any]:
    read: dict[str, Any] = read_yaml(KNOWLEDGE / "cautions/vocabulary.yaml")
    return read


def read_yaml(path: Path) -> Any:
    """By the parser in C where there is one: seconds less."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), loader)  # noqa: S506 - both loaders are safe ones


@cache
def medicines() -> tuple[str, ...]:
    with (KNOWLEDGE / "medications/medicines.csv").open(encoding="utf-8", newline="") as file:
        return tuple(row["generic"] for row in csv.DictReader(file))


#: What is drunk besides a plan -> mg of caffeine in one, as the NHS counts it for pregnant women.
DRINKS: Mapping[str, float] = {
    "coffee_cups": 140,
    "tea_cups": 75,
    "cola_cans": 40,
    "energy_drink_cans": 80,
    "sweet_drink_glasses": 0,
    "alcohol_units": 0,
}


def profile(number: int) -> Profile:
    """The person of this number."""
    draw = Random(f"person {number}")
    made = {**_who(draw), **_ill(draw), **_takes(draw), **_eats(draw)}
    if draw.random() < 0.1:
        key, most = draw.choice(
            [("potassium_mg", 2500), ("sodium_mg", 1500), ("protein_g", 60), ("phosphorus_mg", 900)]
        )
        made["clinician_targets"] = {key: {"max": most}}
    if draw.random() < 0.05:
        made["red_flags"] = draw.sample([f"RF{sign:02d}" for sign in range(1, 52)], 1)
    if draw.random() < 0.3:
        made["habits"] = {drink: draw.randint(1, 3) for drink in draw.sample(list(DRINKS), draw.randint(1, 3))}
    return made


def _who(draw: Random) -> Profile:
    age = draw.choice([draw.randint(4, 17), draw.randint(18, 64), draw.randint(18, 50), draw.randint(65, 95)])
    sex = draw.choice(("female", "female", "male"))
    who: Profile = {"age_years": age, "sex": sex, "life_stage": "none", "activity": draw.choice(("inactive", "active"))}
    if age >= 18:
        who |= {"height_cm": draw.randint(150, 195), "weight_kg": draw.randint(48, 120)}
    if sex == "female" and 16 <= age < 50:
        stage = draw.choice(("none", "none", "trying_to_conceive", "pregnant", "lactating"))
        who["life_stage"] = stage
        if stage == "pregnant" and draw.random() < 0.8:
            who["pregnancy_week"] = draw.randint(4, 41)
        if stage == "lactating":
            who["months_postpartum"] = draw.randint(0, 12)
    return who


def _few(draw: Random, known: list[str], weights: tuple[int, ...]) -> list[str]:
    """None, one, two ... of them, by their weights."""
    count = draw.choices(range(len(weights)), weights)[0]
    return sorted(draw.sample(known, count))


def _ill(draw: Random) -> Profile:
    words = vocabulary()
    reported = [key for key, flag in words["flags"].items() if "over" not in flag and key != "unknown_medicine"]
    return {
        "conditions": _few(draw, list(words["conditions"]), (5, 5, 4, 2, 1, 1)),
        "lab_flags": _few(draw, list(words["lab_flags"]), (8, 2, 1)),
        "allergies": _few(draw, list(words["allergens"]), (6, 3, 2, 1)),
        "flags": _few(draw, reported, (8, 2)),
    }


def _takes(draw: Random) -> Profile:
    names = _few(draw, list(medicines()), (3, 4, 4, 3, 2, 1, 1))
    taken: list[Profile] = [{"name": name, "as_written": True, "times": _times(draw)} for name in dict.fromkeys(names)]
    if draw.random() < 0.15:
        taken.append({"name": draw.choice(NONSENSE), "as_written": True, "times": _times(draw)})
    supplements = [
        {"nutrient": key, "amount": draw.choice(SUPPLEMENTS[key]), "times": _times(draw)[:1]}
        for key in _few(draw, list(SUPPLEMENTS), (5, 3, 2, 1))
    ]
    return {"medications": taken, "supplements": supplements}


def _times(draw: Random) -> list[str]:
    return sorted(draw.sample(DOSE_TIMES, draw.choice((0, 1, 1, 1, 2))))


def _eats(draw: Random) -> Profile:
    made: Profile = {"diet": draw.choice(DIETS), "rules": _few(draw, list(RULES), (6, 2))}
    slots = draw.choice((("breakfast", "lunch", "dinner"), tuple(SIX_MEALS), ()))
    if slots:
        made["meals"] = [{"slot": slot, "time": SIX_MEALS[slot]} for slot in slots]
    if draw.random() < 0.1:
        made["avoid_tags"] = _few(draw, list(WISHES), (0, 1))
    return {**made, "buys_fortified": draw.random() < 0.7}
