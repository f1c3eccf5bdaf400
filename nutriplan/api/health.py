"""Is the process alive, and can it answer? For whoever watches the server; outside /api."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from foods import selectors as foods
from nutriplan.api.base import Resource, found, operation
from nutriplan.domain.errors import KnowledgeFaults
from nutriplan.people import selectors as people

READINESS = ["ok", "not_ready"]


class HealthSerializer(serializers.Serializer[Any]):
    status = serializers.ChoiceField(choices=READINESS)


class ReadinessSerializer(HealthSerializer):
    checks = serializers.DictField(child=serializers.BooleanField(), help_text="database, migrations, foods, rules")


class Alive(Resource):
    authentication_classes = ()
    throttle_classes = ()

    @operation("healthz", "Is the process alive?", tag="health", answers={200: HealthSerializer}, problems=())
    def get(self, request: Request) -> Response:
        return found({"status": "ok"})


class Ready(Resource):
    authentication_classes = ()
    throttle_classes = ()

    @operation(
        "readyz",
        "Can it answer: database, migrations, foods and caution rules",
        tag="health",
        answers={200: ReadinessSerializer, 503: ReadinessSerializer},
        problems=(),
    )
    def get(self, request: Request) -> Response:
        checks = {**_database(), "rules": _rules()}
        ready = all(checks.values())
        return found({"status": "ok" if ready else "not_ready", "checks": checks}, 200 if ready else 503)


def _database() -> dict[str, bool]:
    try:
        executor = MigrationExecutor(connection)
        migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        return {"database": True, "migrations": migrated, "foods": migrated and bool(foods.servings())}
    except DatabaseError:
        return {"database": False, "migrations": False, "foods": False}


def _rules() -> bool:
    try:
        return bool(people.caution_book().rules)
    except KnowledgeFaults:
        return False
