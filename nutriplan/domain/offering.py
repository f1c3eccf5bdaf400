"""Which dishes may be offered, and why not the others?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from nutriplan.domain.findings import DoseWindow, Findings
from nutriplan.domain.food_kinds import is_salted_for_bedtime, never_chosen
from nutriplan.domain.person import MealTime, Person, SlotName
from nutriplan.domain.servings import Part, Serving
from nutriplan.domain.variants import variant

#: Rule ids of a person's own wishes start like this ("wish:spicy").
WISH = "wish:"


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


def offer(
    servings: Iterable[Serving],
    *,
    person: Person,
    findings: Findings,
    meals: Sequence[MealTime],
    with_stand_ins: bool = False,
) -> Offered:
    """Sort dishes into those that may be served, with the slots they may stand in, and those that may not, with why.

    meals: the person's meals at the times they will be eaten. Everything here is hard: no dish gets in by another door.
    with_stand_ins: a dish that only an ingredient keeps out is offered with what stands in for it, and not as written.
    Whoever asks about the dish itself leaves that out.
    """
    offered: list[tuple[Serving, frozenset[SlotName]]] = []
    refused: list[Refusal] = []
    for written in servings:
        refusal = _forbidden(written, person, findings)
        changed = _changed(written, person, findings) if refusal and with_stand_ins else None
        serving, refusal = (changed, None) if changed else (written, refusal)
        slots = frozenset() if refusal else _open_slots(serving, findings, meals)
        if refusal:
            refused.append(refusal)
        elif slots:
            offered.append((serving, slots))
        else:
            refused.append(_no_slot(serving, findings, meals))
    return Offered(tuple(offered), tuple(refused))


def _changed(serving: Serving, person: Person, findings: Findings) -> Serving | None:
    """The dish with what stands in for the ingredients in the way, if that passes the same checks as any dish."""
    changed = variant(serving, lambda part: not _is_in_the_way(part, person, findings))
    return None if changed is None or _forbidden(changed, person, findings) else changed


def _is_in_the_way(part: Part, person: Person, findings: Findings) -> bool:
    food = part.food
    return part.may_carry_any(findings.excluded) or bool(never_chosen(food)) or food.food_id in person.avoid_foods


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
