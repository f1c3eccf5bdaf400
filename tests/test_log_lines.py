from __future__ import annotations

import logging
import sys

from nutriplan.log_lines import WithoutWords


def logged(error: Exception) -> str:
    try:
        raise error
    except type(error):
        record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "it broke", None, sys.exc_info())
    return WithoutWords("{levelname} {message}", style="{").format(record)


def test_an_exception_leaves_its_kind_and_place_and_none_of_its_words() -> None:
    line = logged(ValueError("lisinopril"))
    assert line.startswith("ERROR it broke")
    assert "builtins.ValueError" in line
    assert f"{__file__}:" in line
    assert "in logged" in line
    assert "lisinopril" not in line


def test_the_cause_is_named_without_its_words_too() -> None:
    error = RuntimeError("pregnant")
    error.__cause__ = KeyError("warfarin")
    line = logged(error)
    assert "KeyError, and then:" in line
    assert "warfarin" not in line
    assert "pregnant" not in line


def test_without_an_exception_the_message_is_all() -> None:
    record = logging.LogRecord("x", logging.WARNING, "x.py", 1, "all well", None, None)
    assert WithoutWords("{levelname} {message}", style="{").format(record) == "WARNING all well"
