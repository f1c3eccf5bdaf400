"""How long does an import of 400,000 foods take, and in how much memory? Over the command, as an operator starts it.

python -m tests.bench.import_bench [FOODS]

Needs DATABASE_URL of a migrated database with loaded foods. Makes a release by rule (tests.bench.fdc_release), imports
it, compares it with itself, and takes it back. Each step is a process of its own; memory is the most it held, CPU its
own without that of the database. Prints rows of a table.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench import fdc_release


def measured(name: str, *arguments: str) -> str:
    """Run a command of manage.py and print its row. Gives what it said."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "import_fdc", *arguments], stdout=subprocess.PIPE, text=True
    )
    said = process.stdout.read() if process.stdout else ""
    _, status, used = os.wait4(process.pid, 0)
    took = time.perf_counter() - started
    if status:
        raise SystemExit(f"{name} failed: {said}")
    cpu = used.ru_utime + used.ru_stime
    sys.stdout.write(f"| {name} | {took:.0f} | {cpu:.0f} | {used.ru_maxrss / 1024:.0f} |\n")
    sys.stdout.flush()
    return said


def main(foods: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        fdc_release.write(Path(folder), foods)
        sys.stdout.write("| step | s | CPU s | MiB |\n|---|---|---|---|\n")
        said = measured(f"import {foods:,} foods", folder)
        run = int(said.split("import ", 1)[1].split(":", 1)[0])
        again = measured("the same release again, compared", folder, "--again")
        second = int(again.split("import ", 1)[1].split(":", 1)[0])
        measured("take the comparison back", "--rollback", str(second))
        measured("take the import back", "--rollback", str(run))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else fdc_release.FOODS)
