"""What is kept of a plan? The profile it was made for, the document it answered with, and the versions behind both."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Plan(models.Model):
    """A plan kept by its owner. document: the plan JSON as it was answered; never changed by a later release, only by
    its owner. wanted: what they asked of it since it was made. before: document and wanted before the last change.
    version: counts the changes, so that two at once are noticed."""

    class State(models.TextChoices):
        READY = "ready", "Ready"
        REFERRED = "referred", "A clinician comes first"
        INFEASIBLE = "infeasible", "No plan possible"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="plans")
    created_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=20, choices=State)
    start_date = models.DateField()
    day_count = models.PositiveSmallIntegerField()
    profile = models.JSONField()
    document = models.JSONField()
    foods_version = models.CharField(max_length=64)
    rules_version = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1)
    wanted = models.JSONField(default=dict, blank=True)
    before = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(day_count__gte=1, day_count__lte=28), name="plan_of_1_to_28_days"),
            models.CheckConstraint(condition=Q(state__in=["ready", "referred", "infeasible"]), name="plan_state_known"),
        )

    def __str__(self) -> str:
        return f"{self.day_count} days from {self.start_date}"
