"""How do two weeks look for the ten example people: how often does a dinner return, how many foods, how much waste?

    python -m tests.fortnights

Writes docs/fortnights.md from plans made by the walk that every door takes. With names of profiles behind it only those
are planned anew. Needs the loaded database that `make setup` makes (or DATABASE_URL), and some minutes.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from nutriplan.proposal import Proposal

ROOT = Path(__file__).resolve().parents[1]
PROFILES = {path.stem: path for path in sorted((ROOT / "fixtures/profiles").glob("*.json"))}
PAGE = ROOT / "docs/fortnights.md"
DAYS, START, SEED = 14, date(2026, 1, 5), 1
MOST_REPEATS, FEWEST_FOODS, MOST_WASTE = 2, 25, 0.10

HEAD = f"""# Two weeks for ten people

Written by `python -m tests.fortnights`; never edited by hand. Plans of {DAYS} days from {START:%-d %B %Y}, seed {SEED},
for one person each, made with the dishes and foods of the library. What is asked: no lunch or dinner more than
{MOST_REPEATS} times, at least {FEWEST_FOODS} different foods in each week, and less than {MOST_WASTE:.0%} of the weight
of what is bought thrown away.

- **Thrown away**: what is left in packs of food that spoils, bought every week, an opened pack used up in the next one
  while it keeps; and what was cooked and neither eaten nor frozen. As a share of everything bought, and as a share of
  what spoils alone, in grams as sold. Of what spoils alone more than a tenth is thrown away by a person who eats alone.
- **Kept**: what is left in packs that keep (rice, tins, nuts). Not waste, but bought for later weeks. Staples (oil,
  salt, spices) are bought without an amount and count in neither.
- **Gap**: how far the plan can be from the best one at most, proven.

| profile | same lunch or dinner | foods in each week | thrown away of all | of what spoils | kept | gap | |
|---|--:|--:|--:|--:|--:|--:|---|
"""


@dataclass(frozen=True, slots=True)
class Fortnight:
    """most_repeats: of one lunch or dinner. foods: different ones in each week. thrown, of_fresh: what is thrown away,
    as a share of the weight of all that is bought and of what spoils. kept: the share of all that is left in packs that
    keep."""

    most_repeats: int
    foods: tuple[int, ...]
    thrown: float
    of_fresh: float
    kept: float
    gap: float

    def faults(self) -> Iterator[str]:
        """What is asked and not so."""
        if self.most_repeats > MOST_REPEATS:
            yield f"a dish comes {self.most_repeats} times"
        if min(self.foods) < FEWEST_FOODS:
            yield f"{min(self.foods)} foods in a week"
        if self.thrown >= MOST_WASTE:
            yield f"{self.thrown:.1%} thrown away"


def plan_of(name: str) -> Proposal:
    """The two weeks of one example person."""
    from nutriplan.plans import services
    from nutriplan.proposal import Wishes

    profile = json.loads(PROFILES[name].read_text(encoding="utf-8"))
    return services.make_plan(profile=profile, wishes=Wishes(DAYS, START, SEED), today=START).proposal


def measured(found: Proposal) -> Fortnight:
    """The figures of a plan; ValueError for a person who has none."""
    if not (found.menu and found.shopping and found.solution):
        raise ValueError(found.reason)
    times = Counter(
        helping.serving.key
        for _, meal, helping in found.menu.helpings()
        if helping.serving.role == "main" and meal.time.slot in {"lunch", "dinner"}
    )
    foods = tuple(len({food.food_id for day in week for food, _ in day.portions()}) for week in found.menu.weeks())
    packed = [line for line in found.shopping.lines if not line.staple]
    bought = sum(line.bought_g + max(0.0, line.spare_g) for line in packed)
    kept = sum(max(0.0, line.spare_g) for line in packed if not line.spoils)
    waste = found.shopping.waste
    thrown = waste.left_g + waste.uneaten_g
    return Fortnight(max(times.values()), foods, thrown / bought, waste.share, kept / bought, found.solution.gap)


def row(name: str, figures: Fortnight) -> str:
    """The line of a person in the table."""
    foods = ", ".join(map(str, figures.foods))
    shares = f"{figures.thrown:.1%} | {figures.of_fresh:.1%} | {figures.kept:.1%} | {figures.gap:.1%}"
    return f"| {name} | {figures.most_repeats} | {foods} | {shares} | {'; '.join(figures.faults())} |"


def main(names: Sequence[str]) -> None:
    """Plan for these people, or for all, and write the page; the others keep their lines."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nutriplan.settings")
    django.setup()
    rows = standing() if names else {}
    rows |= {name: row(name, measured(plan_of(name))) for name in names or PROFILES}
    PAGE.write_text(HEAD + "".join(f"{rows[name]}\n" for name in PROFILES if name in rows), encoding="utf-8")


def standing() -> dict[str, str]:
    """The lines of the page by person."""
    lines = PAGE.read_text(encoding="utf-8").splitlines() if PAGE.exists() else []
    named = {line.split("|")[1].strip(): line for line in lines if line.startswith("| ")}
    return {name: line for name, line in named.items() if name in PROFILES}


if __name__ == "__main__":
    main(sys.argv[1:])
