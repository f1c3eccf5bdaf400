"""How does a dish read on a page? What a serving brings, what goes into it, how it is made, and what it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from foods.levels import daily_values
from nutriplan.domain.caution_book import CautionBook
from nutriplan.domain.composition import Sum
from nutriplan.domain.diet import DIET_LABELS, DIET_RULE_LABELS, DIET_RULES, DIETS
from nutriplan.domain.instead import Who
from nutriplan.domain.kitchen import Cuisine, Scaling, Season
from nutriplan.domain.labelling import Answer, diet_answer
from nutriplan.domain.nutrients import KEYS, NUTRIENTS, PRIORITY_KEYS
from nutriplan.domain.person import SlotName
from nutriplan.domain.servings import Part, Role, Serving
from nutriplan.web.presenters.foods import GROUPS, WIDTH, Bar
from nutriplan.web.presenters.words import KNOWN, SLOTS, amount, grams, label, per_cent

BUDGET: Mapping[int, str] = {1: "Cheap", 2: "Middling", 3: "Dear"}
_SCALES: Mapping[Scaling, str] = {
    Scaling.LINEAR: "Any amount can be made",
    Scaling.PIECES: "Whole servings only",
    Scaling.BATCH: "Cook the whole recipe; it keeps",
}
#: Told of every dish that suits them; who eats everything needs no word.
_DIETS = {key: tags for key, tags in {**DIETS, **DIET_RULES}.items() if tags}
_DIET_WORDS: Mapping[str, str] = {**DIET_LABELS, **DIET_RULE_LABELS}


@dataclass(frozen=True, slots=True)
class Row:
    """A dish of the list. shares: the four nutrients, in per cent; facts: time and whatever else tells it apart."""

    pk: int
    name: str
    facts: str
    shares: tuple[tuple[str, str], ...]
    diets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ingredient:
    """buy: what is bought for it, where that is another thing. swaps: for whom, and what instead."""

    pk: int
    name: str
    measure: str
    grams: str
    optional: bool
    buy: str
    note: str
    swaps: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Value:
    """share: of my aim, or of the Daily Value. known: what part of the serving is known; empty: all of it."""

    label: str
    amount: str
    share: str
    known: str


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Detail:
    """measured_by: what shares are of. holds, undecided, free: allergens by name. suits, not_decided: diets."""

    pk: int
    name: str
    facts: tuple[tuple[str, str], ...]
    measured_by: str
    bars: tuple[Bar, ...]
    tables: tuple[Table, ...]
    ingredients: tuple[Ingredient, ...]
    steps: tuple[str, ...]
    makes: str
    holds: str
    undecided: str
    free: str
    suits: str
    not_decided: str
    tags: tuple[str, ...]
    undecided_tags: tuple[str, ...]
    personal: bool


def row(serving: Serving, who: Who | None) -> Row:
    sums = serving.sums(PRIORITY_KEYS)
    undecided = serving.undecided_tags
    return Row(
        pk=serving.dish_id,
        name=serving.name,
        facts=" · ".join(_in_short(serving)),
        shares=tuple((label(key), _share(key, sums[key], who) or _amount(key, sums[key])) for key in PRIORITY_KEYS),
        diets=tuple(
            _DIET_WORDS[key]
            for key in ("vegan", "vegetarian")
            if diet_answer(DIETS[key], present=serving.tags, undecided=undecided) is Answer.YES
        )[:1],
    )


def _in_short(serving: Serving) -> Iterable[str]:
    yield ", ".join(_slots(serving))
    yield f"{serving.minutes} minutes"
    if serving.cuisine is not Cuisine.ANY:
        yield serving.cuisine.value.title()
    if serving.seasons:
        yield _seasons(serving)


# One dish -------------------------------------------------------------------------------------------------------------


def detail(serving: Serving, who: Who | None, book: CautionBook) -> Detail:
    """who: whose aims it is held against; None: the Daily Values."""
    sums = serving.sums(KEYS)
    undecided = serving.undecided_tags
    allergens = {one.label: _answer(one.tags, serving, undecided) for one in book.allergens.values()}
    diets = {_DIET_WORDS[key]: _answer(tags, serving, undecided) for key, tags in _DIETS.items()}
    return Detail(
        pk=serving.dish_id,
        name=serving.name,
        facts=tuple(_facts(serving)),
        measured_by="your aim for a day" if who and who.targets else "the US Daily Value",
        bars=tuple(_bar(key, sums[key], who) for key in PRIORITY_KEYS),
        tables=_tables(sums, who),
        ingredients=tuple(_ingredient(part) for part in serving.parts),
        steps=serving.steps,
        makes=f"The recipe makes {_servings(serving.recipe_servings)}; amounts here are for one.",
        holds=_joined(allergens, Answer.NO),
        undecided=_joined(allergens, Answer.UNKNOWN),
        free=_joined(allergens, Answer.YES),
        suits=_joined(diets, Answer.YES),
        not_decided=_joined(diets, Answer.UNKNOWN),
        tags=tuple(_labels(serving.tags, book)),
        undecided_tags=tuple(_labels(undecided, book)),
        personal=bool(who and who.targets),
    )


def _answer(tags: frozenset[str], serving: Serving, undecided: frozenset[str]) -> Answer:
    return diet_answer(tags, present=serving.tags, undecided=undecided)


def _joined(answers: Mapping[str, Answer], wanted: Answer) -> str:
    return "; ".join(name for name, answer in answers.items() if answer is wanted)


def _labels(tags: Iterable[str], book: CautionBook) -> list[str]:
    """In the order of the vocabulary, which puts what belongs together side by side."""
    held = set(tags)
    return [tag.label for key, tag in book.food_tags.items() if key in held]


def _facts(serving: Serving) -> Iterable[tuple[str, str]]:
    yield "Suits", ", ".join(_slots(serving))
    yield "Time", f"{serving.minutes} minutes, {serving.active_minutes} of them hands-on"
    yield "Makes", f"{_servings(serving.recipe_servings)}. {_SCALES[serving.scaling]}."
    yield "Keeps", _keeps(serving)
    yield "Needs", ", ".join(serving.equipment) or "no more than a knife, a board and a bowl"
    yield "Season", _seasons(serving) if serving.seasons else "All year"
    if serving.cuisine is not Cuisine.ANY:
        yield "Cuisine", serving.cuisine.value.title()
    yield "Budget", BUDGET[serving.cost_tier]


def _slots(serving: Serving) -> list[str]:
    named = [SLOTS[slot.value] for slot in SlotName if slot in serving.slots]
    return [*named, "comes with a meal"] if serving.role is Role.SIDE else named


def _seasons(serving: Serving) -> str:
    return ", ".join(season.value.title() for season in Season if season in serving.seasons)


def _servings(count: int) -> str:
    return "1 serving" if count == 1 else f"{count} servings"


def _keeps(serving: Serving) -> str:
    if serving.keeps_days == 0:
        kept = "Eat at once"
    else:
        kept = f"{serving.keeps_days} day{'s' if serving.keeps_days > 1 else ''} in the fridge after it was made"
    return f"{kept}. It freezes well." if serving.freezes else f"{kept}."


def _ingredient(part: Part) -> Ingredient:
    buy = part.purchase
    bought = "" if buy is None else f"{buy.name}, {grams(part.grams / buy.eaten_per_bought)}"
    return Ingredient(
        pk=part.food.food_id,
        name=part.food.shown_name,
        measure=part.measure,
        grams=grams(part.grams),
        optional=part.optional,
        buy=bought,
        note=buy.note if buy else "",
        swaps=tuple(
            (swap.for_whom.value, f"{swap.part.food.shown_name}, {swap.part.measure} ({grams(swap.part.grams)})")
            for swap in part.swaps
        ),
    )


# What a serving brings ------------------------------------------------------------------------------------------------


def _tables(sums: Mapping[str, Sum], who: Who | None) -> tuple[Table, ...]:
    tables: dict[str, list[Value]] = {name: [] for name in GROUPS}
    for key, nutrient in NUTRIENTS.items():
        found = sums[key]
        partly = 0 < found.known_share < KNOWN
        known = f"known for {found.known_share:.0%} of the weight" if partly else ""
        value = Value(nutrient.label, _amount(key, found), _share(key, found, who) or _no_share(key, who), known)
        tables[nutrient.group].append(value)
    return tuple(Table(GROUPS[name], tuple(values)) for name, values in tables.items() if values)


def _amount(key: str, found: Sum) -> str:
    return "not known" if found.amount is None else amount(key, found.amount, found.known_share)


def _whole(key: str, who: Who | None) -> float | None:
    """What a share is of; None where nothing is aimed at."""
    if who is None or not who.targets:
        return daily_values().get(key)
    target = who.targets.get(key)
    return None if target is None or target.clinician_sets else target.aim


def _share(key: str, found: Sum, who: Who | None) -> str:
    whole = _whole(key, who)
    if found.amount is None or not whole:
        return ""
    return f"{'≥ ' if found.known_share < KNOWN else ''}{per_cent(found.amount / whole)}"


def _no_share(key: str, who: Who | None) -> str:
    target = who.targets.get(key) if who else None
    return "your clinician sets this" if target and target.clinician_sets else ""


def _bar(key: str, found: Sum, who: Who | None) -> Bar:
    whole, share = _whole(key, who), _share(key, found, who)
    text = f"{_amount(key, found)}{f' · {share}' if share else ''}"
    width = None if found.amount is None or not whole else min(WIDTH, round(found.amount / whole * WIDTH))
    return Bar(label(key), text, width, f"{label(key)}: {text}")
