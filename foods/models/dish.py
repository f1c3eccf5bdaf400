"""What can be cooked? A dish with its ingredients as eaten, the meals it suits and the steps to make it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.deconstruct import deconstructible

from foods.models.food import Food
from foods.models.history import edits
from nutriplan.domain.kitchen import EQUIPMENT, LONGEST_KEPT_DAYS, Cuisine, Scaling, Season, SwapFor
from nutriplan.domain.person import SlotName
from nutriplan.domain.servings import Role

ROLES = [(role.value, role.value) for role in Role]
SLOTS = [(slot.value, slot.value.replace("_", " ")) for slot in SlotName]
SCALINGS = [
    (Scaling.LINEAR.value, "any amount"),
    (Scaling.PIECES.value, "whole servings only"),
    (Scaling.BATCH.value, "cook the whole recipe"),
]
CUISINES = [(cuisine.value, cuisine.value) for cuisine in Cuisine]
SEASONS = [(season.value, season.value) for season in Season]
TOOLS = [(tool, tool) for tool in EQUIPMENT]
SWAPS_FOR = [(reason.value, reason.value) for reason in SwapFor]


@deconstructible
class WordsOf:
    """A list that holds only words of a closed vocabulary, each once."""

    def __init__(self, known: tuple[str, ...]) -> None:
        self.known = known

    def __call__(self, words: object) -> None:
        if not isinstance(words, list) or len(words) != len(set(map(str, words))):
            raise ValidationError("This must be a list in which every word stands once.")
        for word in words:
            if word not in self.known:
                raise ValidationError(f"There is no {word!r}. Known: {', '.join(self.known)}.")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WordsOf) and other.known == self.known

    def __hash__(self) -> int:
        return hash(self.known)


of_the_kitchen = WordsOf(EQUIPMENT)
of_the_year = WordsOf(tuple(season.value for season in Season))


class Declared(models.TextChoices):
    """The strictest diet that the writer of the dish says it suits; held against the tags of its ingredients. The
    strictest stands first."""

    VEGAN = "vegan", "vegan"
    VEGETARIAN = "vegetarian", "vegetarian"
    PESCATARIAN = "pescatarian", "pescatarian"
    OMNIVORE = "omnivore", "omnivore"


class Dish(models.Model):
    """A recipe. Ingredients are for the whole recipe, which makes `servings` servings. by_hand: not from the files."""

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160)
    role = models.CharField(max_length=8, choices=ROLES)
    servings = models.PositiveSmallIntegerField(default=1)
    minutes = models.PositiveSmallIntegerField(help_text="From start to plate.")
    active_minutes = models.PositiveSmallIntegerField(help_text="Hands-on, of those minutes.")
    keeps_days = models.PositiveSmallIntegerField(
        default=0, help_text="Days in the fridge after the day it was cooked. 0: eat at once."
    )
    freezes = models.BooleanField(default=False)
    equipment = models.JSONField(default=list, blank=True, validators=[of_the_kitchen])
    seasons = models.JSONField(default=list, blank=True, validators=[of_the_year], help_text="None: all year.")
    scaling = models.CharField(max_length=8, choices=SCALINGS, default=Scaling.LINEAR.value)
    cuisine = models.CharField(max_length=40, choices=CUISINES, default=Cuisine.ANY.value)
    cost_tier = models.PositiveSmallIntegerField(default=2, help_text="1 cheap, 2 middling, 3 dear.")
    declared = models.CharField(max_length=12, choices=Declared.choices, default=Declared.OMNIVORE)
    is_published = models.BooleanField(default=True)
    by_hand = models.BooleanField(default=True, editable=False)
    history = edits()

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "dishes"
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="dish_has_name"),
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="dish_role_known"),
            models.CheckConstraint(condition=Q(servings__gte=1, servings__lte=24), name="dish_serves_1_to_24"),
            models.CheckConstraint(condition=Q(cost_tier__gte=1, cost_tier__lte=3), name="dish_cost_tier_1_to_3"),
            models.CheckConstraint(condition=Q(minutes__lte=1440), name="dish_made_within_a_day"),
            models.CheckConstraint(condition=Q(declared__in=Declared.values), name="dish_declared_known"),
            models.CheckConstraint(condition=Q(active_minutes__lte=F("minutes")), name="dish_active_within_minutes"),
            models.CheckConstraint(condition=Q(keeps_days__lte=LONGEST_KEPT_DAYS), name="dish_keeps_two_weeks_at_most"),
            models.CheckConstraint(
                condition=Q(scaling__in=[rule.value for rule in Scaling]), name="dish_scaling_known"
            ),
            models.CheckConstraint(
                condition=Q(cuisine__in=[cuisine.value for cuisine in Cuisine]), name="dish_cuisine_known"
            ),
        )

    def __str__(self) -> str:
        return self.name


class DishSlot(models.Model):
    """A meal of the day the dish suits."""

    dish = models.ForeignKey(Dish, on_delete=models.CASCADE, related_name="slots", db_index=False)
    slot = models.CharField(max_length=16, choices=SLOTS)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("dish", "slot"), name="slot_once_per_dish"),
            models.CheckConstraint(condition=Q(slot__in=[slot.value for slot in SlotName]), name="slot_known"),
        )

    def __str__(self) -> str:
        return self.get_slot_display()


class Ingredient(models.Model):
    """Grams as eaten of one food in the whole recipe, and the same amount in kitchen words."""

    dish = models.ForeignKey(Dish, on_delete=models.CASCADE, related_name="ingredients", db_index=False)
    food = models.ForeignKey(Food, on_delete=models.PROTECT, related_name="ingredients")
    position = models.PositiveSmallIntegerField()
    grams = models.FloatField("grams, whole recipe")
    measure = models.CharField("measure, whole recipe", max_length=80)
    optional = models.BooleanField(default=False, help_text="A topping, garnish or spice the cook may leave out.")
    history = edits()

    class Meta:
        ordering = ("dish", "position")
        constraints = (
            models.UniqueConstraint(fields=("dish", "position"), name="ingredient_position_once_per_dish"),
            models.CheckConstraint(condition=Q(grams__gt=0, grams__lte=20_000), name="ingredient_grams_positive"),
        )

    def __str__(self) -> str:
        return f"{self.measure} ({self.grams:g} g)"


class Swap(models.Model):
    """Another food in place of an ingredient, in its own amount for the whole recipe, and for whom."""

    ingredient = models.ForeignKey(Ingredient, on_delete=models.CASCADE, related_name="swaps", db_index=False)
    for_whom = models.CharField(max_length=16, choices=SWAPS_FOR)
    food = models.ForeignKey(Food, on_delete=models.PROTECT, related_name="swapped_in")
    position = models.PositiveSmallIntegerField(default=1, help_text="1 is the first choice.")
    grams = models.FloatField("grams, whole recipe")
    measure = models.CharField("measure, whole recipe", max_length=80)
    history = edits()

    class Meta:
        ordering = ("ingredient", "position")
        constraints = (
            models.UniqueConstraint(fields=("ingredient", "position"), name="swap_position_once_per_ingredient"),
            models.CheckConstraint(condition=Q(grams__gt=0, grams__lte=20_000), name="swap_grams_positive"),
            models.CheckConstraint(
                condition=Q(for_whom__in=[one.value for one in SwapFor]), name="swap_for_whom_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.for_whom}: {self.measure} ({self.grams:g} g)"


class Step(models.Model):
    dish = models.ForeignKey(Dish, on_delete=models.CASCADE, related_name="steps", db_index=False)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ("dish", "position")
        constraints = (
            models.UniqueConstraint(fields=("dish", "position"), name="step_position_once_per_dish"),
            models.CheckConstraint(condition=~Q(text=""), name="step_has_text"),
        )

    def __str__(self) -> str:
        return self.text
