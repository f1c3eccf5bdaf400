"""What stands beside a person's offer and could be eaten? Dishes that only a wish keeps out, and plain foods.

What a rule keeps out never gets in here, whatever is wished: these go the way of every dish, and what is limited for
the person they may not bring more of, for their energy, than the plan has anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nutriplan.domain.composition import Composition
from nutriplan.domain.findings import Findings
from nutriplan.domain.instead import Who
from nutriplan.domain.may_eat import Answer, Reason, Why, judge
from nutriplan.domain.menu import Menu
from nutriplan.domain.nutrients import NUTRIENTS
from nutriplan.domain.offering import WISH, Kind, Refusal, offer
from nutriplan.domain.person import MealTime, Person, SlotName
from nutriplan.domain.rules import Period, Scope
from nutriplan.domain.servings import Serving

_ENERGY = "energy_kcal"
#: So many foods of each nutrient are held against the plan, of those that bring most in the amount people eat.
MOST_FOODS = 10


@dataclass(frozen=True, slots=True)
class Outside:
    """A dish or food that is not on offer. wishes: what keeps it out, in words ("no spicy food"), all of which would
    have to go; empty for a food that no dish has."""

    serving: Serving
    slots: frozenset[SlotName]
    wishes: frozenset[str] = frozenset()


def dishes_beside(refused: Iterable[Refusal], who: Who, meals: Sequence[MealTime], menu: Menu | None) -> list[Outside]:
    """The dishes that nothing but wishes keep out, with these. menu: what is planned; None where nothing is."""
    person, findings = _without_wishes(who.person, who.findings)
    wished_out = [refusal.serving for refusal in refused if refusal.kind is Kind.WISH]
    free = offer(wished_out, person=person, findings=findings, meals=meals)
    limits = _densities(who, menu) if menu else {}
    return [
        Outside(serving, slots, frozenset(_wishes(serving, who)))
        for serving, slots in free.servings
        if judge(serving, replace(who, person=person, findings=findings), None).answer not in _NEVER
        and _is_no_richer(serving, limits)
    ]


def foods_beside(foods: Iterable[Serving], who: Who, meals: Sequence[MealTime], menu: Menu) -> list[Outside]:
    """The first few of these foods that the person may eat, a helping a day at least, one of a kind, and that no dish
    of the plan holds. Where a dose must be kept away from them the meals near it are left out."""
    eaten = {food.food_id for day in menu.days for food, _ in day.portions()}
    limits, kinds, found = _densities(who, menu), set[tuple[str, ...]](), list[Outside]()
    for serving, slots in offer(foods, person=who.person, findings=who.findings, meals=meals).servings:
        food = serving.parts[0].food
        kind = _kind(food)
        free = all(_is_free(reason) for reason in judge(serving, who, None).reasons)
        if free and _is_no_richer(serving, limits) and kind not in kinds and food.food_id not in eaten:
            kinds.add(kind)
            found.append(Outside(serving, slots))
        if len(found) == MOST_FOODS:
            break
    return found


def unlike_the_unwanted(foods: Iterable[Serving], refused: Iterable[Refusal], who: Who) -> list[Serving]:
    """Without what is of the kind of a food that is not wanted: who wants no boiled egg is offered no fried one."""
    parts = (part for refusal in refused for part in refusal.serving.parts)
    unwanted = {_kind(part.food, 1) for part in parts if part.food.food_id in who.person.avoid_foods}
    return [serving for serving in foods if _kind(serving.parts[0].food, 1) not in unwanted]


def _kind(food: Composition, words: int = 2) -> tuple[str, ...]:
    """The first parts of its name: "Seeds, sunflower seed kernels, dried" and the same toasted are of a kind."""
    return tuple(part.strip() for part in food.name.casefold().split(",")[:words])


_NEVER = frozenset({Answer.AVOID, Answer.NOT_KNOWN})


def _is_free(reason: Reason) -> bool:
    """A limit that a daily helping does not come near, or hours around a dose, which the meals keep."""
    a_day = reason.most is not None and reason.most.period is Period.DAY and reason.most.servings >= 1
    return reason.why is Why.APART or (reason.why is Why.AMOUNT and a_day)


def _without_wishes(person: Person, findings: Findings) -> tuple[Person, Findings]:
    """The same person without wishes; what a rule, an allergy or a diet excludes stays excluded."""
    ruled = {tag: tuple(one for one in ids if not one.startswith(WISH)) for tag, ids in findings.excluded.items()}
    bound = replace(findings, excluded={tag: ids for tag, ids in ruled.items() if ids})
    return replace(person, avoid_foods=frozenset(), avoid_tags=frozenset(), max_minutes=None), bound


def _wishes(serving: Serving, who: Who) -> Iterator[str]:
    """Every wish that this dish goes against."""
    for tag, ids in who.findings.excluded.items():
        if all(one.startswith(WISH) for one in ids) and any(part.food.may_carry(tag) for part in serving.parts):
            yield f"no {tag.replace('_', ' ')}"
    for part in serving.parts:
        if part.food.food_id in who.person.avoid_foods:
            yield f"no {part.food.shown_name}"
    most = who.person.max_minutes
    if most is not None and serving.minutes > most:
        yield f"no dish that takes longer than {most} minutes"


# What is limited -----------------------------------------------------------------------------------------------------


def _densities(who: Who, menu: Menu) -> Mapping[str, float]:
    """Nutrient that is limited for the person, or that a clinician sets -> what the plan has of it per kcal."""
    limited = {cap.key for cap in who.findings.caps if cap.scope is not Scope.SUPPLEMENTS_ONLY}
    keys = sorted((limited | who.findings.clinician_sets.keys()) & NUTRIENTS.keys())
    portions = [portion for day in menu.days for portion in day.portions()]
    energy = _upper(portions, _ENERGY)
    return {key: _upper(portions, key) / energy for key in keys} if energy else {}


def _is_no_richer(serving: Serving, limits: Mapping[str, float]) -> bool:
    sums = serving.sums((_ENERGY, *limits))
    return all(sums[key].upper <= density * sums[_ENERGY].known for key, density in limits.items())


def _upper(portions: Iterable[tuple[Composition, float]], key: str) -> float:
    return sum(food.amounts.get(key, food.ceilings.get(key, 0.0)) * grams / 100 for food, grams in portions)
