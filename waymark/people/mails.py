"""Mails of this room that are no notices: to people without an account yet, or with a code."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from waymark.base import mail
from waymark.base.fields import interface_language
from waymark.kernel import text as texts
from waymark.people import sealing
from waymark.people.actions import invitation_token
from waymark.people.models import Invitation


@task(max_attempts=8)  # a code is worth nothing after a quarter of an hour
def mail_account(sealed: str) -> None:
    """Send a mail of the log-in pages."""
    to, subject, text = sealing.unseal(sealed).split("\n", 2)
    name = hashlib.sha256(sealed.encode()).hexdigest()[:32]
    mail.send(to=to, subject=subject, text=text, message_id=f"account-{name}")


@task(max_attempts=80)
def mail_invitation(invitation: str, invited_at: str) -> None:
    """Send the link of an invitation, unless it was sent anew, accepted or withdrawn since."""
    row = (
        Invitation.objects.filter(pk=invitation, accepted_at=None, withdrawn_at=None)
        .select_related("place", "invited_by")
        .first()
    )
    if row is None or row.invited_at.isoformat() != invited_at or row.expires_at < timezone.now():
        return
    language = interface_language(row.invited_by.language) or "en"
    with translation.override(language):
        subject, text = _words(row, language)
    name = f"invitation-{row.pk}-{row.invited_at.timestamp():.0f}"
    mail.send(to=row.email, subject=subject, text=text, message_id=name)


def _words(row: Invitation, language: str) -> tuple[str, str]:
    place = texts.pick(row.place.name, language.split("-")[0]).text
    values = {
        "person": row.invited_by.name,
        "place": place,
        "url": f"{settings.WAYMARK_BASE_URL}/invitations/{invitation_token(row)}/",
        "days": (row.expires_at - row.invited_at).days,
        "email": row.email,
    }
    subject = _("%(person)s invites you to the workspace of %(place)s") % values
    text = (
        _(
            "Hello,\n\n%(person)s invites you to work on the self-assessment of %(place)s.\n\n"
            "Open this link to accept. It is meant for %(email)s alone and works for %(days)s "
            "days:\n\n%(url)s\n\nIf you don't know what this is about, ignore this mail: nothing "
            "happens."
        )
        % values
    )
    return subject, text + "\n"
