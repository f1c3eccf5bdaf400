"""How does a recipe come in over the API, and what is decided on its lines? Its owner or who holds its key can."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from nutriplan.api.base import READS, WRITES, Resource, body_of, found, operation
from nutriplan.api.pagination import PAGING, answer, listing
from nutriplan.api.recipe_shapes import (
    RecipeDecisionsRequestBodySerializer,
    RecipeRequestBodySerializer,
    RecipeSerializer,
    RecipeSummarySerializer,
)
from nutriplan.domain.errors import InputFaults
from nutriplan.people.limits import ImportThrottle
from nutriplan.people.reader import Reader
from nutriplan.recipes import decisions, selectors, services
from nutriplan.recipes.document import recipe_document, summary_document
from nutriplan.recipes.models import Recipe
from nutriplan.recipes.pages import LONGEST_NAME

_IMPORTS = """
Reads a recipe from the HTML of a saved page, from its JSON-LD, or from plain lines. Nothing is fetched, whatever
address the page names. Every line comes back with the food it means and its weight, or with what has to be asked and
the likeliest foods; a doubtful line is never taken in silence.

Signed in, the recipe is kept until it is deleted. For a guest it is kept for 12 hours, and opens with its key alone.
"""


class RecipeCollection(Resource):
    params = PAGING

    def get_throttles(self) -> list[BaseThrottle]:
        mine: list[BaseThrottle] = [ImportThrottle()] if self.request.method == "POST" else []
        return [*super().get_throttles(), *mine]

    def get_permissions(self) -> list[BasePermission]:
        return [IsAuthenticated() if self.request.method in {"GET", "HEAD"} else AllowAny()]

    @operation(
        "recipes_list",
        "My recipes, the newest first",
        tag="recipes",
        answers={200: listing("RecipePage", RecipeSummarySerializer(many=True))},
        problems=(*READS, 401),
    )
    def get(self, request: Request) -> Response:
        mine = selectors.recipes_of(request.user)  # type: ignore[arg-type]
        return found(answer(request, self.asked, mine, summary_document, size=20))

    @operation(
        "recipes_create",
        "Import a recipe",
        tag="recipes",
        description=_IMPORTS,
        request=RecipeRequestBodySerializer,
        examples=[
            OpenApiExample("Plain lines", {"name": "Omelette", "text": "2 eggs\n1 tbsp milk"}, request_only=True)
        ],
        answers={201: RecipeSerializer},
        problems=WRITES,
    )
    def post(self, request: Request) -> Response:
        reader = Reader(body_of(request))
        text = reader.text("text", services.MOST_BYTES)
        name = reader.text("name", LONGEST_NAME, required=False)
        reader.refuse_unknown()
        if reader.faults or text is None:
            raise InputFaults(reader.faults)
        owner = request.user if request.user.is_authenticated else None
        recipe = services.import_recipe(text=text, name=name or "", owner=owner, now=timezone.now())
        return found(recipe_document(recipe), 201, {"Location": reverse("api:recipe", args=[recipe.key])})


class RecipeDetail(Resource):
    @operation(
        "recipes_get",
        "A recipe with its lines, their foods and weights, and what is open",
        tag="recipes",
        answers={200: RecipeSerializer},
        problems=(*READS, 404),
    )
    def get(self, request: Request, key: str) -> Response:
        return found(recipe_document(_mine(request, key)))

    @operation(
        "recipes_delete",
        "Delete a recipe",
        tag="recipes",
        answers={204: None},
        problems=(*READS, 403, 404),
    )
    def delete(self, request: Request, key: str) -> Response:
        services.delete_recipe(recipe=_mine(request, key))
        return found(None, 204)


class RecipeDecisions(Resource):
    @operation(
        "recipes_decide",
        "Decide on the lines of a recipe, and say what the page did not",
        tag="recipes",
        request=RecipeDecisionsRequestBodySerializer,
        examples=[
            OpenApiExample(
                "One line, and what it takes to stand in plans",
                {
                    "servings": 4,
                    "minutes": 30,
                    "slots": ["dinner"],
                    "lines": [{"position": 1, "food_id": 1, "grams": 50}],
                },
                request_only=True,
            )
        ],
        answers={200: RecipeSerializer},
        problems=(*WRITES, 404),
    )
    def put(self, request: Request, key: str) -> Response:
        recipe = _mine(request, key)
        services.decide(recipe=recipe, decisions=decisions.read(body_of(request)))
        return found(recipe_document(_mine(request, key)))


def may_see(request: Request, keys: list[str]) -> list[Recipe]:
    """Those of the keys that open a recipe for whoever asks."""
    recipes = list(selectors.recipes_with(keys, now=timezone.now()))
    if request.user.is_authenticated:
        recipes += selectors.recipes_of(request.user).filter(key__in=keys)
    return sorted(recipes, key=lambda recipe: recipe.pk)


def _mine(request: Request, key: str) -> Recipe:
    """Somebody else's recipe is as absent as one that never was."""
    recipes = may_see(request, [key])
    if not recipes:
        raise Http404
    return recipes[0]
