"""Which words may every file of facts use of itself? How far a fact was compared with its source."""

from __future__ import annotations

#: read: in the source itself. partial: in a part of it, or a summary. knowledge: not yet checked against its source.
VERIFICATION = frozenset({"read", "partial", "knowledge"})
