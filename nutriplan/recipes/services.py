"""How does a recipe come in, and what may its owner decide on it? The only place that writes recipes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from foods import dish_drafts
from foods.dish_drafts import Draft, DraftPart
from foods.ingredient_foods import IngredientFood
from nutriplan.domain.errors import Fault, InputFaults
from nutriplan.recipes import dishes, pages
from nutriplan.recipes.decisions import MOST_GRAMS, Decisions, LineDecision, Verdict
from nutriplan.recipes.lines import ParsedLine, parse
from nutriplan.recipes.matching import Match, foods_with_measures, match
from nutriplan.recipes.models import Line, Recipe
from nutriplan.recipes.weighing import weigh

#: A guest's recipes live as long as a guest's answers do.
KEPT = timedelta(hours=12)
MOST_PER_OWNER = 200
MOST_BYTES = 2 * 1024 * 1024
UNNAMED = "My recipe"


@transaction.atomic
def import_recipe(*, text: str, now: datetime, name: str = "", owner: AbstractBaseUser | None = None) -> Recipe:
    """Read a recipe from a page's HTML, its JSON-LD or plain lines, and keep it: for the account, or for a guest who
    then holds its key. Raises InputFaults; then nothing is kept."""
    forget_expired(now=now)
    if owner is not None and Recipe.objects.filter(owner_id=owner.pk).count() >= MOST_PER_OWNER:
        raise InputFaults([Fault("", "too_many", f"you have {MOST_PER_OWNER} recipes; delete one first")])
    recipe, lines = read_recipe(text=text, name=name)
    recipe.owner_id = owner.pk if owner else None
    recipe.expires_at = None if owner else now + KEPT
    recipe.save()
    _write(recipe, lines)
    return recipe


def read_recipe(*, text: str, name: str = "") -> tuple[Recipe, list[Line]]:
    """A recipe and its lines as they are read; nothing is kept. Raises InputFaults."""
    if len(text.encode()) > MOST_BYTES:
        raise InputFaults([Fault("/text", "too_large", f"may have at most {MOST_BYTES // 1024 // 1024} MiB")])
    page = pages.read(text.replace("\0", ""), name=name.replace("\0", ""))
    recipe = Recipe(
        name=page.name or UNNAMED,
        author=page.author,
        source_url=page.url,
        servings=page.servings,
        minutes=page.minutes,
    )
    return recipe, _read(page.lines)


@transaction.atomic
def decide(*, recipe: Recipe, decisions: Decisions) -> None:
    """Put the decisions on a recipe in force. Raises InputFaults with all of them that cannot be; then none is."""
    lines = {line.position: line for line in recipe.lines.select_for_update().order_by("position")}
    foods = foods_with_measures(one.food_id for one in decisions.lines if one.food_id is not None)
    faults = list(_faults(decisions.lines, lines, foods))
    if faults:
        raise InputFaults(faults)
    for field in ("name", "servings", "minutes", "cooked_through"):
        value = getattr(decisions, field)
        if value is not None:
            setattr(recipe, field, value)
    if decisions.role is not None:
        recipe.role = decisions.role.value
    if decisions.slots is not None:
        recipe.slots = [slot.value for slot in decisions.slots]
    if decisions.steps is not None:
        recipe.steps = list(decisions.steps)
    recipe.save()
    _decide_lines(recipe, lines, decisions.lines, foods)


def delete_recipe(*, recipe: Recipe) -> None:
    recipe.delete()


def forget_expired(*, now: datetime) -> None:
    """Delete the recipes of guests whose time is over."""
    Recipe.objects.filter(owner__isnull=True, expires_at__lte=now).delete()


def forget_guest(*, keys: Iterable[str]) -> None:
    """Delete a guest's recipes with everything that was decided on them."""
    Recipe.objects.filter(owner__isnull=True, key__in=list(keys)).delete()


