"""What is kept of a recipe that a person brought? Where it is from, its lines, and what was decided on each of them."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q

from nutriplan.domain.servings import Role


def new_key() -> str:
    """192 random bits: who has no account is known by nothing else, so nobody must be able to guess it."""
    return secrets.token_urlsafe(24)


class Recipe(models.Model):
    """A dish of one person. Of an account (owner), or of a guest, who holds its key until it runs out (expires_at).

    Somebody else's instructions are not kept: source_url leads to them. steps: the person's own words.
    cooked_through: the person says that everything from animals is cooked all the way, and all sprouts.
    """

    key = models.CharField(max_length=43, unique=True, default=new_key, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="recipes"
    )
    expires_at = models.DateTimeField(null=True, blank=True, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=160)
    author = models.CharField(max_length=160, blank=True)
    source_url = models.CharField(max_length=500, blank=True)
    servings = models.PositiveSmallIntegerField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    role = models.CharField(max_length=8, choices=[(role.value, role.value) for role in Role], default=Role.MAIN.value)
    slots = models.JSONField(default=list)
    steps = models.JSONField(default=list)
    cooked_through = models.BooleanField(default=False)

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="recipe_has_name"),
            models.CheckConstraint(
                condition=Q(owner__isnull=False, expires_at__isnull=True)
                | Q(owner__isnull=True, expires_at__isnull=False),
                name="recipe_has_owner_or_runs_out",
            ),
            models.CheckConstraint(
                condition=Q(servings__isnull=True) | Q(servings__gte=1, servings__lte=24),
                name="recipe_serves_1_to_24",
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gte=1, minutes__lte=1440),
                name="recipe_made_within_a_day",
            ),
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="recipe_role_known"),
        )

    def __str__(self) -> str:
        return self.name


class Line(models.Model):
    """One ingredient, for the whole recipe, as it is bought and before it is cooked.

    grams None: not known yet. how: by what it was weighed, or what is asked. why: how the food was found, or what is
    asked. said, maybe: tags that the words of the line speak of; they hold whatever food is chosen.
    """

    class State(models.TextChoices):
        """asked: nobody has decided. sure, close: taken by its words. chosen: by the person. unlisted: the person says
        it is none of our foods. left_out: the person makes the dish without it."""

        ASKED = "asked", "asked"
        SURE = "sure", "sure"
        CLOSE = "close", "close"
        CHOSEN = "chosen", "chosen"
        UNLISTED = "unlisted", "none of our foods"
        LEFT_OUT = "left_out", "left out"

    recipe = models.ForeignKey(Recipe, on_delete=models.CASCADE, related_name="lines", db_index=False)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=State.choices)
    food = models.ForeignKey(
        "foods.Food", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    grams = models.FloatField(null=True, blank=True)
    how = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=200, blank=True)
    suggested = models.JSONField(default=list)
    said = models.JSONField(default=list)
    maybe = models.JSONField(default=list)

    class Meta:
        ordering = ("recipe", "position")
        constraints = (
            models.UniqueConstraint(fields=("recipe", "position"), name="line_position_once_per_recipe"),
            models.CheckConstraint(condition=~Q(text=""), name="line_has_text"),
            models.CheckConstraint(
                condition=Q(grams__isnull=True) | Q(grams__gt=0, grams__lte=20_000), name="line_grams_positive"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "sure", "close", "chosen", "unlisted", "left_out"]),
                name="line_state_known",
            ),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def counts(self) -> bool:
        """Whether it is part of the dish."""
        return self.state != self.State.LEFT_OUT

    @property
    def is_identified(self) -> bool:
        return self.food_id is not None and self.state != self.State.ASKED

    @property
    def is_open(self) -> bool:
        """Whether something of it is still asked: which food, or how much."""
        if not self.counts:
            return False
        named = self.is_identified or self.state == self.State.UNLISTED
        return not named or self.grams is None
