"""Who in a city is told of what happens to its case, and of what colleagues want of her."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from waymark.assessments.models import Answer, Case, Comment, Decision, EvidenceItem
from waymark.assessments.queries.handing_over import people_at_desk
from waymark.assessments.receivers.review import desk_of
from waymark.assessments.rules.case import CaseState
from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.people.models import User
from waymark.people.queries import members_of, people_of
from waymark.people.rules import WorkspaceRole

WORDS = 300  # of a comment that a notice quotes


def _id(reference: str) -> str:
    return reference.partition(":")[2]


def _facts(row: Record) -> dict[str, Any]:
    return dict(json.loads(row.body)["facts"])


def _case(row: Record) -> Case | None:
    found = Case.objects.filter(pk=_id(row.subject)).defer("edition__document")
    return found.select_related("place", "mechanism").first()


def _actor(row: Record) -> str:
    found = User.objects.filter(pk=_id(row.actor)).values_list("name", flat=True)
    return found.first() or "–"


def _url(case: Case, name: str, *more: Any) -> str:
    from waymark.assessments.queries.workspace import ref_of  # much code, for the worker alone

    return reverse(f"assessments:{name}", args=[case.place.slug, ref_of(case), *more])


def _send(row: Record, kind: str, users: Iterable[User], url: str, **params: Any) -> None:
    """Tell people other than the one who acted."""
    others = [user for user in users if user.pk != _id(row.actor)]
    notices.send(
        kind,
        others,
        params,
        url=url,
        about=row.subject,
        once_key=f"{kind}:{row.uid}",
        at=row.at,
    )


def _workers(case: Case, row: Record) -> Iterable[User]:
    """Those who write for the city."""
    roles = (WorkspaceRole.LEAD, WorkspaceRole.EDITOR, WorkspaceRole.SIGNATORY)
    return people_of(case.place_id, row.at, *roles)


def _name(case: Case) -> dict[str, str]:
    return dict(case.place.name)


@receives("comment.added")
def tell_those_mentioned(row: Record) -> None:
    """A colleague mentions them, as long as they still work for the city."""
    case, facts = _case(row), _facts(row)
    comment = Comment.objects.filter(pk=facts["comment"], removed_at__isnull=True).first()
    if case is None or comment is None:
        return
    there = people_of(case.place_id, row.at).filter(pk__in=facts["mentions"])
    words = comment.text if len(comment.text) <= WORDS else f"{comment.text[:WORDS]} …"
    url = f"{_url(case, 'criterion', facts['criterion'])}#comment-{comment.pk}"
    criterion = facts["criterion"]
    _send(row, "city.mentioned", there, url, person=_actor(row), criterion=criterion, words=words)


@receives("answer.assigned")
def tell_the_assigned(row: Record) -> None:
    """A criterion was given to her, and still is hers."""
    case, facts = _case(row), _facts(row)
    if case is None or not facts["assignee"]:
        return
    found = Answer.objects.filter(case=case, criterion=facts["criterion"])
    answer = found.filter(assignee=facts["assignee"]).select_related("assignee").first()
    if answer is None or answer.assignee is None:
        return
    params: dict[str, Any] = {
        "person": _actor(row),
        "criterion": answer.criterion,
        "city": _name(case),
    }
    kind = "city.assigned"
    if answer.due:
        kind, params["due"] = "city.assigned_until", answer.due
    _send(row, kind, [answer.assignee], _url(case, "criterion", answer.criterion), **params)


@receives("case.signature_wanted")
def tell_the_signatories(row: Record) -> None:
    """A colleague says that the case is ready; once a day is enough."""
    case = _case(row)
    if case is None:
        return
    there = people_of(case.place_id, row.at, WorkspaceRole.SIGNATORY)
    notices.send(
        "city.signature_wanted",
        [user for user in there if user.pk != _id(row.actor)],
        {"person": _actor(row), "city": _name(case)},
        url=_url(case, "submit"),
        about=row.subject,
        once_key=f"city.signature_wanted:{case.pk}:{row.at.date().isoformat()}",
        at=row.at,
    )


@receives("case.submitted", "case.resubmitted")
def tell_colleagues_of_the_submission(row: Record) -> None:
    """The case was handed in."""
    case = _case(row)
    if case is not None:
        url = _url(case, "receipt", _facts(row)["seq"])
        people = _workers(case, row)
        _send(row, "city.submitted", people, url, person=_actor(row), city=_name(case))


@receives("case.answers_sent")
def tell_colleagues_of_the_answers(row: Record) -> None:
    """The answers to the reviewers were sent."""
    case = _case(row)
    if case is not None:
        people, url = _workers(case, row), _url(case, "questions")
        _send(row, "city.answers_sent", people, url, person=_actor(row), city=_name(case))


@receives("case.admitted", "case.returned")
def tell_the_city_of_the_desk(row: Record) -> None:
    """The secretariat has looked whether the case is complete."""
    case = _case(row)
    if case is None:
        return
    people, url = _workers(case, row), _url(case, "journey_of")
    if row.verb == "case.admitted":
        _send(row, "city.admitted", people, url, city=_name(case))
        return
    event = case.events.filter(step="return", at=row.at).first()
    reason = event.note if event else case.return_reason
    _send(row, "city.returned", people, url, city=_name(case), reason=reason)


@receives("evidence.erased")
def tell_the_city_of_an_erasure(row: Record) -> None:
    """The secretariat had to erase a piece of evidence, and perhaps gave the case back for it."""
    case = _case(row)
    item = EvidenceItem.objects.filter(pk=_facts(row)["evidence"]).first()
    if case is None or item is None:
        return
    facts = _facts(row)
    back = facts.get("rests", True) and (
        case.state == CaseState.CLARIFICATION  # it may have been open to the city before
        or case.events.filter(step__startswith="erase_", at=row.at).exists()
    )
    kind = "city.evidence_erased_back" if back else "city.evidence_erased"
    url = _url(case, "evidence_item", item.pk)
    told = {"city": _name(case), "title": item.title, "reason": item.state_reason}
    _send(row, kind, _workers(case, row), url, **told)
    if "copy_of" in facts:  # another desk has done it, in the case that this one came from
        desk, here = people_at_desk(case, row.at), reverse("assessments:case", args=[case.pk])
        if case.state != CaseState.DRAFT:
            _send(row, "desk.evidence_erased", desk, here, **told)


@receives("evidence.withdrawn")
def tell_of_evidence_withdrawn_late(row: Record) -> None:
    """The desk, where the case is decided on: nothing follows by itself."""
    facts = json.loads(row.body)["facts"]
    case, item = _case(row), EvidenceItem.objects.filter(pk=facts["evidence"]).first()
    if case is None or item is None or facts.get("state") != CaseState.CLOSED:
        return
    url = reverse("assessments:case", args=[case.pk])
    told = {"city": dict(case.place.name), "title": item.title, "reason": item.state_reason}
    _send(row, "city.evidence_withdrawn", desk_of(case, row), url, **told)


@receives("case.withdrawn")
def tell_of_a_withdrawal(row: Record) -> None:
    """The city has taken the case back: colleagues, and the desk where it was handed in."""
    case = _case(row)
    if case is None:
        return
    event = case.events.filter(step="withdraw").first()
    params = {"city": _name(case), "reason": event.note if event else ""}
    _send(row, "city.withdrawn", _workers(case, row), _url(case, "journey_of"), **params)
    if case.submitted_at is not None:
        desk = [seat.user for seat in members_of(case.mechanism.secretariat_id, row.at)]
        _send(row, "city.withdrawn", desk, reverse("assessments:case", args=[case.pk]), **params)


@receives("decision.published")
def tell_the_city_of_the_decision(row: Record) -> None:
    """A decision on the case was made public."""
    found = Decision.objects.filter(pk=_id(row.subject)).select_related("case__place")
    decision = found.first()
    if decision is not None:
        case = decision.case
        people, url = people_of(case.place_id, row.at), _url(case, "journey_of")
        _send(row, "city.decided", people, url, city=_name(case))


@receives("edition.supersede")
def tell_until_when_an_edition_takes_cases(row: Record) -> None:
    """Cities whose case was never handed in, where the edition takes such cases until a day."""
    facts = _facts(row)
    if not facts.get("sunset"):
        return
    found = Case.objects.filter(edition=_id(row.subject), state="draft", submitted_at=None)
    found = found.filter(intake=None)
    until, version = date.fromisoformat(facts["sunset"]), facts["by_version"]
    for case in found.select_related("place").defer("place__boundary"):
        notices.send(
            "city.edition_ends",
            _workers(case, row),
            {"city": _name(case), "version": version, "until": until},
            url=_url(case, "edition"),
            about=f"case:{case.pk}",
            once_key=f"city.edition_ends:{row.uid}:{case.pk}",
            at=row.at,
        )
