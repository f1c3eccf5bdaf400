from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "nutriplan.api"
    label = "api"
    verbose_name = "REST API"
