"""All figures, one table after the other: `make bench`. Every module here that is called ..._bench has a main()."""

from __future__ import annotations

import importlib
import pkgutil

from tests import bench

for found in pkgutil.iter_modules(bench.__path__):
    if found.name.endswith("_bench"):
        importlib.import_module(f"{bench.__name__}.{found.name}").main()
