"""Has this visitor asked too much in a short time? A plan costs seconds of a core, a recipe up to one."""

from __future__ import annotations

from typing import Any

from rest_framework.throttling import SimpleRateThrottle


class SolveThrottle(SimpleRateThrottle):
    """Counts plans by account, or by address for a guest, at the rate the settings give to solving."""

    scope = "solve"

    def get_cache_key(self, request: Any, view: Any) -> str:
        user = request.user
        who = f"user-{user.pk}" if user.is_authenticated else self.get_ident(request)
        return self.cache_format % {"scope": self.scope, "ident": who}

    def seconds_to_wait(self, request: Any) -> float:
        """For a page, which asks by itself; 0 where the request may go on."""
        return 0.0 if self.allow_request(request, None) else self.wait() or 60.0  # type: ignore[arg-type]


class ImportThrottle(SolveThrottle):
    """Counts imports of recipes at the same rate, apart from plans."""

    def get_cache_key(self, request: Any, view: Any) -> str:
        return f"import-{super().get_cache_key(request, view)}"
