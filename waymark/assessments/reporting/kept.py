"""The dossiers of a large meeting: drawn by a worker, kept for some hours, and forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.utils import timezone, translation
from django_tasks import task

from waymark.assessments.queries.committee import meeting as find_meeting
from waymark.assessments.queries.committee import taking_part
from waymark.assessments.queries.pack import pack_of
from waymark.assessments.reporting.pack import made_at, pack_data, pack_key, pack_pdf
from waymark.people.models import User

KEPT = timedelta(hours=12)


def keep_pack(meeting: str, item: str, person: str, language: str, at: datetime) -> str:
    """Draw what a person may read of a meeting now, and keep it; return its key, "" for nothing."""
    reader = User.objects.filter(pk=person, is_active=True).first()
    row = find_meeting(reader, meeting, at) if reader else None
    if row is None:
        return ""
    with translation.override(language):
        found = pack_of(reader, row, at, item)
        data = pack_data(found, taking_part(row, at))
        key = pack_key(data)
        if caches["packs"].get(key) is None:
            kept = KEPT.total_seconds()
            caches["packs"].set(key, pack_pdf(data, at=made_at(found)), kept)
    return key


@task
def draw_pack(meeting: str, item: str, person: str, language: str) -> None:
    """Draw a pack that takes too long for a page."""
    keep_pack(meeting, item, person, language, timezone.now())


def forget_packs(at: datetime) -> int:
    """Delete what was kept long enough; return how many."""
    before = (at - KEPT).timestamp()
    folder = Path(settings.CACHES["packs"]["LOCATION"])
    old = [file for file in folder.glob("*.djcache") if file.stat().st_mtime < before]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)
