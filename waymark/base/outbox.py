"""Reading back the e-mails that the embedded edition writes to files, for the demo's outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as policy
from pathlib import Path

_BETWEEN = b"\n" + b"-" * 79 + b"\n"  # what Django's file backend writes after each message


@dataclass(frozen=True)
class Mail:
    """An e-mail as its reader would see it."""

    id: str
    to: str
    subject: str
    text: str
    at: datetime


def mails(folder: Path, limit: int = 50) -> list[Mail]:
    """Return the newest e-mails in a folder, newest first; none where there is no folder."""
    if not folder.is_dir():
        return []
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    found: list[Mail] = []
    for path in files:
        parts = [part for part in path.read_bytes().split(_BETWEEN) if part.strip()]
        at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        for number, raw in reversed(list(enumerate(parts))):
            found.append(_read(raw, f"mail-{path.stem}-{number}", at))
        if len(found) >= limit:
            break
    return found[:limit]


def _read(raw: bytes, name: str, at: datetime) -> Mail:
    message = message_from_bytes(raw, policy=policy)
    assert isinstance(message, EmailMessage)  # by the policy
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    return Mail(name, str(message["To"] or ""), str(message["Subject"] or ""), text.strip(), at)
