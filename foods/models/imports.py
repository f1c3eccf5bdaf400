"""What was brought in from a file, which rows of it were refused, and what has to be put back to undo it?"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from foods.models.source import Source


class ImportBatch(models.Model):
    """One import of one file or folder. position: how far it got, so that it can go on where it stopped."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="batches")
    file = models.CharField(max_length=300)
    file_hash = models.CharField(max_length=64, blank=True)
    started = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True, blank=True)
    rolled_back = models.DateTimeField(null=True, blank=True)
    position = models.PositiveBigIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-started",)
        verbose_name_plural = "import batches"
        constraints = (
            models.CheckConstraint(condition=~Q(file=""), name="batch_has_file"),
            models.CheckConstraint(
                condition=Q(finished__isnull=True) | Q(finished__gte=F("started")), name="batch_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(rolled_back__isnull=True) | Q(rolled_back__gte=F("started")),
                name="batch_rolled_back_after_start",
            ),
        )

    def __str__(self) -> str:
        return f"{self.file}, {self.started:%Y-%m-%d %H:%M}"


class ImportRejection(models.Model):
    """A row that was not taken, and why. content: the row as it stood, so that it can be mended."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rejections")
    file = models.CharField(max_length=120)
    row = models.PositiveIntegerField(help_text="Counted as a spreadsheet does: the header is row 1.")
    record = models.CharField(max_length=40, blank=True, help_text="The number of the food, where the row has one.")
    reason = models.CharField(max_length=300)
    content = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("batch", "file", "row")
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="rejection_has_reason"),
            models.CheckConstraint(condition=Q(row__gte=1), name="rejection_row_from_1"),
        )

    def __str__(self) -> str:
        return f"{self.file}:{self.row} {self.reason}"


class ImportedFood(models.Model):
    """What an import did to one food. before: the food as it was; None where the import made it."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="imported", db_index=False)
    food = models.ForeignKey("foods.Food", on_delete=models.CASCADE, related_name="imports")
    before = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("batch", "food"), name="imported_once_per_batch"),)

    def __str__(self) -> str:
        return f"{self.batch_id} {self.food_id}"
