"""Problems by rule: a library of plausible dishes and the limits of a person, from a seed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from nutriplan.planner.problem import Cell, Limit, Lock, Offer, Over, Problem, Slot

# Mean amount in one serving of a main dish of about 500 kcal, and how much it scatters (sigma of the logarithm).
NUTRIENTS = {
    "protein": (24.0, 0.4),
    "fibre": (7.0, 0.6),
    "calcium": (220.0, 0.7),
    "iron": (4.0, 0.5),
    "magnesium": (100.0, 0.5),
    "phosphorus": (350.0, 0.4),
    "potassium": (850.0, 0.4),
    "sodium": (450.0, 0.6),
    "zinc": (3.0, 0.5),
    "copper": (0.35, 0.6),
    "selenium": (18.0, 0.7),
    "vitamin_a": (180.0, 1.0),
    "vitamin_c": (30.0, 1.0),
    "vitamin_d": (1.2, 1.5),
    "vitamin_e": (3.2, 0.6),
    "vitamin_k": (35.0, 1.1),
    "thiamin": (0.35, 0.5),
    "riboflavin": (0.4, 0.5),
    "niacin": (5.0, 0.5),
    "vitamin_b6": (0.5, 0.5),
    "folate": (90.0, 0.6),
    "vitamin_b12": (1.0, 1.0),
    "choline": (95.0, 0.5),
    "linoleic": (4.0, 0.6),
    "linolenic": (0.45, 0.9),
}
TARGETS = {
    "protein": 70.0, "fibre": 28.0, "calcium": 1000.0, "iron": 12.0, "magnesium": 400.0, "phosphorus": 700.0,
    "potassium": 3000.0, "zinc": 10.0, "copper": 0.9, "selenium": 55.0, "vitamin_a": 800.0, "vitamin_c": 85.0,
    "vitamin_d": 10.0, "vitamin_e": 15.0, "thiamin": 1.2, "riboflavin": 1.3, "niacin": 15.0, "vitamin_b6": 1.5,
    "folate": 400.0, "vitamin_b12": 2.4, "choline": 475.0, "linoleic": 14.0, "linolenic": 1.4,
}  # fmt: skip
SLOTS = {"breakfast": 1, "snack1": 0, "lunch": 2, "snack2": 0, "dinner": 2}
ENERGY = {
    "breakfast": (0.15, 0.30),
    "snack1": (0.05, 0.15),
    "lunch": (0.22, 0.40),
    "snack2": (0.05, 0.15),
    "dinner": (0.22, 0.40),
}


def week(
    dishes: int = 80,
    days: int = 7,
    seed: int = 1,
    kcal: float = 2100.0,
    hard: bool = False,
    warfarin: bool = False,
    locks: int = 0,
    **more: object,
) -> Problem:
    """A realistic instance. hard: no slack in meal energy and day caps. warfarin: vitamin K within 20 % every day."""
    random = np.random.default_rng(seed)
    offers, measures = library(dishes, random)
    limits = [*energy_limits(kcal, hard=hard), *nutrient_limits(), *caps(hard=hard)]
    if warfarin:
        limits.append(Limit("vitamin K steady", "vitamin_k", Over.DAY, 88.0, 132.0, hard=True))
    slots = tuple(Slot(key, room) for key, room in SLOTS.items())
    return Problem(
        days=days,
        slots=slots,
        offers=offers,
        measures=measures,
        limits=tuple(limits),
        locks=random_locks(offers, days, locks, random),
        seed=seed,
        **more,  # type: ignore[arg-type]
    )


def library(dishes: int, random: np.random.Generator) -> tuple[tuple[Offer, ...], dict[str, tuple[float, ...]]]:
    """Dishes: a quarter breakfasts, half mains, an eighth snacks, an eighth sides."""
    kinds = ["breakfast", "main", "main", "snack", "main", "side", "breakfast", "main"]
    slots = {
        "breakfast": frozenset({"breakfast"}),
        "main": frozenset({"lunch", "dinner"}),
        "snack": frozenset({"snack1", "snack2"}),
        "side": frozenset({"breakfast", "lunch", "dinner"}),
    }
    size = {"breakfast": 400.0, "main": 560.0, "snack": 190.0, "side": 110.0}
    offers, rows = [], []
    for i in range(dishes):
        kind = kinds[i % len(kinds)]
        kcal = size[kind] * float(np.exp(random.normal(0, 0.22)))
        halves = (2, 3) if kind in {"snack", "side"} else (1, 2, 3)
        uses = 4 if kind in {"snack", "side"} else 2
        cost = round(float(random.uniform(0.02, 0.25)), 3)
        offers.append(Offer(f"{kind}{i}", kind != "side", slots[kind], halves, uses, cost))
        scale = kcal / 500.0
        row = {
            name: mean * scale * float(np.exp(random.normal(-s * s / 2, s))) for name, (mean, s) in NUTRIENTS.items()
        }
        row["kcal"] = kcal
        row["fish"] = float(kind == "main" and i % 5 == 1)
        row["red_meat"] = float(kind == "main" and i % 7 == 2)
        rows.append(row)
    return tuple(offers), {name: tuple(row[name] for row in rows) for name in rows[0]}


def energy_limits(kcal: float, *, hard: bool) -> list[Limit]:
    limits = [
        Limit("energy day", "kcal", Over.DAY, 0.95 * kcal, 1.05 * kcal, weight=20.0, scale=kcal),
        Limit("energy day outer", "kcal", Over.DAY, 0.9 * kcal, 1.1 * kcal, hard=True),
    ]
    for slot, (low, high) in ENERGY.items():
        where = frozenset({slot})
        limits.append(Limit(f"energy {slot}", "kcal", Over.MEAL, low * kcal, high * kcal, where, hard, 5.0, kcal))
    return limits


def nutrient_limits() -> list[Limit]:
    limits = [Limit(f"{n} mean", n, Over.MEAN, lower=t, weight=10.0, scale=t) for n, t in TARGETS.items()]
    limits += [
        Limit(f"{n} day", n, Over.DAY, lower=0.7 * TARGETS[n], weight=3.0, scale=TARGETS[n])
        for n in ("magnesium", "calcium", "potassium", "protein")
    ]
    limits.append(Limit("fish week", "fish", Over.WEEK, lower=2.0, weight=0.5, scale=1.0))
    limits.append(Limit("red meat week", "red_meat", Over.WEEK, upper=3.0, hard=True))
    return limits


def caps(*, hard: bool) -> list[Limit]:
    return [
        Limit("sodium day", "sodium", Over.DAY, upper=2300.0, hard=hard, weight=10.0, scale=2300.0),
        Limit("calcium breakfast", "calcium", Over.MEAL, None, 400.0, frozenset({"breakfast"}), hard=True),
    ]


def random_locks(offers: tuple[Offer, ...], days: int, count: int, random: np.random.Generator) -> tuple[Lock, ...]:
    """Locked dinners on different days, each with its own dish."""
    mains = [offer for offer in offers if offer.is_main and "dinner" in offer.slots]
    chosen = random.permutation(len(mains))[:count]
    when = random.permutation(days)[:count]
    return tuple(Lock(int(day), "dinner", mains[i].key, 2) for day, i in zip(when, chosen, strict=True))


def tiny(seed: int = 1, days: int = 2, *, hard: bool = False, locks: tuple[Lock, ...] = (), **more: object) -> Problem:
    """Two meals, four main dishes, two sides, two measures: small enough to try every plan."""
    random = np.random.default_rng(seed)
    slots = (Slot("lunch", 1), Slot("dinner", 1))
    both = frozenset({"lunch", "dinner"})
    kinds = [(f"main{i}", True) for i in range(4)] + [(f"side{i}", False) for i in range(2)]
    offers = tuple(
        Offer(key, is_main, both, (2, 3) if is_main else (2,), 2, round(float(random.uniform(0.1, 1.0)), 2))
        for key, is_main in kinds
    )
    energy = tuple(
        round(float(random.uniform(350, 700) if is_main else random.uniform(80, 200))) for _, is_main in kinds
    )
    iron = tuple(round(float(random.uniform(1, 6)), 1) for _ in kinds)
    limits = (
        Limit("energy day", "energy", Over.DAY, 1100, 1500, hard=hard, weight=8.0, scale=1300),
        Limit("energy meal", "energy", Over.MEAL, 450, 800, weight=5.0, scale=1300),
        Limit("iron mean", "iron", Over.MEAN, lower=12.0, weight=6.0, scale=12.0),
        Limit("iron week", "iron", Over.WEEK, upper=11.0 * days, weight=2.0, scale=12.0),
    )
    measures = {"energy": tuple(map(float, energy)), "iron": iron}
    return Problem(days, slots, offers, measures, limits, locks, seed=seed, **more)  # type: ignore[arg-type]


def every_plan(problem: Problem) -> Iterator[tuple[Cell, ...]]:
    """All ways to fill the places in which no main dish comes twice, whatever limits they break."""
    assert problem.days <= problem.no_repeat_days, "a dish may come again on later days"
    main = {offer.key for offer in problem.offers if offer.is_main}
    meals = problem.days * len(problem.slots)
    places = [(day, slot) for day in range(problem.days) for slot in problem.slots]
    fillings = [list(_fillings(problem, day, slot)) for day, slot in places]
    for chosen in itertools.product(*fillings):
        if len({cell.offer for meal in chosen for cell in meal} & main) == meals:
            yield tuple(cell for meal in chosen for cell in meal)


def _fillings(problem: Problem, day: int, slot: Slot) -> Iterator[tuple[Cell, ...]]:
    mains = [o for o in problem.offers if o.is_main and slot.key in o.slots]
    sides = [o for o in problem.offers if not o.is_main and slot.key in o.slots]
    side_cells = [Cell(day, slot.key, o.key, halves) for o in sides for halves in o.halves]
    for offer in mains:
        for halves in offer.halves:
            for count in range(slot.max_sides + 1):
                for extra in itertools.combinations(side_cells, count):
                    yield (Cell(day, slot.key, offer.key, halves), *extra)
