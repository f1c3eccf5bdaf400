"""What is in a food, how much of it is a portion, and what is said about it? An absent row means: not known."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from foods.models.history import edits
from foods.models.imports import ImportBatch
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
    UNSAID = "unsaid", "the source does not say"


class FoodState(models.TextChoices):
    """Only published foods are found, listed and planned with."""

    DRAFT = "draft", "draft"
    PUBLISHED = "published", "published"
    RETIRED = "retired", "retired"


class Food(models.Model):
    """One food of a table. refuse_pct: the inedible share as bought, in per cent; None where the source is silent.

    display_name: what people call it; empty: the name of the table. racc_g: the serving that is customarily eaten, by
    which "high in" is judged; None where nobody knows. merged_into: the food that a retired duplicate became.
    search_text and plainness are worked out from the names by foods.search. by_hand: made or changed by a curator.
    unfortified: the same food without added vitamin D or calcium, for those who buy that.
    """

    ndb_no = models.CharField("NDB number", max_length=12, unique=True)
    fdc_id = models.PositiveIntegerField("FoodData Central id", null=True, blank=True, unique=True)
    gtin = models.CharField("GTIN", max_length=14, blank=True, help_text="The number below the bar code.")
    name = models.CharField(max_length=300)
    display_name = models.CharField(max_length=120, blank=True, help_text="What people call it; empty: the name above.")
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
    racc_g = models.FloatField("reference serving, g", null=True, blank=True)
    racc_source = models.CharField("source of the reference serving", max_length=160, blank=True)
    state = models.CharField(max_length=9, choices=FoodState.choices, default=FoodState.PUBLISHED)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    last_reviewed = models.DateField(null=True, blank=True)
    next_review = models.DateField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.SET_NULL, null=True, blank=True, related_name="foods", editable=False
    )
    by_hand = models.BooleanField(default=False, editable=False)
    search_text = models.CharField(max_length=600, editable=False)
    plainness = models.SmallIntegerField(default=0, editable=False)
    history = edits(excluded_fields=["search_text", "plainness"])

    class Meta:
        ordering = ("ndb_no",)
        indexes = (
            models.Index(fields=("gtin",), name="food_by_gtin", condition=~Q(gtin="")),
            models.Index(fields=("next_review",), name="food_by_next_review", condition=Q(next_review__isnull=False)),
            models.Index(fields=("state",), name="food_not_published", condition=~Q(state="published")),
            # Without it, deleting the foods of an import looks through all foods for each of them.
            models.Index(fields=("unfortified",), name="food_by_unfortified", condition=Q(unfortified__isnull=False)),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=FoodState.values), name="food_state_known"),
            models.CheckConstraint(condition=Q(gtin="") | Q(gtin__regex=r"^[0-9]{8,14}$"), name="food_gtin_digits"),
            models.CheckConstraint(
                condition=Q(racc_g__isnull=True, racc_source="")
                | (Q(racc_g__isnull=False, racc_g__gt=0, racc_g__lte=2000) & ~Q(racc_source="")),
                name="food_racc_plausible_with_source",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(state="retired"), name="food_merged_is_retired"
            ),
            models.CheckConstraint(
                condition=Q(next_review__isnull=True)
                | Q(last_reviewed__isnull=True)
                | Q(next_review__gte=models.F("last_reviewed")),
                name="food_next_review_not_before_last",
            ),
            models.CheckConstraint(condition=~Q(ndb_no=""), name="food_has_number"),
            models.CheckConstraint(condition=~Q(name=""), name="food_has_name"),
            models.CheckConstraint(
                condition=Q(refuse_pct__isnull=True) | Q(refuse_pct__gte=0, refuse_pct__lt=100),
                name="food_refuse_below_100_pct",
            ),
        )

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """What people call it, or else the name in the table."""
        return self.display_name or self.name

    @property
    def is_published(self) -> bool:
        return self.state == FoodState.PUBLISHED

    @property
    def edible_share(self) -> float | None:
        """Edible grams from one gram as bought, 0 to 1; None where nobody knows."""
        return None if self.refuse_pct is None else 1 - self.refuse_pct / 100


class Confidence(models.TextChoices):
    """How far a value can be relied on."""

    HIGH = "high", "high"
    MEDIUM = "medium", "medium"
    LOW = "low", "low"


#: What the origin of a value alone says about it.
CONFIDENCE_OF = {
    Origin.ANALYSED: Confidence.HIGH,
    Origin.ANALYSED_MIXED: Confidence.HIGH,
    Origin.MAKER_ANALYSED: Confidence.MEDIUM,
    Origin.LITERATURE: Confidence.MEDIUM,
    Origin.CALCULATED: Confidence.MEDIUM,
    Origin.CORRECTED: Confidence.MEDIUM,
    Origin.CURATED: Confidence.MEDIUM,
    Origin.CLAIM_ADDED: Confidence.MEDIUM,
    Origin.FROM_LABEL: Confidence.MEDIUM,
    Origin.MAKER_CALCULATED: Confidence.MEDIUM,
    Origin.MIXED: Confidence.MEDIUM,
    Origin.ASSUMED_ZERO: Confidence.LOW,
    Origin.UNSAID: Confidence.LOW,
}


class NutrientAmount(models.Model):
    """How much of one nutrient is in 100 g of edible portion, in the unit of the nutrient's key.

    The value in force. Where a curator overrode the source, AmountOverride holds the original beside it and the reason.
    """

    food = models.ForeignKey(Food, on_delete=models.CASCADE, related_name="amounts", db_index=False)
    nutrient = models.CharField(max_length=32, choices=nutrient_choices)
    amount = models.FloatField("amount per 100 g")
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.CURATED)
    derivation = models.CharField("derivation code", max_length=5, blank=True)
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False, db_index=False
    )
    history = edits()

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

    @property
    def confidence(self) -> Confidence:
        """What the origin alone says; an override says it itself."""
        return CONFIDENCE_OF.get(Origin(self.origin), Confidence.LOW)


class AmountOverride(models.Model):
    """A curator's word against the source: the value in force, or None for "not known", and why.

    original_*: what the source says, kept so that it can be put back; original_amount None: the source has no value.
    """

    food = models.ForeignKey(Food, on_delete=models.CASCADE, related_name="overrides", db_index=False)
    nutrient = models.CharField(max_length=32, choices=nutrient_choices)
    amount = models.FloatField("amount per 100 g", null=True, blank=True)
    reason = models.TextField()
    confidence = models.CharField(max_length=6, choices=Confidence.choices, default=Confidence.MEDIUM)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now=True)
    original_amount = models.FloatField(null=True, blank=True, editable=False)
    original_origin = models.CharField(max_length=10, choices=Origin.choices, blank=True, editable=False)
    original_derivation = models.CharField(max_length=5, blank=True, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("food", "nutrient"), name="override_once_per_value"),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_reason"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0, amount__lte=MOST_PER_100_G),
                name="override_finite_not_negative",
            ),
            models.CheckConstraint(condition=Q(confidence__in=Confidence.values), name="override_confidence_known"),
            models.CheckConstraint(
                condition=Q(original_amount__isnull=True, original_origin="")
                | (Q(original_amount__isnull=False) & ~Q(original_origin="")),
                name="override_original_with_origin",
            ),
        )

    def __str__(self) -> str:
        return f"{self.nutrient}: {self.reason}"


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
    history = edits()

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
    """Another name people use for a food ("garbanzo", "courgette"). by_hand False: loaded from the file of aliases.

    note: where the food is only the nearest to what the name means ("tvorog": dry curd cottage cheese).
    """

    food = models.ForeignKey(Food, on_delete=models.CASCADE, related_name="aliases", db_index=False)
    name = models.CharField(max_length=100)
    note = models.CharField(max_length=200, blank=True)
    by_hand = models.BooleanField(default=True, editable=False)
    history = edits()

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
    """A reviewed decision on one tag of one food. No row: undecided, which counts as carrying wherever it matters.

    rule: the key of the reviewed rule that decided. A decision by hand overrides the rules and says why.
    """

    food = models.ForeignKey(Food, on_delete=models.CASCADE, related_name="tags", db_index=False)
    tag = models.CharField(max_length=40, choices=tag_choices)
    state = models.CharField(max_length=8, choices=TagState.choices)
    by_hand = models.BooleanField(default=True, editable=False)
    rule = models.CharField(max_length=40, blank=True, editable=False)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    history = edits()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(by_hand=False) | ~Q(reason=""), name="tag_by_hand_has_reason"),
            models.UniqueConstraint(fields=("food", "tag"), name="tag_once_per_food"),
            models.CheckConstraint(condition=Q(state__in=TagState.values), name="tag_state_known"),
        )

    def __str__(self) -> str:
        return f"{self.tag}: {self.get_state_display()}"


class Level(models.TextChoices):
    """Of the Daily Value in one reference serving, or in 100 kcal: 20 % and more, 10 to 19 %, less; or not known."""

    HIGH = "high", "high in it"
    GOOD = "good", "a good source"
    LOW = "low", "low in it"
    UNKNOWN = "", "not known"


class NutrientLevel(models.Model):
    """What "high in" says of one food, worked out by rule from amount, reference serving and Daily Value.

    No row: unknown on both bases. A row: known on at least one.
    """

    food = models.ForeignKey(Food, on_delete=models.CASCADE, related_name="levels", db_index=False)
    nutrient = models.CharField(max_length=32, choices=nutrient_choices)
    per_racc = models.CharField(max_length=4, choices=Level.choices, blank=True)
    per_100kcal = models.CharField(max_length=4, choices=Level.choices, blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("nutrient", "per_racc"), name="level_by_racc", condition=Q(per_racc__in=("high", "good"))
            ),
            models.Index(
                fields=("nutrient", "per_100kcal"),
                name="level_by_100kcal",
                condition=Q(per_100kcal__in=("high", "good")),
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("food", "nutrient"), name="level_once_per_food"),
            models.CheckConstraint(
                condition=Q(per_racc__in=Level.values, per_100kcal__in=Level.values), name="level_known_word"
            ),
            models.CheckConstraint(condition=~Q(per_racc="", per_100kcal=""), name="level_says_something"),
        )

    def __str__(self) -> str:
        return f"{self.food_id} {self.nutrient} {self.per_racc or '?'} {self.per_100kcal or '?'}"


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
