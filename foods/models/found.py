"""Since when do the search index and the columns lag behind the foods? A journal, so that a change costs one food."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class SearchState(models.Model):
    """One row. seq: number of the last change; token: tells apart two histories that reached the same number."""

    seq = models.PositiveBigIntegerField(default=0)
    token = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="search_state_is_one_row"),)

    def __str__(self) -> str:
        return f"{self.seq} {self.token}"


class SearchChange(models.Model):
    """A change of a food. food_id None: everything may have changed. No key: the food may be gone."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    token = models.CharField(max_length=16)
    food_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.seq} {self.food_id or 'all'}"
