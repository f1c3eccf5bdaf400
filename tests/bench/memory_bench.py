"""What do search and lists cost a worker beside its answers? Building, memory, first use, and an edit by somebody else.

python -m tests.bench.memory_bench

Needs DATABASE_URL with loaded foods. One process asks as a worker would. The edit is noted in a transaction that is
taken back, so nothing stays changed. Prints rows of a table.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import django


def held() -> float:
    """MiB that the process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def row(name: str, work: Callable[[], object]) -> None:
    wall, cpu, before = time.perf_counter(), time.process_time(), held()
    work()
    took, used = (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000
    sys.stdout.write(f"| {name} | {took:.0f} | {used:.0f} | {held() - before:+.0f} | {held():.0f} |\n")
    sys.stdout.flush()


def steps() -> Iterable[tuple[str, Callable[[], object]]]:
    from foods import food_columns, quality, quality_reports, search, search_journal
    from foods.food_lists import Basis, FoodFilters, food_groups, listed
    from foods.models import Food

    by_kcal = FoodFilters(order="magnesium_mg", basis=Basis.PER_100_KCAL)
    bounded = FoodFilters(group="0100", order="-potassium_mg", maximums={"calcium_mg": 200}, free_of=("gluten",))
    yield "search: index built", lambda: search.ranked("milk")
    yield "search: index stands", lambda: search.ranked("milk")
    yield "lists: ids read", lambda: food_columns.at(search_journal.now())
    yield "lists: first order by magnesium in 100 kcal", lambda: listed(by_kcal)[:50]
    yield "lists: the same again", lambda: listed(by_kcal)[:50]
    yield "lists: first with group, order, bound and tag", lambda: listed(bounded)[:50]
    yield "lists: the same again", lambda: listed(bounded)[:50]
    yield "lists: first order by name", lambda: listed(FoodFilters(order="name"))[:50]
    yield "groups with their counts", food_groups
    yield "quality: the report", quality_reports.report
    yield "quality: 100 findings of a check", lambda: quality_reports.of_check("without_portion", most=100)
    yield (
        "quality: foods that fail any check, counted",
        lambda: quality_reports.failing(Food.objects.all(), quality.CHECKS).count(),
    )


def after_an_edit() -> None:
    from django.db import transaction

    from foods import search, search_journal
    from foods.food_lists import Basis, FoodFilters, listed

    with transaction.atomic():
        search_journal.note([100])
        row("after an edit: search", lambda: search.ranked("milk"))
        by_kcal = FoodFilters(order="magnesium_mg", basis=Basis.PER_100_KCAL)
        row("after an edit: order by magnesium in 100 kcal", lambda: listed(by_kcal)[:50])
        transaction.set_rollback(True)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nutriplan.settings")
    django.setup()
    sys.stdout.write("| step | ms | CPU ms | MiB more | MiB held |\n|---|---|---|---|---|\n")
    for name, work in steps():
        row(name, work)
    after_an_edit()


if __name__ == "__main__":
    main()
