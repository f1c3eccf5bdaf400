import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from rest_framework.test import APIClient

from foods import selectors
from tests.api.contract import Contract

pytestmark = pytest.mark.django_db


def test_it_is_alive_without_asking_the_database(
    guest: APIClient, contract: Contract, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert contract.check(guest.get("/healthz")) == {"status": "ok"}


def test_it_is_ready(guest: APIClient, contract: Contract) -> None:
    answer = contract.check(guest.get("/readyz"))
    assert answer["status"] == "ok"
    assert set(answer["checks"]) == {"database", "migrations", "foods", "rules"}


def test_it_is_not_ready_while_a_migration_is_missing(guest: APIClient, contract: Contract) -> None:
    (last,) = MigrationLoader(connection).graph.leaf_nodes("plans")
    MigrationRecorder(connection).record_unapplied(*last)
    response = guest.get("/readyz")
    assert response.status_code == 503
    assert contract.check(response)["checks"]["migrations"] is False


def test_it_is_not_ready_without_a_dish_to_offer(
    guest: APIClient, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selectors, "servings", tuple)
    assert contract.check(guest.get("/readyz"))["checks"]["foods"] is False
