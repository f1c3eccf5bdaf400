"""Which pages say the same to everyone?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def evidence(request: HttpRequest) -> HttpResponse:
    """What is proven about cramps and food, and what is not."""
    return render(request, "web/evidence.html")
