"""Keeps the audience rows equal to the roles in code, after each migrate."""

from typing import Any

from accounts.roles import AUDIENCES
from kb.models import Audience


def keep_audiences(**kwargs: Any) -> None:
    for role in AUDIENCES:
        Audience.objects.get_or_create(role=role.slug)
