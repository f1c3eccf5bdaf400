from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "nutriplan.people"
    label = "people"
    verbose_name = "People"
