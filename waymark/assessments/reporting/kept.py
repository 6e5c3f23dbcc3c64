"""The dossiers of a large meeting: drawn by a worker, kept for some hours, and forgotten.

A drawing that fails is tried once more, and then given up: the page says so, and asks anew only
when its reader does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.utils import timezone, translation
from django_tasks import task

from waymark.assessments.queries.committee import meeting as find_meeting
from waymark.assessments.queries.committee import taking_part
from waymark.assessments.queries.pack import pack_of
from waymark.assessments.reporting.pack import made_at, pack_data, pack_key, pack_pdf
from waymark.base.models import Job
from waymark.people.models import User

KEPT = timedelta(hours=12)
LONGEST = timedelta(minutes=30)  # after which nobody waits for a drawing any more
MOST_ASKED = 3  # times, where a drawing is done and its file is not there


@dataclass(frozen=True)
class Wanted:
    """Whose view of a meeting, or of one of its items, is to be drawn, and in which language."""

    meeting: str
    item: str
    person: str
    language: str


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


@task(max_attempts=2)
def draw_pack(meeting: str, item: str, person: str, language: str) -> None:
    """Draw a pack that takes too long for a page."""
    keep_pack(meeting, item, person, language, timezone.now())


def ask_for_drawing(key: str, wanted: Wanted, at: datetime, *, again: bool = False) -> bool:
    """Have a pack drawn that is not there, once; tell whether it can still be waited for.

    again: ask a worker anew, where it can not.
    """
    name, notes = f"pack:{key}", caches["default"]
    first: dict[str, Any] = {"job": "", "at": at, "asked": 1}
    if notes.add(name, first, KEPT.total_seconds()):
        return _ask(name, wanted, first)
    note = notes.get(name) or first
    job = Job.objects.filter(pk=note["job"]).first()
    done = job is not None and job.state == Job.State.DONE
    failed = job is not None and job.state == Job.State.FAILED
    over = failed or at - note["at"] > LONGEST or (done and note["asked"] >= MOST_ASKED)
    if over and again:
        return _ask(name, wanted, first)
    if done and not over:  # it was forgotten, or something changed while it was drawn
        return _ask(name, wanted, {**first, "asked": note["asked"] + 1})
    return not over


def _ask(name: str, wanted: Wanted, note: dict[str, Any]) -> bool:
    job = draw_pack.enqueue(wanted.meeting, wanted.item, wanted.person, wanted.language)
    caches["default"].set(name, {**note, "job": job.id}, KEPT.total_seconds())
    return True


def forget_packs(at: datetime) -> int:
    """Delete what was kept long enough; return how many."""
    before = (at - KEPT).timestamp()
    folder = Path(settings.CACHES["packs"]["LOCATION"])
    old = [file for file in folder.glob("*.djcache") if file.stat().st_mtime < before]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)
