"""How do foods read on a page? Rows of the list, one food with the source of every value, and foods side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from foods.food_lists import Basis, ListedFood
from foods.models import Food, Origin
from nutriplan.domain.instead import Alternative, Helping, Who
from nutriplan.domain.nutrients import NUTRIENTS, PRIORITY_KEYS
from nutriplan.web.presenters.words import amount, label, per_cent

#: A bar is drawn this wide; the page stretches it.
WIDTH = 1000
NOT_KNOWN = "not known"
BASES: Mapping[str, str] = {
    Basis.PER_100_G.value: "100 g",
    Basis.PORTION.value: "a portion",
    Basis.PER_100_KCAL.value: "100 kcal",
}
LEVELS: Mapping[str, str] = {"high": "High in", "good": "Fair amount of", "low": "Low in"}
GROUPS: Mapping[str, str] = {
    "energy": "Energy",
    "macronutrient": "Macronutrients",
    "mineral": "Minerals",
    "vitamin": "Vitamins",
    "fatty acid": "Fats",
    "other": "Other",
}
#: Compared as bars.
_DRAWN = (*PRIORITY_KEYS, "energy_kcal")


@dataclass(frozen=True, slots=True)
class Amount:
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A food of the list. per: what the amounts are per."""

    pk: int
    name: str
    full_name: str
    group: str
    per: str
    amounts: tuple[Amount, ...]
    levels: tuple[str, ...]


def row(one: ListedFood, *, basis: Basis, first: str) -> Row:
    """first: the nutrient that the list is ranked by, or empty."""
    keys = dict.fromkeys((*((first,) if first else ()), *PRIORITY_KEYS))
    food = one.food
    return Row(
        pk=food.pk,
        name=food.shown_name,
        full_name=food.name if food.name != food.shown_name else "",
        group=food.group.name,
        per=_per(one, basis),
        amounts=tuple(Amount(label(key), _amount(key, one.amount(key), key in one.assumed)) for key in keys),
        levels=tuple(
            f"{LEVELS[one.levels[key]]} {label(key)}" for key in keys if one.levels.get(key) in ("high", "good")
        ),
    )


def _per(one: ListedFood, basis: Basis) -> str:
    if basis is Basis.PER_100_G:
        return "in 100 g"
    if one.grams is None:
        return f"in {BASES[basis.value]}: {NOT_KNOWN}"
    if basis is Basis.PER_100_KCAL:
        return f"in 100 kcal ({one.grams:.0f} g)"
    sure = next((portion for portion in one.portions if not portion.doubt), None)
    return f"in {_measure(sure.amount, sure.unit)} ({one.grams:.0f} g)" if sure else f"in {one.grams:.0f} g"


def _measure(count: float, unit: str) -> str:
    return f"{count:g} {unit}"


def _amount(key: str, value: float | None, assumed: bool) -> str:
    if value is None:
        return NOT_KNOWN
    return f"{amount(key, value)}, assumed" if assumed else amount(key, value)


# One food -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Value:
    """source: where it comes from. override: who set it, over what, and why. of_aim: a serving's share of my aim."""

    label: str
    per_100_g: str
    per_serving: str
    of_aim: str
    source: str
    confidence: str
    override: str


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Portion:
    measure: str
    grams: str
    doubt: str


@dataclass(frozen=True, slots=True)
class Swap:
    pk: int
    name: str
    measure: str
    gain: str
    changes: tuple[Amount, ...]
    apart: bool


@dataclass(frozen=True, slots=True)
class Detail:
    pk: int
    name: str
    full_name: str
    group: str
    serving: str
    levels: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    portions: tuple[Portion, ...]
    aliases: str
    personal: bool
    source: str
    corrections: tuple[str, ...]


def detail(food: Food, helping: Helping, who: Who | None) -> Detail:
    """who: whose aims it is held against; None: nobody told us."""
    return Detail(
        pk=food.pk,
        name=food.shown_name,
        full_name=food.name if food.name != food.shown_name else "",
        group=food.group.name,
        serving=helping.measure if helping.measure.endswith("eaten") else f"{helping.measure} ({helping.grams:.0f} g)",
        levels=_levels(food),
        tables=_tables(food, helping, who),
        portions=tuple(
            Portion(_measure(one.amount, one.unit), f"{one.grams:g} g", one.doubt) for one in food.portions.all()
        ),
        aliases=", ".join(sorted(one.name for one in food.aliases.all())),
        personal=who is not None,
        source=food.source.citation,
        corrections=tuple(f"{one.what}: {one.why}" for one in food.corrections.all()),
    )


