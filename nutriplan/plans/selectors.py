"""Which plans may this person see? Their own, and no others."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet

from nutriplan.plans.models import Plan


def plans_of(owner: AbstractBaseUser) -> QuerySet[Plan]:
    return Plan.objects.filter(owner_id=owner.pk)
