"""`manage.py plan`: from a profile file to a week and a shopping list, in the terminal or as JSON."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from nutriplan.domain.errors import Fault, InputFaults
from nutriplan.plans import services, table
from nutriplan.plans.table import Eater
from nutriplan.plans.table_terminal import show_table
from nutriplan.plans.terminal import WIDTH, show_plan
from nutriplan.proposal import Progress as Report
from nutriplan.proposal import Wishes

BAD_PROFILE, NO_PLAN = 2, 3
MAX_PROFILE_BYTES = 1024 * 1024


class Command(BaseCommand):
    help = (
        "Plan 1 to 28 days for a profile. Exit codes: 0 planned, 2 the profile cannot be used (every fault is named), "
        "3 no plan is possible or a clinician must come first (the reason is printed)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--profile",
            required=True,
            type=Path,
            action="append",
            help="a profile as JSON, see fixtures/profiles/; given again: another person at the same table, with the "
            "same main dishes, own portions and one list",
        )
        parser.add_argument("--days", type=int, default=7, help="1 to 28 (default 7)")
        parser.add_argument("--start", default=None, help="the first day as YYYY-MM-DD (default: today)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same plan (default 1)")
        parser.add_argument(
            "--waste-within",
            type=float,
            default=services.WASTE_WITHIN_PCT,
            metavar="PER_CENT",
            help="how much worse a plan may be so that less fresh food is thrown away (0 to 10, default 2)",
        )
        parser.add_argument(
            "--have",
            action="append",
            default=[],
            metavar="FOOD:GRAMS[:USE_BY]",
            help='what is in the kitchen, eaten first: "spinach:400:2026-12-01"; may be given again',
        )
        parser.add_argument(
            "--acknowledge",
            action="append",
            default=[],
            metavar="ID",
            help="a danger sign or urgent caution that a clinician has looked at since; its id stands in the refusal",
        )
        parser.add_argument("--format", choices=("table", "json"), default="table")
        parser.add_argument("--shopping", action="store_true", help="print the shopping list too")

    def handle(self, *_args: object, **options: Any) -> None:
        try:
            start = _start(options["start"])
            wishes = services.wishes_for(
                days=options["days"], start=start, seed=options["seed"], waste_within_pct=options["waste_within"]
            )
            first, *others = [_profile_of(path) for path in options["profile"]]
            profile = _with_pantry(first, options["have"])
            profile = _with_more(profile, "acknowledged", options["acknowledge"])
            if others:
                self._together(options, [profile, *others], wishes)
                return
            with _watched(hidden=options["format"] == "json") as report:
                made = services.make_plan(profile=profile, wishes=wishes, today=timezone.localdate(), progress=report)
        except InputFaults as wrong:
            lines = "\n".join(f"  {fault}" for fault in wrong.faults)
            raise CommandError(f"This cannot be planned:\n{lines}", returncode=BAD_PROFILE) from wrong
        self._answer(made.document, as_json=options["format"] == "json", shopping=options["shopping"])
        if not made.document["days"]:
            raise CommandError(f"No plan: {_why_none(made.document)}", returncode=NO_PLAN)

    def _together(self, options: dict[str, Any], profiles: list[object], wishes: Wishes) -> None:
        eaters = [Eater(_name(path), one) for path, one in zip(options["profile"], profiles, strict=True)]
        document = table.plan_together(eaters=eaters, wishes=wishes, today=timezone.localdate())
        if options["format"] == "json":
            self.stdout.write(json.dumps(document, ensure_ascii=False, allow_nan=False))
        else:
            show_table(Console(file=cast(IO[str], self.stdout), width=WIDTH, highlight=False), document)
        if document["state"] != "ready":
            raise CommandError(f"No plan: {document['reason']}", returncode=NO_PLAN)

    def _answer(self, document: dict[str, Any], *, as_json: bool, shopping: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(document, ensure_ascii=False, allow_nan=False))
        else:
            show_plan(
                Console(file=cast(IO[str], self.stdout), width=WIDTH, highlight=False), document, shopping=shopping
            )


def _name(path: Path) -> str:
    """What a person is called: as the file."""
    return path.stem


def _start(text: str | None) -> date:
    if text is None:
        return timezone.localdate()
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise InputFaults([Fault("/start", "not_a_date", 'must be a date as "YYYY-MM-DD"')]) from wrong


def _profile_of(path: Path) -> object:
    try:
        if path.stat().st_size > MAX_PROFILE_BYTES:
            raise InputFaults([Fault("", "too_large", f"{path} is larger than 1 MiB")])
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as wrong:
        raise InputFaults([Fault("", "unreadable", f"{path} cannot be read: {wrong.strerror}")]) from wrong
    except UnicodeDecodeError as wrong:
        raise InputFaults([Fault("", "not_utf8", f"{path} is not a UTF-8 text")]) from wrong
    except (json.JSONDecodeError, RecursionError) as wrong:
        where = f", line {wrong.lineno} column {wrong.colno}" if isinstance(wrong, json.JSONDecodeError) else ""
        raise InputFaults([Fault("", "not_json", f"{path} is not JSON{where}")]) from wrong


def _why_none(document: dict[str, Any]) -> str:
    """The reason, and what to say once a clinician has looked at what stopped the plan."""
    stopping = [reason["because"] for reason in document["triage"]["reasons"] if reason["stops_planning"]]
    flags = " ".join(f"--acknowledge {one}" for one in dict.fromkeys(stopping))
    return f"{document['reason']} Once that is done: {flags}" if flags else str(document["reason"])


def _with_pantry(profile: object, have: list[str]) -> object:
    """The profile with what `--have` names added to its pantry."""
    return _with_more(profile, "pantry", [_stock(one) for one in have])


def _with_more(profile: object, field: str, more: list[Any]) -> object:
    """The profile with more entries in a list of it; what will not do, the profile reader says."""
    if not more or not isinstance(profile, dict):
        return profile
    known = profile.get(field) or []
    return {**profile, field: [*known, *more] if isinstance(known, list) else known}


def _stock(text: str) -> dict[str, object]:
    food, _, rest = text.partition(":")
    grams, _, use_by = rest.partition(":")
    try:
        amount: object = float(grams)
    except ValueError:
        amount = grams or None
    return {"food": food, "grams": amount, **({"use_by": use_by} if use_by else {})}


@contextmanager
def _watched(*, hidden: bool) -> Iterator[Report]:
    """A progress bar on the terminal, gone when the plan is there."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=hidden or not console.is_terminal) as bar:
        task = bar.add_task("Reading the profile", total=1.0)

        def report(fraction: float, stage: str) -> None:
            bar.update(task, completed=fraction, description=stage)

        yield report