def promote(*, recipe: Recipe, by: AbstractBaseUser) -> str:
    """Put a copy before the curators of the library, as a draft that nobody is offered yet; answers its key.

    Raises InputFaults with everything that a dish of the library must say and the recipe does not.
    """
    lines = [line for line in recipe.lines.order_by("position") if line.counts]
    faults = [Fault("", "not_ready", f"needs {what}") for what in dishes.missing(recipe)]
    faults += [
        Fault(f"/lines/{line.position}", "unidentified", f"needs a food of ours for “{line.text}”")
        for line in lines
        if not line.is_identified
    ]
    if not recipe.steps:
        faults.append(Fault("/steps", "required", "needs steps in your own words"))
    if faults:
        raise InputFaults(faults)
    parts = tuple(DraftPart(line.food_id or 0, line.grams or 0.0, line.text) for line in lines)
    draft = Draft(
        name=recipe.name,
        role=recipe.role,
        slots=tuple(recipe.slots),
        servings=recipe.servings or 0,
        minutes=recipe.minutes or 0,
        parts=parts,
        steps=tuple(recipe.steps),
    )
    return dish_drafts.add(draft, by=by).key


# Lines ---------------------------------------------------------------------------------------------------------------


def _read(texts: Iterable[str]) -> list[Line]:
    """Lines as they come out of their words, without a recipe and a place yet."""
    parsed = [parse(text) for text in texts]
    return [_new_line(line, found) for line, found in zip(parsed, match(parsed), strict=True)]


def _new_line(parsed: ParsedLine, found: Match) -> Line:
    weight = weigh(parsed, found.food)
    return Line(
        text=parsed.text,
        state=found.confidence.value,
        food_id=found.food.food_id if found.food else None,
        grams=_rounded(weight.grams),
        how=weight.how[:200],
        why=found.why[:200],
        suggested=list(found.suggested),
        said=sorted(found.said),
        maybe=sorted(found.maybe),
    )


def _rounded(grams: float | None) -> float | None:
    """Whole milligrams; less than that, or more than any recipe holds, is no weight."""
    rounded = None if grams is None else round(grams, 3)
    return rounded if rounded and rounded <= MOST_GRAMS else None


def _write(recipe: Recipe, lines: Sequence[Line]) -> None:
    for position, line in enumerate(lines, start=1):
        line.recipe, line.position = recipe, position
    Line.objects.bulk_create(lines)


def _faults(
    decided: Sequence[LineDecision], lines: dict[int, Line], foods: dict[int, IngredientFood]
) -> Iterable[Fault]:
    seen: set[int] = set()
    for place, one in enumerate(decided):
        where = f"/lines/{place}"
        if one.position not in lines:
            yield Fault(f"{where}/position", "unknown_id", f"the recipe has no line {one.position}")
        if one.position in seen:
            yield Fault(f"{where}/position", "twice", f"line {one.position} stands twice")
        if one.food_id is not None and one.food_id not in foods:
            yield Fault(f"{where}/food_id", "unknown_id", f"there is no food {one.food_id}")
        if one.text is not None and len(lines) - 1 + len(one.text.splitlines()) > pages.MOST_LINES:
            yield Fault(f"{where}/text", "too_long", f"a recipe may have at most {pages.MOST_LINES} ingredients")
        seen.add(one.position)


def _decide_lines(
    recipe: Recipe, lines: dict[int, Line], decided: Sequence[LineDecision], foods: dict[int, IngredientFood]
) -> None:
    by_position = {one.position: one for one in decided}
    result: list[Line] = []
    for position, line in lines.items():
        one = by_position.get(position)
        changed = one is not None and one.text is not None and one.text != line.text
        new = _read(text for text in one.text.splitlines() if text.strip()) if changed and one and one.text else [line]
        if one is not None:
            _decide(new[0], one, foods)
        result += new
    recipe.lines.all().delete()
    for line in result:
        line.pk = None
    _write(recipe, result)


def _decide(line: Line, one: LineDecision, foods: dict[int, IngredientFood]) -> None:
    if one.verdict is Verdict.FOOD and one.food_id is not None:
        _choose(line, foods[one.food_id])
    elif one.verdict is not None:
        line.state = {Verdict.UNLISTED: "unlisted", Verdict.LEFT_OUT: "left_out"}.get(one.verdict, "asked")
        line.food_id = None
        line.why = "you decide"
    if one.grams is not None:
        line.grams, line.how = one.grams, "as you said"


def _choose(line: Line, food: IngredientFood) -> None:
    """The person's choice. The same food again confirms it and keeps the weight."""
    if line.food_id != food.food_id or line.grams is None:
        weight = weigh(parse(line.text), food)
        line.grams, line.how = _rounded(weight.grams), weight.how[:200]
    line.food_id, line.state, line.why = food.food_id, Line.State.CHOSEN, "as you said"
