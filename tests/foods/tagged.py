"""The foods of the table, and what the rules decide of one."""

from __future__ import annotations

from foods.importers import fixture_files
from foods.importers.table import FoodRow
from foods.tagging import Decisions, Subject, decide

FOODS = {row.ndb_no: row for row in fixture_files.read(fixture_files.FIXTURES).foods}


def decided(row: FoodRow) -> Decisions:
    amounts = {key: float(amount.printed) for key, amount in row.amounts.items()}
    assumed = frozenset(key for key, amount in row.amounts.items() if amount.origin == "7")
    return decide(Subject(row.name, row.group, row.ndb_no, row.manufacturer, amounts, assumed))
