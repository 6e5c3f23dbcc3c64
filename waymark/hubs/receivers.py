"""Who is told of a question about a call: who answers it, and then who asked."""

from __future__ import annotations

from typing import Any

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


@receives("case.more_asked", "case.turned_down")
def tell_of_the_first_step(row: Record) -> None:
    """Whoever writes for the place of a proposal, of what became of its first step."""
    from waymark.assessments.models import Case  # few events ask
    from waymark.assessments.rules.intake import utc
    from waymark.hubs.queries.proposals import call_of
    from waymark.people.queries import people_of
    from waymark.people.rules import WorkspaceRole

    found = Case.objects.filter(pk=row.subject.partition(":")[2]).select_related("intake", "place")
    case = found.defer("place__boundary").first()
    call = call_of(case) if case else None
    if case is None or call is None:
        return
    told: dict[str, Any] = {"call": dict(call.title)}
    if row.verb == "case.more_asked" and case.hand_in_by is not None:
        told["until"] = utc(case.hand_in_by)
    verb = row.verb.replace("case.", "proposal.")
    notices.send(
        verb,
        people_of(case.place_id, row.at, WorkspaceRole.LEAD, WorkspaceRole.SIGNATORY),
        told,
        url=reverse("assessments:journey_of", args=[case.place.slug, f"case-{case.pk}"]),
        about=row.subject,
        once_key=f"{verb}:{row.uid}",
        at=row.at,
    )


@receives("hub.agreement_offered", "hub.agreement_answered", "hub.labelled")
def tell_of_the_hub(row: Record) -> None:
    """Who signs for the place of a version and of the label; the secretariat of an answer."""
    from waymark.hubs.models import Hub  # few events ask
    from waymark.people.queries import people_of, secretaries
    from waymark.people.rules import WorkspaceRole

    kind, _colon, pk = row.subject.partition(":")
    found = Hub.objects.filter(pk=pk) if kind == "hub" else Hub.objects.filter(agreements=pk)
    hub = found.select_related("place").defer("place__boundary").first()
    if hub is None:
        return
    answered = row.verb == "hub.agreement_answered"
    people = (
        secretaries(row.at)
        if answered
        else people_of(hub.place_id, row.at, WorkspaceRole.LEAD, WorkspaceRole.SIGNATORY)
    )
    told: dict[str, Any] = {"hub": dict(hub.title)}
    if answered:
        told["place"] = dict(hub.place.name)
    actor = row.actor.partition(":")[2]
    notices.send(
        row.verb,
        [person for person in people if person.pk != actor],
        told,
        url=reverse("hub_agreement", args=[hub.pk]),
        about=row.subject,
        once_key=f"{row.verb}:{row.uid}",
        at=row.at,
    )
