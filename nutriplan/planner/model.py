"""What does the solver get to read? Columns and named rows, gathered family by family, with no solver in sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

INFINITY = float("inf")


@dataclass(frozen=True, slots=True)
class Matrix:
    """The columns of a model in compressed form. start has one entry more than there are columns."""

    start: Ints
    row: Ints
    value: Floats


Tag = tuple[int, float]


@dataclass(slots=True)
class Model:
    """A minimisation that grows: columns first, then rows on them.

    names says what a row is; owners says which limit or rule it belongs to, as a person would be told. tags mark the
    rows that link days: the number of the limit and the unit its amounts are divided by, or -1 - offer and 1.
    """

    cost: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    integer: list[bool] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    tags: list[Tag | None] = field(default_factory=list)
    _columns: list[Ints] = field(default_factory=list)
    _values: list[Floats] = field(default_factory=list)

    def add_counts(self, costs: Floats, lower: Floats, upper: Floats) -> Ints:
        """Whole numbers, one column each; returns their indices."""
        first = len(self.cost)
        self.cost.extend(costs.tolist())
        self.lower.extend(lower.tolist())
        self.upper.extend(upper.tolist())
        self.integer.extend([True] * len(costs))
        return np.arange(first, len(self.cost))

    def add_slack(self, cost: float) -> int:
        """One column for an amount from 0 up; returns its index."""
        self.cost.append(cost)
        self.lower.append(0.0)
        self.upper.append(INFINITY)
        self.integer.append(False)
        return len(self.cost) - 1

    def add_row(
        self,
        owner: str,
        where: str,
        columns: Ints,
        values: Floats,
        *,
        at_least: float = -INFINITY,
        at_most: float = INFINITY,
        slack: int | None = None,
        slack_value: float = 1.0,
        tag: Tag | None = None,
    ) -> None:
        """at_least <= sum(values * columns) (+ slack_value * slack) <= at_most."""
        used = values != 0
        columns, values = columns[used], values[used]
        if slack is not None:
            columns, values = np.append(columns, slack), np.append(values, slack_value)
        self.names.append(f"{owner} {where}".strip())
        self.owners.append(owner)
        self.tags.append(tag)
        self.row_lower.append(at_least)
        self.row_upper.append(at_most)
        self._columns.append(columns)
        self._values.append(values)

    @property
    def width(self) -> int:
        return len(self.cost)

    @property
    def height(self) -> int:
        return len(self.names)

    def matrix(self) -> Matrix:
        """The rows turned into compressed columns."""
        lengths = [len(columns) for columns in self._columns]
        row = np.repeat(np.arange(self.height), lengths)
        column = np.concatenate([np.zeros(0, dtype=np.int64), *self._columns])
        value = np.concatenate([np.zeros(0), *self._values])
        order = np.argsort(column, kind="stable")
        start = np.searchsorted(column[order], np.arange(self.width + 1))
        return Matrix(start, row[order], value[order])

    def without(self, owners: Sequence[str]) -> Model:
        """The same model with the rows of these owners taken out."""
        gone = set(owners)
        keep = [i for i, owner in enumerate(self.owners) if owner not in gone]
        return Model(
            cost=self.cost,
            lower=self.lower,
            upper=self.upper,
            integer=self.integer,
            names=[self.names[i] for i in keep],
            owners=[self.owners[i] for i in keep],
            tags=[self.tags[i] for i in keep],
            row_lower=[self.row_lower[i] for i in keep],
            row_upper=[self.row_upper[i] for i in keep],
            _columns=[self._columns[i] for i in keep],
            _values=[self._values[i] for i in keep],
        )
