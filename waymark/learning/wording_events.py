"""The words of what takes place."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from waymark.learning.rules.events import EventSort

KINDS: dict[str, str | Promise] = {
    "training": _("Training"),
    "peers": _("Exchange among peers"),
    "conference": _("Conference"),
    "meeting": pgettext_lazy("event", "Meeting"),
    "cohort": _("A course taken together"),
    "deadline": _("Last day to apply"),
}
"""By kind of a happening; the kinds of announcements are among them."""


def sorts() -> list[tuple[str, Any]]:
    """Return the kinds that can be announced."""
    return [(str(one), KINDS[one]) for one in EventSort]


def kinds() -> list[tuple[str, Any]]:
    """Return all kinds that the list knows."""
    return list(KINDS.items())
