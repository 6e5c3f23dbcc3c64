"""What of this room everybody can find: reports behind grants, and documents of cities."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from waymark.search.sources import register

if TYPE_CHECKING:
    from waymark.search.rules import Entry


def reports() -> Iterable[Entry]:
    """Every public report."""
    from waymark.assessments.queries.finding import report_entries  # reads schemes

    return report_entries()


register("report", _("Stage reports"), reports, order=70)
register("document", _("Documents of cities"), order=80)  # handed in by their own job
