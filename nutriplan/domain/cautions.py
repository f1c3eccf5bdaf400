"""What has to be avoided, limited, kept steady, spaced apart or asked about? Person + rules -> Findings.

The order of precedence, strongest first: what is excluded stays excluded; the person's own clinician; a target that a
clinician has to set cancels every rule that would raise it; the lowest limit; a raised aim, never above a limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from nutriplan.domain.caution_book import CautionBook
from nutriplan.domain.diet import excluded_tags
from nutriplan.domain.findings import Allowance, Findings, Fired, Floor, NutrientCap, Referral, Steady
from nutriplan.domain.frequency import how_often
from nutriplan.domain.nutrients import NUTRIENTS
from nutriplan.domain.person import Person
from nutriplan.domain.portions import allowances_of, lowest
from nutriplan.domain.rules import (
    ExcludeFoods,
    KeepSteady,
    LimitFood,
    LimitNutrient,
    Period,
    RaiseTarget,
    ReferToClinician,
    ReplaceTarget,
    Rule,
    Scope,
)
from nutriplan.domain.timing import CLASS_NUTRIENTS, doses_of, untimed, windows_for
from nutriplan.domain.tokens import by_age, classes_of, tokens_of, unresolved

#: The rule id of a limit that the person's own clinician has set.
CLINICIAN = "clinician"
PER_KG = "g_per_kg"

E = TypeVar("E")


def evaluate(person: Person, book: CautionBook) -> Findings:
    """Everything the rules say of this person.

    Raises InputFaults when the diet, a diet rule or an allergy is not in the vocabulary.
    """
    tokens = tokens_of(person, book)
    bands = book.bands_of(person.age_years)
    fired = _fire(book.rules, tokens)
    allowances, left_out = _allowances(fired, bands, tokens)
    excluded = _excluded(person, book, fired, left_out)
    clinician_sets = _clinician_sets(person, fired)
    caps = _caps(person, fired, bands)
    doses = doses_of(person, book)
    return Findings(
        fired=fired,
        excluded=excluded,
        allowances=tuple(a for a in allowances if not _all_excluded(a, excluded)),
        caps=caps,
        floors=_floors(person, fired, caps),
        clinician_sets=clinician_sets,
        windows=windows_for(doses, fired),
        steady=_steady(fired, excluded),
        referrals=tuple(
            Referral(rule.id, effect.clinician, effect.urgency, effect.escalate_if)
            for rule, effect in _effects(fired, ReferToClinician)
        ),
        uncounted=_uncounted(fired),
        not_checked=(
            *unresolved(person, book),
            *_without_rule(person, book),
            *_untimed_words(untimed(doses, fired)),
            *_amounts_not_known(person, book),
            *_how_often_not_known(person),
        ),
    )


def fires(rule: Rule, tokens: frozenset[str]) -> bool:
    """Whether the rule fires for these tokens."""
    return (
        (not rule.any_of or bool(rule.any_of & tokens))
        and all(group & tokens for group in rule.all_of)
        and not rule.none_of & tokens
    )


def _fire(rules: Iterable[Rule], tokens: frozenset[str]) -> tuple[Fired, ...]:
    found = [
        Fired(rule, tuple(sorted(tokens & rule.any_of.union(*rule.all_of)))) for rule in rules if fires(rule, tokens)
    ]
    return tuple(sorted(found, key=lambda one: one.rule.severity.rank))


def _effects(fired: Iterable[Fired], kind: type[E]) -> Iterator[tuple[Rule, E]]:
    for found in fired:
        for effect in found.rule.effects:
            if isinstance(effect, kind):
                yield found.rule, effect


def replaced_by(fired: Iterable[Fired]) -> dict[str, tuple[str, ...]]:
    """Nutrient key or word -> the rules that leave its target to a clinician."""
    replaced: dict[str, tuple[str, ...]] = {}
    for rule, effect in _effects(fired, ReplaceTarget):
        for nutrient in sorted(effect.nutrients):
            replaced[nutrient] = (*replaced.get(nutrient, ()), rule.id)
    return replaced


def _clinician_sets(person: Person, fired: Iterable[Fired]) -> dict[str, tuple[str, ...]]:
    """Nutrients that nothing may plan towards. A clinician's minimum is a value to plan towards and lifts this; a
    maximum alone is only a limit and does not."""
    has_value = {key for key, target in person.clinician_targets.items() if target.min is not None}
    return {key: rules for key, rules in replaced_by(fired).items() if key not in has_value}


# Foods ---------------------------------------------------------------------------------------------------------------


def _allowances(
    fired: Iterable[Fired], bands: frozenset[str], tokens: frozenset[str]
) -> tuple[tuple[Allowance, ...], list[tuple[str, str]]]:
    found: list[Allowance] = []
    left_out: list[tuple[str, str]] = []
    for one in fired:
        limits = [effect for effect in one.rule.effects if isinstance(effect, LimitFood)]
        allowances, out = allowances_of(one.rule.id, limits, bands, tokens)
        found += allowances
        left_out += [(tag, one.rule.id) for tag in sorted(out)]
    return lowest(found), left_out


def _excluded(
    person: Person, book: CautionBook, fired: Iterable[Fired], left_out: Iterable[tuple[str, str]]
) -> dict[str, tuple[str, ...]]:
    excluded: dict[str, tuple[str, ...]] = {}
    by_rules = [(tag, rule.id) for rule, effect in _effects(fired, ExcludeFoods) for tag in sorted(effect.tags)]
    by_wish = [(tag, why) for tag, reasons in excluded_tags(person, book.allergens).items() for why in reasons]
    for tag, because in (*by_rules, *left_out, *by_wish):
        excluded[tag] = (*excluded.get(tag, ()), because)
    return excluded


def _all_excluded(allowance: Allowance, excluded: Mapping[str, object]) -> bool:
    return allowance.measure == "grams" and set(allowance.limits) <= set(excluded)


def _steady(fired: Iterable[Fired], excluded: Mapping[str, object]) -> tuple[Steady, ...]:
    """One a nutrient, with the narrowest tolerance. What no table counts is followed by its food tag."""
    best: dict[tuple[str, str], Steady] = {}
    for rule, effect in _effects(fired, KeepSteady):
        counted = effect.nutrient in NUTRIENTS
        tag = "" if counted else effect.tracked_tag
        one = Steady(rule.id, effect.nutrient if counted else "", effect.tolerance_pct, tag)
        other = best.get((one.key, tag))
        if tag not in excluded and (other is None or one.tolerance_pct < other.tolerance_pct):
            best[one.key, tag] = one
    return tuple(best.values())


# Nutrients -----------------------------------------------------------------------------------------------------------


def _caps(person: Person, fired: Iterable[Fired], bands: frozenset[str]) -> tuple[NutrientCap, ...]:
    """The lowest cap of each nutrient, period and scope; the person's own clinician stands above the rules."""
    best: dict[tuple[str, Period, Scope], NutrientCap] = {}
    for rule, effect in _effects(fired, LimitNutrient):
        if effect.nutrient not in NUTRIENTS or effect.period is Period.DOSE_WINDOW:
            continue
        maximum = by_age(effect.max_by_age, bands, effect.maximum)
        maximum *= person.weight_kg if effect.unit == PER_KG else 1.0
        cap = NutrientCap(rule.id, effect.nutrient, maximum, effect.period, effect.scope)
        other = best.get((cap.key, cap.period, cap.scope))
        if other is None or cap.maximum < other.maximum:
            best[cap.key, cap.period, cap.scope] = cap
    own = (
        NutrientCap(CLINICIAN, key, target.max, Period.DAY, Scope.TOTAL)
        for key, target in person.clinician_targets.items()
        if target.max is not None
    )
    return (*(cap for cap in best.values() if not _overruled(cap, person)), *own)


