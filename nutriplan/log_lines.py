"""What goes into the log? Level, logger, message, and where it broke; never the words of an exception, because they may
be a person's: a medicine, a condition, a name."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutWords(logging.Formatter):
    """As the ordinary formatter, with the kind of an exception and its places in the code instead of its words."""

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - the name is logging's
        kind, error, _ = ei
        if kind is None or error is None:
            return ""
        return "\n".join([*_places(error), f"{kind.__module__}.{kind.__qualname__}"])


def _places(error: BaseException) -> list[str]:
    """Where it was raised, the cause first."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    earlier = [*_places(before), f"{type(before).__qualname__}, and then:"] if before else []
    frames = traceback.extract_tb(error.__traceback__)
    return [*earlier, *(f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)]
