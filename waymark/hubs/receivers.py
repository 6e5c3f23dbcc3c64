"""Who is told of a question about a call: who answers it, and then who asked."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.hubs.models import CallQuestion


@receives("call_question.asked", "call_question.answered")
def tell(row: Record) -> None:
    """The secretariat of a new question; who asked, of the answer."""
    from waymark.people.queries import secretaries  # few events ask

    found = CallQuestion.objects.filter(pk=row.subject.partition(":")[2], withdrawn_at=None)
    one = found.select_related("call", "asked_by").first()
    if one is None:
        return
    asked = row.verb == "call_question.asked"
    people = list(secretaries(timezone.now())) if asked else [one.asked_by]
    path = reverse("call_question", args=[one.pk]) if asked else reverse("call", args=[one.call_id])
    actor = row.actor.partition(":")[2]
    notices.send(
        row.verb,
        [person for person in people if person.pk != actor],
        {"call": dict(one.call.title)},
        url=path,
        about=row.subject,
        once_key=f"{row.verb}:{row.uid}",
        at=row.at,
    )
