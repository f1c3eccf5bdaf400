"""How does a test database come by the real foods and dishes without loading them again?

Loading takes longer than most tests. A database in memory (SQLite) is therefore copied from the one that the last
run, or the worker beside this one, has filled; what it was filled from is in the name of the copy, so that a changed
file, table or loader is loaded anew.
"""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from tests.content_hash import content_hash

#: Whatever has a say in what stands in the tables after a load.
WRITTEN_FROM = (
    "fixtures/**/*",
    "foods/**/*.py",
    "nutriplan/*/migrations/*.py",
    "nutriplan/domain/*.py",
    "nutriplan/knowledge/**/*",
    "nutriplan/settings.py",
    "constraints.txt",
)


class CopiedDatabase:
    """One folder of copies, one of them for the files as they are now."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / f"{content_hash(WRITTEN_FROM)}.sqlite3"

    @property
    def stands(self) -> bool:
        return _on_sqlite() and self.file.exists()

    def fill(self, load: Callable[[], None]) -> None:
        """Copy what another run has loaded, or load it and leave a copy. Workers that come meanwhile wait for it."""
        if not _on_sqlite():
            load()
            return
        with self._alone():
            if self.file.exists():
                self._copy()
            else:
                load()
                self._keep()

    def _copy(self) -> None:
        connection.ensure_connection()
        with closing(sqlite3.connect(self.file)) as source:
            source.backup(connection.connection)
        ContentType.objects.clear_cache()

    def _keep(self) -> None:
        for older in self.folder.glob("*.sqlite3"):
            older.unlink()
        unfinished = self.file.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        with closing(sqlite3.connect(unfinished)) as target:
            connection.connection.backup(target)
        unfinished.rename(self.file)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _on_sqlite() -> bool:
    return str(settings.DATABASES["default"]["ENGINE"]).endswith("sqlite3")
