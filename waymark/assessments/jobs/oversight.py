"""National certificates on which nobody spoke: silence that endorses, and a reminder before."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from waymark.assessments.actions.oversight import endorse_by_silence
from waymark.assessments.models import Decision
from waymark.assessments.queries.oversight.access import global_mechanism, speakers
from waymark.assessments.queries.oversight.decided import still_waiting
from waymark.assessments.queries.oversight.rule import brought, under_a_rule, with_rules
from waymark.assessments.rules.case import GIVES
from waymark.assessments.rules.oversight.words import Way, word_due
from waymark.base import notices
from waymark.base.jobs import apart, every
from waymark.people.models import User

SOON = timedelta(days=5)


def unsaid() -> list[Any]:
    """Return the public certificates of national mechanisms without a word, with their rules."""
    found = Decision.objects.filter(
        case__mechanism__country__isnull=False,
        kind__in=GIVES,
        publication__isnull=False,
        global_words__isnull=True,
    )
    rows = under_a_rule(with_rules(found)).defer("document")
    rows = rows.select_related("publication", "case__mechanism", "case__place")
    return list(rows.prefetch_related("global_words"))


def let_silence_endorse(at: datetime) -> int:
    """Write down which certificates are endorsed by silence; return how many."""
    due = [
        row
        for row in unsaid()
        if brought(row).way == Way.SILENCE
        and at.date() > word_due(row.publication.at.date(), brought(row))
    ]
    with apart() as run:
        said = [run(endorse_by_silence, decision=row, by=None, at=at) for row in due]
    return len(said) - said.count(None)


def remind_speakers(at: datetime) -> int:
    """Remind whoever can speak, once, that the time ends; return how many were."""
    common, sent = global_mechanism(), 0
    for row in still_waiting(unsaid(), at.date()) if common else ():
        due = word_due(row.publication.at.date(), brought(row))
        if not due - SOON <= at.date() <= due:
            continue
        assert common is not None
        sent += notices.send(
            "global_word.soon",
            User.objects.filter(pk__in=speakers(common, row.case, at)),
            {"city": dict(row.case.place.name), "until": due},
            url=reverse("assessments:oversight_decision", args=[row.case.mechanism.slug, row.pk]),
            about=f"decision:{row.pk}",
            once_key=f"global_word.soon:{row.pk}",
            at=at,
        )
    return sent


@every(3600)
@task
def look_for_silence() -> None:
    """Look every hour; what was written down is not written again."""
    now = timezone.now()
    with apart() as run:
        run(remind_speakers, now)
        run(let_silence_endorse, now)
