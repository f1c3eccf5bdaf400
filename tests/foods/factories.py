"""Stored foods and dishes for tests, beside the real ones. Each gives the data a new version, as a service does."""

# factory-boy marks itself as typed, but its declarations are not.
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from factory.declarations import SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from foods import services
from foods.models import (
    Dish,
    DishSlot,
    Food,
    FoodGroup,
    FoodTag,
    Ingredient,
    NutrientAmount,
    Portion,
    Purchase,
    Source,
    Step,
    TagState,
)
from foods.vocabulary import tag_labels


class SourceFactory(DjangoModelFactory[Source]):
    class Meta:
        model = Source
        django_get_or_create = ("key",)

    key = "kitchen-tests"
    title = "Foods of the tests"
    publisher = "NutriPlan"
    version = "1"
    licence = "MIT"
    citation = "Made up for a test."


class FoodGroupFactory(DjangoModelFactory[FoodGroup]):
    class Meta:
        model = FoodGroup
        django_get_or_create = ("code",)

    code = "9900"
    name = "Foods of the tests"


class FoodFactory(DjangoModelFactory[Food]):
    class Meta:
        model = Food
        skip_postgeneration_save = True

    ndb_no = Sequence(lambda n: f"T{n:05d}")
    name = Sequence(lambda n: f"Zqfood {n}, raw")
    group = SubFactory(FoodGroupFactory)
    source = SubFactory(SourceFactory)
    by_hand = True

    @classmethod
    def _create(cls, model_class: type[Food], *args: Any, **kwargs: Any) -> Food:
        return services.save_food(food=model_class(**kwargs))


class PortionFactory(DjangoModelFactory[Portion]):
    class Meta:
        model = Portion

    food = SubFactory(FoodFactory)
    position = Sequence(lambda n: n + 1)
    amount = 1.0
    unit = "cup"
    grams = 200.0


class PurchaseFactory(DjangoModelFactory[Purchase]):
    class Meta:
        model = Purchase

    food = SubFactory(FoodFactory)
    bought_as = SelfAttribute("food")
    name = "Zqfood"
    eaten_per_bought = 1.0
    aisle = "Fruit and vegetables"


class DishFactory(DjangoModelFactory[Dish]):
    class Meta:
        model = Dish

    key = Sequence(lambda n: f"test-dish-{n}")
    name = Sequence(lambda n: f"Test dish {n}")
    role = "main"
    servings = 2
    minutes = 20
    active_minutes = 10

    @classmethod
    def _create(cls, model_class: type[Dish], *args: Any, **kwargs: Any) -> Dish:
        return services.save_dish(dish=model_class(**kwargs))


def food_with(amounts: Mapping[str, float] | None = None, *, tags: Iterable[str] | None = None, **fields: Any) -> Food:
    """A food with these amounts per 100 g. tags: those it carries, others absent; None leaves every tag undecided."""
    food = FoodFactory.create(**fields)
    NutrientAmount.objects.bulk_create(
        NutrientAmount(food=food, nutrient=key, amount=amount) for key, amount in (amounts or {}).items()
    )
    if tags is not None:
        carried = set(tags)
        FoodTag.objects.bulk_create(
            FoodTag(food=food, tag=tag, state=TagState.PRESENT if tag in carried else TagState.ABSENT, reason="a test")
            for tag in tag_labels()
        )
    return food


def dish_of(*ingredients: tuple[Food, float], slots: Iterable[str] = ("dinner",), **fields: Any) -> Dish:
    """A dish of (food, grams for the whole recipe)."""
    dish = DishFactory.create(**fields)
    DishSlot.objects.bulk_create(DishSlot(dish=dish, slot=slot) for slot in slots)
    Step.objects.create(dish=dish, position=1, text="Heat through until steaming hot.")
    Ingredient.objects.bulk_create(
        Ingredient(dish=dish, food=food, position=position, grams=grams, measure=f"{grams:g} g")
        for position, (food, grams) in enumerate(ingredients, start=1)
    )
    services.mark_edited(part=services.DISHES)
    return dish
