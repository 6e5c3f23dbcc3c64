"""Summaries by e-mail: what waits in the app and is not mailed one by one.

A person chooses each day, each week or never. A summary goes out when the oldest notice that waits
has waited that long, with all that wait by then; so nobody gets an empty one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Min, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.base import mail, notices
from waymark.base.fields import interface_language
from waymark.base.models import Notice

DAILY, WEEKLY, NEVER = "daily", "weekly", "never"
EVERY: Mapping[str, timedelta] = {DAILY: timedelta(days=1), WEEKLY: timedelta(days=7)}
OLDEST = timedelta(days=31)
"""What has waited longer than this is no news any more: it stays in the app."""
MOST = 40
"""Notices that one summary lists; how many more there are, it says."""


def _waiting(at: datetime) -> QuerySet[Notice]:
    """Return what nobody has read and nobody is mailed by itself."""
    silent = [name for name, kind in notices.kinds.items() if not kind.mailed]
    return Notice.objects.filter(
        kind__in=silent,
        read_at=None,
        mailed_at=None,
        made_at__gt=at - OLDEST,
        user__is_active=True,
        user__mail_notices=True,
    )


def due(at: datetime) -> list[str]:
    """Return the people for whom it is time."""
    late = Q()
    for choice, interval in EVERY.items():
        late |= Q(user__digest=choice, oldest__lte=at - interval)
    found = _waiting(at).values("user", "user__digest").annotate(oldest=Min("made_at"))
    return sorted(found.filter(late).values_list("user", flat=True))


def send_digest(user_id: str, at: datetime) -> int:
    """Mail one person all that waits, in her language; return how many notices.

    What she may no longer read is left out, and is not mailed later either.
    """
    rows = list(_waiting(at).filter(user=user_id).select_related("user").order_by("made_at", "pk"))
    told = [row for row in rows if notices.may_tell(row)]
    if told:
        user = told[0].user
        with translation.override(interface_language(user.language) or "en"):
            subject = ngettext("%(count)s thing is new", "%(count)s things are new", len(told))
            subject %= {"count": len(told)}
            body = _text(user.name, told)
        mail.send(
            to=user.email,
            subject=subject,
            text=body,
            message_id=f"digest-{told[0].pk}-{told[-1].pk}",
        )
    Notice.objects.filter(pk__in=[row.pk for row in rows], mailed_at=None).update(mailed_at=at)
    return len(told)


def _text(name: str, rows: list[Notice]) -> str:
    base = settings.WAYMARK_BASE_URL
    parts = [_("Hello %(name)s,") % {"name": name}]
    for row in rows[:MOST]:
        said = notices.message(row)
        parts.append(f"{said.subject}\n{base}{row.url or '/notices/'}")
    if len(rows) > MOST:
        more = _("%(count)s more are here:") % {"count": len(rows) - MOST}
        parts.append(f"{more}\n{base}/notices/")
    stop = _("How often you get such a summary, you choose here:")
    return "\n\n".join([*parts, f"-- \n{stop}\n{base}/account/"]) + "\n"
