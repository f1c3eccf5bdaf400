"""Which shape of eating do plans aim at beside nutrients? Kinds of food, for everybody, as plain limits.

Nearly all of it is wished for, with its slack named after the rule; only dried fruit and what nobody is planned (liver,
alcohol; see `domain/food_kinds.py`) are hard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from nutriplan.domain import food_kinds, steadiness
from nutriplan.domain.absorption import note_on_oxalate
from nutriplan.domain.drinks import SUGARS, drunk_daily
from nutriplan.domain.findings import Findings
from nutriplan.domain.menu import Menu
from nutriplan.domain.offering import Offered
from nutriplan.domain.person import Person
from nutriplan.domain.rules import Period
from nutriplan.domain.servings import Serving
from nutriplan.domain.targets import Target
from nutriplan.planner.problem import Limit, Over

#: Starts the name of a measure of this room.
KIND = "kind"
#: What missing a wish entirely costs. Sugar weighs like the advised shares of energy.
WEIGHT, WEIGHT_SUGAR = 6.0, 40.0

# Design values (ours, not published limits, where no source is named) -----------------------------------------------
#: Five servings of 80 g of vegetables and fruit a day (P5; WHO: 400 g).
PLANTS_G_PER_DAY = 400.0
#: Two portions of 100 g of oily fish a week (P8); children of these ages as much as two of the smaller servings that
#: the US FDA and EPA advise: 2, 3 and 4 oz weighed raw, of which three quarters are left when cooked.
OILY_FISH_G_PER_WEEK = 200.0
#: Where a caution allows so much fish, this share of it is wished for: whole helpings seldom end exactly at a cap.
SHARE_OF_CAP = 0.85
#: A portion of oily fish is due every three or four days; a plan that is shorter owes none.
FEWEST_DAYS_FOR_FISH = 4
CHILD_OILY_FISH_G_PER_WEEK = ((8.0, 85.0), (11.0, 128.0), (18.0, 170.0))
#: At most three portions of red meat a week, 350 g cooked, and little or no processed meat (WCRF/AICR 2018).
RED_MEAT_G_PER_WEEK, PROCESSED_MEAT_G_PER_WEEK = 350.0, 50.0
#: One serving of 40 g of dried fruit a day at most (P13).
DRIED_FRUIT_G_PER_DAY = food_kinds.DRIED_FRUIT_G_PER_DAY
#: Free sugar at or below a tenth of energy (P13; WHO 2015). Sugar has 4 kcal a gram.
FREE_SUGAR_SHARE, KCAL_PER_G_SUGAR = 0.10, 4.0
#: What a place of a vitamin D food with less than 10 g of fat costs more (P6). As a limit on each meal it made the
#: bound loose and the search several times longer.
COST_VITAMIN_D_WITHOUT_FAT = 0.15
#: Distinct foods of a week (P19). Plans reach it by themselves; where one does not it is said.
DISTINCT_FOODS = 25
#: Half of the grain whole (P5): of the six servings of about 80 kcal that the US guidelines count on 2,000 kcal, at
#: least three are whole and at most three are not. As one balance of the two it made the search several times longer.
GRAIN_SHARE = 0.12

MEASURES: Mapping[str, Callable[[Serving], float]] = MappingProxyType(
    {
        f"{KIND}:plants": lambda serving: food_kinds.carrying_g(serving.portions(), "fruit", "vegetable"),
        f"{KIND}:oily_fish": lambda serving: food_kinds.carrying_g(serving.portions(), "oily_fish"),
        f"{KIND}:red_meat": lambda serving: food_kinds.carrying_g(serving.portions(), "red_meat"),
        f"{KIND}:processed_meat": lambda serving: food_kinds.processed_meat_g(serving.portions()),
        f"{KIND}:dried_fruit": lambda serving: food_kinds.dried_fruit_g(serving.portions()),
        f"{KIND}:free_sugars": lambda serving: food_kinds.free_sugars_g(serving.portions()),
        f"{KIND}:whole_grain": lambda serving: food_kinds.whole_grain_kcal(serving.portions()),
        f"{KIND}:other_grain": lambda serving: food_kinds.other_grain_kcal(serving.portions()),
        f"{KIND}:{steadiness.SOYA}": lambda serving: food_kinds.soya_protein_g(serving.portions()),
    }
)


def limits(
    person: Person, targets: Mapping[str, Target], findings: Findings, offered: Offered, days: int
) -> Iterator[Limit]:
    """The wishes and the one hard limit. Vegetables and fruit are left out where potassium must not be pushed up."""
    if "potassium_mg" not in findings.clinician_sets:
        yield _at_least("vegetables and fruit", "plants", Over.DAY, PLANTS_G_PER_DAY)
    if days >= FEWEST_DAYS_FOR_FISH and any("oily_fish" in serving.tags for serving, _ in offered.servings):
        yield _at_least("oily fish", "oily_fish", Over.MEAN, oily_fish_wished_g(person, findings) / 7)
    yield _at_most("red meat", "red_meat", Over.WEEK, RED_MEAT_G_PER_WEEK)
    yield _at_most("processed meat", "processed_meat", Over.WEEK, PROCESSED_MEAT_G_PER_WEEK)
    yield Limit("dried fruit, one serving a day", f"{KIND}:dried_fruit", Over.DAY, upper=DRIED_FRUIT_G_PER_DAY,
                hard=True, scale=DRIED_FRUIT_G_PER_DAY)  # fmt: skip
    energy = targets["energy_kcal"].aim
    if energy is not None:
        most = free_sugars_most_g(energy)
        left = max(0.0, most - drunk_daily(person).get(SUGARS, 0.0))
        yield Limit("free sugar", f"{KIND}:free_sugars", Over.MEAN, upper=left, weight=WEIGHT_SUGAR, scale=most)
        grain = energy * GRAIN_SHARE
        yield _at_least("whole grain", "whole_grain", Over.MEAN, grain)
        yield _at_most("grain that is not whole", "other_grain", Over.MEAN, grain)


def oily_fish_wished_g(person: Person, findings: Findings) -> float:
    """A week's wish, below what a caution allows of it or of fish that is low in mercury, as what is oily here is."""
    wished = next((grams for below, grams in CHILD_OILY_FISH_G_PER_WEEK if person.age_years < below), None)
    allowed = (
        SHARE_OF_CAP * one.limits[tag]
        for one in findings.allowances
        for tag in sorted(one.limits.keys() & {"oily_fish", "best_choice_fish"})
        if one.period is Period.WEEK and one.measure == "grams"
    )
    return min(wished or OILY_FISH_G_PER_WEEK, *allowed, OILY_FISH_G_PER_WEEK)


