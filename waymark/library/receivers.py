"""What follows: who is told of case studies, and a source that somebody asked for is read."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from waymark.base import jobs, notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.library.models import Study
from waymark.library.queries.studies import versions_of
from waymark.library.visits import harvest_one, store_intake, visit_links
from waymark.people import queries as people
from waymark.people.rules import WorkspaceRole

WRITERS = (WorkspaceRole.LEAD, WorkspaceRole.EDITOR, WorkspaceRole.SIGNATORY)
KINDS = {
    "study.consent": "study.offered",
    "study.publish": "study.published",
    "study.return": "study.returned",
}


@receives(*KINDS)
def tell_of_studies(row: Record) -> None:
    """Something was done that others wait on; nothing where the study has moved on by now."""
    pk, kind = row.subject.partition(":")[2], KINDS[row.verb]
    found = Study.objects.filter(pk=pk).select_related("place").first()
    if found is None or (kind == "study.offered" and found.state != "offered"):
        return
    titles = {code: one.parts["title"] for code, one in versions_of(found).items()}
    params: dict[str, Any] = {"place": dict(found.place.name), "title": titles}
    if kind == "study.returned":
        params["note"] = found.note
    offered = kind == "study.offered"
    notices.send(
        kind,
        people.secretaries(row.at) if offered else people.people_of(found.place, row.at, *WRITERS),
        params,
        url=reverse("library_study", args=[found.place.slug, found.pk]),
        about=row.subject,
        once_key=f"{row.verb}:{row.uid}",
        at=row.at,
    )


@receives("source.ask")
def read_soon(row: Record) -> None:
    """A curator wants a source to be read."""
    pk = row.subject.partition(":")[2]
    jobs.once(f"harvest:{row.uid}", harvest_one, source=pk)


@receives("intake.commit")
def store_the_rest(row: Record) -> None:
    """A long table is stored a part at a time."""
    pk = row.subject.partition(":")[2]
    jobs.once(f"intake:{row.uid}", store_intake, intake=pk)


@receives("links.ask")
def follow_soon(row: Record) -> None:
    """A curator wants addresses to be followed."""
    jobs.once(f"links:{row.uid}", visit_links)
