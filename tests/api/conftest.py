from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient

from tests.api.contract import Contract


@pytest.fixture(autouse=True)
def _nobody_is_throttled() -> Iterator[None]:
    """Requests are counted in a cache that all tests of a process share."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def guest() -> APIClient:
    return APIClient()


@pytest.fixture
def owner(db: None) -> User:
    return User.objects.create_user("ada", password="a long enough secret")


@pytest.fixture
def member(owner: User) -> APIClient:
    """Signed in, and checked for the CSRF token as a browser is: see `test_authorisation`."""
    client = APIClient()
    client.force_login(owner)
    return client


@pytest.fixture(scope="session")
def schema() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call, no-any-return]


@pytest.fixture(scope="session")
def contract(schema: dict[str, Any]) -> Contract:
    return Contract(copy.deepcopy(schema))
