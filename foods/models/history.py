"""Who changed what, when and why? Edits are kept; bulk loads go past this, because their files are the history."""

from __future__ import annotations

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords


def edits(**options: Any) -> Any:
    """The `history` of a model: a row for every save and delete of one object. Reasons may be long."""
    return HistoricalRecords(history_change_reason_field=models.TextField(null=True), **options)


def because(row: models.Model, *, reason: str, by: Any = None) -> None:
    """Keep the reason, and who gave it, with the next save or delete of the row."""
    told: Any = row
    told._change_reason = reason  # noqa: SLF001 - the names that simple-history documents
    if by is not None:
        told._history_user = by  # noqa: SLF001
