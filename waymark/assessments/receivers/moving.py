"""Who is told when a case that was handed in goes to another edition."""

from __future__ import annotations

import json
from typing import Any

from django.urls import reverse

from waymark.assessments.models import Case
from waymark.assessments.queries.standing import barred_from
from waymark.assessments.queries.talks import first_reviews
from waymark.assessments.receivers.review import desk_of
from waymark.assessments.rules.flows import TO_ANOTHER_EDITION
from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives


def desk_and_reviewers(case: Case, row: Record) -> list[tuple[Any, str]]:
    """Return the desk and the reviewers of a case, without those tied, and where each reads it."""
    reviews = list(first_reviews(case).select_related("reviewer"))
    out = barred_from(case, [one.reviewer for one in reviews], row.at)
    free = [one for one in reviews if one.reviewer_id not in out]
    at_desk = [(user, reverse("assessments:case", args=[case.pk])) for user in desk_of(case, row)]
    return at_desk + [(one.reviewer, reverse("assessments:review", args=[one.pk])) for one in free]


@receives("case.rebased")
def tell_desk_and_reviewers(row: Record) -> None:
    """The desk and the reviewers, where the case was handed in."""
    found = Case.objects.filter(pk=row.subject.partition(":")[2])
    case = found.select_related("place", "mechanism", "edition").first()
    if case is None or json.loads(row.body)["facts"].get("was") not in TO_ANOTHER_EDITION:
        return
    told = {"city": dict(case.place.name), "version": case.edition.version}
    for user, url in desk_and_reviewers(case, row):
        key = f"case.rebased:{row.uid}"
        notices.send(
            "case.rebased", [user], told, url=url, about=row.subject, once_key=key, at=row.at
        )
