"""Taking somebody's words out of sight with a reason, and showing them again: in every room alike.

The words stay in the database for those who answer for the place where they stand. The permit is
asked for, the row locked and the act recorded by each room's own action.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from waymark.base import reasons
from waymark.base.models import Hideable
from waymark.kernel.flow import Reason, Refused

COLUMNS = ["hidden_at", "hidden_by", "hidden_why"]
reasons.register(
    {
        "hiding.hidden_already": _("This is out of sight already."),
        "hiding.not_hidden": _("This is in sight."),
    }
)


def put_out_of_sight(row: Hideable, *, why: str, by: Any, at: datetime) -> None:
    """Hide a locked row for a cleaned reason. Raises Refused where it is hidden already."""
    if row.hidden_at is not None:
        raise Refused(Reason("hiding.hidden_already"))
    row.hidden_at, row.hidden_by, row.hidden_why = at, by, why
    row.save(update_fields=COLUMNS)


def bring_back(row: Hideable) -> None:
    """Show a locked row again. Raises Refused where it is not hidden."""
    if row.hidden_at is None:
        raise Refused(Reason("hiding.not_hidden"))
    row.hidden_at, row.hidden_by, row.hidden_why = None, None, ""
    row.save(update_fields=COLUMNS)
