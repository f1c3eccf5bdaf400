"""All figures that fit in a few minutes, one table after the other: `make bench`.

The planner against its aims and against others takes longer and has its own command, `make bench-planner`; so has the
food database at 400,000 foods: `python -m tests.bench.scale`.
"""

from __future__ import annotations

from tests.bench import cautions_bench, profiles_bench, search_bench

for measured in (cautions_bench, profiles_bench, search_bench):
    measured.main()