def cost(serving: Serving) -> float:
    """What a place of the dish costs more because of what it lacks beside it."""
    return COST_VITAMIN_D_WITHOUT_FAT if food_kinds.vitamin_d_without_fat_g(serving.portions()) < 0 else 0.0


def free_sugars_most_g(energy_kcal: float) -> float:
    return energy_kcal * FREE_SUGAR_SHARE / KCAL_PER_G_SUGAR


def _at_least(name: str, kind: str, over: Over, amount: float) -> Limit:
    return Limit(name, f"{KIND}:{kind}", over, lower=amount, weight=WEIGHT, scale=amount)


def _at_most(name: str, kind: str, over: Over, amount: float) -> Limit:
    return Limit(name, f"{KIND}:{kind}", over, upper=amount, weight=WEIGHT, scale=amount)


# What is said beside a plan ------------------------------------------------------------------------------------------

_SMALL_MEALS = (
    "Five or six small meals are a matter of taste. They may help the body to take up minerals; that they help against "
    "cramps is not proven."
)


def notes(menu: Menu, targets: Mapping[str, Target]) -> tuple[str, ...]:
    """What this plan does about vegetables, whole grain, sugar, variety, calcium from greens and small meals, where it
    is worth saying."""
    portions = [portion for day in menu.days for portion in day.portions()]
    days = len(menu.days)
    said = [
        _on_plants(portions, days, targets.get("potassium_mg")),
        _on_grain(portions),
        _on_sugar(portions, days, targets["energy_kcal"].aim),
        _on_variety(portions, days),
        note_on_oxalate(portions, days),
        _SMALL_MEALS if any(len(day.meals) >= 5 for day in menu.days) else "",
    ]
    return tuple(note for note in said if note)


def _on_plants(portions: list[food_kinds.Portion], days: int, potassium: Target | None) -> str:
    """Not said to who must not be told to have more potassium: it comes with vegetables and fruit."""
    grams = food_kinds.carrying_g(portions, "fruit", "vegetable") / days
    held = potassium is not None and (potassium.clinician_sets or potassium.max is not None)
    if held or grams >= PLANTS_G_PER_DAY * 0.995:
        return ""
    return (
        f"Vegetables and fruit: {grams:.0f} g on the average day; plans aim at {PLANTS_G_PER_DAY:.0f} g, "
        "which is five servings."
    )


def _on_grain(portions: list[food_kinds.Portion]) -> str:
    whole, other = food_kinds.whole_grain_kcal(portions), food_kinds.other_grain_kcal(portions)
    if not other or whole >= other:
        return ""
    return f"Whole grain: {int(100 * whole / (whole + other))} % of the grain; half or more is good advice."


def _on_sugar(portions: list[food_kinds.Portion], days: int, energy: float | None) -> str:
    unknown = food_kinds.free_sugars_unknown_g(portions) / days
    said = f" For {unknown:.0f} g of food a day nobody knows how much sugar was added." if unknown >= 1 else ""
    grams = food_kinds.free_sugars_g(portions) / days
    if energy is None or grams <= free_sugars_most_g(energy) * 1.005:
        return said.strip()
    most = free_sugars_most_g(energy)
    return f"Free sugar: up to {grams:.0f} g on the average day, above the advised {most:.0f} g (WHO).{said}"


def _on_variety(portions: list[food_kinds.Portion], days: int) -> str:
    foods = len({food.food_id for food, _ in portions})
    if days < 7 or foods >= DISTINCT_FOODS:
        return ""
    return f"This plan uses {foods} different foods; {DISTINCT_FOODS} or more in a week are a good mix."
