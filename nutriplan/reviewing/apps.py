from django.apps import AppConfig


class ReviewingConfig(AppConfig):
    name = "nutriplan.reviewing"
    label = "reviewing"
    verbose_name = "Review of the knowledge"