def _levels(food: Food) -> tuple[tuple[str, str], ...]:
    """ "High in": the nutrients, best first; by reference serving."""
    by_word: dict[str, list[str]] = {word: [] for word in LEVELS}
    for one in food.levels.all():
        if one.per_racc in by_word:
            by_word[one.per_racc].append(one.nutrient)
    order = list(NUTRIENTS)
    return tuple(
        (LEVELS[word], ", ".join(label(key) for key in sorted(keys, key=order.index)))
        for word, keys in by_word.items()
        if keys and word != "low"
    )


def _tables(food: Food, helping: Helping, who: Who | None) -> tuple[Table, ...]:
    amounts = {one.nutrient: one for one in food.amounts.all()}
    overrides = {one.nutrient: one for one in food.overrides.all()}
    tables: dict[str, list[Value]] = {name: [] for name in GROUPS}
    for key, nutrient in NUTRIENTS.items():
        found, override = amounts.get(key), overrides.get(key)
        known = None if found is None else found.amount
        by = override.by.get_username() if override and override.by else "a curator"
        original = NOT_KNOWN if override is None or override.original_amount is None else override.original_amount
        was = original if isinstance(original, str) else amount(key, original)
        confidence = override.confidence if override else found.confidence.value if found else ""
        value = Value(
            label=nutrient.label,
            per_100_g=NOT_KNOWN if known is None else amount(key, known),
            per_serving=NOT_KNOWN if known is None else amount(key, known * helping.grams / 100),
            of_aim=_of_aim(key, helping.amount(key), who),
            source=Origin(found.origin).label if found else "",
            confidence=confidence,
            override=f"Set by {by}: {override.reason} The source says {was}." if override else "",
        )
        tables[nutrient.group].append(value)
    return tuple(Table(GROUPS[name], tuple(values)) for name, values in tables.items() if values)


def _of_aim(key: str, value: float | None, who: Who | None) -> str:
    target = who.targets.get(key) if who else None
    if target is None:
        return ""
    if target.clinician_sets:
        return "your clinician sets this"
    return "" if value is None or not target.aim else per_cent(value / target.aim)


def swap(key: str, one: Alternative) -> Swap:
    more = one.changes[key].difference
    return Swap(
        pk=one.helping.food.food_id,
        name=one.helping.food.shown_name,
        measure=one.helping.measure,
        gain=f"+{amount(key, more)} {label(key)}" if more is not None else "",
        changes=tuple(
            Amount(label(other), _signed(other, change.difference))
            for other, change in one.changes.items()
            if other != key
        ),
        apart=bool(one.concerns),
    )


def _signed(key: str, difference: float | None) -> str:
    if difference is None:
        return NOT_KNOWN
    size = amount(key, abs(difference))
    if size == amount(key, 0.0):
        return "as before"
    return f"{'−' if difference < 0 else '+'}{size}"


# Side by side ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bar:
    """width None: not known, no bar."""

    name: str
    text: str
    width: int | None
    spoken: str


@dataclass(frozen=True, slots=True)
class Chart:
    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    names: tuple[tuple[int, str, str], ...]
    charts: tuple[Chart, ...]
    lines: tuple[Line, ...]


def comparison(foods: Sequence[ListedFood], basis: Basis) -> Comparison:
    return Comparison(
        names=tuple((one.food.pk, one.food.shown_name, _per(one, basis)) for one in foods),
        charts=tuple(_chart(key, foods) for key in _DRAWN),
        lines=tuple(
            Line(label(key), tuple(_amount(key, one.amount(key), key in one.assumed) for one in foods))
            for key in NUTRIENTS
            if any(one.amount(key) is not None for one in foods)
        ),
    )


def _chart(key: str, foods: Sequence[ListedFood]) -> Chart:
    values = [one.amount(key) for one in foods]
    most = max((value for value in values if value is not None), default=0.0)
    return Chart(
        label(key),
        tuple(
            Bar(
                one.food.shown_name,
                _amount(key, value, key in one.assumed),
                None if value is None else round(value / most * WIDTH) if most else 0,
                f"{one.food.shown_name}: {_amount(key, value, key in one.assumed)} of {label(key)}",
            )
            for one, value in zip(foods, values, strict=True)
        ),
    )
