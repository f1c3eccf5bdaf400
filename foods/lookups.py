"""How are thousands of ids or numbers asked for at once? As one parameter of the query, however many there are."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import BigAutoField, CharField, Lookup, PositiveIntegerField

#: Type of the field -> type of the elements of PostgreSQL's array.
_ELEMENTS = {"BigAutoField": "bigint", "PositiveIntegerField": "integer", "CharField": "varchar"}


@BigAutoField.register_lookup
@PositiveIntegerField.register_lookup
@CharField.register_lookup
class AnyOf(Lookup):
    """`pk__any_of=ids`, a list."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} IN (SELECT value FROM json_each(%s))", [*params, json.dumps(self.rhs)]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, params = self.process_lhs(compiler, connection)
        kind = _ELEMENTS[self.lhs.output_field.get_internal_type()]
        return f"{left} = ANY(%s::{kind}[])", [*params, self.rhs]
