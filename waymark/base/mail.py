"""Sending one plain e-mail. Only jobs call this, so that no page waits for a mail server."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage

MAX_SUBJECT = 150


@dataclass(frozen=True)
class Attachment:
    """A small file that goes with a mail."""

    name: str
    media_type: str
    content: bytes


def send(
    *, to: str, subject: str, text: str, message_id: str, attachments: Iterable[Attachment] = ()
) -> None:
    """Send a plain text, with files if there are any.

    message_id: the same for the same message, so that mail systems show it once should it be
    sent twice (a worker can die after the server took a message and before that was noted).
    Raises OSError or smtplib.SMTPException if the server does not take it.
    """
    one_line = " ".join(subject.split())
    if len(one_line) > MAX_SUBJECT:
        one_line = one_line[: MAX_SUBJECT - 1] + "…"
    host = settings.WAYMARK_HOST.partition(":")[0]
    mail = EmailMessage(
        subject=one_line,
        body=text,
        to=[to],
        headers={
            "Message-ID": f"<{message_id}@{host}>",
            "Auto-Submitted": "auto-generated",  # asks out-of-office robots not to answer
        },
    )
    for file in attachments:
        mail.attach(file.name, file.content, file.media_type)
    mail.send()
