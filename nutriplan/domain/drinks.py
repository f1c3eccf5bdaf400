"""What do the drinks bring that a person has besides the plan, and what is said about them?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from nutriplan.domain.findings import Findings
from nutriplan.domain.nutrients import display
from nutriplan.domain.person import Person
from nutriplan.domain.targets import Target

CAFFEINE, ALCOHOL, SUGARS = "caffeine_mg", "alcohol_g", "sugars_g"


@dataclass(frozen=True, slots=True)
class Drink:
    """asked: the field of Person that says how many a day. brings: nutrient key -> what one brings, the higher of usual
    values, because it is held against maximums. tags: what it carries that rules may leave out or limit."""

    asked: str
    label: str
    brings: Mapping[str, float] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()


#: Caffeine as the NHS counts it in pregnancy: a mug of filter coffee 140 mg (of instant coffee 100), of tea 75 mg, a
#: can of cola 40 mg, 250 ml of an energy drink up to 80 mg. A unit of alcohol is 10 ml, 8 g. A glass of 250 ml of a
#: sweet drink holds about 26 g of sugar (cola in SR28: 10.6 g in 100 ml).
DRINKS: tuple[Drink, ...] = (
    Drink("coffee_cups", "coffee", {CAFFEINE: 140.0}, frozenset({"caffeine_source", "coffee_tea"})),
    Drink("tea_cups", "tea", {CAFFEINE: 75.0}, frozenset({"caffeine_source", "coffee_tea"})),
    Drink("cola_cans", "cola", {CAFFEINE: 40.0}, frozenset({"caffeine_source", "carbonated", "phosphate_additive"})),
    Drink(
        "energy_drink_cans",
        "energy drinks",
        {CAFFEINE: 80.0},
        frozenset({"caffeine_source", "energy_drink", "carbonated"}),
    ),
    Drink("sweet_drink_glasses", "sweet drinks", {SUGARS: 26.0}, frozenset({"sugary_drink"})),
    Drink("alcohol_units", "alcohol", {ALCOHOL: 8.0}, frozenset({"alcohol"})),
)


def drunk_daily(person: Person) -> dict[str, float]:
    """Nutrient key -> what the drinks of a day bring at most, in the unit of the key."""
    sums: dict[str, float] = {}
    for drink, count in _had(person):
        for key, each in drink.brings.items():
            sums[key] = sums.get(key, 0.0) + count * each
    return sums


def _had(person: Person) -> Iterator[tuple[Drink, float]]:
    """The drinks that were told, and how many a day."""
    counts = ((drink, getattr(person, drink.asked)) for drink in DRINKS)
    return ((drink, count) for drink, count in counts if count > 0)


# What is said --------------------------------------------------------------------------------------------------------


def notes_on_drinks(person: Person, findings: Findings, targets: Mapping[str, Target]) -> tuple[str, ...]:
    """What the drinks mean for this person: what should be left out, how much of a limit they use, and their sugar."""
    drunk = drunk_daily(person)
    limited = (_on_limit(key, drunk.get(key, 0.0), person, findings, targets) for key in (CAFFEINE, ALCOHOL))
    return tuple(note for note in (*_on_rules(person, findings), *limited, _on_sugar(drunk.get(SUGARS, 0.0))) if note)


def _on_rules(person: Person, findings: Findings) -> Iterator[str]:
    """Drinks that a rule leaves out, or limits by the portion."""
    titles = {fired.rule.id: fired.rule.title for fired in findings.fired}
    limited = {(tag, one.rule_id) for one in findings.allowances if one.measure == "grams" for tag in one.limits}
    for drink, _ in _had(person):
        out = dict.fromkeys(rule for tag in sorted(drink.tags) for rule in findings.excluded.get(tag, ()))
        said = [titles[rule] for rule in out if rule in titles]
        if said:
            yield f"You have {drink.label}. Please leave that out: {'; '.join(said)}."
            continue
        told = dict.fromkeys(rule for tag, rule in sorted(limited) if tag in drink.tags and rule in titles)
        for rule in told:
            yield f"You have {drink.label}. It counts towards this, and is not in the plan: {titles[rule]}."


def _on_limit(
    key: str, drunk: float, person: Person, findings: Findings, targets: Mapping[str, Target]
) -> str:  # fmt: skip
    limit = limit_of(key, findings, targets)
    if not drunk or limit is None:
        return ""
    names = _listed([drink.label for drink, _ in _had(person) if key in drink.brings])
    amount, most = display(key, drunk), display(key, limit)
    what = "caffeine" if key == CAFFEINE else "pure alcohol"
    if drunk <= limit:
        return (
            f"Your {names} may bring up to {amount} of {what} a day. "
            f"All dishes of a day together stay within what that leaves of your limit of {most}."
        )
    less = (
        "Do not change this suddenly: please ask your care team first."
        if any(steady.key == key for steady in findings.steady)
        else "Please have less."
    )
    above = f"above your limit of {most}" if limit else "and you should have none"
    return f"Your {names} may bring up to {amount} of {what} a day, {above}. The plan adds none. {less}"


def limit_of(key: str, findings: Findings, targets: Mapping[str, Target]) -> float | None:
    """The lowest maximum of a day; None where there is none."""
    target = targets.get(key)
    own = [target.max] if target is not None and target.max is not None else []
    ruled = [min(one.limits.values()) for one in findings.allowances if one.measure == key]
    return min([*own, *ruled], default=None)


def _on_sugar(grams: float) -> str:
    if not grams:
        return ""
    return (
        f"Your sweet drinks bring about {grams:.0f} g of sugar and {grams * 4:.0f} kcal a day. The plan has less sugar "
        "because of them; their energy comes on top of it. Water instead would do you good."
    )


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
