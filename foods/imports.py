"""How do foods come in from a file, and go out again? The door for imports: resumable, reported, reversible."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from foods import services
from foods.importers import bulk, fdc, fdc_files, house, undo, write_batch
from foods.importers.incoming import Batch, Rejection
from foods.importers.load_table import Progress
from foods.importers.undo import Undone
from foods.importers.write_batch import Destination, Plan
from foods.models import Food, FoodGroup, FoodState, ImportBatch, Source

FDC, BRANDED = "usda-fdc", "usda-fdc-branded"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. run: its number; None where nothing was written, because it is a dry run or known already.

    would: in words, what a dry run would change. notes: what was read and not taken, counted.
    """

    run: int | None
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejections: int = 0
    resumed: bool = False
    would: tuple[str, ...] = ()
    refused: tuple[Rejection, ...] = ()
    notes: tuple[str, ...] = ()


def import_fdc(*, path: Path, progress: Progress, again: bool = False, by: Any = None) -> Imported:
    """Import a release of FoodData Central, heap by heap; each is committed, so that a stopped import goes on.

    The same release changes nothing. Raises TableFaults when the files cannot be read.
    """
    progress("reading")
    release = fdc_files.Release(path)
    run, resumed = _run(fdc.described(FDC, fdc.version(path)), path, release.fingerprint(), again=again, by=by)
    if run.finished:
        return Imported(None, notes=(f"import {run.pk} brought this release already",))
    with tempfile.TemporaryDirectory(prefix="nutriplan-fdc-") as folder, _seldom_collecting():
        progress("sorting")
        table = fdc.read(path, folder=Path(folder))
        version = fdc.version(path)
        sources = {key: _source(fdc.described(key, version)) for key in fdc.SOURCES.values()}
        states = dict.fromkeys(sources, FoodState.PUBLISHED) | {BRANDED: FoodState.DRAFT}
        to = Destination(run, sources, states, table.groups, frozenset(sources) - {BRANDED})
        try:
            for batch in _ahead(table.batches(done=run.position)):
                _write(batch, to, file=fdc_files.FOOD)
                if batch.position.bit_count() == 1:
                    # The tables have doubled. With the old figures PostgreSQL would look for each batch in all foods.
                    bulk.refresh_statistics(Food, FoodGroup, Source)
                progress(f"{batch.position} of {table.parts} parts, {run.read} foods, {run.rejected} rows refused")
        finally:
            # However it ends, what was committed has to be found; once, as the search then looks at all foods.
            if run.created:
                services.mark_edited()
    bulk.refresh_statistics()
    return _finish(run, resumed=resumed, notes=table.counts.notes())


def import_house(
    *, path: Path, progress: Progress, dry_run: bool = False, publish: bool = False, again: bool = False, by: Any = None
) -> Imported:
    """Import a spreadsheet of own foods (.csv, .xlsx). A row with a fault is refused, the others are taken.

    dry_run: write nothing and say what would change. publish: new foods are offered at once; otherwise they are drafts.
    Raises TableFaults when the file cannot be read.
    """
    progress("reading")
    table = house.read(path)
    batch = table.batch()
    if dry_run:
        return _rehearse(write_batch.plan(batch, file=path.name), batch)
    run, resumed = _run(house.SOURCE, path, house.fingerprint(path), again=again, by=by)
    if run.finished:
        return Imported(None, notes=(f"import {run.pk} brought this file already",))
    state = FoodState.PUBLISHED if publish else FoodState.DRAFT
    sources = {house.SOURCE["key"]: run.source_id}
    to = Destination(run, sources, dict.fromkeys(sources, state), table.groups, frozenset(sources))
    _write(batch, to, file=path.name)
    if run.created:
        services.mark_edited()
    return _finish(run, resumed=resumed)


@transaction.atomic
def roll_back(*, run: int) -> Undone:
    """Take an import back. Raises CannotUndo, or ImportBatch.DoesNotExist."""
    undone = undo.roll_back(ImportBatch.objects.select_for_update().get(pk=run))
    services.mark_edited()
    return undone


def _source(described: Mapping[str, str]) -> int:
    """The id of the source; it is renewed only when something differs."""
    known = Source.objects.filter(**described).values_list("pk", flat=True).first()
    return known or Source.objects.update_or_create(key=described["key"], defaults=described)[0].pk


def _run(described: Mapping[str, str], path: Path, content: str, *, again: bool, by: Any) -> tuple[ImportBatch, bool]:
    """The import of this content: the finished one, the one to go on with, or a new one; and whether it goes on."""
    source = _source(described)
    latest = ImportBatch.objects.filter(source_id=source, rolled_back=None).order_by("-pk").first()
    if latest and latest.file_hash == content and not (latest.finished and again):
        return latest, latest.position > 0
    created = ImportBatch.objects.create(source_id=source, file=path.name[:300], file_hash=content, by=by)
    return created, False


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Millions of small rows hold no cycles; looking for some as often as usual takes half the time of reading."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The same batches; each is read while the database is busy with the one before."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        coming = pool.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = pool.submit(next, batches, None)
            yield batch


def _write(batch: Batch, to: Destination, *, file: str) -> None:
    planned = write_batch.plan(batch, file=file)
    run = to.run
    with transaction.atomic():
        write_batch.write(planned, to)
        run.position = batch.position
        run.read += batch.read
        run.created += len(planned.new)
        run.updated += len(planned.changed)
        run.unchanged += planned.unchanged
        run.rejected += len(planned.rejections)
        run.save(update_fields=["position", "read", "created", "updated", "unchanged", "rejected"])
        if planned.changed:
            services.mark_edited(foods=[known.pk for known, _ in planned.changed])


def _finish(run: ImportBatch, *, resumed: bool, notes: Iterable[str] = ()) -> Imported:
    run.finished = timezone.now()
    run.save(update_fields=["finished"])
    return Imported(
        run.pk, run.read, run.created, run.updated, run.unchanged, run.rejected, resumed=resumed, notes=tuple(notes)
    )


def _rehearse(planned: Plan, batch: Batch) -> Imported:
    return Imported(
        None,
        batch.read,
        len(planned.new),
        len(planned.changed),
        planned.unchanged,
        len(planned.rejections),
        would=tuple(planned.in_words()),
        refused=tuple(planned.rejections),
    )
