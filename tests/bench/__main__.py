"""All figures, one table after the other: `make bench`."""

from __future__ import annotations

from tests.bench import planner_bench

planner_bench.main()
