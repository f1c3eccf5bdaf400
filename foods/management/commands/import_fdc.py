"""Import a release of USDA FoodData Central; a stopped import goes on, and any can be taken back."""

from __future__ import annotations

from typing import Any

from foods import imports
from foods.imports import Imported
from foods.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Import the CSV release of USDA FoodData Central, a folder or a zip, all of it or any part."

    def run(self, options: dict[str, Any]) -> Imported:
        return imports.import_fdc(path=options["path"], progress=self.progress, again=options["again"])
