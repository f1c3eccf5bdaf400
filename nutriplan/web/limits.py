"""Has this visitor asked for too many plans? A plan costs seconds of a core."""

from __future__ import annotations

from typing import Any

from rest_framework.throttling import SimpleRateThrottle


class SolveThrottle(SimpleRateThrottle):
    """Counts plans by visitor, at the rate the settings give to solving."""

    scope = "solve"

    def get_cache_key(self, request: Any, view: Any) -> str:
        user = request.user
        who = f"user-{user.pk}" if user.is_authenticated else self.get_ident(request)
        return self.cache_format % {"scope": f"web-{self.scope}", "ident": who}