def _overruled(cap: NutrientCap, person: Person) -> bool:
    """Whether the clinician's own limit of the day replaces this one, or asks for more than it would allow."""
    target = person.clinician_targets.get(cap.key)
    if target is None or cap.period is not Period.DAY or cap.scope is Scope.SUPPLEMENTS_ONLY:
        return False
    return target.max is not None or (target.min is not None and target.min > cap.maximum)


def _floors(person: Person, fired: tuple[Fired, ...], caps: Iterable[NutrientCap]) -> tuple[Floor, ...]:
    """The highest floor of each nutrient, trimmed to its cap. None where a clinician sets the target; a minimum
    that the person's clinician gave takes the place of the rules' floors."""
    best: dict[str, Floor] = {}
    silent = {*replaced_by(fired), *person.clinician_targets}
    for rule, effect in _effects(fired, RaiseTarget):
        if not _is_counted(effect) or effect.nutrient in silent:
            continue
        other = best.get(effect.nutrient)
        if other is None or effect.minimum > other.minimum:
            best[effect.nutrient] = Floor(rule.id, effect.nutrient, effect.minimum)
    for key, target in person.clinician_targets.items():
        if target.min is not None:
            best[key] = Floor(CLINICIAN, key, target.min)
    ceilings = {cap.key: cap.maximum for cap in caps if cap.period is Period.DAY and cap.scope is Scope.TOTAL}
    return tuple(
        replace(floor, minimum=min(floor.minimum, ceilings.get(key, floor.minimum))) for key, floor in best.items()
    )


