"""What did the last check of all foods find? Kept where they are too many to look at them whenever somebody asks."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from foods.models.source import FoodGroup
from foods.vocabulary import nutrient_choices


class QualityCheck(models.Model):
    """One row: the last check. seq, token: where the journal of changes stood. counts: check -> [findings, foods]."""

    seq = models.PositiveBigIntegerField(default=0)
    token = models.CharField(max_length=16, blank=True)
    checked_at = models.DateTimeField()
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="quality_check_is_one_row"),)

    def __str__(self) -> str:
        return f"{self.checked_at:%Y-%m-%d %H:%M}"


class FoodFinding(models.Model):
    """What a check asks about a food, as in foods.quality."""

    food = models.ForeignKey("foods.Food", on_delete=models.CASCADE, related_name="findings")
    check_name = models.CharField(max_length=40)
    detail = models.CharField(max_length=300)

    class Meta:
        indexes = (models.Index(fields=("check_name", "food"), name="finding_by_check"),)

    def __str__(self) -> str:
        return f"{self.food_id} {self.check_name}"


class GroupSpread(models.Model):
    """What a group held of a nutrient at the last check, as in foods.quality.Spread; None where it is not asked."""

    group = models.ForeignKey(FoodGroup, on_delete=models.CASCADE, related_name="spreads", db_index=False)
    nutrient = models.CharField(max_length=32, choices=nutrient_choices)
    middle = models.FloatField(null=True)
    usual = models.FloatField(null=True)
    most = models.FloatField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("group", "nutrient"), name="spread_once_per_group"),)

    def __str__(self) -> str:
        return f"{self.group_id} {self.nutrient}"
