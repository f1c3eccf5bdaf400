"""What has to be bought to eat a food?"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from foods import as_bought
from foods.models.food import Food
from foods.models.history import edits


class Purchase(models.Model):
    """The shop's name for a food, and the grams as eaten that one gram as bought gives.

    A food without a purchase is bought as it is eaten, and its aisle is unknown.
    """

    food = models.OneToOneField(Food, on_delete=models.CASCADE, related_name="purchase")
    bought_as = models.ForeignKey(Food, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=120)
    eaten_per_bought = models.FloatField()
    aisle = models.CharField(max_length=60)
    is_staple = models.BooleanField(default=False, help_text="Bought rarely and used in pinches: salt, oil, spices.")
    note = models.CharField(
        max_length=200,
        blank=True,
        help_text="What to look for on the label. Allergens that are left open are added to it by themselves.",
    )
    without = models.JSONField(
        default=list,
        blank=True,
        help_text='Tags of allergens that it must be bought without, as in ["dairy", "egg"]. The name must say so.',
    )
    keeps_days = models.PositiveSmallIntegerField(
        "keeps, days",
        null=True,
        blank=True,
        help_text="At home, as bought. Empty: nobody knows, and it counts as short.",
    )
    opened_days = models.PositiveSmallIntegerField(
        "keeps once opened, days",
        null=True,
        blank=True,
        help_text="What is left of a pack. Of a bag of whole pieces: as before.",
    )
    price_tier = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="What a usual portion costs: 1 cheap, 2 middling, 3 dear."
    )
    by_hand = models.BooleanField(default=True, editable=False)
    history = edits()

    class Meta:
        constraints = (
            # 1 g dry gives at most about 16 g as eaten (tea leaves aside); a bone-in cut gives at least a twentieth.
            models.CheckConstraint(
                condition=Q(eaten_per_bought__gte=0.05, eaten_per_bought__lte=100), name="purchase_yield_plausible"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="purchase_has_name"),
            models.CheckConstraint(
                condition=Q(opened_days__isnull=True) | Q(opened_days__lte=F("keeps_days")),
                name="purchase_opened_keeps_no_longer",
            ),
            models.CheckConstraint(
                condition=Q(price_tier__isnull=True) | Q(price_tier__range=(1, 3)), name="purchase_price_tier_1_to_3"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.without = self.without or []
        if not isinstance(self.without, list) or not all(isinstance(tag, str) for tag in self.without):
            raise ValidationError({"without": "This must be a list of tags."})
        told = list(as_bought.faults(name=self.name, note=self.note, without=self.without))
        if told:
            raise ValidationError(told)


class Pack(models.Model):
    """A size the shop sells. No rows: sold loose."""

    purchase = models.ForeignKey(Purchase, on_delete=models.CASCADE, related_name="packs", db_index=False)
    label = models.CharField(max_length=60)
    grams = models.FloatField()

    class Meta:
        ordering = ("purchase", "grams")
        constraints = (
            models.UniqueConstraint(fields=("purchase", "label"), name="pack_once_per_purchase"),
            models.CheckConstraint(condition=Q(grams__gt=0, grams__lte=100_000), name="pack_grams_positive"),
        )

    def __str__(self) -> str:
        return f"{self.label} ({self.grams:g} g)"
