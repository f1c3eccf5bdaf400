"""How much is needed? Person + reference values -> a minimum, an aim and a maximum a nutrient, each with its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nutriplan.domain import energy
from nutriplan.domain.errors import NutriPlanError
from nutriplan.domain.nutrients import KEYS
from nutriplan.domain.person import LifeStage, Person
from nutriplan.domain.references import (
    UNCOUNTED,
    Group,
    IntakeRange,
    Per,
    ReferenceIntake,
    ReferenceTables,
    group_of,
    trimester,
)
from nutriplan.domain.rules import Scope, Source

#: Below this age nobody gets a plan (requirement I13).
YOUNGEST_YEARS = 4.0
#: kcal in a gram (Atwater), to turn a share of energy into grams.
KCAL_PER_G = {
    "protein_g": 4.0,
    "carbohydrate_g": 4.0,
    "fat_g": 9.0,
    "saturated_fat_g": 9.0,
    "linoleic_acid_g": 9.0,
    "alpha_linolenic_acid_g": 9.0,
}
MJ_PER_KCAL = 4.184 / 1000
#: Upper levels that count a part of the intake which has a key of its own: they are held there, not on the whole.
HELD_ON = {
    ("vitamin_a_ug", Scope.PREFORMED): "retinol_ug",
    ("vitamin_e_mg", Scope.ADDED_FORMS): "added_vitamin_e_mg",
    ("folate_ug", Scope.ADDED_FORMS): "folic_acid_ug",
}
#: Maximums that hold on every day; the others are about what is usual and hold for the average day.
HELD_EVERY_DAY = frozenset({"sodium_mg", "caffeine_mg", "alcohol_g"})
#: Not a target: fluoride comes from tap water and toothpaste, and food tables hardly measure it.
NO_TARGET = UNCOUNTED | {"fluoride_ug"}
#: These have rules of their own below.
_OWN_RULE = frozenset({"protein_g", "carbohydrate_g", "fat_g", "sodium_mg"})

_SUBGROUP_SAYS = {
    "premenopausal": "Counted as before the menopause, by age.",
    "postmenopausal": "Counted as after the menopause, by age.",
    "phytate_900": "Counted for plans rich in whole grains and pulses.",
    "smoker": "Includes the extra for people who smoke.",
}
_STRETCHED = "No published value fits this age and life stage; the nearest one is used."
_UNCONFIRMED = "This number has not been compared with a second source yet."


class TooYoung(NutriPlanError):
    """The person is younger than plans begin."""

    def __init__(self) -> None:
        super().__init__("Plans begin at 4 years. For a younger child, please ask your paediatrician.")


@dataclass(frozen=True, slots=True)
class Target:
    """What one day should bring of one nutrient, in the unit of the key.

    min: below it the intake is probably too low (EAR, or the low end of an AMDR); None where no such value exists.
    aim: what the plan works towards (RDA, AI, EER). max: the upper level or cap, counted on `scope` only.
    basis: what the aim is ("RDA", "AI", "EER", "AMDR", "CDRR"); without an aim, what the maximum is ("UL", "limit").
    The European AR and PRI stand as EAR and RDA. clinician_sets: nothing is planned towards; see `why`.
    """

    key: str
    min: float | None
    aim: float | None
    max: float | None
    scope: Scope
    basis: str
    source: str
    why: str = ""
    clinician_sets: bool = False

    @property
    def is_upper_level(self) -> bool:
        """Whether food must stay below `max` (UL, CDRR, cap). False where it advises a share of energy, where it counts
        tablets only, and where added forms have no key of their own (niacin)."""
        counts_food = self.scope in {Scope.TOTAL, Scope.PREFORMED} or self.key in HELD_ON.values()
        return self.max is not None and self.max != self.aim and counts_food and self.key not in KCAL_PER_G


@dataclass(frozen=True, slots=True)
class _Need:
    ear: float | None
    aim: float | None
    basis: str
    source: Source
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Ceiling:
    amount: float
    scope: Scope
    basis: str
    source: Source
    says: tuple[str, ...]


def targets_for(person: Person, tables: ReferenceTables) -> dict[str, Target]:
    """The person's targets by nutrient key, in the order of the vocabulary.

    Cautions and clinicians come later (`cautions.tighten`). Upper levels that count only a part of an intake stand on
    that part's key (retinol, added vitamin E, folic acid) or carry the scope that says so (magnesium, niacin).
    Raises TooYoung below 4 years.
    """
    if person.age_years < YOUNGEST_YEARS:
        raise TooYoung
    group = group_of(person)
    kcal = energy.eer(person, tables.equations)
    found = [
        _energy(person, kcal, tables),
        *_published(person, group, kcal, tables),
        _protein(person, group, kcal, tables),
        *_shares_of_energy(person, group, kcal, tables),
        *_limits(group, tables),
    ]
    by_key = {target.key: target for target in found}
    return {key: by_key[key] for key in KEYS if key in by_key}


def _energy(person: Person, kcal: float, tables: ReferenceTables) -> Target:
    says = [
        "An estimate that keeps a steady weight; it is not for losing weight.",
        f"About two in three people lie within {energy.standard_error(person):.0f} kcal of it.",
    ]
    if person.life_stage is LifeStage.PREGNANT:
        if person.pregnancy_week is None:
            says.append("The week of pregnancy is not known; the middle of pregnancy is assumed.")
        if person.pre_pregnancy_weight_kg is None and trimester(person.pregnancy_week) > 1:
            says.append("The weight before pregnancy is not known; today's weight is used.")
    source = tables.sources["nasem_2023"]
    return Target("energy_kcal", None, kcal, None, Scope.TOTAL, "EER", cite(source), " ".join(says))


def _published(person: Person, group: Group, kcal: float, tables: ReferenceTables) -> Iterator[Target]:
    """Everything the tables give an amount of, per day, per kilogram or per megajoule."""
    for reference_set, key in tables.intakes:
        if reference_set is not group.reference_set or key in NO_TARGET or key in _OWN_RULE:
            continue
        need = _need(key, person, group, kcal, tables)
        ceiling = _ceiling(key, group, tables)
        held_on = HELD_ON.get((key, ceiling.scope)) if ceiling else None
        if ceiling and held_on:
            yield _target(held_on, None, ceiling, tables)
            ceiling = None
        if need or ceiling:
            yield _target(key, need, ceiling, tables)


def _protein(person: Person, group: Group, kcal: float, tables: ReferenceTables) -> Target:
    """By body weight; the range of energy shares gives the maximum."""
    need = _need("protein_g", person, group, kcal, tables)
    return _target("protein_g", need, _share("protein_g", "AMDR", group, kcal, tables), tables)


def _shares_of_energy(person: Person, group: Group, kcal: float, tables: ReferenceTables) -> Iterator[Target]:
    """Fat and carbohydrate as ranges, essential fatty acids where the set gives them as a share, saturated fat."""
    for key in ("fat_g", "carbohydrate_g"):
        for row in tables.ranges_for(key, "AMDR", group, Per.ENERGY_PERCENT):
            low, high = _grams(key, row.low, kcal), _grams(key, row.high, kcal)
            need = _need(key, person, group, kcal, tables)
            # The RDA of carbohydrate matters only where the low end of the range lies below it (a small child).
            aim = need.aim if need and need.aim and low is not None and need.aim > low else None
            why = tables.notes.get(key, "")
            yield Target(key, low, aim, high, Scope.TOTAL, "AMDR", cite(row.source), why)
    for key in ("linoleic_acid_g", "alpha_linolenic_acid_g"):
        for row in tables.ranges_for(key, "AI", group, Per.ENERGY_PERCENT):
            aim = _grams(key, row.low, kcal)
            yield Target(key, None, aim, None, Scope.TOTAL, "AI", cite(row.source), tables.notes.get(key, ""))
    saturated = _share("saturated_fat_g", "limit", group, kcal, tables)
    if saturated:
        yield _target("saturated_fat_g", None, saturated, tables)


def _limits(group: Group, tables: ReferenceTables) -> Iterator[Target]:
    """What has a maximum and no aim: sodium, caffeine, alcohol."""
    for key in ("sodium_mg", "caffeine_mg", "alcohol_g"):
        rows = tables.ranges_for(key, "limit", group, Per.DAY)
        ceiling = _strictest(rows) or _ceiling(key, group, tables)
        if ceiling:
            yield _target(key, None, ceiling, tables)


def _need(key: str, person: Person, group: Group, kcal: float, tables: ReferenceTables) -> _Need | None:
    """The need for one day. Where two rows apply, the larger; what is added for the person's marks is added."""
    extra = _largest(tables.needs(key, group, Per.ADDITION))
    weight = person.weight_kg
    if extra and person.life_stage is LifeStage.PREGNANT and person.pre_pregnancy_weight_kg:
        weight = person.pre_pregnancy_weight_kg  # the addition already counts what was gained since
    for per, times in ((Per.KG, weight), (Per.MEGAJOULE, kcal * MJ_PER_KCAL), (Per.DAY, 1.0)):
        row = _largest(tables.needs(key, group, per))
        if row:
            return _Need(
                ear=_sum(row.ear, extra.ear if extra else None, times),
                aim=_sum(row.aim, extra.aim if extra else None, times),
                basis="AI" if row.rda is None else "RDA",
                source=row.source,
                says=_says([row, *([extra] if extra else [])], group),
            )
    return None


