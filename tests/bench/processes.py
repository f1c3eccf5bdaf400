"""What does a command of ours cost? Run as a process of its own: seconds, CPU seconds and the most memory it held."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping

HEAD = "| step | s | CPU s | MiB |\n|---|---|---|---|\n"


def measured(name: str, *command: str, environment: Mapping[str, str] | None = None) -> str:
    """Run `python COMMAND` and print its row: CPU is its own, without that of the database. Gives what it said."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command], stdout=subprocess.PIPE, text=True, env={**os.environ, **(environment or {})}
    )
    said = process.stdout.read() if process.stdout else ""
    _, status, used = os.wait4(process.pid, 0)
    took = time.perf_counter() - started
    if status:
        raise SystemExit(f"{name} failed: {said}")
    cpu = used.ru_utime + used.ru_stime
    sys.stdout.write(f"| {name} | {took:.1f} | {cpu:.1f} | {used.ru_maxrss / 1024:.0f} |\n")
    sys.stdout.flush()
    return said
