"""What holds of a mechanism's host and funds; everybody reads it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from waymark.assessments.models import Arrangement
from waymark.people.models import Organisation
from waymark.schemes.models import Mechanism


def newest(viewer: Any, mechanism: Mechanism) -> Arrangement | None:
    """Return the row that holds, or None where nothing was said. One query."""
    found = Arrangement.objects.filter(mechanism=mechanism).select_related("host")
    return found.order_by("-version").first()


def hosts() -> QuerySet[Organisation]:
    """Return the organisations that can host a secretariat."""
    return Organisation.objects.order_by("name__en", "pk")
