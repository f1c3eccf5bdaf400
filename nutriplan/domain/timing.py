"""When may what be eaten around a dose? Windows around medicines, meals moved out of them, tablets that meet."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from types import MappingProxyType

from nutriplan.domain.caution_book import CautionBook
from nutriplan.domain.findings import DoseWindow, Fired
from nutriplan.domain.person import Person
from nutriplan.domain.rules import LimitFood, LimitNutrient, Period, Rule, SeparateFromNutrient
from nutriplan.domain.tokens import classes_of

#: Minerals that medicines bring along: a Rennie is calcium and magnesium to the tablet beside it.
CLASS_NUTRIENTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "antacid_calcium": frozenset({"calcium_mg"}),
        "calcium_supplement": frozenset({"calcium_mg"}),
        "phosphate_binder_calcium": frozenset({"calcium_mg"}),
        "antacid_magnesium": frozenset({"magnesium_mg"}),
        "laxative_magnesium": frozenset({"magnesium_mg"}),
        "magnesium_supplement": frozenset({"magnesium_mg"}),
        "antacid_aluminium": frozenset({"aluminium"}),
        "aluminium_containing": frozenset({"aluminium"}),
        "iron_supplement": frozenset({"iron_mg"}),
        "zinc_supplement": frozenset({"zinc_mg"}),
        "multivitamin_mineral": frozenset({"calcium_mg", "magnesium_mg", "iron_mg", "zinc_mg"}),
        "vitamin_d_supplement": frozenset({"vitamin_d_ug"}),
        "vitamin_a_supplement": frozenset({"retinol_ug"}),
        "vitamin_e_supplement": frozenset({"vitamin_e_mg"}),
    }
)


@dataclass(frozen=True, slots=True)
class Dose:
    """Something taken at a time of the day. at None: the time was not given."""

    name: str
    at: time | None
    classes: frozenset[str]
    nutrients: frozenset[str]


@dataclass(frozen=True, slots=True)
class Clash:
    """A tablet taken inside the window another one needs: shown, so that the person can ask for other times."""

    rule_id: str
    medicine: str
    dose_at: time
    other: str
    other_at: time


def doses_of(person: Person, book: CautionBook) -> tuple[Dose, ...]:
    """Every taking of every medicine and supplement; one without a time where no time was given."""
    taken: list[tuple[str, tuple[time, ...], frozenset[str], frozenset[str]]] = []
    for medicine in person.medications:
        classes = classes_of(medicine, book)
        nutrients = frozenset().union(*(CLASS_NUTRIENTS.get(word, frozenset()) for word in classes))
        taken.append((medicine.name, medicine.times, classes, nutrients))
    for supplement in person.supplements:
        word = book.supplement_classes.get(supplement.nutrient)
        name = f"{supplement.nutrient.rsplit('_', 1)[0].replace('_', ' ')} supplement"
        classes = frozenset({word} if word else ())
        taken.append((name, supplement.times, classes, frozenset({supplement.nutrient})))
    return tuple(
        Dose(name, at, classes, nutrients) for name, times, classes, nutrients in taken for at in times or (None,)
    )


def windows_for(doses: Iterable[Dose], fired: Iterable[Fired]) -> tuple[DoseWindow, ...]:
    """The windows that the fired rules ask for around every dose of the medicine that made them fire.

    Several windows around one dose all hold, so on each side the longest one does.
    """
    windows: list[DoseWindow] = []
    for found in fired:
        for dose in doses:
            if dose.at is not None and _concerns(found.rule, dose):
                windows += [new for new in _windows_of(found.rule, dose.name, dose.at) if new not in windows]
    return tuple(windows)


def untimed(doses: Iterable[Dose], fired: Iterable[Fired]) -> tuple[str, ...]:
    """Names of medicines whose rule speaks of hours, but whose times nobody gave: no window can be placed for
    them."""
    rules = [found.rule for found in fired if _keeps_apart(found.rule)]
    late = [dose.name for dose in doses if dose.at is None and any(_concerns(rule, dose) for rule in rules)]
    return tuple(dict.fromkeys(late))


def _keeps_apart(rule: Rule) -> bool:
    return any(isinstance(effect, SeparateFromNutrient) for effect in rule.effects)


def _concerns(rule: Rule, dose: Dose) -> bool:
    """Whether the dose is one of the medicines the rule names."""
    named = rule.any_of.union(*rule.all_of)
    return any(f"med:{word}" in named for word in dose.classes)


def _windows_of(rule: Rule, medicine: str, at: time) -> list[DoseWindow]:
    dose = at.hour * 60 + at.minute
    key_limits = {
        effect.nutrient: effect.maximum
        for effect in rule.effects
        if isinstance(effect, LimitNutrient) and effect.period is Period.DOSE_WINDOW
    }
    windows: list[DoseWindow] = []
    for effect in rule.effects:
        if isinstance(effect, SeparateFromNutrient):
            tags = _tags_kept_out(effect)
            opens = dose - math.ceil(effect.hours_after * 60)
            closes = dose + math.ceil(effect.hours_before * 60)
            limits = key_limits if tags else {}
            windows.append(
                DoseWindow(rule.id, medicine, at, opens, closes, tags, effect.nutrients, limits, effect.note)
            )
        elif isinstance(effect, LimitFood) and effect.period is Period.DOSE_WINDOW:
            width = math.ceil((effect.window_hours or 0) * 60)
            tags = frozenset({effect.tag})
            windows.append(
                DoseWindow(rule.id, medicine, at, dose - width, dose + width, tags, frozenset(), {}, effect.note)
            )
    return windows


def _tags_kept_out(effect: SeparateFromNutrient) -> frozenset[str] | None:
    if effect.scope == "any_food":
        return None
    return effect.food_tags if effect.scope == "food_and_supplement" else frozenset()


def clashes(doses: Sequence[Dose], windows: Iterable[DoseWindow]) -> tuple[Clash, ...]:
    """Tablets declared at times that lie inside another medicine's window for what they contain."""
    return tuple(
        Clash(window.rule_id, window.medicine, window.dose_at, other.name, other.at)
        for window in windows
        for other in doses
        if other.at is not None
        and other.name != window.medicine
        and other.nutrients & window.nutrients
        and window.contains(other.at)
    )
