"""May this person eat a food, a dish, or what these words mean? The plan's checks on whatever was asked about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from foods import ingredient_foods, selectors
from nutriplan.domain.composition import Composition
from nutriplan.domain.instead import Helping, Who
from nutriplan.domain.may_eat import Answer, Reason, Verdict, Why, judge, said_of
from nutriplan.domain.offering import offer
from nutriplan.domain.person import SlotName
from nutriplan.domain.servings import Serving, alone
from nutriplan.people.profile import ReadProfile
from nutriplan.plans import services
from nutriplan.plans.meant import Meant, meant
from nutriplan.plans.refusals import refusals
from nutriplan.proposal import Proposal, State
from nutriplan.recipes.matching import said_by

#: The longest text that is looked at.
LONGEST = 200


class Kind(StrEnum):
    FOOD = "food"
    DISH = "dish"


@dataclass(frozen=True, slots=True)
class Changed:
    """A dish with what stands in for the ingredients in the way, and the answer for it so."""

    serving: Serving
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Judged:
    """serving: the amount that is judged: of a food what is customarily eaten, of a dish one serving.
    changed: the dish with stand-ins, where a plan serves it only so; the verdict is on the dish as written."""

    kind: Kind
    id: int
    serving: Serving
    verdict: Verdict
    changed: Changed | None = None

    @property
    def measure(self) -> str:
        return self.serving.parts[0].measure if self.kind is Kind.FOOD else "1 serving"


@dataclass(frozen=True, slots=True)
class Answered:
    """answer: of all that may have been meant; None where it depends on which. words: what the words alone forbid,
    whatever food they mean. food_count: how many foods fit, of which the nearest are judged. nearest: food id and name
    of what else may have been meant."""

    answer: Answer | None
    judged: tuple[Judged, ...]
    words: Verdict | None = None
    food_count: int = 0
    nearest: tuple[tuple[int, str], ...] = ()


def ask(
    *, profile: object, today: date, food_id: int | None = None, dish_id: int | None = None, text: str = ""
) -> tuple[ReadProfile, Proposal, Answered] | None:
    """One of food_id, dish_id and text. None: there is no such food or dish. Raises InputFaults for the profile."""
    read, checked = services.check_person(profile=profile, today=today)
    if food_id is None and dish_id is None:
        return read, checked, about_text(text, checked)
    one = about_food(food_id, checked) if food_id is not None else about_dish(dish_id or 0, checked)
    return None if one is None else (read, checked, Answered(one.verdict.answer, (one,)))


def about_food(food_id: int, checked: Proposal) -> Judged | None:
    found = about_helpings(selectors.helpings([food_id]), checked)
    return found[0] if found else None


def about_dish(dish_id: int, checked: Proposal) -> Judged | None:
    """A dish of the library, with the foods that this person buys."""
    dishes = selectors.servings(fortified=checked.person.buys_fortified)
    found = next((dish for dish in dishes if dish.dish_id == dish_id), None)
    return about_serving(found, checked) if found else None


def about_serving(dish: Serving, checked: Proposal) -> Judged:
    return _dishes([dish], checked)[0]


def not_refused(dishes: Sequence[Serving], checked: Proposal) -> list[Serving]:
    """Those that may be eaten, however much or little of them; none for a child too young for plans."""
    found = zip(dishes, verdicts(dishes, checked), strict=True)
    return [dish for dish, verdict in found if _may_be_eaten(verdict)]


def about_text(text: str, checked: Proposal) -> Answered:
    text = text[:LONGEST]
    found = meant(text, selectors.servings(fortified=checked.person.buys_fortified))
    said, maybe = said_by(text)
    foods = [one for one in about_helpings(selectors.helpings(found.foods), checked) if not _denies(one, said, checked)]
    judged = (*foods, *_dishes(found.dishes, checked))
    words = _of_words(text, said, frozenset() if judged else maybe, checked)
    return Answered(
        answer=_answer(judged, words, found),
        judged=judged,
        words=words,
        food_count=found.food_count if foods else 0,
        nearest=tuple(_named(found.nearest)),
    )


def verdicts(servings: Sequence[Serving], checked: Proposal) -> list[Verdict]:
    """One for each serving, whatever the meal and however long it takes to make."""
    if not checked.targets:
        nobody = Reason(Why.REFUSED, "", says=checked.reason, answer_as=Answer.NOT_KNOWN)
        return [Verdict(Answer.NOT_KNOWN, (nobody,)) for _ in servings]
    asked = replace(checked, person=replace(checked.person, max_minutes=None, pantry=()))
    anywhere = [replace(serving, slots=frozenset(SlotName)) for serving in servings]
    refused = {refusal.serving.key: refusal for refusal in refusals(anywhere, asked)}
    who = Who(asked.person, checked.findings, checked.targets)
    return [judge(serving, who, refused.get(serving.key)) for serving in servings]


def about_helpings(helpings: Sequence[Helping], checked: Proposal) -> list[Judged]:
    servings = [_serving(helping) for helping in helpings]
    return [
        Judged(Kind.FOOD, helping.food.food_id, serving, verdict)
        for helping, serving, verdict in zip(helpings, servings, verdicts(servings, checked), strict=True)
    ]


def _dishes(dishes: Sequence[Serving], checked: Proposal) -> list[Judged]:
    changed = _with_stand_ins(dishes, checked)
    return [
        Judged(Kind.DISH, dish.dish_id, dish, verdict, changed.get(dish.dish_id))
        for dish, verdict in zip(dishes, verdicts(dishes, checked), strict=True)
    ]


def _with_stand_ins(dishes: Sequence[Serving], checked: Proposal) -> dict[int, Changed]:
    """Dish id -> the dish as a plan for this person would serve it, of those that it would not serve as written."""
    if checked.state is not State.READY:
        return {}
    person, meals = checked.person, checked.meals
    offered = offer(dishes, person=person, findings=checked.findings, meals=meals, with_stand_ins=True)
    changed = [serving for serving, _ in offered.servings if serving.changes]
    judged = zip(changed, verdicts(changed, checked), strict=True)
    return {serving.dish_id: Changed(serving, verdict) for serving, verdict in judged if _may_be_eaten(verdict)}


def _may_be_eaten(verdict: Verdict) -> bool:
    return verdict.answer not in (Answer.AVOID, Answer.NOT_KNOWN)


def _serving(helping: Helping) -> Serving:
    food = helping.food
    return alone(food, helping.grams, helping.measure, f"food-{food.food_id}")


# Words ----------------------------------------------------------------------------------------------------------------


def _denies(one: Judged, said: frozenset[str], checked: Proposal) -> bool:
    """Whether the food is known not to hold what the words speak of and the person must avoid: another one is meant."""
    food = one.serving.parts[0].food
    return any(not food.may_carry(tag) for tag in said & checked.findings.excluded.keys())


def _of_words(text: str, said: frozenset[str], maybe: frozenset[str], checked: Proposal) -> Verdict | None:
    if not checked.targets:
        return None
    what = Composition(0, "", text.strip(), "", {}, tags=said, undecided_tags=maybe - said)
    who = Who(checked.person, checked.findings, checked.targets)
    return said_of(alone(what, 0.0, "", "words"), who)


def _answer(judged: Iterable[Judged], words: Verdict | None, found: Meant) -> Answer | None:
    if words is not None and words.answer is Answer.AVOID:
        return Answer.AVOID
    answers = {one.verdict.answer for one in judged}
    if not answers:
        return Answer.NOT_KNOWN
    shown_all = found.food_count <= len(found.foods)
    return answers.pop() if len(answers) == 1 and shown_all else None


def _named(food_ids: Sequence[int]) -> Iterable[tuple[int, str]]:
    names = ingredient_foods.names_of(food_ids) if food_ids else {}
    return ((food_id, names[food_id]) for food_id in food_ids if food_id in names)
