"""Which address shows which page?"""

from __future__ import annotations

from django.urls import path

from nutriplan.web.views import change, dishes, evidence, foods, may_eat, plan, recipes, signs

app_name = "web"
urlpatterns = [
    path("", plan.home, name="home"),
    path("signs/", signs.signs, name="signs"),
    path("signs/seen/", signs.acknowledge, name="acknowledge"),
    path("plan/", plan.plan, name="plan"),
    path("plan/change/", change.change, name="plan-change"),
    path("plan/meals/<int:meal_id>/", change.meal, name="plan-meal"),
    path("plans/<int:plan_id>/", change.kept_plan, name="kept-plan"),
    path("plans/<int:plan_id>/change/", change.change, name="kept-plan-change"),
    path("plans/<int:plan_id>/meals/<int:meal_id>/", change.meal, name="kept-plan-meal"),
    path("forget/", plan.forget, name="forget"),
    path("evidence/", evidence.evidence, name="evidence"),
    path("evidence/foods/", evidence.foods, name="evidence-foods"),
    path("advice/", evidence.advice, name="advice"),
    path("first-aid/", evidence.first_aid, name="first-aid"),
    path("first-aid/offline.js", evidence.offline, name="first-aid-offline"),
    path("recipes/", recipes.recipes, name="recipes"),
    path("recipes/<str:key>/", recipes.recipe, name="recipe"),
    path("recipes/<str:key>/promote/", recipes.promote, name="recipe-promote"),
    path("recipes/<str:key>/delete/", recipes.delete, name="recipe-delete"),
    path("can-i-eat/", may_eat.can_i_eat, name="can-i-eat"),
    path("dishes/", dishes.dishes, name="dishes"),
    path("dishes/<int:dish_id>/", dishes.dish, name="dish"),
    path("foods/", foods.foods, name="foods"),
    path("foods/compare/", foods.compare, name="compare"),
    path("foods/<int:food_id>/", foods.food, name="food"),
]
