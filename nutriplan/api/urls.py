"""Which address answers with which resource?"""

from __future__ import annotations

from django.urls import path, re_path

from nutriplan.api import (
    cards,
    caution_rules,
    cautions,
    claims,
    dishes,
    food_groups,
    food_swaps,
    foods,
    health,
    household,
    may_eat,
    nutrients,
    plans,
    recipes,
    reference_intakes,
    schema,
    targets,
    vocabularies,
)

app_name = "api"
_V1 = "api/v1"

urlpatterns = [
    path("healthz", health.Alive.as_view(), name="healthz"),
    path("readyz", health.Ready.as_view(), name="readyz"),
    path("api/schema/", schema.Schema.as_view(), name="schema"),
    path("api/docs/", schema.Docs.as_view(), name="docs"),
    path(f"{_V1}/nutrients/", nutrients.NutrientList.as_view(), name="nutrients"),
    path(f"{_V1}/food-groups/", food_groups.FoodGroupList.as_view(), name="food-groups"),
    path(f"{_V1}/foods/", foods.FoodList.as_view(), name="foods"),
    path(f"{_V1}/foods/<int:food_id>/", foods.FoodDetail.as_view(), name="food"),
    path(f"{_V1}/foods/<int:food_id>/alternatives/", food_swaps.FoodAlternatives.as_view(), name="food-alternatives"),
    path(f"{_V1}/foods/compare/", food_swaps.FoodComparison.as_view(), name="food-comparison"),
    path(f"{_V1}/dishes/", dishes.DishList.as_view(), name="dishes"),
    path(f"{_V1}/dishes/<int:dish_id>/", dishes.DishDetail.as_view(), name="dish"),
    path(f"{_V1}/conditions/", vocabularies.ConditionList.as_view(), name="conditions"),
    path(f"{_V1}/lab-flags/", vocabularies.LabFlagList.as_view(), name="lab-flags"),
    path(f"{_V1}/allergens/", vocabularies.AllergenList.as_view(), name="allergens"),
    path(f"{_V1}/diets/", vocabularies.DietList.as_view(), name="diets"),
    path(f"{_V1}/red-flags/", vocabularies.RedFlagList.as_view(), name="red-flags"),
    path(f"{_V1}/medications/", vocabularies.MedicationList.as_view(), name="medications"),
    path(f"{_V1}/caution-rules/", caution_rules.CautionRuleList.as_view(), name="caution-rules"),
    path(f"{_V1}/caution-rules/<str:rule_id>/", caution_rules.CautionRuleDetail.as_view(), name="caution-rule"),
    path(f"{_V1}/claims/", claims.ClaimList.as_view(), name="claims"),
    path(f"{_V1}/claims/<str:claim_id>/", claims.ClaimDetail.as_view(), name="claim"),
    path(f"{_V1}/food-claims/", claims.FoodClaimList.as_view(), name="food-claims"),
    path(f"{_V1}/cards/", cards.CardList.as_view(), name="cards"),
    path(f"{_V1}/cards/for-me/", cards.CardsForMe.as_view(), name="cards-for-me"),
    path(f"{_V1}/cards/<str:card_id>/", cards.CardDetail.as_view(), name="card"),
    path(f"{_V1}/reference-intakes/", reference_intakes.ReferenceIntakes.as_view(), name="reference-intakes"),
    path(f"{_V1}/targets/", targets.Targets.as_view(), name="targets"),
    path(f"{_V1}/cautions/check/", cautions.CautionCheck.as_view(), name="cautions-check"),
    path(f"{_V1}/cautions/may-eat/", may_eat.MayEat.as_view(), name="cautions-may-eat"),
    path(f"{_V1}/recipes/", recipes.RecipeCollection.as_view(), name="recipes"),
    path(f"{_V1}/recipes/<str:key>/", recipes.RecipeDetail.as_view(), name="recipe"),
    path(f"{_V1}/recipes/<str:key>/decisions/", recipes.RecipeDecisions.as_view(), name="recipe-decisions"),
    path(f"{_V1}/plans/", plans.PlanCollection.as_view(), name="plans"),
    path(f"{_V1}/plans/household/", household.Household.as_view(), name="household-plans"),
    path(f"{_V1}/plans/<int:plan_id>/", plans.PlanDetail.as_view(), name="plan"),
    path(f"{_V1}/plans/<int:plan_id>/shopping-list/", plans.PlanShoppingList.as_view(), name="plan-shopping-list"),
    re_path(r"^api/", schema.Nothing.as_view(), name="nothing"),
]
