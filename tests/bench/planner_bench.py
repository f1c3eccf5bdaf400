"""How fast, how good and how much better than others is the planner? Fixed questions of the product, in one command.

    python -m tests.bench.planner_bench            everything, and docs/benchmarks.md with its charts anew
    python -m tests.bench.planner_bench --quick    a few minutes of it; writes nothing into docs
    python -m tests.bench.planner_bench --again    forgets what an interrupted run has measured

Every question is measured in a process of its own. What is measured stays in build/bench-planner until the planner, the
question or the measuring changes, so that an interrupted run goes on where it stopped.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track

from tests.bench import planner_report
from tests.bench.libraries import Case
from tests.content_hash import content_hash
from tests.questions import EXAMPLES

ROOT = Path(__file__).resolve().parents[2]
STORE = ROOT / "build/bench-planner/figures.jsonl"
#: Whatever has a say in a question, its answer or how it is measured.
MEASURED = (
    "nutriplan/planner/*.py",
    "nutriplan/domain/*.py",
    "nutriplan/knowledge/**/*",
    "nutriplan/*.py",
    "fixtures/**/*",
    "tests/questions.py",
    "tests/bench/libraries.py",
    "tests/bench/p*_case.py",
    "tests/bench/peers.py",
    "constraints.txt",
)
#: One who takes nothing, one whose tablet closes hours of the morning, one whose vitamin K is the same every day.
PROFILES = ("man-45", "woman-72-alendronate", "man-60-warfarin")
SEEDS = (1, 2)
DISHES = (150, 240, 400, 1000)
USUAL = 400
NAIVE_SECONDS, NAIVE_QUICK_SECONDS = 90.0, 45.0

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """Modules of `tests.bench` with what is said to them; `after` comes first, as its bound is needed."""

    module: str
    arguments: tuple[str, ...]
    after: Run | None = None

    @property
    def key(self) -> str:
        return " ".join((self.module, *self.arguments))


def planned(case: Case) -> Run:
    return Run("planner_case", ("plan", str(case.dishes), str(case.days), case.profile, str(case.seed)))


def naive(case: Case, seconds: float) -> Run:
    plan = planned(case)
    return Run("planner_case", ("naive", *plan.arguments[1:], f"{seconds:g}"), plan)


def runs(*, quick: bool) -> Iterator[Run]:
    """What is measured, in order."""
    if quick:
        first = PROFILES[0]
        yield from (planned(Case(dishes, 7, first, 1)) for dishes in (150, USUAL))
        yield naive(Case(USUAL, 7, first, 1), NAIVE_QUICK_SECONDS)
        yield from (Run("peers_case", (profile,)) for profile in PROFILES)
        return
    for profile in PROFILES:
        for seed in SEEDS:
            yield from (planned(Case(dishes, 7, profile, seed)) for dishes in DISHES)
            yield from (planned(Case(USUAL, days, profile, seed)) for days in (14, 28))
        yield naive(Case(USUAL, 7, profile, 1), NAIVE_SECONDS)
    yield from (planned(Case(dishes, 28, PROFILES[0], 1)) for dishes in (150, 1000))
    yield from (Run("peers_case", (profile,)) for profile in EXAMPLES)


def main() -> None:
    """Measure what is missing and print the tables; the whole run writes them down."""
    console, quick = Console(width=120), "--quick" in sys.argv
    if "--again" in sys.argv:
        STORE.unlink(missing_ok=True)
    known = Measured()
    wanted = track(list(runs(quick=quick)), "Measuring", console=console, transient=True)
    found = [known.of(run) for run in wanted]
    report = planner_report.Report(found)
    for table in report.tables():
        console.print(table)
    if not quick:
        report.write(ROOT / "docs")
        console.print("Written: docs/benchmarks.md and its charts.")


class Measured:
    """What was measured of this planner already; more is measured when asked for."""

    def __init__(self) -> None:
        STORE.parent.mkdir(parents=True, exist_ok=True)
        self.version = content_hash(MEASURED)
        lines = STORE.read_text(encoding="utf-8").splitlines() if STORE.exists() else []
        kept = [json.loads(line) for line in lines]
        self.figures: dict[str, Figures] = {one["run"]: one for one in kept if one["version"] == self.version}

    def of(self, run: Run) -> Figures:
        """The figures of a run."""
        if run.key not in self.figures:
            arguments = list(run.arguments)
            if run.after is not None:
                arguments.insert(-1, repr(self.of(run.after)["bound"]))
            done = subprocess.run(
                [sys.executable, "-m", f"tests.bench.{run.module}", *arguments],
                cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True,
            )  # fmt: skip
            figures = {"run": run.key, "version": self.version, **json.loads(done.stdout)}
            with STORE.open("a", encoding="utf-8") as store:
                store.write(json.dumps(figures) + "\n")
            self.figures[run.key] = figures
        return self.figures[run.key]


if __name__ == "__main__":
    main()