def _sum(amount: float | None, extra: float | None, times: float) -> float | None:
    return None if amount is None else amount * times + (extra or 0.0)


def _largest(rows: Iterable[ReferenceIntake]) -> ReferenceIntake | None:
    return max(rows, key=lambda row: row.aim or 0.0, default=None)


def _ceiling(key: str, group: Group, tables: ReferenceTables) -> _Ceiling | None:
    lowest = min(tables.ceilings(key, group), key=lambda row: row.ceiling or 0.0, default=None)
    if lowest is None or lowest.ceiling is None:
        return None
    basis = "CDRR" if lowest.ul is None else "UL"
    return _Ceiling(lowest.ceiling, lowest.scope, basis, lowest.source, _says([lowest], group))


def _strictest(rows: Iterable[IntakeRange]) -> _Ceiling | None:
    """The lowest of the limits: a pregnant 17-year-old has those of her age and those of pregnancy."""
    limits = [(row.high, row) for row in rows if row.high is not None]
    if not limits:
        return None
    amount, row = min(limits, key=lambda limit: limit[0])
    return _Ceiling(amount, Scope.TOTAL, "CDRR" if row.key == "sodium_mg" else "limit", row.source, ())


def _share(key: str, kind: str, group: Group, kcal: float, tables: ReferenceTables) -> _Ceiling | None:
    """The high end of a share of energy, in grams."""
    ceiling = _strictest(tables.ranges_for(key, kind, group, Per.ENERGY_PERCENT))
    grams = _grams(key, ceiling.amount if ceiling else None, kcal)
    return _Ceiling(grams, Scope.TOTAL, kind, ceiling.source, ()) if ceiling and grams is not None else None


