"""What do the rule files say? Caution rules as domain values, with every word checked against the vocabularies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from nutriplan.domain import rules as r
from nutriplan.domain.nutrients import NUTRIENTS
from nutriplan.domain.portions import UNITS
from nutriplan.domain.units import UnitMismatch, convert
from nutriplan.knowledge.yaml_entries import Entry, list_of, read_file

EVIDENCE = frozenset({"label", "guideline", "review", "case reports"})
URGENCIES = frozenset({"emergency", "same_day", "routine"})
SEPARATION_SCOPES = frozenset({"supplement", "food_and_supplement", "any_food"})
UNLESS = frozenset({"clinician_advice", "none"})
LIKELIHOODS = frozenset({"common", "uncommon", "not_applicable"})
#: Units of a rule that need the person or cannot be counted; kept as they are. The rest becomes the unit of the key.
KEPT_UNITS = frozenset({"g_per_kg", "l_urine"})
PERIODS = frozenset(period.value for period in r.Period)


@dataclass(frozen=True, slots=True)
class Words:
    """The closed vocabularies, as far as rules are checked against them. nutrients: word -> key, None where not
    counted. tokens: every "kind:key" a rule may name."""

    tokens: frozenset[str]
    food_tags: frozenset[str]
    nutrients: Mapping[str, str | None]
    age_bands: frozenset[str]
    clinicians: frozenset[str]
    supplements: frozenset[str]
    sources: Mapping[str, r.Source]


def read_rules(folder: Path, words: Words, faults: list[str]) -> tuple[r.Rule, ...]:
    """The rules of all files rules_*.yaml of the folder, in the order of the file names."""
    rules: dict[str, r.Rule] = {}
    for path in sorted(folder.glob("rules_*.yaml")):
        file = read_file(path, faults)
        file.allow("rules")
        for entry in list_of(file, "rules"):
            rule = _Reader(entry, words).rule()
            if rule.id in rules:
                entry.fault("the id stands twice")
            rules[rule.id] = rule
    if not rules:
        faults.append(f"{folder.name}: no rules_*.yaml has a rule")
    return tuple(rules.values())


@dataclass(frozen=True, slots=True)
class _Reader:
    entry: Entry
    words: Words

    def rule(self) -> r.Rule:
        entry = self.entry
        entry.allow(
            "id title when effects severity message why action evidence verification sources examples authored "
            "reviewed_by review_date next_review"
        )
        when = entry.within("when", entry.cells.get("when"))
        when.allow("any all none")
        done, due = entry.review()
        effects = tuple(self._effects())
        _check_whole(entry, effects)
        rule = r.Rule(
            id=self._id(),
            title=entry.text("title"),
            any_of=when.words("any", self.words.tokens, required=False),
            all_of=tuple(self._groups(when)),
            none_of=when.words("none", self.words.tokens, required=False),
            effects=effects,
            severity=r.Severity(entry.one_of("severity", frozenset(r.Severity)) or r.Severity.MAJOR),
            message=entry.text("message"),
            why=entry.text("why"),
            action=entry.text("action"),
            evidence=entry.one_of("evidence", EVIDENCE),
            verification=entry.one_of("verification", r.VERIFICATION_SAYS.keys()),
            sources=self._sources(),
            review_date=done,
            next_review=due,
            authored=entry.day("authored"),
            reviewed_by=entry.text("reviewed_by", ""),
            examples=tuple(self._examples()),
        )
        if not rule.any_of and not rule.all_of:
            entry.fault("when must name at least one token that makes the rule fire")
        return rule

    def _id(self) -> str:
        rule_id = self.entry.text("id")
        if not re.fullmatch(r"[A-Z]+(-[A-Z0-9_]+)+", rule_id):
            self.entry.fault(f"the id {rule_id!r} must look like CND-CKD-K")
        return rule_id

    def _groups(self, when: Entry) -> Iterator[frozenset[str]]:
        groups = when.cells.get("all", [])
        if not isinstance(groups, list):
            when.fault("all must be a list of lists")
            return
        for group in groups:
            yield Entry(when.place, {"all": group}, when.faults).words("all", self.words.tokens)

    def _examples(self) -> Iterator[r.Example]:
        found = self.entry.cells.get("examples")
        told = [list(one) for one in found] if isinstance(found, list) else []
        if ["fires"] not in told or ["not"] not in told:
            self.entry.fault("examples must say for whom the rule fires and, near to that, for whom it does not")
            return
        for example in found or ():
            inner = Entry(f"{self.entry.place}: examples", example, self.entry.faults)
            inner.allow("fires not")
            for word in inner.cells:
                yield r.Example(word == "fires", inner.within(word, inner.cells[word]).cells)

    def _sources(self) -> tuple[r.Source, ...]:
        keys = self.entry.cells.get("sources")
        if not isinstance(keys, list) or not keys:
            self.entry.fault("sources must name at least one source of sources.yaml")
            return ()
        known = [self.entry.known("sources", key, self.words.sources.keys()) for key in keys]
        return tuple(self.words.sources[key] for key in known if key)

    def _effects(self) -> Iterator[r.Effect]:
        effects = self.entry.cells.get("effects")
        if not isinstance(effects, list) or not effects:
            self.entry.fault("effects must be a list with at least one effect")
            return
        for effect in effects:
            if not isinstance(effect, dict) or len(effect) != 1:
                self.entry.fault(f"an effect is one word with what it takes, not {effect!r}")
                continue
            ((kind, value),) = effect.items()
            if self.entry.known("effects", kind, EFFECTS.keys()):
                yield EFFECTS[kind](Entry(f"{self.entry.place}: {kind}", {kind: value}, self.entry.faults), self.words)


def _check_whole(entry: Entry, effects: tuple[r.Effect, ...]) -> None:
    """What only the effects together show: limits that share an allowance have to name each other."""
    shared = {effect.tag: effect.alternative_to for effect in effects if isinstance(effect, r.LimitFood)}
    for tag, others in shared.items():
        for other in sorted(others):
            if tag not in shared.get(other, frozenset()):
                entry.fault(f"limit_food: {tag} and {other} must name each other in alternative_to")
    windows = any(isinstance(effect, r.SeparateFromNutrient) for effect in effects)
    limits = [effect for effect in effects if isinstance(effect, r.LimitNutrient)]
    if any(limit.period is r.Period.DOSE_WINDOW for limit in limits) and not windows:
        entry.fault("limit_nutrient per dose_window needs a separate_from_nutrient that opens the window")


# Effects -------------------------------------------------------------------------------------------------------------


def _inner(entry: Entry, allowed: str) -> Entry:
    """The mapping an effect takes. The entry holds one cell, the effect's own word."""
    ((_, value),) = entry.cells.items()
    inner = Entry(entry.place, value if isinstance(value, dict) else {}, entry.faults)
    if not isinstance(value, dict):
        inner.fault(f"must be a mapping of: {allowed}")
    inner.allow(allowed)
    return inner


