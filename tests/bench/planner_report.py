"""What do the figures of the planner say? Tables for the terminal and for docs/benchmarks.md, and two charts."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.table import Table

from nutriplan.domain.nutrients import NUTRIENTS, PRIORITY_KEYS
from tests.bench.chart import Bar, bars
from tests.bench.peers_case import OURS

Figures = dict[str, Any]
BEGIN, END = "<!-- bench-planner: begin -->", "<!-- bench-planner: end -->"
SPEED, PEERS, LIMITS = "planner-speed.svg", "planner-peers.svg", "planner-limits.svg"
STEPS = ("within_5%", "within_2%", "within_1%")


@dataclass(frozen=True, slots=True)
class Plain:
    """A table in words: the first column is what the row is about."""

    title: str
    headings: tuple[str, ...]
    rows: list[tuple[str, ...]]

    def rich(self) -> Table:
        table = Table(title=self.title)
        for place, heading in enumerate(self.headings):
            table.add_column(heading, justify="right" if place else "left")
        for row in self.rows:
            table.add_row(*row)
        return table

    def markdown(self) -> str:
        lines = ["| " + " | ".join(row) + " |" for row in (self.headings, ("---",) * len(self.headings), *self.rows)]
        return f"**{self.title}**\n\n" + "\n".join(lines)


class Report:
    """Of the figures of a run, in any order."""

    def __init__(self, figures: Iterable[Figures]) -> None:
        kinds = defaultdict(list)
        for one in figures:
            kinds[one["kind"]].append(one)
        self.plans, self.naive, self.peers = kinds["plan"], kinds["naive"], kinds["peers"]

    def tables(self) -> list[Table]:
        return [plain.rich() for plain in self._plain()]

    def write(self, docs: Path) -> None:
        """The part between the markers, and the charts beside it."""
        page = docs / "benchmarks.md"
        before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        page.write_text(f"{before}{BEGIN}\n\n{self._page()}\n\n{END}{after}", encoding="utf-8")
        (docs / SPEED).write_text(self._speed_chart(), encoding="utf-8")
        (docs / PEERS).write_text(self._peers_chart(), encoding="utf-8")
        (docs / LIMITS).write_text(self._limits_chart(), encoding="utf-8")

    def _plain(self) -> list[Plain]:
        found = [self._plans(), self._naive(), self._shortfalls()]
        return [plain for plain in found if plain.rows]

    def _page(self) -> str:
        charts = (
            f"![Seconds to a plan, by the number of dishes and days, beside one exact model]({SPEED})",
            f"![Share of the aim that is missed, by planner]({PEERS})",
            f"![Limits that are broken, by planner]({LIMITS})",
        )
        told = [plain.markdown() for plain in self._plain()]
        return "\n\n".join((*told, self._bars(), *charts))

    # Plans

    def _sizes(self) -> list[tuple[int, int, list[Figures]]]:
        """Days, dishes and the runs of them."""
        sizes = sorted({(plan["days"], plan["dishes"]) for plan in self.plans})
        return [(days, dishes, [p for p in self.plans if (p["days"], p["dishes"]) == (days, dishes)])
                for days, dishes in sizes]  # fmt: skip

    def _plans(self) -> Plain:
        headings = (
            "dishes, days", "runs", "without a plan", "offered", "build s", "LP s", "plan s", "plan / LP", "gap",
            "MiB before", "MiB peak",
        )  # fmt: skip
        return Plain(
            "Plans: median (largest) of the profiles and seeds",
            headings,
            [self._size_row(days, dishes, runs) for days, dishes, runs in self._sizes()],
        )

    def _size_row(self, days: int, dishes: int, runs: list[Figures]) -> tuple[str, ...]:
        solved = [run for run in runs if "gap" in run]
        return (
            f"{dishes:,}, {days}",
            str(len(runs)),
            str(len(runs) - len(solved)),
            f"{statistics.median(run['offers'] for run in runs):.0f}",
            _both([run["build_s"] for run in runs], "{:.2f}"),
            _both([run["lp_s"] for run in runs], "{:.2f}"),
            _both([run["plan_s"] for run in solved], "{:.1f}"),
            _both([run["plan_s"] / run["lp_s"] for run in solved], "{:.0f}"),
            _both([100 * run["gap"] for run in solved], "{:.1f} %"),
            f"{max(run['before_mib'] for run in runs):.0f}",
            f"{max(run['peak_mib'] for run in runs):.0f}",
        )

    # One exact model

    def _naive(self) -> Plain:
        headings = (
            "question", "rows × columns", "LP s", "first plan s", "5 % s", "2 % s", "1 % s", "at the end", "MiB peak",
            "our plan: s, gap",
        )  # fmt: skip
        return Plain(
            "The same questions as one exact model in the same solver", headings, list(map(self._row, self.naive))
        )

    def _row(self, one: Figures) -> tuple[str, ...]:
        plan = self._plan_of(one)
        reached = [_seconds(one[step], one["seconds"]) for step in STEPS]
        end = "no plan" if one["gap"] is None else f"{100 * one['gap']:.1f} %"
        return (
            f"{one['dishes']}, {one['days']}, {one['profile']}",
            f"{one['rows']:,} × {one['columns']:,}",
            f"{one['lp_s']:.2f}",
            _seconds(one["first_s"], one["seconds"]),
            *reached,
            end,
            f"{one['peak_mib']:.0f}",
            f"{plan['plan_s']:.1f}, {100 * plan['gap']:.1f} %",
        )

    def _plan_of(self, one: Figures) -> Figures:
        same = ("dishes", "days", "profile", "seed")
        return next(plan for plan in self.plans if all(plan[key] == one[key] for key in same))

    # Other planners

    def _shortfalls(self) -> Plain:
        labels = tuple(NUTRIENTS[key].label for key in PRIORITY_KEYS)
        headings = (
            "planner",
            *(f"{label} missed" for label in labels),
            "mean",
            "cautions broken",
            "hard limits broken",
            "cost / ours",
        )
        rows = [(name, *self._missed(name)) for name in self._planners()]
        return Plain(f"Seven days for {len(self.peers)} example people, by planner", headings, rows)

    def _planners(self) -> list[str]:
        return list(self.peers[0]["planners"]) if self.peers else []

    def _of(self, name: str, key: str) -> list[float]:
        """What was measured of one figure, one number a person."""
        found = (one["planners"][name][key] for one in self.peers)
        return [value for value in found if value is not None]

    def missed(self, name: str) -> float:
        """Mean over the four nutrients and the people: the share of the aim."""
        return statistics.fmean(value for key in PRIORITY_KEYS for value in self._of(name, f"missed:{key}"))

    def _missed(self, name: str) -> tuple[str, ...]:
        each = (f"{100 * statistics.fmean(self._of(name, f'missed:{key}')):.1f} %" for key in PRIORITY_KEYS)
        hard = self._of(name, "hard")
        return (
            *each,
            f"{100 * self.missed(name):.1f} %",
            f"{sum(self._of(name, 'safety')):,.0f}",
            f"{sum(hard):,.0f}" if hard else "–",
            f"{self._dearer(name):.1f}" if self._of(name, "cost") else "–",
        )

    def _dearer(self, name: str) -> float:
        """What the plans cost in times of ours, the median of the people."""
        each = zip(self._of(name, "cost"), self._of(OURS, "cost"), strict=True)
        return statistics.median(cost / ours for cost, ours in each)

    # What was aimed at

    def _bars(self) -> str:
        rows = [
            *self._bar((7, 400), _gap, 0.01, 0.02, _percent),
            *self._bar((7, 1000), _gap, 0.015, 0.015, _percent),
            *self._bar((28, 400), _gap, 0.02, 0.02, _percent),
            *self._bar((7, 400), _ratio, 15, 15, _whole),
            *self._against_the_naive(),
            *self._growth(),
            *self._against_peers(),
        ]
        return Plain("What is aimed at", ("bar", "median", "largest", "asked", "met"), rows).markdown()

    def _bar(
        self,
        size: tuple[int, int],
        what: Callable[[Figures], float],
        typical: float,
        worst: float,
        told: Callable[[float], str],
    ) -> list[tuple[str, ...]]:
        """One row: days and dishes, and what of them."""
        values = [what(run) for run in self.plans if (run["days"], run["dishes"]) == size and "gap" in run]
        if not values:
            return []
        name = f"{size[1]:,} dishes, {size[0]} days: {'gap' if what is _gap else 'plan / LP'}"
        median, largest = statistics.median(values), max(values)
        asked = f"at most {told(worst)}" + (f", {told(typical)} typical" if typical < worst else "")
        return [(name, told(median), told(largest), asked, _yes(median <= typical and largest <= worst))]

    def _against_the_naive(self) -> list[tuple[str, ...]]:
        """The time to 5 %, or all the time it had where it never came so near, in times of our plan's."""
        times = [(one["within_5%"] or one["seconds"]) / self._plan_of(one)["plan_s"] for one in self.naive]
        if not times:
            return []
        at_least = "at least " if any(one["within_5%"] is None for one in self.naive) else ""
        told = (f"{at_least}{statistics.median(times):.0f}", f"{at_least}{min(times):.0f} (least)")
        linear = [one["lp_s"] / self._plan_of(one)["lp_s"] for one in self.naive]
        lps = (_whole(statistics.median(linear)), f"{_whole(min(linear))} (least)")
        return [
            ("one exact model to 5 % / our plan: time", *told, "at least 45", _yes(min(times) >= 45)),
            ("LP of one exact model / merged LP: time", *lps, "at least 8", _yes(min(linear) >= 8)),
        ]

    def _growth(self) -> list[tuple[str, ...]]:
        """Seconds of the larger question in times of the smaller, beside how many times as large it is."""
        found: list[tuple[str, ...]] = []
        for small, large, larger in (((7, 150), (7, 1000), 1000 / 150), ((7, 400), (28, 400), 4.0)):
            seconds = [self._median_seconds(*size) for size in (small, large)]
            if seconds[0] is not None and seconds[1] is not None:
                name = f"{large[1]:,} dishes, {large[0]} days / {small[1]} dishes, {small[0]} days: time"
                times = seconds[1] / seconds[0]
                found.append((name, f"{times:.1f}", "", f"at most {larger:.1f} (linear)", _yes(times <= larger)))
        return found

    def _median_seconds(self, days: int, dishes: int) -> float | None:
        known = [p["plan_s"] for p in self.plans if (p["days"], p["dishes"]) == (days, dishes)]
        return statistics.median(known) if known else None

    def _against_peers(self) -> list[tuple[str, ...]]:
        """How many times as much each other planner misses, beside what it breaks on the way."""
        found: list[tuple[str, ...]] = []
        for name in self._planners():
            missed, broken = self.missed(name), sum(self._of(name, "hard") or self._of(name, "safety"))
            if name == OURS:
                found.append(("limits broken by ours", "", f"{broken:.0f}", "0", _yes(broken == 0)))
            else:
                times = f"{missed / self.missed(OURS):.1f}" if self.missed(OURS) else "–"
                asked = f"at least 5 (it breaks {broken:,.0f} limits)"
                found.append((f"share missed: {name} / ours", times, "", asked, _yes(missed >= 5 * self.missed(OURS))))
        return found

    # Charts

    def _speed_chart(self) -> str:
        def bar(days: int, dishes: int) -> Bar:
            seconds = self._median_seconds(days, dishes) or 0.0
            return Bar(f"{dishes:,} dishes, {days} days", seconds, f"{seconds:.1f} s", ours=True)

        exact = [
            Bar(one["profile"], one["within_5%"] or one["seconds"], _seconds(one["within_5%"], one["seconds"]) + " s")
            for one in self.naive
        ]
        ours = [bar(days, dishes) for days, dishes, _ in self._sizes()]
        title = "Seconds of the processor to a plan (median)"
        return bars(title, [("NutriPlan", ours), ("One exact model, 400 dishes, 7 days, to within 5 %", exact)])

    def _peers_chart(self) -> str:
        def bar(name: str, key: str) -> Bar:
            share = statistics.fmean(self._of(name, f"missed:{key}"))
            return Bar(name, share, _percent(share), ours=name == OURS)

        groups = [(NUTRIENTS[key].label, [bar(name, key) for name in self._planners()]) for key in PRIORITY_KEYS]
        return bars("Share of the aim that seven days miss, mean of the example people", groups)

    def _limits_chart(self) -> str:
        def broken(key: str) -> list[Bar]:
            counts = {name: sum(self._of(name, key)) for name in self._planners() if self._of(name, key)}
            return [Bar(name, count, f"{count:,.0f}", ours=name == OURS) for name, count in counts.items()]

        groups = [("Cautions and upper levels", broken("safety")), ("All hard limits", broken("hard"))]
        return bars(f"How often limits are broken in seven days of {len(self.peers)} people", groups)


def _both(values: Sequence[float], form: str) -> str:
    if not values:
        return "–"
    return f"{form.format(statistics.median(values))} ({form.format(max(values))})"


def _seconds(value: float | None, given: float) -> str:
    return f"not in {given:.0f}" if value is None else f"{value:.1f}"


def _gap(run: Figures) -> float:
    return float(run["gap"])


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _whole(times: float) -> str:
    return f"{times:.0f}"


def _ratio(run: Figures) -> float:
    return float(run["plan_s"] / run["lp_s"])


def _yes(met: bool) -> str:
    return "yes" if met else "**no**"
