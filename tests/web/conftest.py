from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.web.cast import KIDNEY, UNKNOWN_MEDICINE, Answers, planned


@pytest.fixture(autouse=True)
def _no_plans_counted_yet() -> Iterator[None]:
    """The throttle counts in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="session")
def kidney_page(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> str:
    """A plan costs seconds, so this page is made once and only read."""
    return _page_of(KIDNEY, django_db_blocker)


@pytest.fixture(scope="session")
def unknown_medicine_page(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> str:
    return _page_of(UNKNOWN_MEDICINE, django_db_blocker)


def _page_of(answers: Answers, blocker: DjangoDbBlocker) -> str:
    with blocker.unblock(), transaction.atomic():
        page = planned(Client(), answers)
        transaction.set_rollback(True)
    return page
