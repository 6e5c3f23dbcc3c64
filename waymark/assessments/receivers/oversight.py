"""Who is told of national certificates that wait for a word, and of what was said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from waymark.assessments.models import Case, Decision, GlobalWord, OversightRule
from waymark.assessments.queries.oversight.access import global_mechanism
from waymark.assessments.queries.oversight.rule import rule_for, rule_in
from waymark.assessments.queries.standing import barred_from
from waymark.assessments.rules.case import GIVES
from waymark.assessments.rules.oversight.words import Way, Word, word_due
from waymark.awards.models import Award
from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.people.models import User
from waymark.people.queries import members_of, people_of
from waymark.people.rules import WorkspaceRole
from waymark.schemes.models import Mechanism

SIGNERS = (WorkspaceRole.LEAD, WorkspaceRole.SIGNATORY)


def _id(reference: str) -> str:
    return reference.partition(":")[2]


def _send(row: Record, kind: str, users: Iterable[Any], url: str, **params: Any) -> None:
    people = [user for user in users if user.pk != _id(row.actor)]
    key = f"{kind}:{row.uid}"
    notices.send(kind, people, params, url=url, about=row.subject, once_key=key, at=row.at)


def _bodies(mechanism: Mechanism | None, row: Record) -> list[User]:
    """The people of a mechanism's committee and secretariat, each once."""
    if mechanism is None:
        return []
    seats = [
        *members_of(mechanism.committee_id, row.at),
        *members_of(mechanism.secretariat_id, row.at),
    ]
    return list({seat.user_id: seat.user for seat in seats}.values())


def _free(people: list[User], case: Case, row: Record) -> list[User]:
    tied = barred_from(case, people, row.at)
    return [person for person in people if person.pk not in tied]


def page_of(decision: Decision) -> str:
    """Return the address on which a word is given."""
    slug = decision.case.mechanism.slug
    return reverse("assessments:oversight_decision", args=[slug, decision.pk])


@receives("decision.published")
def ask_for_a_word(row: Record) -> None:
    """The global committee and its secretariat, where a word is needed."""
    found = Decision.objects.filter(pk=_id(row.subject), kind__in=GIVES)
    decision = found.select_related("case__mechanism", "case__place", "publication").first()
    if decision is None or decision.case.mechanism.country_id is None:
        return
    rule = rule_in(rule_for(decision))
    if rule.way == Way.NONE:
        return
    case = decision.case
    people = _free(_bodies(global_mechanism(), row), case, row)
    params = {
        "city": dict(case.place.name),
        "mechanism": dict(case.mechanism.name),
        "until": word_due(decision.publication.at.date(), rule),
    }
    _send(row, "global_word.wanted", people, page_of(decision), **params)


@receives("global_word.given")
def tell_what_was_said(row: Record) -> None:
    """Those who decided; and the city, whose certificate is endorsed."""
    found = GlobalWord.objects.filter(pk=_id(row.subject))
    word = found.select_related("decision__case__mechanism", "decision__case__place").first()
    if word is None:
        return
    case = word.decision.case
    params: dict[str, Any] = {"city": dict(case.place.name)}
    if word.kind != Word.SILENCE:
        params["reasons"] = word.reasons
    kind, people = f"global_word.{word.kind}", _free(_bodies(case.mechanism, row), case, row)
    _send(row, kind, people, page_of(word.decision), **params)
    award = Award.objects.filter(decision=f"decision:{word.decision_id}").first()
    if word.kind != Word.OBJECT and award is not None:  # else a check or a hearing is told of
        city = [one for one in people_of(case.place_id, row.at, *SIGNERS) if one not in people]
        _send(row, kind, city, reverse("certificate", args=[award.number]), **params)


@receives("oversight.set")
def tell_what_holds(row: Record) -> None:
    """The national committee and its secretariat."""
    found = OversightRule.objects.filter(pk=_id(row.subject)).select_related("mechanism").first()
    if found is not None:
        url = reverse("assessments:oversight_of", args=[found.mechanism.slug])
        params = {"mechanism": dict(found.mechanism.name), "reason": found.reason}
        _send(row, "oversight.set", _bodies(found.mechanism, row), url, **params)
