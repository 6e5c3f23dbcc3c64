"""What of this room everybody can find: who helps cities, and groups that are no secret."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from waymark.search.sources import register

if TYPE_CHECKING:
    from waymark.search.rules import Entry


def providers() -> Iterable[Entry]:
    """Every public profile."""
    from waymark.community.queries.finding import provider_entries  # reads the library

    return provider_entries()


def groups() -> Iterable[Entry]:
    """Every group that everybody finds."""
    from waymark.community.queries.finding import group_entries

    return group_entries()


register("provider", _("Who can help"), providers, order=32)
register("group", _("Learning groups"), groups, order=34)
