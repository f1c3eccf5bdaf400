"""Which foods are meant by these words? The same answers on SQLite and PostgreSQL.

All words in any order, each whole, begun or with one slip of the finger; singular finds plural and back; other
spellings and other names count; "tea" does not find "steak". Nearest words first, then foods that the dishes use, then
plain ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat, NullIf, StrIndex

from foods import search_journal
from foods.models import Food, FoodState, Purchase
from foods.search_index import Ids, Index, Matches, Row, in_order
from foods.search_journal import Mark
from foods.search_plainness import plainness
from foods.search_words import normalise, search_text

__all__ = ["matching", "normalise", "plainness", "ranked", "search_text"]

#: How many of the best keep their exact order in a query set; what comes after goes by plainness.
EXACT = 500


@dataclass(frozen=True, slots=True)
class _State:
    """What one process knows: an index of all foods at a mark, and one of those that changed since."""

    base: Index
    base_mark: Mark
    changed: Index
    gone: Any
    mark: Mark


_lock = Lock()
_states: dict[str, _State] = {}


def ranked(text: str, *, published: bool = True, mark: Mark | None = None) -> Ids:
    """Ids of the foods that carry every word of the text, best first; one query, if nothing changed.

    mark: where the journal stands, for who read that already.
    """
    state = _current(mark or search_journal.now())
    parts: list[Matches] = [
        state.base.find(text, published=published, without=state.gone),
        state.changed.find(text, published=published),
    ]
    return in_order(parts)


def matching(foods: QuerySet[Food], text: str) -> QuerySet[Food]:
    """Those of the foods that carry every word of the text, best first. No words: no foods."""
    ids = ranked(text, published=False)
    if not len(ids):
        return foods.none()
    best = f",{','.join(map(str, ids[:EXACT].tolist()))},"
    found_at = StrIndex(Value(best), Concat(Value(","), Cast("pk", CharField()), Value(",")))
    return foods.filter(pk__any_of=ids.tolist()).order_by(
        NullIf(found_at, Value(0)).asc(nulls_last=True), F("plainness").asc(), "ndb_no"
    )


def _current(mark: Mark) -> _State:
    known = _states.get(_database())
    if known is not None and known.mark == mark:
        return known
    with _lock:
        _states[_database()] = renewed = _renewed(_states.get(_database()), mark)
    return renewed


def _database() -> str:
    return str(connection.settings_dict["NAME"])


def _renewed(known: _State | None, mark: Mark) -> _State:
    changed = search_journal.changed_since(known.base_mark) if known is not None else None
    if known is None or changed is None:
        return _State(Index(_rows()), mark, Index(()), None, mark)
    return _State(known.base, known.base_mark, Index(_rows(changed)), known.base.places(changed), mark)


def _rows(food_ids: Iterable[int] | None = None) -> Iterator[Row]:
    """All foods, or these. The rank: those the dishes use first, then plain ones, then short names."""
    foods = Food.objects.all() if food_ids is None else Food.objects.filter(pk__any_of=list(food_ids))
    cooked = set(Purchase.objects.values_list("food_id", flat=True))
    fields = ("pk", "search_text", "plainness", "state", "name")
    for pk, text, plain, state, name in foods.order_by("ndb_no").values_list(*fields).iterator(chunk_size=20_000):
        rank = ((pk not in cooked) * 100_000 + plain + 40_000) * 1000 + min(len(name), 999)
        yield Row(pk, text, rank, state == FoodState.PUBLISHED)
