"""What has to be bought? A menu turned into a list: as bought, in packs, by aisle, for the household."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from nutriplan.domain.cooking import cooking
from nutriplan.domain.menu import Menu
from nutriplan.domain.pantry import Need, Used, needs_of, purchase_of, use
from nutriplan.domain.person import Stock
from nutriplan.domain.servings import Pack, Purchase

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


#: Aisles whose goods spoil. All else keeps until it is wanted.
FRESH: frozenset[str] = frozenset({"Fruit and vegetables", "Meat", "Fish", "Dairy and eggs"})
#: What is left of an opened pack and keeps so many days is eaten in the next weeks.
KEEPS_DAYS = 14
#: Less than this is the rounding of a sum, not a need.
TRACE_G = 0.01


def spoils(purchase: Purchase) -> bool:
    """Whether what is left of a pack is waste. Nobody knows how long it keeps: then it is."""
    keeps = purchase.opened_days is not None and purchase.opened_days >= KEEPS_DAYS
    return purchase.aisle in FRESH and not keeps and not purchase.staple


@dataclass(frozen=True, slots=True)
class Waste:
    """What is bought or cooked and not eaten. bought_g: grams of fresh food in packs, and loose. left_g: of those, left
    over. uneaten_g: cooked, and neither eaten in time nor frozen."""

    bought_g: float
    left_g: float
    uneaten_g: float = 0.0

    @property
    def share(self) -> float:
        """0 to 1, of the weight of fresh food bought and of what is cooked in vain; 0 where there is none."""
        whole = self.bought_g + self.uneaten_g
        return (self.left_g + self.uneaten_g) / whole if whole else 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to buy.

    eaten_g: grams on the plates of the whole household. bought_g: grams to buy, as sold; in_hand_g: grams as sold that
    the pantry has. packs: (pack, how many), empty where it is sold loose or is a staple. spare_g: what the packs hold
    beyond the need. spoils: what is spare is waste. The rest as in Purchase.
    """

    name: str
    ndb_no: str
    aisle: str
    eaten_g: float
    bought_g: float
    packs: tuple[tuple[Pack, int], ...]
    staple: bool
    note: str
    spoils: bool = False
    in_hand_g: float = 0.0
    keeps_days: int | None = None
    opened_days: int | None = None
    price_tier: int | None = None

    @property
    def spare_g(self) -> float:
        return sum(pack.grams * count for pack, count in self.packs) - self.bought_g if self.packs else 0.0


@dataclass(frozen=True, slots=True)
class ShoppingList:
    """pantry: what becomes of each stock of the kitchen. uneaten_g: cooked in batches, and neither eaten nor frozen."""

    household: int
    lines: tuple[Line, ...]
    pantry: tuple[Used, ...] = ()
    uneaten_g: float = 0.0

    @property
    def waste(self) -> Waste:
        """Of fresh food and of what is cooked, in all. A pack that is a spoonful short leaves nothing over."""
        fresh = [line for line in self.lines if line.spoils]
        left = sum(max(0.0, line.spare_g) for line in fresh)
        return Waste(sum(line.bought_g + line.spare_g for line in fresh), left, self.uneaten_g)

    def by_aisle(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        aisles: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            aisles[line.aisle].append(line)
        return tuple((aisle, tuple(lines)) for aisle, lines in aisles.items())


def shopping_list(menu: Menu, *, household: int, pantry: Sequence[Stock] = ()) -> ShoppingList:
    """Sum the menu over its meals, times the household (everyone eats what the person eats), minus the pantry."""
    cooked = cooking(menu, household=household)
    needs = needs_of(cooked)
    used = use(pantry, needs)
    first = menu.days[0].date if menu.days else date.min
    by_good: dict[tuple[str, str], list[Need]] = defaultdict(list)
    for need in needs:
        purchase = purchase_of(need.part)
        by_good[purchase.ndb_no, purchase.name].append(need)
    lines = [_line(own, first) for own in by_good.values()]
    return ShoppingList(household, tuple(sorted(lines, key=_walk_order)), used, cooked.wasted_g)


def _line(needs: Sequence[Need], first: date) -> Line:
    """One thing to buy for these needs."""
    purchase = purchase_of(needs[0].part)
    packs = {} if purchase.staple else _packs(needs, purchase, first)
    return Line(
        name=purchase.name,
        ndb_no=purchase.ndb_no,
        aisle=purchase.aisle,
        eaten_g=sum(need.eaten_g for need in needs),
        bought_g=sum(need.bought_g for need in needs),
        packs=tuple(packs.items()),
        staple=purchase.staple,
        note=purchase.note,
        spoils=spoils(purchase),
        in_hand_g=sum(need.in_hand_g for need in needs),
        keeps_days=purchase.keeps_days,
        opened_days=purchase.opened_days,
        price_tier=purchase.price_tier,
    )


def _packs(needs: Sequence[Need], purchase: Purchase, first: date) -> dict[Pack, int]:
    """What spoils is bought anew every week, so that it is eaten fresh; but what is left of a pack that was opened is
    eaten first while it keeps, counted from the first day on which that week's packs may have been opened."""
    weeks: dict[int, list[Need]] = defaultdict(list)
    for need in needs:
        weeks[(need.day - first).days // 7 if spoils(purchase) else 0].append(need)
    packs: dict[Pack, int] = defaultdict(int)
    left, good_until = 0.0, date.min
    for _, own in sorted(weeks.items()):
        still_good = min(left, sum(need.bought_g for need in own if need.day <= good_until))
        left -= still_good
        to_buy = sum(need.bought_g for need in own) - still_good
        if to_buy < TRACE_G:
            continue
        chosen = fewest_left_over(to_buy, purchase.packs)
        for pack, count in chosen:
            packs[pack] += count
        left = max(0.0, sum(pack.grams * count for pack, count in chosen) - to_buy)
        good_until = min(need.day for need in own) + timedelta(days=purchase.opened_days or 0)
    return packs


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
