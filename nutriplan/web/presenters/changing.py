"""How is a plan changed from its page, and what would another dish bring? In words of somebody at a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from nutriplan.domain.nutrients import display
from nutriplan.plans.changes import Alternative
from nutriplan.plans.effects import Effect
from nutriplan.plans.wording import halves
from nutriplan.web.presenters.words import SLOTS, label, spoken

#: Choices for the work of a day.
MINUTES = (10, 20, 30, 45, 60)
#: Less waste than this is the rounding of packs.
WASTE_G = 10.0


@dataclass(frozen=True, slots=True)
class Changing:
    """What the page of a plan needs to change it. address: where changes go. meals: below it, by number, the other
    dishes for a meal. version: of the plan that is shown. can_undo: whether there is a change to take back."""

    address: str
    meals: str
    version: int
    can_undo: bool
    banned: tuple[tuple[int, str], ...]
    use_up: tuple[str, ...]
    minutes: tuple[int, ...] = MINUTES
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Other:
    """A dish that could be eaten instead. words: what it changes."""

    pk: int
    name: str
    amount: str
    words: str


@dataclass(frozen=True, slots=True)
class MealPage:
    """The dishes that could stand in a meal's place. why_none: why there are none."""

    meal_id: int
    date: str
    name: str
    where: str
    others: tuple[Other, ...]
    why_none: str


def changing(document: Mapping[str, Any], *, address: str, meals: str, version: int, can_undo: bool) -> Changing | None:
    """None: a plan without meals has nothing to change."""
    if document["state"] != "ready" or not document["days"]:
        return None
    wanted = document.get("wanted", {"banned_dishes": (), "use_up": ()})
    return Changing(
        address=address,
        meals=meals,
        version=version,
        can_undo=can_undo,
        banned=tuple((one["id"], one["name"]) for one in wanted["banned_dishes"]),
        use_up=tuple(f"{one['grams']:g} g of {one['food']['name']} by {_day(one['by'])}" for one in wanted["use_up"]),
        first=document["days"][0]["date"],
        last=document["days"][-1]["date"],
    )


def meal_page(
    document: Mapping[str, Any], meal_id: int, found: Sequence[Alternative], *, why_none: str = ""
) -> MealPage:
    day, meal = next((day, meal) for day in document["days"] for meal in day["meals"] if meal["id"] == meal_id)
    return MealPage(
        meal_id,
        day["date"],
        meal["dish"]["name"],
        f"{SLOTS[meal['slot']]} on {_day(day['date'])}",
        tuple(_other(one) for one in found),
        why_none or ("" if found else "No other dish fits here within your limits while the other meals stay."),
    )


def _other(found: Alternative) -> Other:
    amount = f"{halves(found.servings)} {'serving' if found.servings <= 1 else 'servings'}"
    return Other(found.dish_id, found.name, amount, in_words(found.effect))


def in_words(effect: Effect) -> str:
    """ "12 mg more magnesium, 5 minutes longer, same price"."""
    parts = [*_nutrients(effect), *_minutes(effect.minutes), _price(*effect.cost_tier), *_waste(effect.waste_g)]
    said = ", ".join(parts)
    return f"{said[:1].upper()}{said[1:]}."


def _nutrients(effect: Effect) -> Iterator[str]:
    for key, found in effect.nutrients.items():
        if found.change is None:
            continue
        shown = display(key, abs(found.change))
        if shown != display(key, 0.0):
            yield f"{shown} {'more' if found.change > 0 else 'less'} {spoken([label(key).lower()])}"
    unknown = [label(key).lower() for key, found in effect.nutrients.items() if found.change is None]
    if unknown:
        yield f"not known for {spoken(unknown)}"


def _minutes(more: int) -> Iterator[str]:
    if more:
        yield f"{abs(more)} {'minute' if abs(more) == 1 else 'minutes'} {'longer' if more > 0 else 'quicker'} to make"


def _price(before: int, after: int) -> str:
    return "same price" if before == after else "dearer" if after > before else "cheaper"


def _waste(more: float) -> Iterator[str]:
    if abs(more) >= WASTE_G:
        yield f"{abs(more):.0f} g {'more' if more > 0 else 'less'} thrown away"


def _day(text: str) -> str:
    when = date.fromisoformat(text)
    return f"{when:%A} {when.day} {when:%B}"
