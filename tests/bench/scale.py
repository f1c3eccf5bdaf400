"""What does the food database take at 8,789 and at 400,000 foods? Everything that docs/benchmarks.md says of it, anew.

python -m tests.bench.scale [--postgres URL] [--foods 400000]

Makes databases of its own and drops them: SQLite in a temporary folder; with --postgres also on that server, whose user
has to be allowed to create databases. For each: loading, search and lists over HTTP, foods made by rule, the same
again, what a worker holds, the quality check, and the import of a release. Takes about 15 minutes; the load of the
machine stands at the head of every part, because other work makes every figure larger.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.bench import many_foods
from tests.bench.processes import HEAD, measured

SCRATCH = "nutriplan_bench_scratch"


def part(title: str) -> None:
    sys.stdout.write(f"\n## {title}\n\nLoad average {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores.\n\n")
    sys.stdout.flush()


def measure(url: str, kind: str, foods: int) -> None:
    """Finding and listing, on one empty database."""
    os.environ["DATABASE_URL"] = url
    part(f"{kind}: loading")
    sys.stdout.write(HEAD)
    _load()
    measured("load them again: nothing changed", "manage.py", "load_data")
    part(f"{kind}: over HTTP, 8,789 foods")
    _shown("tests.bench.search_bench")
    part(f"{kind}: {foods:,} foods made by rule")
    sys.stdout.write(HEAD)
    measured("make them", "-m", "tests.bench.many_foods", str(foods))
    measured("check all of them", "manage.py", "check_foods")
    part(f"{kind}: over HTTP, {foods:,} foods")
    _shown("tests.bench.search_bench")
    part(f"{kind}: what a worker holds, {foods:,} foods")
    _shown("tests.bench.memory_bench")


def measure_import(url: str, kind: str, foods: int) -> None:
    """On another empty database: what an import that was taken back leaves behind would slow down the rest."""
    os.environ["DATABASE_URL"] = url
    part(f"{kind}: import of {foods:,} foods")
    sys.stdout.write(HEAD)
    _load()
    _shown("tests.bench.import_bench", str(foods))


def _load() -> None:
    measured("migrate", "manage.py", "migrate", "--verbosity", "0")
    measured("load foods and dishes", "manage.py", "load_data")


def _shown(module: str, *arguments: str) -> None:
    """A bench of its own, whose table is passed on."""
    subprocess.run([sys.executable, "-m", module, *arguments], check=True)


@contextmanager
def scratch(server: str) -> Iterator[str]:
    """A database that is made now and dropped afterwards. Fails where one of that name is there already."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {SCRATCH}")
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{SCRATCH}"))
        finally:
            connection.execute(f"DROP DATABASE {SCRATCH} WITH (FORCE)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgres", metavar="URL", help="postgres://user:password@host:5432/postgres")
    parser.add_argument("--foods", type=int, default=many_foods.FOODS)
    asked = parser.parse_args()
    for work in (measure, measure_import):
        with tempfile.TemporaryDirectory() as folder:
            work(f"sqlite:///{Path(folder) / 'bench.sqlite3'}", "SQLite", asked.foods)
        if asked.postgres:
            with scratch(asked.postgres) as url:
                work(url, "PostgreSQL", asked.foods)


if __name__ == "__main__":
    main()
