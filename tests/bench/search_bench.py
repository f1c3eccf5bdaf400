"""How long does the server take to answer a search over HTTP? Over the real server, while somebody types.

python -m tests.bench.search_bench [ROUNDS]

Needs DATABASE_URL with loaded foods (and tests.bench.many_foods for 400,000). Starts gunicorn with two workers as
`make run` does, without DEBUG, and asks one question after another on the same machine, each on a connection of its
own: every question of tests/foods/recall.py as it is typed, from its second letter on (page of 10, id and name), then
each whole question for a page of 20 foods with all nutrients, tags and allergens, with a filter as well, and lists of
50 foods without words. Before each row every worker has answered its first question, so that index and columns stand;
the slowest of those answers is the last column. Measured from sending the request to the last byte. Prints a table.
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
API = "/api/v1/foods/"
#: So many questions reach both workers, as good as surely.
WARMING = 12


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


def row(name: str, port: int, paths: list[str], rounds: int) -> str:
    first = max(ask(port, paths[0]) for _ in range(WARMING))
    times = [ask(port, path) for _ in range(rounds) for path in paths]
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    told = " | ".join(f"{one:.1f}" for one in (cuts[49], cuts[94], cuts[98], max(times)))
    return f"| {name} | {len(times)} | {told} | {first:.0f} |"


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
        "THROTTLE_USER": "100000000/min",  # counts guests as well, by address
    }
    command = [sys.executable, "-m", "gunicorn", "nutriplan.wsgi", "--workers", "2", "--bind", f"{HOST}:{port}"]
    return subprocess.Popen([*command, "--timeout", "120", "--log-level", "warning"], env=environment)


def measure(port: int, rounds: int) -> list[str]:
    typing = [f"{API}?search={quote(text)}&page_size=10&fields=id,name" for text in typed()]
    asked = {"typing, 10 names": typing, **others()}
    return [
        "| what | requests | p50 ms | p95 ms | p99 ms | slowest ms | first in a worker ms |",
        "|---|---|---|---|---|---|---|",
        *(row(name, port, paths, rounds) for name, paths in asked.items()),
    ]


def others() -> dict[str, list[str]]:
    words = [quote(text) for text, _ in RECALL]
    page = f"{API}?page_size=50&page="
    bounded = f"{API}?page_size=50&group=0100&ordering=potassium_mg&calcium_mg__lte=400&magnesium_mg__gte=1"
    by_magnesium = f"{API}?page_size=50&ordering=-magnesium_mg"
    return {
        "page of 20 with all nutrients": [f"{API}?search={text}&page_size=20" for text in words] * 3,
        "the same, vegetarian and at least 10 mg Mg": [
            f"{API}?search={text}&page_size=20&diet=vegetarian&magnesium_mg__gte=10" for text in words
        ],
        "list of 50 with all nutrients": [f"{page}{number}" for number in range(1, 61)],
        "list of 50, most magnesium per 100 g": [f"{by_magnesium}&page={number}" for number in range(1, 21)],
        "list of 50, least potassium, group and bounds": [f"{bounded}&page={number}" for number in (1, 2)] * 10,
        "list of 50, most magnesium per 100 kcal": [f"{by_magnesium}&basis=100kcal&page={n}" for n in range(1, 21)],
    }


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
            ask(port, f"{API}?search=milk&page_size=1&fields=id")
        except (ConnectionError, OSError):
            time.sleep(0.2)
        else:
            return


if __name__ == "__main__":
    main()
