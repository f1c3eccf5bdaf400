from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker

from nutriplan.web.views.answers import PLAN
from tests.web.cast import MAN_45, answered


def _first_of(*names: str) -> str | None:
    return next((path for path in map(shutil.which, names) if path), None)


CHROMIUM = os.environ.get("CHROMIUM") or _first_of("chromium", "chromium-browser", "google-chrome")
# The browser plugin keeps an event loop running in this thread, which Django takes for an asynchronous caller.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
#: A week is worked out in seconds; on a busy machine in more of them.
PATIENCE_MS = 120_000

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    if not CHROMIUM:
        pytest.fail("No Chromium for the browser tests. Run: sudo apt-get install chromium", pytrace=False)
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    args = ["--no-sandbox", "--disable-gpu", "--disable-quic", *quiet]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": args}


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[OpenPage]:
    """Open an address of ours. Whatever the browser complains about (a script, the security policy) fails the test."""
    complaints: list[str] = []
    contexts = []
    cache.clear()

    def open_at(address: str, *, cookies: Any = (), **context: Any) -> Page:
        contexts.append(browser.new_context(**{"viewport": PHONE, "reduced_motion": "reduce", **context}))
        contexts[-1].add_cookies(list(cookies))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{live_server.url}{address}")
        return page

    yield open_at
    for one in contexts:
        one.close()
    assert complaints == []


@pytest.fixture(scope="session")
def made_plan(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Any:
    """What a session holds of a plan. It costs seconds, so it is made once for the journeys that begin with a plan."""
    client = Client()
    with django_db_blocker.unblock(), transaction.atomic():
        answered(client, MAN_45)
        made = client.session[PLAN]
        transaction.set_rollback(True)
    return made


@pytest.fixture
def open_plan(open_page: OpenPage, live_server: Any, made_plan: Any) -> OpenPage:
    """Open the page of a plan that was made a moment ago."""

    def open_it(**context: Any) -> Page:
        session = SessionStore()
        session[PLAN] = made_plan
        session.create()
        cookie = {"name": "sessionid", "value": session.session_key, "url": live_server.url}
        return open_page("/plan/", cookies=[cookie], **context)

    return open_it
