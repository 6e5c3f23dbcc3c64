"""The label of a hub as a picture for other sites and for print."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, cast

from babel.dates import format_date
from django.utils.translation import gettext as _

from waymark.awards.models import Award
from waymark.base.fields import short_language
from waymark.base.typeset import picture
from waymark.hubs.models import Hub
from waymark.hubs.shown import locale

TYPES = {"svg": "image/svg+xml", "png": "image/png"}
_TEMPLATE = Path(__file__).parent / "typst" / "badge.typ"


def picture_of(row: Hub, label: Award, kind: str) -> bytes:
    """Return the badge in the reader's language as "svg" or "png". Raises NotTypeset."""
    last = format_date(row.ends, "medium", locale=locale())
    return picture(
        _TEMPLATE.read_text(encoding="utf-8"),
        {
            "language": short_language(),
            "kicker": "Local4Action Hub",
            "title": str(row.title),
            "place": f"{row.place} ({_('fictional')})" if row.place.fictional else str(row.place),
            "line": _("%(number)s, valid until %(day)s") % {"number": label.number, "day": last},
        },
        kind=cast(Literal["svg", "png"], kind),
    )
