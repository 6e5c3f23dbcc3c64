"""What an association does with its members, and what a city answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.community.actions.needs import cleaned
from waymark.community.models import AssociationMember, AssociationMessage, Survey, SurveyAnswer
from waymark.community.queries import associations as queries
from waymark.community.rules.associations import (
    MEMBERSHIP,
    OPEN,
    Answered,
    Asked,
    MemberState,
    Message,
    Permit,
    refuse_answer,
    refuse_message,
    refuse_survey,
)
from waymark.kernel.flow import Reason, Refused
from waymark.library.queries.items import visible
from waymark.people.models import Body
from waymark.places.models import Place


def _association(body: Body) -> Body:
    """Lock an association. Raises Refused where it is none any more."""
    row = Body.objects.select_for_update(of=("self",)).filter(pk=body.pk).first()
    if row is None or not queries.bodies().filter(pk=body.pk).exists():
        raise Refused(Reason("association.none"))
    return row


@transaction.atomic
def invite_member(*, body: Body, place: Place, by: Any, at: datetime) -> AssociationMember:
    """Ask a city or region whether it is a member. Raises NotPermitted, Refused."""
    require(by, Permit.RUN_ASSOCIATION, on=body)
    row = _association(body)
    if place.ended_on is not None:
        raise Refused(Reason("association.no_city", {"field": "city"}))
    if AssociationMember.objects.filter(body=row, place=place, state__in=OPEN).exists():
        raise Refused(Reason("association.there_already", {"field": "city"}))
    made = AssociationMember.objects.create(body=row, place=place, invited_by=by, invited_at=at)
    record("association.invited", made, by=by, at=at, scope=place, facts={"body": row.pk})
    return made


@transaction.atomic
def move_member(
    *,
    member: AssociationMember,
    step: str,
    by: Any,
    at: datetime,
    named: bool = False,
    messages: bool = False,
) -> AssociationMember:
    """Accept, decline or leave for the city; take back or end for the association.

    named, messages: what a city that accepts agrees to. Raises NotPermitted, Refused.
    """
    if step in {"take_back", "end"}:
        require(by, Permit.RUN_ASSOCIATION, on=member.body)
    else:
        require(by, Permit.JOIN_ASSOCIATION, on=member.place)
    if step == "accept":
        _association(member.body)
    row = AssociationMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    row.state = MemberState(MEMBERSHIP.step(step, row.state).target)
    row.moved_by = by
    if step in {"accept", "decline"}:
        row.answered_at = at
    if row.state in OPEN:
        row.named, row.messages = named, messages
    else:
        row.named, row.messages, row.ended_at = False, False, at
    row.save(update_fields=["state", "named", "messages", "answered_at", "ended_at", "moved_by"])
    facts = {"body": row.body_id, "named": row.named, "messages": row.messages}
    record(f"association.{row.state}", row, by=by, at=at, scope=row.place, facts=facts)
    return row


@transaction.atomic
def change_consent(
    *, member: AssociationMember, named: bool, messages: bool, by: Any, at: datetime
) -> AssociationMember:
    """Say anew whether a member is named, and wants messages. Raises NotPermitted, Refused."""
    require(by, Permit.JOIN_ASSOCIATION, on=member.place)
    row = AssociationMember.objects.select_for_update().get(pk=member.pk)
    if row.state != MemberState.MEMBER:
        raise Refused(Reason("association.no_member"))
    row.named, row.messages, row.moved_by = named, messages, by
    row.save(update_fields=["named", "messages", "moved_by"])
    facts = {"body": row.body_id, "named": named, "messages": messages}
    record("association.consent", row, by=by, at=at, scope=row.place, facts=facts)
    return row


@transaction.atomic
def send_message(*, body: Body, told: Message, by: Any, at: datetime) -> AssociationMessage:
    """Tell all members that want messages. Raises NotPermitted, Refused."""
    require(by, Permit.RUN_ASSOCIATION, on=body)
    row = _association(body)
    told = Message(cleaned("title", told.title), cleaned("text", told.text), told.item.strip())
    items = dict(visible(by).filter(code=told.item).values_list("code", "pk"))
    if refused := refuse_message(told, items):
        raise Refused(*refused)
    wants = AssociationMember.objects.filter(body=row, state=MemberState.MEMBER, messages=True)
    places = [one.place for one in wants.select_related("place")]
    if not places:
        raise Refused(Reason("association.nobody"))
    made = AssociationMessage.objects.create(
        body=row,
        title=told.title,
        text=told.text,
        item_id=items.get(told.item),
        sent_by=by,
        sent_at=at,
    )
    made.places.set(places)
    record("association.told", made, by=by, at=at, scope=row, facts={"members": len(places)})
    return made


@transaction.atomic
def open_survey(*, body: Body, told: Asked, by: Any, at: datetime) -> Survey:
    """Ask all members in which topics they need capacity. Raises NotPermitted, Refused."""
    require(by, Permit.RUN_ASSOCIATION, on=body)
    row = _association(body)
    asked = (cleaned("questions", one) for one in told.questions)
    told = Asked(cleaned("title", told.title), tuple(filter(None, asked)), told.closes_on)
    if refused := refuse_survey(told, at.date()):
        raise Refused(*refused)
    there = AssociationMember.objects.filter(body=row, state=MemberState.MEMBER)
    places = [one.place for one in there.select_related("place")]
    if not places:
        raise Refused(Reason("association.no_members"))
    made = Survey.objects.create(
        body=row,
        title=told.title,
        questions=list(told.questions),
        closes_on=told.closes_on,
        opened_by=by,
        opened_at=at,
    )
    made.places.set(places)
    record("survey.opened", made, by=by, at=at, scope=row, facts={"members": len(places)})
    return made


@transaction.atomic
def answer_survey(
    *, survey: Survey, place: Place, told: Answered, by: Any, at: datetime
) -> SurveyAnswer:
    """Answer for a city that is a member, or change its answer, until the survey is over.

    Raises NotPermitted, Refused.
    """
    require(by, Permit.ANSWER_SURVEY, on=place)
    row = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    if not queries.surveys_for(place).filter(pk=row.pk, joined=True).exists():
        raise Refused(Reason("association.no_member"))
    if row.closes_on < at.date():
        raise Refused(Reason("association.survey_over"))
    texts = tuple(cleaned(f"text_{n}", one) for n, one in enumerate(told.texts, 1))
    if refused := refuse_answer(Answered(told.topics, texts), row.questions):
        raise Refused(*refused)
    made, _fresh = SurveyAnswer.objects.update_or_create(
        survey=row,
        place=place,
        defaults={
            "topics": told.topics,
            "texts": list(texts),
            "answered_by": by,
            "answered_at": at,
        },
    )
    record("survey.answered", made, by=by, at=at, scope=place, facts={"survey": row.pk})
    return made
