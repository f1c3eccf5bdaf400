"""A small, drawn cast of foods, dishes and people that the domain tests share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from nutriplan.domain.composition import Composition
from nutriplan.domain.menu import Day, Helping, Meal, Menu
from nutriplan.domain.person import MealTime, Person, Sex, SlotName
from nutriplan.domain.servings import Pack, Part, Purchase, Role, Serving

BREAKFAST = MealTime(SlotName.BREAKFAST, time(7, 30))
LUNCH = MealTime(SlotName.LUNCH, time(13, 0))
DINNER = MealTime(SlotName.DINNER, time(19, 0))
MEALS = (BREAKFAST, LUNCH, DINNER)


def person(**changes: Any) -> Person:
    return Person(**{"age_years": 45, "sex": Sex.MALE, "height_cm": 178, "weight_kg": 78, "meals": MEALS, **changes})


def food(name: str, amounts: Mapping[str, float] | None = None, **changes: Any) -> Composition:
    number = sum(map(ord, name))
    return Composition(number, f"{number:05d}", name, "Group", amounts or {"magnesium_mg": 50.0}, **changes)


MILK = food("Milk", {"calcium_mg": 120.0, "energy_kcal": 50.0}, tags=frozenset({"dairy"}))
OATS = food("Oats", {"magnesium_mg": 130.0, "energy_kcal": 380.0}, undecided_tags=frozenset({"gluten"}))
LENTILS = food("Lentils, cooked", {"magnesium_mg": 36.0, "energy_kcal": 116.0}, tags=frozenset({"legume"}))
DRY_LENTILS = Purchase("Lentils, dry", "16069", 2.5, "Grains, pasta and pulses", packs=(Pack("500 g bag", 500),))


def serving(
    key: str, *parts: tuple[Composition, float], slots: frozenset[SlotName] = frozenset(SlotName), **changes: Any
) -> Serving:
    purchase = changes.pop("purchase", None)
    return Serving(
        dish_id=sum(map(ord, key)),
        key=key,
        name=key.capitalize(),
        role=changes.pop("role", Role.MAIN),
        slots=slots,
        minutes=changes.pop("minutes", 10),
        active_minutes=changes.pop("active_minutes", 10),
        parts=tuple(Part(what, grams, f"{grams:g} g", purchase) for what, grams in parts),
        **changes,
    )


def menu(*days: Mapping[MealTime, tuple[Helping, ...]], start: date = date(2026, 1, 5)) -> Menu:
    return Menu(
        tuple(
            Day(date.fromordinal(start.toordinal() + number), tuple(Meal(at, helped) for at, helped in day.items()))
            for number, day in enumerate(days)
        )
    )