def _is_counted(effect: RaiseTarget) -> bool:
    return effect.nutrient in NUTRIENTS and effect.unit == NUTRIENTS[effect.nutrient].unit.value


def _uncounted(fired: tuple[Fired, ...]) -> tuple[tuple[str, str], ...]:
    """(what, rule id) of caps and floors that no food table can be held to."""
    replaced = replaced_by(fired)
    limits = [
        (effect.nutrient, rule.id)
        for rule, effect in _effects(fired, LimitNutrient)
        if effect.nutrient not in NUTRIENTS
    ]
    floors = [
        (effect.nutrient, rule.id)
        for rule, effect in _effects(fired, RaiseTarget)
        if not _is_counted(effect) and effect.nutrient not in replaced
    ]
    return tuple(dict.fromkeys((*limits, *floors)))


# What could not be looked at -----------------------------------------------------------------------------------------


def _without_rule(person: Person, book: CautionBook) -> tuple[str, ...]:
    """Conditions and laboratory results that no rule speaks of, by their plain labels."""
    spoken_of = frozenset().union(*(rule.any_of.union(*rule.all_of) for rule in book.rules))
    silent = [book.conditions.get(key, key) for key in sorted(person.conditions) if f"cond:{key}" not in spoken_of]
    silent += [book.lab_flags.get(key, key) for key in sorted(person.lab_flags) if f"lab:{key}" not in spoken_of]
    return tuple(silent)


def _amounts_not_known(person: Person, book: CautionBook) -> tuple[str, ...]:
    """Minerals that a medicine brings in an amount nobody told, so that no total counts them."""
    told = {supplement.nutrient for supplement in person.supplements}
    says = []
    for medicine in person.medications:
        brings = (CLASS_NUTRIENTS.get(word, frozenset()) for word in classes_of(medicine, book))
        missing = frozenset().union(*brings) & NUTRIENTS.keys() - told - medicine.contents.keys()
        labels = [NUTRIENTS[key].label.lower() for key in NUTRIENTS if key in missing]
        if labels:
            says.append(f"how much {' and '.join(labels)} {medicine.name} brings (add the amount as a supplement)")
    return tuple(says)


def _how_often_not_known(person: Person) -> tuple[str, ...]:
    """What is counted towards totals though nobody said, or said clearly, how many of it are taken in a day."""
    says = []
    for medicine in person.medications:
        often = how_often(medicine.name)
        if medicine.contents and (often.unclear or (often.a_day is None and not medicine.times)):
            counted = often.per_day(len(medicine.times))
            says.append(f"how often you take {medicine.name} (counted as {counted:.3g} a day; please give the times)")
    return tuple(says)


def _untimed_words(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"the hours around {name} (give the time you take it)" for name in names)
