from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "nutriplan.web"
    label = "web"
    verbose_name = "Web pages"
