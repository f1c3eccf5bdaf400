"""How long does the server take to answer a search over HTTP? Over the real server, while somebody types.

python -m tests.bench.search_bench [ROUNDS]

Needs DATABASE_URL with loaded foods (and tests.bench.many_foods for 400,000). Starts gunicorn with two workers as
`make run` does, without DEBUG, and asks one question after another on the same machine, each on a connection of its
own: every question of tests/foods/recall.py as it is typed, from its second letter on (page of 10, id and name), then
each whole question for a page of 20 foods with all nutrients, tags and allergens. Before measuring, every worker has
answered, so the index stands. Measured from sending the request to the last byte. Prints rows of a table.
"""

from __future__ import annotations

import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from http.client import HTTPConnection
from urllib.parse import quote

from tests.foods.recall import RECALL

HOST = "127.0.0.1"


def typed() -> list[str]:
    return [text[:end] for text, _ in RECALL for end in range(2, len(text) + 1) if text[end - 1] != " "]


def ask(port: int, path: str) -> float:
    """Milliseconds to the last byte."""
    started = time.perf_counter()
    connection = HTTPConnection(HOST, port, timeout=120)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    took = (time.perf_counter() - started) * 1000
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{answer.status} for {path}: {body[:300]!r}")
    return took


def row(name: str, times: list[float]) -> str:
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return f"| {name} | {len(times)} | {cuts[49]:.1f} | {cuts[94]:.1f} | {cuts[98]:.1f} | {max(times):.1f} |"


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind((HOST, 0))
        return int(listening.getsockname()[1])


def start(port: int) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "DEBUG": "0",
        "SECRET_KEY": "for this measurement only, and nowhere else at all",
        "SECURE_SSL_REDIRECT": "0",
        "ALLOWED_HOSTS": HOST,
        "THROTTLE_ANON": "100000000/min",
    }
    command = [sys.executable, "-m", "gunicorn", "nutriplan.wsgi", "--workers", "2", "--bind", f"{HOST}:{port}"]
    return subprocess.Popen([*command, "--timeout", "120", "--log-level", "warning"], env=environment)


def measure(port: int, rounds: int) -> list[str]:
    typing = [f"/api/v1/foods/?search={quote(text)}&page_size=10&fields=id,name" for text in typed()]
    pages = [f"/api/v1/foods/?search={quote(text)}&page_size=20" for text, _ in RECALL]
    for _ in range(12):
        warm = max(ask(port, path) for path in (typing[0], pages[0]))
    sys.stderr.write(f"last warm-up answer {warm:.0f} ms\n")
    return [
        "| what | requests | p50 ms | p95 ms | p99 ms | slowest ms |",
        "|---|---|---|---|---|---|",
        row("typing, 10 names", [ask(port, path) for _ in range(rounds) for path in typing]),
        row("page of 20 with all nutrients", [ask(port, path) for _ in range(rounds * 3) for path in pages]),
    ]


def main() -> None:
    port = free_port()
    server = start(port)
    try:
        _wait_for(port)
        sys.stdout.write("\n".join(measure(port, int(sys.argv[1]) if len(sys.argv) > 1 else 2)) + "\n")
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            ask(port, "/api/v1/foods/?search=milk&page_size=1&fields=id")
        except (ConnectionError, OSError):
            time.sleep(0.2)
        else:
            return


if __name__ == "__main__":
    main()
