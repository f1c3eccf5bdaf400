from django.apps import AppConfig


class FoodsConfig(AppConfig):
    name = "foods"
    verbose_name = "Foods and dishes"

    def ready(self) -> None:
        from foods import lookups  # noqa: F401, PLC0415 - registers what queries of this app ask by
