"""What every test may lean on: a database that holds the real foods and dishes, loaded once a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.commands import flush
from django.core.management.sql import sql_flush
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django.plugin import DjangoDbBlocker

from tests.loaded_foods import CopiedDatabase


class _LoadedFoods:
    """Foods and dishes are reference data: they outlive the flush after a test with `transaction=True` or live_server.

    A test that changed them there (through services or a factory) has its changes undone before the next one.
    """

    def __init__(self) -> None:
        from foods import selectors
        from foods.models import Dish, Food

        self.version = selectors.data_version()
        self.food_ids = set(Food.objects.values_list("pk", flat=True))
        self.dish_ids = set(Dish.objects.values_list("pk", flat=True))

    def restore(self) -> None:
        from foods import selectors, services
        from foods.models import (
            Alias,
            AmountOverride,
            Dish,
            Food,
            FoodTag,
            ImportBatch,
            NutrientAmount,
            Purchase,
        )

        _forget_history()
        if selectors.data_version() == self.version:
            return
        Dish.objects.filter(pk__in=set(Dish.objects.values_list("pk", flat=True)) - self.dish_ids).delete()
        Dish.objects.update(by_hand=False)
        for model in (FoodTag, Purchase):
            model._default_manager.filter(by_hand=True).delete()
        AmountOverride.objects.all().delete()
        NutrientAmount.objects.filter(origin="curated").delete()
        ImportBatch.objects.all().delete()
        Food.objects.filter(pk__in=set(Food.objects.values_list("pk", flat=True)) - self.food_ids).delete()
        Alias.objects.filter(by_hand=True).delete()
        Food.objects.update(state="published", by_hand=False, merged_into=None, reviewed_by=None)
        _forget_history()
        services.load_foods(again=True)
        services.load_dishes(again=True)
        self.version = selectors.data_version()


def _forget_history() -> None:
    """Who edited what, in tests that are over."""
    from foods.models import Alias, Dish, Food, FoodTag, Ingredient, NutrientAmount, Portion, Purchase, Swap

    for model in (Alias, Dish, Food, FoodTag, Ingredient, NutrientAmount, Portion, Purchase, Swap):
        model.history.all().delete()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="only the tests that need another database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What never asks the database answers the same on every one: it need not run again on the second. Nor need the
    many plans: `tests/test_same_plan.py` holds what the planner is asked on one database against the other."""
    if not config.getoption("--database-only"):
        return
    apart = [item for item in items if not _needs_database(item)]
    config.hook.pytest_deselected(items=apart)
    items[:] = [item for item in items if _needs_database(item)]


def _needs_database(item: pytest.Item) -> bool:
    asked = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    if item.get_closest_marker("plans"):
        return False
    return bool(asked) or item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="session")
def copied_database(pytestconfig: pytest.Config) -> CopiedDatabase:
    return CopiedDatabase(pytestconfig.cache.mkdir("loaded_foods"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, copied_database: CopiedDatabase
) -> Iterator[Callable[[], None]]:
    """A thread of the live server lives as long as the browser keeps its socket, and may outlive the last test.

    PostgreSQL drops no database that such a thread is still connected to, so there a connection ends with its request.
    Tables that are copied as they are need no migrations before.
    """
    connections.settings["default"]["CONN_MAX_AGE"] = 0
    with pytest.MonkeyPatch.context() as patch:
        if copied_database.stands:
            patch.setattr(settings, "MIGRATION_MODULES", dict.fromkeys(app.label for app in apps.get_app_configs()))
        yield patch.undo


@pytest.fixture
def unsolved(monkeypatch: pytest.MonkeyPatch) -> None:
    """The walk as far as the cautions, for what does not depend on the dishes: a plan costs a second or more."""
    from nutriplan import proposal as walk

    def only_checked(person: Any, _servings: Any, knowledge: Any, wishes: Any, *_more: Any) -> walk.Proposal:
        return walk.check(person, knowledge, wishes)

    monkeypatch.setattr(walk, "propose", only_checked)


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,
    django_db_modify_db_settings: Callable[[], None],
    copied_database: CopiedDatabase,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    django_db_modify_db_settings()
    with django_db_blocker.unblock():
        copied_database.fill(_load)
        loaded = _LoadedFoods()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "sql_flush", _flush_without_foods(loaded))
        yield


def _load() -> None:
    from foods import services

    services.load_foods()
    services.load_dishes()


def _flush_without_foods(loaded: _LoadedFoods) -> Callable[..., list[str]]:
    def flush_others(style: Any, connection: BaseDatabaseWrapper, **options: Any) -> list[str]:
        loaded.restore()
        users = get_user_model()._meta.db_table
        names = connection.introspection.django_table_names
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                connection.introspection,
                "django_table_names",
                lambda **given: [name for name in names(**given) if not name.startswith("foods_") and name != users],
            )
            # Foods point to the users who edited them, and PostgreSQL truncates no table that is pointed to.
            return [*sql_flush(style, connection, **options), f"DELETE FROM {connection.ops.quote_name(users)}"]

    return flush_others
