"""What do all published foods hold, side by side? Columns in memory, one for each nutrient, tag or level asked for.

With them a list of 400,000 foods is narrowed, counted and put in order within milliseconds, the same on every database.
A column is read when a list first needs it; foods that change renew their own cells alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from threading import RLock
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import QuerySet
from numpy.typing import NDArray

from foods import search_journal
from foods.models import Food, FoodGroup, FoodState, FoodTag, Level, NutrientAmount, NutrientLevel, Portion, TagState
from foods.search_index import Ids
from foods.search_journal import Mark

Places = NDArray[np.intp]
Column = NDArray[Any]
#: What a column is of: its kind, and of which nutrient or tag.
Key = tuple[str, str]

#: Columns that nobody asked for lately are dropped beyond this, in each process. One nutrient of 400,000 foods: 3.2 MB.
MOST_BYTES = 64_000_000
#: Bytes of the longest NDB number.
_LONGEST_NUMBER = 4 * 12
#: Places in some order; they say nothing of a food on its own.
ORDER = "order"
TAG_CODES: Mapping[str, int] = {TagState.PRESENT.value: 1, TagState.ABSENT.value: 2}
LEVEL_CODES: Mapping[str, int] = {"": 0, Level.LOW.value: 1, Level.GOOD.value: 2, Level.HIGH.value: 3}


@dataclass(frozen=True, slots=True)
class _Kind:
    """rows: (food, value) of those that are known; of several for a food the last one counts. codes: word -> number."""

    rows: Callable[[str], QuerySet[Any, tuple[int, Any]]]
    dtype: str
    unknown: float
    codes: Mapping[str, int] | None = None


def _amounts(nutrient: str) -> QuerySet[Any, tuple[int, Any]]:
    return NutrientAmount.objects.filter(nutrient=nutrient).order_by().values_list("food_id", "amount")


def _measures(_of: str) -> QuerySet[Any, tuple[int, Any]]:
    """The first household measure that can be relied on."""
    return Portion.objects.filter(doubt="").order_by("food", "-position").values_list("food_id", "grams")


def _groups(_of: str) -> QuerySet[Any, tuple[int, Any]]:
    return Food.objects.order_by().values_list("pk", "group_id")


def _tags(tag: str) -> QuerySet[Any, tuple[int, Any]]:
    return FoodTag.objects.filter(tag=tag).order_by().values_list("food_id", "state")


def _levels(column: str) -> Callable[[str], QuerySet[Any, tuple[int, Any]]]:
    return lambda nutrient: NutrientLevel.objects.filter(nutrient=nutrient).order_by().values_list("food_id", column)


_KINDS: Mapping[str, _Kind] = {
    "amount": _Kind(_amounts, "f8", np.nan),
    "measure": _Kind(_measures, "f8", np.nan),
    "group": _Kind(_groups, "i4", 0),
    "tag": _Kind(_tags, "i1", 0, TAG_CODES),
    "per_racc": _Kind(_levels("per_racc"), "i1", 0, LEVEL_CODES),
    "per_100kcal": _Kind(_levels("per_100kcal"), "i1", 0, LEVEL_CODES),
}


@dataclass(frozen=True, slots=True)
class Group:
    """food_count: published foods."""

    pk: int
    code: str
    name: str
    food_count: int


@dataclass(slots=True)
class FoodColumns:
    """Published foods by NDB number, as they were at the mark. ids and columns are never changed, only replaced."""

    mark: Mark
    ids: Ids
    numbers: NDArray[np.bytes_]
    _by_id: Places
    _columns: dict[Key, Column] = field(default_factory=dict)
    _groups: tuple[Group, ...] | None = None

    @classmethod
    def of(cls, mark: Mark, ids: Ids, numbers: NDArray[np.bytes_]) -> FoodColumns:
        """From foods in any order."""
        order = np.argsort(numbers, kind="stable")
        return cls(mark, ids[order], numbers[order], np.argsort(ids[order], kind="stable"))

    def amount(self, nutrient: str) -> NDArray[np.float64]:
        """In 100 g; NaN: unknown."""
        return self._column(("amount", nutrient))

    def measure(self) -> NDArray[np.float64]:
        """Grams of the first household measure that can be relied on; NaN: there is none."""
        return self._column(("measure", ""))

    def groups(self) -> tuple[Group, ...]:
        """Those that have a food here, by code."""
        with _lock:
            if self._groups is None:
                counted = np.bincount(self._column(("group", "")))
                rows = FoodGroup.objects.filter(pk__in=np.flatnonzero(counted).tolist()).order_by("code")
                self._groups = tuple(Group(row.pk, row.code, row.name, int(counted[row.pk])) for row in rows)
            return self._groups

    def in_group(self, code: str) -> NDArray[np.bool_]:
        pk = next((group.pk for group in self.groups() if group.code == code), 0)
        return np.asarray(self._column(("group", "")) == pk)

    def tagged(self, tag: str, state: TagState) -> NDArray[np.bool_]:
        """The foods of which this was decided."""
        return np.asarray(self._column(("tag", tag)) == TAG_CODES[state.value])

    def level(self, column: str, nutrient: str) -> NDArray[np.int8]:
        """LEVEL_CODES of the nutrient. column: per_racc or per_100kcal."""
        return self._column((column, nutrient))

    def ordered(self, name: str, work_out: Callable[[FoodColumns], Places]) -> Places:
        """Every place, in the order that is worked out when it is asked for first."""
        with _lock:
            kept = self._columns.get((ORDER, name))
            return kept if kept is not None else self._keep((ORDER, name), work_out(self).astype(np.int32))

    def places(self, food_ids: Ids) -> Places:
        """Where these foods stand, in their order; those that are not here are passed over."""
        return self._places(food_ids)[0]

    def _places(self, food_ids: Ids) -> tuple[Places, NDArray[np.bool_]]:
        """The same, and which of them are here."""
        if not len(self.ids):
            return np.empty(0, dtype=np.intp), np.zeros(len(food_ids), dtype=bool)
        at = self._by_id[np.minimum(np.searchsorted(self.ids, food_ids, sorter=self._by_id), len(self.ids) - 1)]
        here = self.ids[at] == food_ids
        return at[here], here

    def patched(self, mark: Mark, changed: frozenset[int]) -> FoodColumns:
        """The same with these foods as they are now."""
        kept = ~np.isin(self.ids, list(changed))
        ids, numbers = _published(changed)
        table = FoodColumns.of(
            mark, np.concatenate([self.ids[kept], ids]), np.concatenate([self.numbers[kept], numbers])
        )
        stayed, renewed = table.places(self.ids[kept]), sorted(changed)
        for key, column in self._columns.items():
            if key[0] != ORDER:
                table._columns[key] = table._read(key, renewed)  # noqa: SLF001 - its own class
                table._columns[key][stayed] = column[kept]  # noqa: SLF001
        return table

    def _column(self, key: Key) -> Column:
        with _lock:
            kept = self._columns.pop(key, None)
            return self._keep(key, self._read(key) if kept is None else kept)

    def _keep(self, key: Key, column: Column) -> Column:
        """The columns stand in the order in which they were asked for; the first one was not asked for longest."""
        self._columns[key] = column
        while len(self._columns) > 1 and sum(one.nbytes for one in self._columns.values()) > MOST_BYTES:
            del self._columns[next(iter(self._columns))]
        return column

    def _read(self, key: Key, food_ids: list[int] | None = None) -> Column:
        """The column from the database: of every food, or of these and unknown for the rest."""
        kind = _KINDS[key[0]]
        rows = kind.rows(key[1])
        food = "" if rows.model is Food else "food__"
        if food_ids is None:
            rows = rows.filter(**{f"{food}state": FoodState.PUBLISHED})
        else:
            rows = rows.filter(**{f"{food}pk__any_of": food_ids})
        column = np.full(len(self.ids), kind.unknown, dtype=kind.dtype)
        found = np.fromiter(_coded(rows, kind), dtype=[("food", "i8"), ("value", kind.dtype)])
        places, here = self._places(found["food"])
        column[places] = found["value"][here]
        return column


_lock = RLock()
_tables: dict[str, FoodColumns] = {}


def at(mark: Mark) -> FoodColumns:
    """The columns as the foods are at this mark of the journal; no query, if nothing changed."""
    database = str(connection.settings_dict["NAME"])
    known = _tables.get(database)
    if known is not None and known.mark == mark:
        return known
    with _lock:
        known = _tables.get(database)
        changed = search_journal.changed_since(known.mark) if known is not None else None
        if known is None or changed is None:
            _tables[database] = FoodColumns.of(mark, *_published())
        else:
            _tables[database] = known.patched(mark, changed)
        return _tables[database]


def _published(food_ids: Iterable[int] | None = None) -> tuple[Ids, NDArray[np.bytes_]]:
    """Published foods, all or of these: id and NDB number."""
    foods = Food.objects.filter(state=FoodState.PUBLISHED).order_by()
    if food_ids is not None:
        foods = foods.filter(pk__any_of=sorted(food_ids))
    rows = ((pk, number.encode()) for pk, number in foods.values_list("pk", "ndb_no").iterator(chunk_size=20_000))
    found = np.fromiter(rows, dtype=[("id", "i8"), ("number", f"S{_LONGEST_NUMBER}")])
    numbers = found["number"]
    return found["id"].copy(), numbers.astype(f"S{max(1, int(np.char.str_len(numbers).max(initial=0)))}")


def _coded(rows: QuerySet[Any, tuple[int, Any]], kind: _Kind) -> Iterable[tuple[int, Any]]:
    found = rows.iterator(chunk_size=20_000)
    return found if kind.codes is None else ((pk, kind.codes[word]) for pk, word in found)
