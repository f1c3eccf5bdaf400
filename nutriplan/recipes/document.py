"""What does a recipe look like as JSON? The one document that the API answers with and the page shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from foods.ingredient_foods import IngredientFood, by_ids
from nutriplan.domain.nutrients import KEYS, NUTRIENTS
from nutriplan.recipes import dishes
from nutriplan.recipes.models import Line, Recipe

Json = dict[str, Any]


def recipe_document(recipe: Recipe) -> Json:
    """Amounts are in the unit their key ends in, for one serving as far as lines are weighed; null means unknown."""
    lines = list(recipe.lines.all())
    foods = by_ids(food_id for line in lines for food_id in (line.food_id, *line.suggested) if food_id)
    sums = dishes.nutrients(recipe)
    return {
        **summary_document(recipe),
        "author": recipe.author or None,
        "role": recipe.role,
        "slots": list(recipe.slots),
        "steps": list(recipe.steps),
        "cooked_through": recipe.cooked_through,
        "missing": list(dishes.missing(recipe)),
        "lines": [_line(line, foods) for line in lines],
        "nutrients": {
            key: {
                "amount": None if sums[key].amount is None else round(sums[key].known, NUTRIENTS[key].decimals + 2),
                "known_share": round(sums[key].known_share, 4),
            }
            for key in KEYS
        },
    }


def summary_document(recipe: Recipe) -> Json:
    return {
        "key": recipe.key,
        "name": recipe.name,
        "source_url": recipe.source_url or None,
        "servings": recipe.servings,
        "minutes": recipe.minutes,
        "open_lines": sum(line.is_open for line in recipe.lines.all()),
        "in_plans": not dishes.missing(recipe),
        "created_at": recipe.created_at.isoformat(),
        "expires_at": recipe.expires_at.isoformat() if recipe.expires_at else None,
    }


def _line(line: Line, foods: Mapping[int, IngredientFood]) -> Json:
    known = foods.get(line.food_id) if line.food_id else None
    return {
        "position": line.position,
        "text": line.text,
        "match": line.state,
        "open": line.is_open,
        "food": _food(known) if known else None,
        "grams": line.grams,
        "weighed": line.how or None,
        "why": line.why or None,
        "suggestions": [_food(food) for food in _present(line.suggested, foods)],
    }


def _present(food_ids: Iterable[int], foods: Mapping[int, IngredientFood]) -> list[IngredientFood]:
    return [foods[food_id] for food_id in food_ids if food_id in foods]


def _food(food: IngredientFood) -> Json:
    return {"id": food.food_id, "ndb_no": food.ndb_no, "name": food.name, "display_name": food.shown_name}
