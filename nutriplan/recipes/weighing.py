"""How many grams is the amount of a line? From a weight, from the food's household measures, or else not at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from foods.ingredient_foods import IngredientFood, Measure
from nutriplan.recipes.lines import Amount, ParsedLine
from nutriplan.recipes.words import Bag, bag

#: Grams of one unit; NIST Handbook 44, appendix C.
GRAMS = {
    "gram": 1.0,
    "g": 1.0,
    "kilogram": 1000.0,
    "milligram": 0.001,
    "ounce": 28.349523,
    "oz": 28.349523,
    "pound": 453.59237,
}
#: Millilitres of one unit, US customary where countries differ; NIST Handbook 44, appendix C.
MILLILITRES = {
    "milliliter": 1.0,
    "centiliter": 10.0,
    "deciliter": 100.0,
    "liter": 1000.0,
    "teaspoon": 4.928922,
    "tablespoon": 14.786765,
    "fluid_ounce": 29.573530,
    "fl oz": 29.573530,
    "cup": 236.588236,
    "pint": 473.176473,
    "quart": 946.352946,
    "gallon": 3785.411784,
    # What kitchens mean by them: an eighth and a sixteenth of a teaspoon.
    "dash": 4.928922 / 8,
    "pinch": 4.928922 / 16,
    "pinche": 4.928922 / 16,
}
_SPOONS = {"tsp": "teaspoon", "tbsp": "tablespoon", "tablespoons": "tablespoon", "cups": "cup", "ml": "milliliter"}
#: So far may the measures of one unit lie apart and still be taken for one.
_SPREAD = 1.2
#: A range wider than this is no amount.
_WIDEST_RANGE = 2.0
#: What a can holds that food tables weigh "one can" of, drained: 15 to 15.5 oz, or 400 g.
_USUAL_CAN_G = (390.0, 450.0)
#: Forms that are only meant where the line says so.
_DEMANDING: Bag = frozenset(
    {"ground", "packed", "pureed", "puree", "melted", "whipped", "sifted", "mashed", "unpeeled", "peeled", "shell"}
)
_SIZES = ("small", "medium", "large")
#: A number with a bracket right behind it: "3 (6 oz) fillets".
_EACH = re.compile(r"^\W*[\d.,/½¼¾⅓⅔]+\s*(x\s*)?\(", re.IGNORECASE)
_TOGETHER = re.compile(r"\b(about|approx\w*|around|total|altogether|in all)\b|~", re.IGNORECASE)
_MEASURED = re.compile(r"^(cups?|tbsp|tablespoons?|tsp|teaspoon|fl oz|ml)\b[\s,.]*(.*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Weight:
    """grams None: nobody can say. how: by what it was weighed, or what is asked."""

    grams: float | None
    how: str


def weigh(line: ParsedLine, food: IngredientFood | None) -> Weight:
    """The grams of a line of this food; of an unknown one only a weight says how much it is."""
    if not line.amounts:
        return Weight(None, "how much is it?")
    if any(amount.most > _WIDEST_RANGE * amount.least for amount in line.amounts):
        return Weight(None, f"“{_said(line)}” is a wide range: how much do you take?")
    words = bag(line.text)
    if food is None:
        return _by_weight(line) or Weight(None, "how many grams is it?")
    found = (
        _by_drained_can(line, food, words)
        or _by_weight(line)
        or _by_volume(line, food, words)
        or _by_count(line, food, words)
    )
    return found or Weight(None, f"we do not know what “{_said(line)}” of this weighs")


def _said(line: ParsedLine) -> str:
    return ", ".join(f"{amount.middle:g} {amount.unit}".strip() for amount in line.amounts)


def _by_weight(line: ParsedLine) -> Weight | None:
    amount = next((one for one in line.amounts if one.unit in GRAMS), None)
    if amount is None:
        return None
    times = _times(line, amount)
    if times is None:
        return Weight(None, f"is “{amount.middle:g} {amount.unit}” the weight of each, or of all together?")
    return Weight(times * amount.middle * GRAMS[amount.unit], "by its weight")


def _times(line: ParsedLine, weighed: Amount) -> float | None:
    """How many pieces or cans there are of what is measured; None where it is not said whether it is of each or of all.

    "3 (6 oz) fillets" speaks of each, "4 thighs (about 1 lb)" of all.
    """
    counted = [one.middle for one in line.amounts if one is not weighed and not _measured(one.unit)]
    if not counted or counted[0] == 1 or _TOGETHER.search(line.text):
        return 1.0
    if weighed.each or _EACH.search(line.text):
        return counted[0]
    return None


def _measured(unit: str) -> bool:
    return unit in GRAMS or unit in MILLILITRES


def _by_drained_can(line: ParsedLine, food: IngredientFood, words: Bag) -> Weight | None:
    """Of a drained can only the solids are eaten: the weight on the label is not their weight."""
    cans = next((amount for amount in line.amounts if not _measured(amount.unit)), None)
    if cans is None or not {"canned", "drained"} <= words:
        return None
    label = next((amount for amount in line.amounts if amount.unit in GRAMS), None)
    grams = label.middle * GRAMS[label.unit] if label else None
    can = next((one for one in food.measures if bag(one.unit) >= {"canned", "drained"} and not _has_digits(one)), None)
    if can is None or (grams is not None and not _USUAL_CAN_G[0] <= grams <= _USUAL_CAN_G[1]):
        return Weight(None, "how many grams are left when it is drained?")
    return Weight(cans.middle * can.grams_each, f"a can, drained: {can.grams_each:.0f} g")


def _has_digits(measure: Measure) -> bool:
    return any(letter.isdigit() for letter in measure.unit)


def _by_volume(line: ParsedLine, food: IngredientFood, words: Bag) -> Weight | None:
    amount = next((one for one in line.amounts if one.unit in MILLILITRES), None)
    if amount is None:
        return None
    measured = [found for one in food.measures if (found := _volume(one)) and not (found.form & _DEMANDING) - words]
    if not measured:
        return Weight(None, f"we do not know what a {amount.unit} of this weighs")
    density = _density(amount.unit, measured, words)
    if density is None:
        return Weight(None, "a cup weighs more or less by how it is cut: how many grams?")
    times = _times(line, amount)
    if times is None:
        return Weight(None, f"is “{amount.middle:g} {amount.unit}” of each, or of all together?")
    millilitres = times * amount.middle * MILLILITRES[amount.unit]
    return Weight(
        millilitres * density,
        f"by volume: {density * MILLILITRES[amount.unit]:.3g} g a {amount.unit.replace('_', ' ')}",
    )


@dataclass(frozen=True, slots=True)
class _Volume:
    """density: grams of a millilitre. form: how it was cut or packed."""

    unit: str
    density: float
    form: Bag


def _volume(measure: Measure) -> _Volume | None:
    found = _MEASURED.match(measure.unit)
    if not found:
        return None
    unit = _SPOONS.get(found[1].lower(), found[1].lower())
    return _Volume(unit, measure.grams_each / MILLILITRES[unit], bag(found[2]))


def _density(unit: str, measured: Sequence[_Volume], words: Bag) -> float | None:
    """The measure in the form of the line, else one that says no form, else all if they hardly differ; spoons of the
    same kind go before cups."""
    same_form = [one for one in measured if one.form and one.form & words]
    no_form = [one for one in measured if not one.form]
    for among in (
        [one for one in same_form if one.unit == unit],
        [one for one in no_form if one.unit == unit],
        same_form,
        no_form,
        measured,
    ):
        density = _agreed([one.density for one in among])
        if density is not None:
            return density
    return None


def _agreed(numbers: Sequence[float]) -> float | None:
    if not numbers or max(numbers) > _SPREAD * min(numbers):
        return None
    return (min(numbers) + max(numbers)) / 2


def _by_count(line: ParsedLine, food: IngredientFood, words: Bag) -> Weight | None:
    amount = next((one for one in line.amounts if not _measured(one.unit)), None)
    if amount is None:
        return None
    counted = bag(amount.unit)
    size = next((word for word in _SIZES if word in counted or word in bag(line.size)), "")
    each = _each(food, counted - set(_SIZES), size, words)
    if each is None:
        return None
    grams, unit = each
    return Weight(amount.middle * grams, f"{unit}: {grams:g} g each")


def _each(food: IngredientFood, counted: Bag, size: str, words: Bag) -> tuple[float, str] | None:
    """Grams of one piece, and what the table calls it. Without a size the medium one, of eggs the large one."""
    pieces = [one for one in food.measures if not _MEASURED.match(one.unit) and _is_piece(one, food, counted, words)]
    wanted = size or ("large" if "egg" in words else "medium")
    sized = [one for one in pieces if wanted in _opening(one) and "extra" not in _opening(one)]
    unsized = [one for one in pieces if not _opening(one) & set(_SIZES)]
    if sized:
        return sized[0].grams_each, sized[0].unit
    if size in ("", "medium") and unsized and _agreed([one.grams_each for one in unsized]) is not None:
        return unsized[0].grams_each, unsized[0].unit
    return None


def _opening(measure: Measure) -> Bag:
    """The words before a bracket: what is counted, without how large it is in inches."""
    return bag(measure.unit.split("(")[0])


def _is_piece(measure: Measure, food: IngredientFood, counted: Bag, words: Bag) -> bool:
    """Whether the table counts what the line counts: cloves, slices, or the whole thing where the line has no unit."""
    opening = _opening(measure)
    if opening & {"peeled"} - words:
        return False
    if counted:
        return bool(counted & opening)
    whole = {*_SIZES, "fruit", "whole", "item"} | _first_words(food)
    parts = {"slice", "ring", "wedge", "strip", "piece", "package", "oz", "serving", "spear", "leaf", "leave", "sprig"}
    return bool(opening & whole) and not opening & parts


def _first_words(food: IngredientFood) -> set[str]:
    words = food.name.split(",")[0]
    return {*bag(words), *bag(words.replace(" ", ""))}
