"""The ASGI door that a web server opens."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nutriplan.settings")
application = get_asgi_application()
