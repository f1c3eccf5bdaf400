"""Which findings are there now? Of few foods they are worked out when somebody asks; of many a check keeps them.

What changed since the check is judged anew when somebody asks, so nobody sees a finding that was put right.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from foods import quality, search_journal, selectors
from foods.importers import bulk
from foods.models import Food, FoodFinding, FoodState, GroupSpread, QualityCheck
from foods.quality import CHECKS, Finding, Gathered, Spread, Spreads
from foods.search_journal import Mark

#: Up to so many foods are looked at within a second or two, whenever they changed; more only by `check_all`.
LIVE_FOODS = 20_000
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Count:
    findings: int
    foods: int


@dataclass(frozen=True, slots=True)
class Report:
    """counts: of every check, also those that find nothing. checked_at: when all foods were looked at; None: now.

    out_of_date: foods came or changed since that nobody looked at, or nobody ever looked.
    """

    counts: Mapping[str, Count]
    checked_at: datetime | None = None
    out_of_date: bool = False


@dataclass(frozen=True, slots=True)
class _Kept:
    """The last check, and the foods that changed since with what they show now."""

    check: QualityCheck | None
    changed: frozenset[int]
    renewed: tuple[Finding, ...]
    out_of_date: bool

    def rows(self) -> QuerySet[FoodFinding]:
        """What was found of the foods that did not change since."""
        rows = FoodFinding.objects.exclude(food__state=FoodState.RETIRED)
        return rows.exclude(food__pk__any_of=sorted(self.changed)) if self.changed else rows


def report() -> Report:
    """How much every check finds."""
    if not _are_many():
        return Report(_counts(_live()))
    kept = _kept()
    if kept.check is None:
        return Report(_counts(()), out_of_date=True)
    gone = _counts(_told(FoodFinding.objects.filter(food__pk__any_of=sorted(kept.changed))))
    renewed = _counts(kept.renewed)
    counts = {}
    for check in CHECKS:
        findings, foods = kept.check.counts.get(check, (0, 0))
        less, more = gone[check], renewed[check]
        counts[check] = Count(findings - less.findings + more.findings, foods - less.foods + more.foods)
    return Report(counts, kept.check.checked_at, kept.out_of_date)


def of_check(check: str, *, most: int) -> list[Finding]:
    """The findings of one check, so many at most; none for a check that there is not."""
    if not _are_many():
        return [finding for finding in _live() if finding.check == check][:most]
    kept = _kept()
    found = [finding for finding in kept.renewed if finding.check == check]
    return [*found, *_told(kept.rows().filter(check_name=check).order_by("food_id"), most=most)][:most]


def of_foods(food_ids: Iterable[int]) -> list[Finding]:
    """Everything that is asked about these foods."""
    wanted = frozenset(food_ids)
    if not _are_many():
        return [finding for finding in _live() if finding.food_id in wanted]
    kept = _kept()
    renewed = [finding for finding in kept.renewed if finding.food_id in wanted]
    return [*renewed, *_told(kept.rows().filter(food__pk__any_of=sorted(wanted)))]


def failing(foods: QuerySet[Food], checks: Iterable[str]) -> QuerySet[Food]:
    """Those of the foods that one of the checks asks about."""
    wanted = frozenset(checks)
    if not _are_many():
        return foods.filter(pk__any_of=sorted({row.food_id for row in _live() if row.check in wanted}))
    kept = _kept()
    renewed = sorted({row.food_id for row in kept.renewed if row.check in wanted})
    found = Exists(kept.rows().filter(food=OuterRef("pk"), check_name__in=wanted))
    return foods.filter(found | Q(pk__any_of=renewed)) if renewed else foods.filter(found)


@transaction.atomic
def check_all(progress: Progress) -> Report:
    """Look at all foods and keep what is found. Of 400,000 foods it takes the better part of a minute."""
    mark, total, seen = search_journal.now(), Food.objects.count(), 0
    bulk.delete(FoodFinding.objects.all())
    bulk.delete(GroupSpread.objects.all())
    counts: Counter[str] = Counter()
    foods: Counter[str] = Counter()
    gathered = Gathered()
    for part in quality.by_parts(gathered):
        _keep(part, counts, foods)
        seen += quality.FOODS_AT_ONCE
        progress(f"{min(seen, total):,} of {total:,} foods")
    spreads = gathered.spreads()
    _keep(quality.beside_their_group(gathered, spreads), counts, foods)
    bulk.insert(
        GroupSpread,
        ("group", "nutrient", "middle", "usual", "most"),
        ((*at, *(value if math.isfinite(value) else None for value in spread)) for at, spread in spreads.items()),
    )
    kept = {check: (counts[check], foods[check]) for check in CHECKS}
    now = timezone.now()
    QualityCheck.objects.update_or_create(
        pk=1, defaults={"seq": mark.seq, "token": mark.token, "checked_at": now, "counts": kept}
    )
    bulk.refresh_statistics(FoodFinding, GroupSpread)
    return Report({check: Count(*both) for check, both in kept.items()}, now)


def _keep(found: list[Finding], counts: Counter[str], foods: Counter[str]) -> None:
    counts.update(finding.check for finding in found)
    foods.update(check for check, _food in {(finding.check, finding.food_id) for finding in found})
    bulk.insert(
        FoodFinding,
        ("food", "check_name", "detail"),
        ((finding.food_id, finding.check, finding.detail[:300]) for finding in found),
    )


def _are_many() -> bool:
    return Food.objects.order_by("pk")[LIVE_FOODS : LIVE_FOODS + 1].exists()


def _live() -> tuple[Finding, ...]:
    return _worked_out(selectors.data_version())


@lru_cache(maxsize=2)
def _worked_out(_version: str) -> tuple[Finding, ...]:
    return tuple(quality.findings())


def _kept() -> _Kept:
    check = QualityCheck.objects.first()
    changed = search_journal.changed_since(Mark(check.seq, check.token)) if check else None
    renewed = quality.findings_of(changed, _spreads) if changed else ()
    return _Kept(check, changed or frozenset(), tuple(renewed), changed is None)


def _spreads(group_ids: Iterable[int]) -> Spreads:
    rows = GroupSpread.objects.filter(group__in=list(group_ids))
    return {
        (row.group_id, row.nutrient): Spread(
            *(math.inf if value is None else value for value in (row.middle, row.usual, row.most))
        )
        for row in rows
    }


def _counts(found: Iterable[Finding]) -> dict[str, Count]:
    rows = list(found)
    findings = Counter(row.check for row in rows)
    foods = Counter(check for check, _food in {(row.check, row.food_id) for row in rows})
    return {check: Count(findings[check], foods[check]) for check in CHECKS}


def _told(rows: QuerySet[FoodFinding], *, most: int | None = None) -> list[Finding]:
    return [
        Finding(row.check_name, row.food_id, row.food.ndb_no, row.food.name, row.detail)
        for row in rows.select_related("food")[:most]
    ]
