"""What has to be bought? A menu turned into a list: as bought, in packs, by aisle, for the household."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nutriplan.domain.menu import Menu
from nutriplan.domain.servings import Pack, Part, Purchase

#: The order in which most shops are walked; an aisle that is not named comes last.
AISLES: tuple[str, ...] = (
    "Fruit and vegetables",
    "Bakery",
    "Meat",
    "Fish",
    "Dairy and eggs",
    "Plant-based",
    "Frozen",
    "Breakfast cereals",
    "Grains, pasta and pulses",
    "Tins and jars",
    "Nuts and seeds",
    "Drinks",
    "Oils, herbs and spices",
    "Other",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to buy.

    eaten_g: grams on the plates of the whole household. bought_g: grams needed as sold. packs: (pack, how many), empty
    where it is sold loose or is a staple. spare_g: what the packs hold beyond the need.
    """

    name: str
    ndb_no: str
    aisle: str
    eaten_g: float
    bought_g: float
    packs: tuple[tuple[Pack, int], ...]
    staple: bool
    note: str

    @property
    def spare_g(self) -> float:
        return sum(pack.grams * count for pack, count in self.packs) - self.bought_g if self.packs else 0.0


@dataclass(frozen=True, slots=True)
class ShoppingList:
    household: int
    lines: tuple[Line, ...]

    def by_aisle(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        aisles: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            aisles[line.aisle].append(line)
        return tuple((aisle, tuple(lines)) for aisle, lines in aisles.items())


def shopping_list(menu: Menu, *, household: int) -> ShoppingList:
    """Sum the menu over its meals, times the household (everyone eats what the person eats)."""
    eaten: dict[tuple[str, str], float] = defaultdict(float)
    bought: dict[tuple[str, str], float] = defaultdict(float)
    purchases: dict[tuple[str, str], Purchase] = {}
    for _, _, helping in menu.helpings():
        for part in helping.serving.parts:
            purchase = purchase_of(part)
            key = (purchase.ndb_no, purchase.name)
            grams = part.grams * helping.servings * household
            purchases.setdefault(key, purchase)
            eaten[key] += grams
            bought[key] += grams / purchase.eaten_per_bought
    lines = [_line(purchases[key], eaten[key], bought[key]) for key in purchases]
    return ShoppingList(household, tuple(sorted(lines, key=_walk_order)))


def purchase_of(part: Part) -> Purchase:
    """What to buy for a part; a food without a purchase is bought as it is eaten."""
    return part.purchase or Purchase(part.food.shown_name, part.food.ndb_no, 1.0, "Other")


def _line(purchase: Purchase, eaten_g: float, bought_g: float) -> Line:
    packs = () if purchase.staple else fewest_left_over(bought_g, purchase.packs)
    return Line(
        purchase.name, purchase.ndb_no, purchase.aisle, eaten_g, bought_g, packs, purchase.staple, purchase.note
    )


def _walk_order(line: Line) -> tuple[int, str]:
    return (AISLES.index(line.aisle) if line.aisle in AISLES else len(AISLES), line.name)


def fewest_left_over(grams: float, packs: Sequence[Pack]) -> tuple[tuple[Pack, int], ...]:
    """The packs that cover the grams with the least left over, and among those the fewest packs.

    A gram or two short is not worth another pack, so 2 % less than asked for counts as enough.
    """
    need = grams * 0.98
    best: tuple[float, int, tuple[tuple[Pack, int], ...]] | None = None
    for choice in _covers(need, sorted(packs, key=lambda pack: -pack.grams)):
        held = sum(pack.grams * count for pack, count in choice)
        rank = (held, sum(count for _, count in choice), choice)
        if best is None or rank[:2] < best[:2]:
            best = rank
    return best[2] if best else ()


def _covers(need: float, packs: Sequence[Pack]) -> Iterable[tuple[tuple[Pack, int], ...]]:
    """Every mix that covers the need with no pack to spare."""
    if not packs:
        return
    first, rest = packs[0], packs[1:]
    most = max(1, math.ceil(need / first.grams))
    for count in range(most, -1, -1):
        left = need - count * first.grams
        if left <= 0:
            yield ((first, count),)
        else:
            for mix in _covers(left, rest):
                yield ((first, count), *mix) if count else mix
