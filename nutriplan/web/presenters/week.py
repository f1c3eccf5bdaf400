"""What is eaten when? The days of a plan as cards: meals, dishes, what each brings, and how it is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from nutriplan.domain.nutrients import PRIORITY_KEYS
from nutriplan.domain.rules import KeepSteady
from nutriplan.people import selectors
from nutriplan.plans.wording import cooked, halves
from nutriplan.web.presenters.words import KNOWN, SHORT, SLOTS, Document, amount, grams, label, per_cent

CARBOHYDRATE = "carbohydrate_g"
#: What the page keeps of a recipe beside the document: dish id (as text, as JSON has it) -> minutes and steps.
Recipes = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Share:
    """What a dish or a day brings of one nutrient. text: per cent of the aim, the amount where nothing is aimed at."""

    short: str
    label: str
    text: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Dish:
    """pk: below zero it is a recipe of one's own, which has no page here. meal_id: of the place in the plan."""

    pk: int
    name: str
    amount: str
    is_side: bool
    shares: tuple[Share, ...]
    ingredients: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]
    minutes: str
    cooking: str
    meal_id: int = 0
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class Meal:
    """carbohydrate: of all its dishes, for whom a caution keeps it steady; empty for others."""

    time: str
    name: str
    dishes: tuple[Dish, ...]
    carbohydrate: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """most_minutes: the work that was asked for; None: as much as it takes."""

    anchor: str
    short: str
    name: str
    meals: tuple[Meal, ...]
    shares: tuple[Share, ...]
    energy: str
    work: str
    date: str = ""
    most_minutes: int | None = None


def days(document: Document, recipes: Recipes) -> tuple[Day, ...]:
    light = {one["date"]: one["most_minutes"] for one in document.get("wanted", {}).get("light_days", ())}
    counted = not {caution["rule"] for caution in document["cautions"]}.isdisjoint(_keeping_steady(CARBOHYDRATE))
    return tuple(
        _day(day, document["targets"], recipes, light.get(day["date"]), counted=counted) for day in document["days"]
    )


def _keeping_steady(key: str) -> frozenset[str]:
    """Ids of the rules that keep the nutrient steady."""
    said = ((rule.id, effect) for rule in selectors.caution_book().rules for effect in rule.effects)
    return frozenset(rule for rule, effect in said if isinstance(effect, KeepSteady) and effect.nutrient == key)


def _day(
    day: Mapping[str, Any],
    targets: Mapping[str, Any],
    recipes: Recipes,
    most_minutes: int | None,
    *,
    counted: bool,
) -> Day:
    when = date.fromisoformat(day["date"])
    totals = day["totals"]
    energy = totals["energy_kcal"]
    eaten = [
        (at, slot, list(group))
        for (at, slot), group in groupby(day["meals"], key=lambda meal: (meal["time"], meal["slot"]))
    ]
    meals = [
        Meal(
            at,
            SLOTS[slot],
            tuple(_dish(one, targets, recipes) for one in dishes),
            _carbohydrate(dishes, totals[CARBOHYDRATE]["known_share"]) if counted else "",
        )
        for at, slot, dishes in eaten
    ]
    return Day(
        anchor=f"day-{day['date']}",
        short=f"{when:%a} {when.day}",
        name=f"{when:%A} {when.day} {when:%B}",
        meals=tuple(meals),
        shares=tuple(
            _share(key, totals[key]["amount"], totals[key]["known_share"], targets) for key in PRIORITY_KEYS
        ),
        work=f"{day['hands_on_minutes']} minutes of work",
        date=day["date"],
        most_minutes=most_minutes,
        energy="" if energy["amount"] is None else amount("energy_kcal", energy["amount"], energy["known_share"]),
    )  # fmt: skip


def _carbohydrate(dishes: Sequence[Mapping[str, Any]], known_share: float) -> str:
    """known_share: of the whole day; who doses insulin by it must see where a part is not known."""
    known = [dish["nutrients"][CARBOHYDRATE] for dish in dishes]
    grams_known = amount(CARBOHYDRATE, sum(one or 0.0 for one in known))
    return f"Carbohydrate: {'at least ' if None in known or known_share < 1 else ''}{grams_known}"


def _dish(meal: Mapping[str, Any], targets: Mapping[str, Any], recipes: Recipes) -> Dish:
    recipe = recipes.get(str(meal["dish"]["id"]), {})
    servings = halves(meal["servings"])
    return Dish(
        pk=meal["dish"]["id"],
        name=meal["dish"]["name"],
        amount=f"{servings} {'serving' if meal['servings'] <= 1 else 'servings'}",
        is_side=meal["role"] == "side",
        shares=tuple(_share(key, meal["nutrients"][key], 1.0, targets) for key in PRIORITY_KEYS),
        ingredients=tuple((_called(part["food"]), grams(part["grams"])) for part in meal["ingredients"]),
        steps=tuple(recipe.get("steps", ())),
        minutes=f"{recipe['minutes']} minutes" if recipe.get("minutes") else "",
        cooking=_opened(cooked(meal["cooking"], "%A")),
        meal_id=meal["id"],
        is_locked=meal["locked"],
    )


def _called(food: Mapping[str, Any]) -> str:
    """Plans kept from before say only the name in the table."""
    return str(food.get("display_name", food["name"]))


def _opened(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _share(key: str, brought: float | None, known_share: float, targets: Mapping[str, Any]) -> Share:
    target = targets.get(key)
    aim = target["aim"] if target and not target["clinician_sets"] else None
    if brought is None:
        return Share(SHORT[key], label(key), "?", f"{label(key)}: not known")
    if not aim:
        shown = amount(key, brought, known_share)
        return Share(SHORT[key], label(key), shown, f"{label(key)}: {shown}, no aim is planned")
    text = f"{'≥ ' if known_share < KNOWN else ''}{per_cent(brought / aim)}"
    return Share(SHORT[key], label(key), text, f"{label(key)}: {text} of your aim")
