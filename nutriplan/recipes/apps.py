from django.apps import AppConfig


class RecipesConfig(AppConfig):
    name = "nutriplan.recipes"
    label = "recipes"
    verbose_name = "Recipes"
