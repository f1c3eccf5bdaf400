"""What is one serving of a dish? Its ingredients, what to buy for them, and what may stand in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from nutriplan.domain.composition import Composition, Sum, sum_of
from nutriplan.domain.kitchen import Cuisine, Scaling, Season, SwapFor
from nutriplan.domain.person import SlotName


class Role(StrEnum):
    """A main makes the meal; a side comes with one (bread, salad, fruit, a drink)."""

    MAIN = "main"
    SIDE = "side"


@dataclass(frozen=True, slots=True)
class Pack:
    """What a shop sells: "500 g bag", and the grams in it."""

    label: str
    grams: float


@dataclass(frozen=True, slots=True)
class Purchase:
    """What has to be bought to eat a food.

    eaten_per_bought: grams as eaten from one gram as bought (cooked lentils from dry: 2.5; banana without peel: 0.64).
    staple: bought rarely and used in pinches (salt, oil, spices). packs: none where the shop sells loose weight.
    note: what to look for on the label ("pasteurised", "fortified with vitamin D"). keeps_days: how long it keeps at
    home as bought; opened_days: how long what is left keeps once the pack is opened. price_tier: what a usual portion
    costs, 1 (cheap) to 3. None: nobody knows.
    """

    name: str
    ndb_no: str
    eaten_per_bought: float
    aisle: str
    staple: bool = False
    packs: tuple[Pack, ...] = ()
    note: str = ""
    keeps_days: int | None = None
    opened_days: int | None = None
    price_tier: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One ingredient of one serving: grams as eaten, the household measure of those grams, and what to buy for it.
    purchase None: bought as eaten, aisle unknown. optional: a topping or spice that belongs to the dish as planned and
    may be left out by the cook. swaps: what may stand in for it, the first choice first."""

    food: Composition
    grams: float
    measure: str
    purchase: Purchase | None = None
    optional: bool = False
    swaps: tuple[Swap, ...] = ()

    def may_carry_any(self, tags: Iterable[str]) -> bool:
        return any(self.food.may_carry(tag) for tag in tags)

    def stand_in(self, tags: Collection[str]) -> Swap | None:
        """The first choice in its place that surely carries none of the tags."""
        return next((swap for swap in self.swaps if not swap.part.may_carry_any(tags)), None)


@dataclass(frozen=True, slots=True)
class Swap:
    """Another food in place of an ingredient, in its own amount, and for whom."""

    for_whom: SwapFor
    part: Part


@dataclass(frozen=True, slots=True)
class Serving:
    """One serving of a dish, as it may be offered. cost_tier 1 (cheap) to 3.

    minutes: total time to make it, of which active_minutes are hands-on. recipe_servings: how many the recipe makes.
    keeps_days: days it keeps in the fridge after the day it was cooked; 0 is eaten at once. equipment: words of
    kitchen.EQUIPMENT. seasons: none named is all year. changes: ingredients
    that are not what the dish was written with; told: those in words ("with soya drink instead of milk").
    """

    dish_id: int
    key: str
    name: str
    role: Role
    slots: frozenset[SlotName]
    minutes: int
    active_minutes: int
    parts: tuple[Part, ...]
    cost_tier: int = 2
    steps: tuple[str, ...] = ()
    recipe_servings: int = 1
    keeps_days: int = 0
    freezes: bool = False
    equipment: tuple[str, ...] = ()
    seasons: frozenset[Season] = frozenset()
    scaling: Scaling = Scaling.LINEAR
    cuisine: Cuisine = Cuisine.ANY
    changes: int = 0
    told: str = ""

    @property
    def tags(self) -> frozenset[str]:
        return frozenset().union(*(part.food.tags for part in self.parts))

    @property
    def undecided_tags(self) -> frozenset[str]:
        """Tags that no ingredient surely carries and one may carry."""
        return frozenset().union(*(part.food.undecided_tags for part in self.parts)) - self.tags

    @property
    def grams(self) -> float:
        """As eaten."""
        return sum(part.grams for part in self.parts)

    def portions(self, servings: float = 1.0) -> Iterator[tuple[Composition, float]]:
        """Each food with its grams."""
        return ((part.food, part.grams * servings) for part in self.parts)

    def sums(self, keys: Iterable[str], servings: float = 1.0) -> dict[str, Sum]:
        return sum_of(self.portions(servings), keys)

    def grams_with(self, tag: str) -> float:
        """Grams in one serving of foods that carry the tag or may carry it (undecided counts as carrying)."""
        return sum(part.grams for part in self.parts if part.food.may_carry(tag))


def alone(food: Composition, grams: float, measure: str, key: str, role: Role = Role.MAIN) -> Serving:
    """One food as if it were a dish for any meal, so that it goes the way of every dish."""
    return Serving(
        dish_id=food.food_id,
        key=key,
        name=food.shown_name,
        role=role,
        slots=frozenset(SlotName),
        minutes=0,
        active_minutes=0,
        parts=(Part(food, grams, measure),),
    )
