"""Where do the foods come from, in which groups, and which state of the data is this?"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from foods.vocabulary import nutrient_choices


class Source(models.Model):
    """A published table of foods, as it has to be cited."""

    key = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=200)
    version = models.CharField(max_length=60)
    licence = models.CharField(max_length=120)
    citation = models.TextField()

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.title


class FoodGroup(models.Model):
    """A group of the source table; the code keeps its leading zero."""

    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class GroupCeiling(models.Model):
    """90th percentile of the known amounts per 100 g in a group: what a maximum reckons with where a food has none."""

    group = models.ForeignKey(FoodGroup, on_delete=models.CASCADE, related_name="ceilings", db_index=False)
    nutrient = models.CharField(max_length=32, choices=nutrient_choices)
    amount = models.FloatField()
    food_count = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("group", "nutrient"), name="ceiling_once_per_group"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="ceiling_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.group_id} {self.nutrient}"


class DataVersion(models.Model):
    """What a part of the data is: the hash of the files it was loaded from, and a token for what was edited since."""

    part = models.CharField(max_length=16, unique=True)
    content_hash = models.CharField(max_length=64, blank=True)
    edit_token = models.CharField(max_length=32, blank=True)
    loaded_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.part} {self.content_hash[:12]}"