def _key(entry: Entry, word: object, words: Words) -> str:
    """The nutrient key a word stands for; the word itself where no table counts it."""
    known = entry.known("nutrient", word, words.nutrients.keys())
    return words.nutrients.get(known) or known


def _amount(entry: Entry, name: str, key: str) -> tuple[float, str, Callable[[float], float]]:
    """An amount in the unit of its key, that unit, and how others of the effect become it."""
    unit = entry.text("unit")
    if unit in KEPT_UNITS or key not in NUTRIENTS:
        return entry.number(name), unit, lambda amount: amount
    target = NUTRIENTS[key].unit.value
    source = "L" if unit == "l" else unit

    def change(amount: float) -> float:
        return convert(amount, source=source, target=target)

    try:
        return change(entry.number(name)), target, change
    except UnitMismatch as wrong:
        entry.fault(f"unit: {wrong}")
        return 0.0, target, lambda amount: amount


def _exclude_foods(entry: Entry, words: Words) -> r.Effect:
    return r.ExcludeFoods(entry.words("exclude_foods", words.food_tags))


def _limit_food(entry: Entry, words: Words) -> r.Effect:
    inner = _inner(entry, "tag max unit per max_by_age window_hours alternative_to only_if note")
    period = r.Period(inner.one_of("per", PERIODS) or r.Period.DAY)
    if period is r.Period.DOSE_WINDOW and (not inner.number("window_hours", 0) or inner.number("max")):
        inner.fault("a limit around a dose must be max 0 and say window_hours")
    only_if = inner.text("only_if", "")
    return r.LimitFood(
        tag=inner.one_of("tag", words.food_tags),
        max_amount=inner.number("max"),
        unit=inner.one_of("unit", UNITS) or "g",
        period=period,
        note=inner.text("note", ""),
        max_by_age=MappingProxyType(inner.numbers("max_by_age", words.age_bands)),
        alternative_to=inner.words("alternative_to", words.food_tags, required=False),
        window_hours=inner.number("window_hours") if "window_hours" in inner.cells else None,
        only_if=inner.known("only_if", only_if, words.tokens) if only_if else "",
    )


