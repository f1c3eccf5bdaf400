"""What is in a food, how much of it is a portion, and what is said about it? An absent row means: not known."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from foods.models.source import FoodGroup, Source
from foods.vocabulary import nutrient_choices, tag_choices

#: Nothing weighs more than the 100 g it is in; 100 g are this many µg, the smallest unit in use. Keeps out infinity and
#: NaN as well, which PostgreSQL holds to be larger than any number.
MOST_PER_100_G = 100_000_000


class Origin(models.TextChoices):
    """Where an amount comes from: the source codes of USDA SR28, and what was done to a value here."""

    ANALYSED = "1", "analysed or derived from analysis"
    CALCULATED = "4", "calculated or imputed"
    CLAIM_ADDED = "5", "maker's claim for an added nutrient"
    ANALYSED_MIXED = "6", "analyses of the USDA and of makers together"
    ASSUMED_ZERO = "7", "assumed to be zero"
    FROM_LABEL = "8", "calculated from the label"
    MAKER_CALCULATED = "9", "calculated by the maker"
    MIXED = "11", "several origins together"
    MAKER_ANALYSED = "12", "analysed by the maker, partly documented"
    LITERATURE = "13", "analysed in the literature, partly documented"
    CORRECTED = "corrected", "corrected here, see the corrections"
    CURATED = "curated", "entered here by a curator"


class Food(models.Model):
    """One food of a table. refuse_pct: the inedible share as bought, in per cent; None where the source is silent.

    search_text and plainness are worked out from the names by foods.search. by_hand: made or changed by a curator.
    unfortified: the same food without added vitamin D or calcium, for those who buy that.
    """

    ndb_no = models.CharField("NDB number", max_length=12, unique=True)
    name = models.CharField(max_length=200)
    group = models.ForeignKey(FoodGroup, on_delete=models.PROTECT, related_name="foods")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="foods", db_index=False)
    scientific_name = models.CharField(max_length=100, blank=True)
    common_name = models.CharField(max_length=120, blank=True)
    manufacturer = models.CharField(max_length=100, blank=True)
    in_survey = models.BooleanField(
        "in USDA surveys", default=False, help_text="Eaten in USDA dietary surveys; such foods miss few values."
    )
    refuse_pct = models.FloatField("refuse, %", null=True, blank=True)
    refuse_description = models.CharField(max_length=160, blank=True)
    unfortified = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    is_published = models.BooleanField(default=True)
    by_hand = models.BooleanField(default=False, editable=False)
    search_text = models.CharField(max_length=600, editable=False)
    plainness = models.SmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ("ndb_no",)
        constraints = (
            models.CheckConstraint(condition=~Q(ndb_no=""), name="food_has_number"),
            models.CheckConstraint(condition=~Q(name=""), name="food_has_name"),
            models.CheckConstraint(
                condition=Q(refuse_pct__isnull=True) | Q(refuse_pct__gte=0, refuse_pct__lt=100),
                name="food_refuse_below_100_pct",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def edible_share(self) -> float | None:
        """Edible grams from one gram as bought, 0 to 1; None where nobody knows."""
        return None if self.refuse_pct is None else 1 - self.refuse_pct / 100


class NutrientAmount(models.Model):
    """How much of one nutrient is in 100 g of edible portion, in the unit of the nutrient's key."""

    food = models.ForeignKey(Food, on_delete=models.CASCADE, related_name="amounts", db_index=False)
    nutrient = models.CharField(max_length=32, choices=nutrient_choices)
    amount = models.FloatField("amount per 100 g")
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.CURATED)
    derivation = models.CharField("derivation code", max_length=5, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("food", "nutrient"), name="amount_once_per_food"),
            models.CheckConstraint(
                condition=Q(amount__gte=0, amount__lte=MOST_PER_100_G), name="amount_finite_not_negative"
            ),
            models.CheckConstraint(
                condition=~Q(origin=Origin.ASSUMED_ZERO) | Q(amount=0), name="amount_assumed_zero_is_zero"
            ),
        )

    def __str__(self) -> str:
        return f"{self.food_id} {self.nutrient}"

    @property
    def is_assumed(self) -> bool:
        """A zero that the source assumes; nobody measured it."""
        return self.origin == Origin.ASSUMED_ZERO


class Portion(models.Model):
    """A household measure: `amount` of `unit` weighs `grams` ("3 oz" weighs 85 g).

    doubt: why this weight is not to be relied on; empty where it is.
    """

    food = models.ForeignKey(Food, on_delete=models.CASCADE, related_name="portions", db_index=False)
    position = models.PositiveSmallIntegerField()
    amount = models.FloatField()
    unit = models.CharField(max_length=100)
    grams = models.FloatField()
    doubt = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("food", "position")
        constraints = (
            models.UniqueConstraint(fields=("food", "position"), name="portion_position_once_per_food"),
            models.CheckConstraint(condition=Q(amount__gt=0, amount__lte=100_000), name="portion_amount_positive"),
            models.CheckConstraint(condition=Q(grams__gt=0, grams__lte=100_000), name="portion_grams_positive"),
            models.CheckConstraint(condition=~Q(unit=""), name="portion_has_unit"),
        )

    def __str__(self) -> str:
        return f"{self.amount:g} {self.unit} = {self.grams:g} g"

    @property
    def grams_each(self) -> float:
        """Grams of one unit."""
        return self.grams / self.amount


class Alias(models.Model):
    """Another name people use for a food ("garbanzo", "courgette")."""

    food = models.ForeignKey(Food, on_delete=models.CASCADE, related_name="aliases", db_index=False)
    name = models.CharField(max_length=100)

    class Meta:
        verbose_name_plural = "aliases"
        constraints = (
            models.UniqueConstraint(fields=("food", "name"), name="alias_once_per_food"),
            models.CheckConstraint(condition=~Q(name=""), name="alias_has_name"),
        )

    def __str__(self) -> str:
        return self.name


class TagState(models.TextChoices):
    PRESENT = "present", "carries it"
    ABSENT = "absent", "does not carry it"


class FoodTag(models.Model):
    """A reviewed decision on one tag of one food. No row: undecided, which counts as carrying wherever it matters."""

    food = models.ForeignKey(Food, on_delete=models.CASCADE, related_name="tags", db_index=False)
    tag = models.CharField(max_length=40, choices=tag_choices)
    state = models.CharField(max_length=8, choices=TagState.choices)
    by_hand = models.BooleanField(default=True, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("food", "tag"), name="tag_once_per_food"),
            models.CheckConstraint(condition=Q(state__in=TagState.values), name="tag_state_known"),
        )

    def __str__(self) -> str:
        return f"{self.tag}: {self.get_state_display()}"


class Correction(models.Model):
    """An error of the source that was put right at load, with the reason. The source itself stays as it is."""

    food = models.ForeignKey(Food, on_delete=models.CASCADE, related_name="corrections", db_index=False)
    what = models.CharField(max_length=40, help_text='A nutrient key, or "portion:1" for the first household measure.')
    action = models.CharField(max_length=10)
    was = models.CharField(max_length=40)
    becomes = models.CharField(max_length=40, blank=True)
    why = models.TextField()
    dated = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("food", "what"), name="correction_once_per_value"),
            models.CheckConstraint(condition=~Q(why=""), name="correction_has_reason"),
        )

    def __str__(self) -> str:
        return f"{self.what}: {self.why}"
