#!/usr/bin/env python
"""Django's command line: migrate, load foods, make a plan, start the app."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nutriplan.settings")
    try:
        from django.core.management import execute_from_command_line  # noqa: PLC0415 - to say what is missing
    except ImportError as missing:
        raise SystemExit("Django is not installed here. Run `make setup`, then .venv/bin/python manage.py") from missing
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