def _limit_nutrient(entry: Entry, words: Words) -> r.Effect:
    inner = _inner(entry, "nutrient max unit per scope max_by_age basis")
    key = _key(inner, inner.cells.get("nutrient"), words)
    maximum, unit, change = _amount(inner, "max", key)
    by_age = inner.numbers("max_by_age", words.age_bands)
    if by_age and min(by_age.values()) < inner.number("max"):
        inner.fault("max must be the strictest value: a band of max_by_age lies below it")
    return r.LimitNutrient(
        nutrient=key,
        maximum=maximum,
        unit=unit,
        period=r.Period(inner.one_of("per", PERIODS) or r.Period.DAY),
        scope=r.Scope(inner.one_of("scope", frozenset(r.Scope)) or r.Scope.TOTAL),
        basis=inner.text("basis"),
        max_by_age=MappingProxyType({band: change(amount) for band, amount in by_age.items()}),
    )


def _raise_target(entry: Entry, words: Words) -> r.Effect:
    inner = _inner(entry, "nutrient min unit basis")
    key = _key(inner, inner.cells.get("nutrient"), words)
    minimum, unit, _ = _amount(inner, "min", key)
    return r.RaiseTarget(key, minimum, unit, inner.text("basis"))


def _require_nutrient(entry: Entry, words: Words) -> r.Effect:
    inner = _inner(entry, "nutrient amount unit basis")
    key = _key(inner, inner.cells.get("nutrient"), words)
    amount, unit, _ = _amount(inner, "amount", key)
    return r.RequireNutrient(key, amount, unit, inner.text("basis"))


def _keys(entry: Entry, name: str, words: Words) -> frozenset[str]:
    return frozenset(_key(entry, word, words) for word in entry.words(name, words.nutrients.keys()))


def _replace_target(entry: Entry, words: Words) -> r.Effect:
    return r.ReplaceTarget(_keys(entry, "replace_target", words))


def _separate_from_nutrient(entry: Entry, words: Words) -> r.Effect:
    inner = _inner(entry, "nutrients scope hours_before hours_after food_tags note")
    scope = inner.one_of("scope", SEPARATION_SCOPES)
    tags = inner.words("food_tags", words.food_tags, required=scope == "food_and_supplement")
    hours = inner.number("hours_before"), inner.number("hours_after")
    return r.SeparateFromNutrient(_keys(inner, "nutrients", words), scope, *hours, tags, inner.text("note", ""))


def _keep_steady(entry: Entry, words: Words) -> r.Effect:
    inner = _inner(entry, "nutrient tolerance_pct tracked_tag")
    key = _key(inner, inner.cells.get("nutrient"), words)
    tag = inner.one_of("tracked_tag", words.food_tags) if "tracked_tag" in inner.cells else ""
    if key not in NUTRIENTS and not tag:
        inner.fault("what no food table counts needs a tracked_tag")
    return r.KeepSteady(key, inner.number("tolerance_pct"), tag)


def _may_deplete(entry: Entry, words: Words) -> r.Effect:
    return r.MayDeplete(_key(entry, entry.cells["may_deplete"], words))


def _may_raise(entry: Entry, words: Words) -> r.Effect:
    return r.MayRaise(_key(entry, entry.cells["may_raise"], words))


def _may_cause_cramps(entry: Entry, _: Words) -> r.Effect:
    return r.MayCauseCramps(entry.one_of("may_cause_cramps", LIKELIHOODS))


def _avoid_supplement(entry: Entry, words: Words) -> r.Effect:
    inner = _inner(entry, "supplements unless")
    return r.AvoidSupplement(inner.words("supplements", words.supplements), inner.one_of("unless", UNLESS))


def _refer_to_clinician(entry: Entry, words: Words) -> r.Effect:
    inner = _inner(entry, "clinician urgency escalate_if")
    urgency = inner.one_of("urgency", URGENCIES) or "emergency"
    return r.ReferToClinician(inner.one_of("clinician", words.clinicians), urgency, inner.text("escalate_if", ""))


#: The closed list of effects, as they are written in a rule.
EFFECTS: Mapping[str, Callable[[Entry, Words], r.Effect]] = MappingProxyType(
    {
        "exclude_foods": _exclude_foods,
        "limit_food": _limit_food,
        "limit_nutrient": _limit_nutrient,
        "raise_target": _raise_target,
        "require_nutrient": _require_nutrient,
        "replace_target": _replace_target,
        "separate_from_nutrient": _separate_from_nutrient,
        "keep_steady": _keep_steady,
        "may_deplete": _may_deplete,
        "may_raise": _may_raise,
        "may_cause_cramps": _may_cause_cramps,
        "avoid_supplement": _avoid_supplement,
        "refer_to_clinician": _refer_to_clinician,
    }
)
