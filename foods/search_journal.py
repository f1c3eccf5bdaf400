"""Did anything change by which foods are found, or what they hold? Writers note it here, readers look first.

Every process keeps an index of the words and columns of the amounts; this is how it learns what another one wrote.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import F

from foods.models.found import SearchChange, SearchState

#: More foods than this at once, and looking at all is quicker than at each.
MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Mark:
    """A point in the journal. token: tells apart two journals that reached the same number."""

    seq: int
    token: str


def note(food_ids: Iterable[int] | None) -> None:
    """Say that these foods changed; None: any may have. Call it in the transaction of the change."""
    ids: Collection[int | None] = [None] if food_ids is None else list(dict.fromkeys(food_ids))
    if not ids:
        return
    if len(ids) > MOST_AT_ONCE:
        ids = [None]
    token = secrets.token_hex(8)
    # The update locks the one row until the transaction ends: numbers become visible in their order.
    if not SearchState.objects.filter(pk=1).update(seq=F("seq") + len(ids), token=token):
        SearchState.objects.create(pk=1, seq=len(ids), token=token)
    last = SearchState.objects.values_list("seq", flat=True).get(pk=1)
    if None in ids:
        SearchChange.objects.all().delete()
    first = last - len(ids) + 1
    SearchChange.objects.bulk_create(
        SearchChange(seq=seq, token=token, food_id=food_id) for seq, food_id in enumerate(ids, start=first)
    )


def now() -> Mark:
    """Where the journal stands; one query."""
    row = SearchState.objects.filter(pk=1).values_list("seq", "token").first()
    return Mark(*row) if row else Mark(0, "")


def changed_since(mark: Mark) -> frozenset[int] | None:
    """The foods that changed since; None: look at all, because any may have, or the mark is of another journal."""
    rows = list(SearchChange.objects.filter(seq__gte=mark.seq).order_by("seq").values_list("seq", "token", "food_id"))
    if mark.seq and (not rows or rows[0][:2] != (mark.seq, mark.token)):
        return None
    ids = [food_id for seq, _token, food_id in rows if seq > mark.seq]
    known = frozenset(food_id for food_id in ids if food_id is not None)
    return known if len(known) <= MOST_AT_ONCE * 4 and None not in ids else None
