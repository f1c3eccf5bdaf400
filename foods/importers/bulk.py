"""How do 350,000 rows get into and out of a table within seconds? COPY on PostgreSQL, one prepared INSERT elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import QuerySet

Cell = str | float | int | bool | None


def insert(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Insert rows as they are: no defaults, no signals; the table's own constraints are the guard.

    Call it inside a transaction. fields: names of the model's fields, in the order of the cells. rows: may not ask the
    database anything on their way, because the connection is busy until the last of them.
    """
    quote = connection.ops.quote_name
    meta = model._meta  # noqa: SLF001 - Django's documented way to a model's columns
    column_of = {field.name: str(field.column) for field in meta.fields}
    columns = ", ".join(quote(column_of[field]) for field in fields)
    table = quote(meta.db_table)
    # COPY goes past Django's cursor; without this a broken constraint would not be an IntegrityError of Django's.
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(fields))
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(rows))


def refresh_statistics(*models_: type[models.Model]) -> None:
    """Tell PostgreSQL how full these tables are now; none named: all of foods and dishes.

    Until it looks by itself, minutes later, it plans queries on half a million rows as if the tables were empty.
    """
    if connection.vendor != "postgresql":
        return
    quote = connection.ops.quote_name
    asked = models_ or tuple(apps.get_app_config("foods").get_models())
    tables = [quote(model._meta.db_table) for model in asked]  # noqa: SLF001 - as above
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


def delete(rows: QuerySet[Any]) -> None:
    """Delete rows in one statement: no history, no cascade; the table's own keys are the guard."""
    rows._raw_delete(rows.db)  # noqa: SLF001 - delete() would fetch each row for the sake of its history
