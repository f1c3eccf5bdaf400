from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "nutriplan.plans"
    label = "plans"
    verbose_name = "Plans"
