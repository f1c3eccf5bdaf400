"""Which dishes may be offered, and why not the others?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from nutriplan.domain.composition import Composition, Sum, sum_of
from nutriplan.domain.findings import DoseWindow, Findings
from nutriplan.domain.food_kinds import is_salted_for_bedtime, never_chosen
from nutriplan.domain.kitchen import Cuisine, Scaling, Season, SwapFor
from nutriplan.domain.person import MealTime, Person, SlotName

#: Rule ids of a person's own wishes start like this ("wish:spicy").
WISH = "wish:"


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
    note: what to look for on the label ("pasteurised", "fortified with vitamin D").
    """

    name: str
    ndb_no: str
    eaten_per_bought: float
    aisle: str
    staple: bool = False
    packs: tuple[Pack, ...] = ()
    note: str = ""


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
    kitchen.EQUIPMENT. seasons: none named is all year.
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


class Kind(StrEnum):
    """What keeps a dish out. Only a wish may be given up; the others are never held up as what would help."""

    RULE = "rule"
    NOT_KNOWN = "not known"
    WISH = "wish"
    NO_MEAL = "no meal"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a dish is not offered: the reason to show, its kind, and the rule behind it."""

    serving: Serving
    because: str
    kind: Kind
    rule_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offered:
    """servings: dish -> the slots it may be served in; refused: the rest with reasons."""

    servings: tuple[tuple[Serving, frozenset[SlotName]], ...]
    refused: tuple[Refusal, ...]

    def by_id(self) -> Mapping[int, Serving]:
        return {serving.dish_id: serving for serving, _ in self.servings}


def offer(servings: Iterable[Serving], *, person: Person, findings: Findings, meals: Sequence[MealTime]) -> Offered:
    """Sort dishes into those that may be served, with the slots they may stand in, and those that may not, with why.

    meals: the person's meals at the times they will be eaten. Everything here is hard: no dish gets in by another door.
    """
    offered: list[tuple[Serving, frozenset[SlotName]]] = []
    refused: list[Refusal] = []
    for serving in servings:
        refusal = _forbidden(serving, person, findings)
        slots = frozenset() if refusal else _open_slots(serving, findings, meals)
        if refusal:
            refused.append(refusal)
        elif slots:
            offered.append((serving, slots))
        else:
            refused.append(_no_slot(serving, findings, meals))
    return Offered(tuple(offered), tuple(refused))


def _forbidden(serving: Serving, person: Person, findings: Findings) -> Refusal | None:
    """What rules keep out comes first, whatever else is wished: a dish refused for a wish holds nothing forbidden."""
    return (
        _by_tag(serving, findings, wished=False)
        or _never(serving)
        or _by_tag(serving, findings, wished=True)
        or _by_wish(serving, person)
    )


def _never(serving: Serving) -> Refusal | None:
    for part in serving.parts:
        for tag in sorted(never_chosen(part.food)):
            return Refusal(serving, f"contains {part.food.shown_name} ({_words(tag)}): no plan has it", Kind.RULE)
    return None


def _by_tag(serving: Serving, findings: Findings, *, wished: bool) -> Refusal | None:
    for tag, rule_ids in findings.excluded.items():
        if all(rule_id.startswith(WISH) for rule_id in rule_ids) is not wished:
            continue
        kind = Kind.WISH if wished else Kind.RULE
        for part in serving.parts:
            if tag in part.food.tags:
                return Refusal(serving, f"contains {part.food.shown_name} ({_words(tag)})", kind, rule_ids)
            if tag in part.food.undecided_tags:
                because = f"not checked: {part.food.shown_name} may contain {_words(tag)}"
                return Refusal(serving, because, kind, rule_ids)
    return None


def _by_wish(serving: Serving, person: Person) -> Refusal | None:
    for part in serving.parts:
        if part.food.food_id in person.avoid_foods:
            return Refusal(serving, f"contains {part.food.shown_name}, which you do not want", Kind.WISH)
        if person.avoid_foods and not part.food.is_identified:
            because = f"not checked: “{part.food.name}” may be a food you do not want"
            return Refusal(serving, because, Kind.NOT_KNOWN)
    if person.max_minutes is not None and serving.minutes > person.max_minutes:
        because = f"takes {serving.minutes} minutes; you asked for at most {person.max_minutes}"
        return Refusal(serving, because, Kind.WISH)
    return None


def closes(window: DoseWindow, serving: Serving) -> bool:
    """Whether this dish may not be eaten inside the window."""
    if window.tags is None:
        return True
    return any(part.may_carry_any(window.tags) for part in serving.parts)


def _open_slots(serving: Serving, findings: Findings, meals: Sequence[MealTime]) -> frozenset[SlotName]:
    return frozenset(
        meal.slot
        for meal in meals
        if meal.slot in serving.slots
        and not any(window.contains(meal.at) and closes(window, serving) for window in findings.windows)
        and not _is_salted_at(serving, meal.slot)
    )


def _is_salted_at(serving: Serving, slot: SlotName) -> bool:
    return any(is_salted_for_bedtime(part.food, slot) for part in serving.parts)


def _no_slot(serving: Serving, findings: Findings, meals: Sequence[MealTime]) -> Refusal:
    suited = [meal for meal in meals if meal.slot in serving.slots]
    if not suited:
        return Refusal(serving, "suits none of your meals", Kind.NO_MEAL)
    wanted = [meal for meal in suited if not _is_salted_at(serving, meal.slot)]
    if not wanted:
        return Refusal(serving, "salted fish and pickles are left out at bedtime", Kind.RULE)
    rule_ids = {
        window.rule_id
        for meal in wanted
        for window in findings.windows
        if window.contains(meal.at) and closes(window, serving)
    }
    because = "too close to a dose of your medicine at every meal it suits"
    return Refusal(serving, because, Kind.RULE, tuple(sorted(rule_ids)))


def _words(tag: str) -> str:
    return tag.replace("_", " ")
