"""All figures that fit in a few minutes, one table after the other: `make bench`.

The food database at 400,000 foods takes longer and is run by itself: `python -m tests.bench.scale`.
"""

from __future__ import annotations

from tests.bench import planner_bench, profiles_bench, search_bench

for measured in (profiles_bench, planner_bench, search_bench):
    measured.main()
