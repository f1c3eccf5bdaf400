"""How long does an import of 400,000 foods take, and in how much memory? Over the command, as an operator starts it.

python -m tests.bench.import_bench [FOODS]

Needs DATABASE_URL of a migrated database with loaded foods. Makes a release by rule (tests.bench.fdc_release), imports
it, compares it with itself, and takes it back. Prints rows of a table.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.bench import fdc_release
from tests.bench.processes import HEAD, measured


def main(foods: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        fdc_release.write(Path(folder), foods)
        sys.stdout.write(HEAD)
        first = _run(f"import {foods:,} foods", folder)
        again = _run("the same release again, compared", folder, "--again")
        _run("take the comparison back", "--rollback", _number(again))
        _run("take the import back", "--rollback", _number(first))


def _run(name: str, *arguments: str) -> str:
    return measured(name, "manage.py", "import_fdc", *arguments)


def _number(said: str) -> str:
    """The number that the command gave its import."""
    return said.split("import ", 1)[1].split(":", 1)[0]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else fdc_release.FOODS)
