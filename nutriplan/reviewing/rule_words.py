"""What does a caution rule say, so that a pharmacist can check it without reading code? For whom, and what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from nutriplan.domain import rules as r
from nutriplan.domain.caution_book import CautionBook
from nutriplan.domain.diet import DIET_LABELS
from nutriplan.domain.nutrients import NUTRIENTS, display

#: Every effect in a word or three, to filter by.
EFFECTS: Mapping[type[Any], str] = MappingProxyType(
    {
        r.ExcludeFoods: "leaves out foods",
        r.LimitFood: "limits a food",
        r.LimitNutrient: "limits a nutrient",
        r.RaiseTarget: "raises an aim",
        r.RequireNutrient: "asks about a supplement",
        r.ReplaceTarget: "leaves a target to a clinician",
        r.SeparateFromNutrient: "keeps hours from a dose",
        r.KeepSteady: "keeps an intake steady",
        r.MayDeplete: "may lower a nutrient",
        r.MayRaise: "may raise a nutrient",
        r.MayCauseCramps: "may cause cramps",
        r.AvoidSupplement: "warns of a supplement",
        r.ReferToClinician: "sends to a clinician",
    }
)
_PER: Mapping[r.Period, str] = MappingProxyType(
    {
        r.Period.MEAL: "a meal",
        r.Period.DAY: "a day",
        r.Period.WEEK: "a week",
        r.Period.DOSE_WINDOW: "in a meal within the hours around a dose",
    }
)
_COUNTED: Mapping[r.Scope, str] = MappingProxyType(
    {
        r.Scope.TOTAL: "food and supplements together",
        r.Scope.SUPPLEMENTS_ONLY: "supplements alone",
        r.Scope.ADDED_FORMS: "added forms alone",
        r.Scope.PREFORMED: "the preformed vitamin alone",
    }
)
_KEPT_APART: Mapping[str, str] = MappingProxyType(
    {"supplement": "supplements", "food_and_supplement": "food and supplements", "any_food": "any food"}
)


def token(word: str, book: CautionBook) -> str:
    """ "cond:ckd_g4" as people say it; the kind stands before what could be mistaken."""
    kind, _, key = word.partition(":")
    if kind == "age":
        return next(
            (f"aged {one.start:g} to below {one.below:g} years" for one in book.age_bands if one.key == key), key
        )
    if kind == "clinic":
        return f"a clinician's own limit for {nutrient(key)}"
    labels: Mapping[str, str] = {
        "cond": book.conditions,
        "stage": book.life_stages,
        "lab": book.lab_flags,
        "allergy": {one.key: f"allergy: {one.label}" for one in book.allergens.values()},
        "diet": {diet: f"diet: {label}" for diet, label in DIET_LABELS.items()},
        "flag": {one.key: one.label for one in book.flags.values()},
    }.get(kind, {})
    return labels.get(key, f"medicine: {plain(key)}" if kind == "med" else plain(key))


def nutrient(key: str) -> str:
    return NUTRIENTS[key].label if key in NUTRIENTS else plain(key)


def plain(key: str) -> str:
    return key.replace("_", " ")


def for_whom(rule: r.Rule, book: CautionBook) -> tuple[str, ...]:
    """Each line must hold for the rule to fire."""

    def said(tokens: Iterable[str]) -> str:
        return "; ".join(sorted(token(word, book) for word in tokens))

    lines = [f"One of: {said(rule.any_of)}"] if rule.any_of else []
    lines += [f"{'And one' if lines or place else 'One'} of: {said(group)}" for place, group in enumerate(rule.all_of)]
    if rule.none_of:
        lines.append(f"But none of: {said(rule.none_of)}")
    return tuple(lines)


def what_it_does(rule: r.Rule, book: CautionBook) -> tuple[str, ...]:
    return tuple(_SAID[type(effect)](effect, book) for effect in rule.effects)


def example(one: r.Example) -> str:
    """A person of the examples: "life_stage: pregnant; medications: warfarin"."""
    return "; ".join(f"{plain(key)}: {_value(value)}" for key, value in one.profile.items()) or "nothing to report"


def _value(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(_value, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{plain(str(key))} {_value(inner)}" for key, inner in value.items())
    return plain(str(value))


def _amount(key: str, amount: float, unit: str) -> str:
    if key in NUTRIENTS and unit == NUTRIENTS[key].unit.value:
        return display(key, amount)
    return f"{amount:g} {plain(unit)}"


def _tags(tags: Iterable[str], book: CautionBook) -> str:
    return "; ".join(sorted(book.food_tags[tag].label if tag in book.food_tags else plain(tag) for tag in tags))


def _listed(keys: Iterable[str], said: Callable[[str], str] = plain) -> str:
    return ", ".join(sorted(map(said, keys)))


def _by_age(limits: Mapping[str, float], book: CautionBook) -> str:
    told = "; ".join(f"{token(f'age:{band}', book)}: {amount:g}" for band, amount in limits.items())
    return f" By age: {told}." if told else ""


def _exclude(effect: r.ExcludeFoods, book: CautionBook) -> str:
    return f"Leaves out every food that carries, or may carry: {_tags(effect.tags, book)}."


def _limit_food(effect: r.LimitFood, book: CautionBook) -> str:
    what = _tags([effect.tag], book)
    if effect.period is r.Period.DOSE_WINDOW:
        return f"Leaves this out within {effect.window_hours:g} h of a dose: {what}. {effect.note}".strip()
    said = f"At most {effect.max_amount:g} {plain(effect.unit)} {_PER[effect.period]} of: {what}."
    if effect.alternative_to:
        said += f" Shares this allowance with: {_tags(effect.alternative_to, book)}."
    if effect.only_if:
        said += f" Planned only with {token(effect.only_if, book)}."
    return f"{said}{_by_age(effect.max_by_age, book)} {effect.note}".strip()


def _limit_nutrient(effect: r.LimitNutrient, book: CautionBook) -> str:
    most = _amount(effect.nutrient, effect.maximum, effect.unit)
    said = f"At most {most} of {nutrient(effect.nutrient)} {_PER[effect.period]}, counting {_COUNTED[effect.scope]}."
    return f"{said}{_by_age(effect.max_by_age, book)} Basis: {effect.basis}."


def _raise(effect: r.RaiseTarget, _book: CautionBook) -> str:
    least = _amount(effect.nutrient, effect.minimum, effect.unit)
    return f"Aims for at least {least} of {nutrient(effect.nutrient)} a day from food. Basis: {effect.basis}."


def _require(effect: r.RequireNutrient, _book: CautionBook) -> str:
    published = _amount(effect.nutrient, effect.amount, effect.unit)
    return (
        f"Published advice for {nutrient(effect.nutrient)} names {published}; the person is told to ask, never an "
        f"amount of tablets. Basis: {effect.basis}."
    )


def _replace(effect: r.ReplaceTarget, _book: CautionBook) -> str:
    return f"Plans towards no target, because a clinician sets it: {_listed(effect.nutrients, nutrient)}."


def _separate(effect: r.SeparateFromNutrient, book: CautionBook) -> str:
    said = (
        f"Keeps {_KEPT_APART[effect.scope]} with {_listed(effect.nutrients, nutrient)} away: {effect.hours_before:g} h "
        f"after the dose, {effect.hours_after:g} h before it."
    )
    if effect.food_tags:
        said += f" Foods meant: {_tags(effect.food_tags, book)}."
    return f"{said} {effect.note}".strip()


def _steady(effect: r.KeepSteady, book: CautionBook) -> str:
    what = _tags([effect.tracked_tag], book) if effect.nutrient not in NUTRIENTS else nutrient(effect.nutrient)
    return f"Keeps every day within {effect.tolerance_pct:g} % of one level (a setting of this product): {what}."


def _avoid(effect: r.AvoidSupplement, _book: CautionBook) -> str:
    unless = "" if effect.unless == "none" else ", unless a clinician advised it"
    return f"Warns of these supplements{unless}: {_listed(effect.supplements)}."


def _refer(effect: r.ReferToClinician, book: CautionBook) -> str:
    whom = book.clinicians.get(effect.clinician, effect.clinician)
    said = f"Sends to {whom} ({plain(effect.urgency)})."
    return f"{said} Sooner if: {effect.escalate_if}." if effect.escalate_if else said


_SAID: Mapping[type[Any], Callable[[Any, CautionBook], str]] = MappingProxyType(
    {
        r.ExcludeFoods: _exclude,
        r.LimitFood: _limit_food,
        r.LimitNutrient: _limit_nutrient,
        r.RaiseTarget: _raise,
        r.RequireNutrient: _require,
        r.ReplaceTarget: _replace,
        r.SeparateFromNutrient: _separate,
        r.KeepSteady: _steady,
        r.MayDeplete: lambda effect, _book: f"Says that it may lower: {nutrient(effect.nutrient)}.",
        r.MayRaise: lambda effect, _book: f"Says that it may raise: {nutrient(effect.nutrient)}.",
        r.MayCauseCramps: lambda effect, _book: f"Says that it may cause cramps: {plain(effect.likelihood)}.",
        r.AvoidSupplement: _avoid,
        r.ReferToClinician: _refer,
    }
)