def _grams(key: str, percent: float | None, kcal: float) -> float | None:
    return None if percent is None else kcal * percent / 100 / KCAL_PER_G[key]


def _says(rows: list[ReferenceIntake], group: Group) -> tuple[str, ...]:
    says = [_SUBGROUP_SAYS[row.band.subgroup] for row in rows if row.band.subgroup in _SUBGROUP_SAYS]
    if not all(row.band.covers(group.age_years) for row in rows):
        says.append(_STRETCHED)
    if any(row.checked == "none" for row in rows):
        says.append(_UNCONFIRMED)
    return tuple(says)


def _target(key: str, need: _Need | None, ceiling: _Ceiling | None, tables: ReferenceTables) -> Target:
    sources = [cite(part.source) for part in (need, ceiling) if part]
    says = [tables.notes.get(key, "")]
    says.extend(sentence for part in (need, ceiling) if part for sentence in part.says)
    return Target(
        key=key,
        min=need.ear if need else None,
        aim=need.aim if need else None,
        max=ceiling.amount if ceiling else None,
        scope=ceiling.scope if ceiling else Scope.TOTAL,
        basis=need.basis if need else ceiling.basis if ceiling else "",
        source="; ".join(dict.fromkeys(sources)),
        why=" ".join(dict.fromkeys(sentence for sentence in says if sentence)),
    )


def cite(source: Source) -> str:
    """The source as one line to print: title, publisher, year."""
    return f"{source.title} ({source.publisher}, {source.year})"
