"""What was a kept plan asked, and what stands in it, under the rules and foods of today? Rebuilt, to be changed.

Every hard rule is worked out anew from the profile; nothing of the kept document is believed but which dish stands
where. Turning dishes into a problem takes a third of a second, so the last problems are held in memory, each for the
one plan of the one holder it was made for.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from foods import selectors as foods
from nutriplan import proposal as walk
from nutriplan.domain.errors import NutriPlanError
from nutriplan.domain.menu import Menu
from nutriplan.domain.person import Person
from nutriplan.domain.servings import Serving
from nutriplan.explanation import Reached
from nutriplan.formulation import Posed
from nutriplan.knowledge import loader
from nutriplan.limits_in_words import USE_UP
from nutriplan.people.profile import ReadProfile
from nutriplan.planner.evaluate import evaluate
from nutriplan.planner.problem import Cell, Limit, Over, Problem, eased
from nutriplan.planner.reach import Reach, reaches
from nutriplan.planner.swap import DayCap, Table
from nutriplan.plans.wanted import Wanted, as_json
from nutriplan.proposal import Asked, Proposal, State, Wishes
from nutriplan.recipes import dishes
from nutriplan.recipes.models import Recipe

Json = dict[str, Any]
Held = TypeVar("Held")
#: So many problems are held in memory; each takes a few megabytes.
HELD = 12
#: Leaving all of a food over that should be used up costs as much as missing 5 % of a day's magnesium.
WEIGHT_USE_UP = 3.0


class NotNow(NutriPlanError):
    """A change that cannot be made, with the reason to show. code: for programs."""

    def __init__(self, code: str, reason: str) -> None:
        self.code, self.reason = code, reason
        super().__init__(reason)


class NoSuchMeal(NutriPlanError):
    """The plan has no meal of this number."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A plan in the database or in a session. holder: whose it is, in a word that no other holder has. before: document
    and wishes before the last change."""

    holder: str
    profile: Json
    document: Json
    wanted: Wanted = field(default_factory=Wanted)
    recipes: tuple[Recipe, ...] = ()
    before: Json | None = None

    @property
    def start(self) -> date:
        return date.fromisoformat(self.document["start_date"])

    @property
    def eased(self) -> int:
        """How often the plan had to allow dishes twice as often in all."""
        return int(self.document["solver"].get("eased", 0))


@dataclass(frozen=True, slots=True)
class Standing:
    """A dish of the kept plan. cell: its place today; None where it is no longer offered there."""

    meal_id: int
    day: int
    slot: str
    dish_id: int
    name: str
    locked: bool
    cell: Cell | None


@dataclass(frozen=True)
class Desk:
    """A kept plan with its question of today. table: where changes are tried. is_outdated: whether rules or foods are
    others than when the plan was made."""

    kept: Kept
    read: ReadProfile
    found: Proposal
    posed: Posed
    table: Table
    reached: Reached
    wanted: Wanted
    is_outdated: bool

    @cached_property
    def servings(self) -> Mapping[str, Serving]:
        """What may be served today, by key."""
        return {serving.key: serving for serving in self.posed.servings}

    @cached_property
    def standing(self) -> tuple[Standing, ...]:
        return tuple(self.read_document(self.kept.document))

    def read_document(self, document: Json) -> Iterable[Standing]:
        """The dishes of a document of this plan, each with its place of today."""
        keys = {serving.dish_id: key for key, serving in self.servings.items()}
        for number, day in enumerate(document["days"]):
            for meal in day["meals"]:
                pk = meal["dish"]["id"]
                cell = Cell(number, meal["slot"], keys[pk], round(meal["servings"] * 2)) if pk in keys else None
                if cell and not self.table.may_stand(cell):
                    cell = None
                yield Standing(meal["id"], number, meal["slot"], pk, meal["dish"]["name"], meal["locked"], cell)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """What still may stand where it stands."""
        return tuple(one.cell for one in self.standing if one.cell)

    @property
    def locked(self) -> frozenset[Cell]:
        return frozenset(one.cell for one in self.standing if one.locked and one.cell)

    def meal(self, meal_id: int) -> Standing:
        found = next((one for one in self.standing if one.meal_id == meal_id), None)
        if found is None:
            raise NoSuchMeal
        return found

    def menu(self, cells: Sequence[Cell], locked: Iterable[Cell] = ()) -> Menu:
        return walk.menu_of(cells, self.posed, self.found, frozenset(locked))

    def caps(self, cells: Sequence[Cell]) -> tuple[DayCap, ...]:
        """The days on which little shall be cooked. What is left over from an earlier day takes no work."""
        return tuple(
            DayCap(number, self._minutes(number, cells), float(most))
            for day, most in self.wanted.light.items()
            if 0 <= (number := (day - self.kept.start).days) < self.table.problem.days
        )

    def _minutes(self, day: int, cells: Sequence[Cell]) -> dict[str, float]:
        earlier = {(cell.offer, day - cell.day) for cell in cells if cell.day < day}
        left = {key for key, ago in earlier if ago <= self.servings[key].keeps_days}
        return {key: 0.0 if key in left else one.active_minutes for key, one in self.servings.items()}

    def broken(self, cells: Sequence[Cell]) -> tuple[str, ...]:
        """The hard rules that these cells break, by the names of the limits."""
        return evaluate(self.table.problem, cells).violations

    def check_sound(self) -> None:
        """Raise NotNow where the plan, as it stands, is no longer one that may be shown."""
        gone = [one.name for one in self.standing if one.cell is None]
        broken = [] if gone else self.broken(self.cells)
        if gone or broken:
            what = f"no longer offered: {'; '.join(dict.fromkeys(gone))}" if gone else "; ".join(broken[:3])
            raise NotNow(
                "outdated",
                "The rules, the foods or your wishes are others than when this plan was made, and as it stands it no "
                f"longer fits you ({what}). Mend the plan first; what still fits stays.",
            )


def desk_of(*, kept: Kept, read: ReadProfile, today: date, wanted: Wanted | None = None) -> Desk:
    """The desk of a kept plan. wanted: what is wished from now on; None: what was. Raises NotNow where a clinician
    comes first, or no plan can be made at all."""
    if kept.document["state"] != State.READY.value:
        raise NotNow(kept.document["state"], kept.document["reason"] or "This plan has no meals.")
    wishes = kept.wanted if wanted is None else wanted
    versions = (foods.data_version(), loader.load().version)
    person = replace(read.person, pantry=(*read.person.pantry, *wishes.use_up))
    own = dishes.servings(kept.recipes, fortified=person.buys_fortified) if kept.recipes else ()
    key = _digest(kept, wishes, own, versions, today)
    asked = _PROBLEMS.get((kept.holder, key), lambda: _ask(person, own, kept))
    if asked.posed is None:
        raise NotNow(asked.found.state.value, asked.found.reason)
    posed, problem = asked.posed, eased(asked.posed.problem, kept.eased)
    banned = frozenset(wishes.banned)
    tables = (kept.holder, key, banned)
    table, reached = _TABLES.get(tables, lambda: _laid_out(_without(problem, posed, banned), wishes, person))
    then = (kept.document["data"]["foods_version"], kept.document["data"]["rules_version"])
    return Desk(kept, read, asked.found, posed, table, reached, wishes, is_outdated=versions != then)


def _ask(person: Person, own: Sequence[Serving], kept: Kept) -> Asked:
    wishes = Wishes(len(kept.document["days"]), kept.start, kept.document["solver"]["seed"])
    servings = (*foods.servings(fortified=person.buys_fortified), *own)
    return walk.ask(person, servings, loader.load(), wishes)


def _without(problem: Problem, posed: Posed, banned: frozenset[int]) -> Problem:
    """The problem in which no banned dish may stand anywhere."""
    gone = {serving.key for serving in posed.servings if serving.dish_id in banned}
    offers = tuple(replace(one, slots=frozenset[str]()) if one.key in gone else one for one in problem.offers)
    return replace(problem, offers=offers)


def _laid_out(problem: Problem, wanted: Wanted, person: Person) -> tuple[Table, Reached]:
    """The problem with what is to be used up, and the most of a nutrient that any of its plans brings, each once."""
    first = len(person.pantry) - len(wanted.use_up)
    limits = tuple(
        Limit(
            f"{USE_UP}{stock.name} ({number})",
            f"stock:{first + number}",
            Over.MEAN,
            lower=stock.grams / problem.days,
            weight=WEIGHT_USE_UP,
            scale=stock.grams / problem.days,
        )
        for number, stock in enumerate(wanted.use_up)
    )
    table = Table(replace(problem, limits=(*problem.limits, *limits)))
    known: dict[str, Reach] = {}

    def reached(keys: Sequence[str]) -> Mapping[str, Reach]:
        known.update(reaches(table.problem, [key for key in keys if key not in known]))
        return known

    return table, reached


def _digest(kept: Kept, wanted: Wanted, own: Sequence[Serving], versions: tuple[str, str], today: date) -> str:
    document = kept.document
    told = [kept.profile, document["start_date"], len(document["days"]), document["solver"]["seed"]]
    told += [kept.eased, as_json(wanted)["use_up"]]
    said = f"{json.dumps(told, sort_keys=True)}{own}{versions}{today}"
    return hashlib.sha256(said.encode()).hexdigest()


class _Shelf:
    """The last things that were made, by key."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, Any] = OrderedDict()
        self._turn = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Held]) -> Held:
        with self._turn:
            if key in self._held:
                self._held.move_to_end(key)
                found: Held = self._held[key]
                return found
        made = make()
        with self._turn:
            self._held[key] = made
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return made


_PROBLEMS, _TABLES = _Shelf(HELD), _Shelf(HELD)
