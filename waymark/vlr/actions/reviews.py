"""Beginning a voluntary review, what it says of itself, its way to the public, and its sections."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import NotPermitted, require
from waymark.base.record import record
from waymark.kernel import text
from waymark.kernel.flow import Reason, Refused
from waymark.kernel.text import BadText
from waymark.places.models import Country
from waymark.vlr.models import Section, SectionVersion, VoluntaryReview
from waymark.vlr.queries import reviews as queries
from waymark.vlr.rules.reviews import (
    MOST,
    MOST_SECTION,
    MOST_SECTIONS,
    OPEN,
    OUTLINE,
    VOLUNTARY,
    Facts,
    Kind,
    Permit,
    State,
    Told,
    refuse_review,
    tidy,
)

LANGUAGES = frozenset(one.code for one in text.LANGUAGES)


def _put(row: VoluntaryReview, told: Told) -> None:
    try:
        told = tidy(told)
    except BadText as error:
        raise Refused(Reason("vlr.bad_text")) from error
    known = frozenset(Country.objects.values_list("pk", flat=True))
    kind = Kind(row.kind)
    if refused := refuse_review(told, kind=kind, countries=known, languages=LANGUAGES):
        raise Refused(*refused)
    for name in ("title", "language", "year", "about", "address", "authority"):
        setattr(row, name, getattr(told, name))
    row.goals, row.country_id = list(told.goals), told.country


@transaction.atomic
def begin_review(*, side: str, told: Told, by: Any, at: datetime) -> VoluntaryReview:
    """Begin a review in the name of a side that one speaks for ("place:…" or "body:…").

    It has the sections of the outline, but for a national one, which is a document. Raises
    NotPermitted, Refused.
    """
    require(by, Permit.JOIN_VLR, on=None)
    found = {one.key: one for one in queries.sides(by, at)}.get(side)
    if found is None:
        raise NotPermitted(Permit.KEEP_VLR)
    sort, _, pk = side.partition(":")
    row = VoluntaryReview(kind=found.kind, made_by=by, made_at=at, moved_at=at)
    setattr(row, f"{sort}_id", pk)
    _put(row, told)
    if found.country and row.country_id != found.country:
        raise Refused(Reason("vlr.country", {"field": "country"}))
    row.save(force_insert=True)
    if row.kind != Kind.NATIONAL:
        Section.objects.bulk_create(
            Section(review=row, key=key, position=place) for place, key in enumerate(OUTLINE, 1)
        )
    record("vlr.begun", row, by=by, at=at, scope=row.place or row.body, facts={"kind": row.kind})
    return row


def locked(row: VoluntaryReview) -> VoluntaryReview:
    """Lock a review."""
    rows = VoluntaryReview.objects.select_for_update(of=("self",))
    return rows.select_related("place", "body").get(pk=row.pk)


def _open(row: VoluntaryReview) -> VoluntaryReview:
    row = locked(row)
    if row.state not in OPEN:
        raise Refused(Reason("vlr.closed"))
    return row


@transaction.atomic
def change_review(
    *, review: VoluntaryReview, told: Told, seen: int, by: Any, at: datetime
) -> VoluntaryReview:
    """Change what a review says of itself, a published one too. seen: the version that was read.

    Raises NotPermitted, Refused.
    """
    require(by, Permit.KEEP_VLR, on=review)
    row = locked(review)
    if row.version != seen:
        raise Refused(Reason("vlr.moved"))
    if row.place_id and told.country != row.country_id:
        raise Refused(Reason("vlr.country", {"field": "country"}))
    _put(row, told)
    row.version += 1
    row.save()
    record("vlr.changed", row, by=by, at=at, scope=row.place or row.body, facts={})
    return row


@transaction.atomic
def move_review(*, review: VoluntaryReview, step: str, by: Any, at: datetime) -> VoluntaryReview:
    """Take one of the steps collect, draft, consult, check, publish, give_up.

    Raises NotPermitted, Refused.
    """
    require(by, Permit.KEEP_VLR, on=review)
    row = locked(review)
    written = row.sections.filter(dropped_at=None).exclude(text="").exists()
    facts = Facts(written=written, address=row.address)
    row.state = VOLUNTARY.step(step, row.state, facts).target
    row.moved_at = at
    if row.state == State.PUBLISHED:
        row.published_at = at
    row.save(update_fields=["state", "moved_at", "published_at"])
    record(f"vlr.{row.state}", row, by=by, at=at, scope=row.place or row.body, facts={})
    return row


def _words(name: str, typed: str, most: int) -> str:
    try:
        said = text.clean(typed).strip()
    except BadText as error:
        raise Refused(Reason("vlr.bad_text", {"field": name})) from error
    if len(said) > most:
        raise Refused(Reason("vlr.too_long", {"field": name, "most": most}))
    return said


@transaction.atomic
def write_section(
    *, section: Section, title: str, words: str, seen: int, by: Any, at: datetime
) -> Section:
    """Write a section; every state of it is kept. seen: the version that was read.

    Raises NotPermitted, Refused (changed since, no longer written, too long).
    """
    require(by, Permit.WRITE_VLR, on=section.review)
    _open(section.review)
    row = Section.objects.select_for_update(of=("self",)).get(pk=section.pk, dropped_at=None)
    if row.version != seen:
        raise Refused(Reason("vlr.moved"))
    row.title = _words("title", title, MOST["title"])
    row.text = _words("words", words, MOST_SECTION)
    if not row.key and not row.title:
        raise Refused(Reason("vlr.text_needed", {"field": "title"}))
    row.version += 1
    row.save(update_fields=["title", "text", "version"])
    SectionVersion.objects.create(
        section=row, version=row.version, title=row.title, text=row.text, by=by, at=at
    )
    record("vlr.section", section.review, by=by, at=at, facts={"section": row.pk})
    return row


@transaction.atomic
def add_section(
    *, review: VoluntaryReview, title: str, place: int, by: Any, at: datetime
) -> Section:
    """Add a section of one's own at a place, from 1. Raises NotPermitted, Refused."""
    require(by, Permit.KEEP_VLR, on=review)
    row = _open(review)
    said = _words("title", title, MOST["title"])
    if not said:
        raise Refused(Reason("vlr.text_needed", {"field": "title"}))
    if row.sections.filter(dropped_at=None).count() >= MOST_SECTIONS:
        raise Refused(Reason("vlr.sections", {"most": MOST_SECTIONS}))
    made = Section.objects.create(review=row, title=said, position=0)
    _order(row, made, place)
    record("vlr.section_added", row, by=by, at=at, facts={"section": made.pk})
    return made


def _order(row: VoluntaryReview, moved: Section, place: int) -> None:
    rest = list(row.sections.filter(dropped_at=None).exclude(pk=moved.pk))
    rest.insert(max(0, min(place - 1, len(rest))), moved)
    for position, one in enumerate(rest, 1):
        one.position = position
    Section.objects.bulk_update(rest, ["position"])


@transaction.atomic
def arrange_section(
    *, section: Section, place: int, party: str, drop: bool, by: Any, at: datetime
) -> None:
    """Move a section to a place, say which party writes it ("" is the keeper), or leave it out.

    What was written in it is kept. Raises NotPermitted, Refused.
    """
    require(by, Permit.KEEP_VLR, on=section.review)
    row = _open(section.review)
    one = Section.objects.select_for_update(of=("self",)).get(pk=section.pk)
    who = row.parties.filter(pk=party, ended_at=None).first() if party else None
    if party and who is None:
        raise Refused(Reason("vlr.no_party", {"field": "party"}))
    one.party, one.dropped_at = who, at if drop else None
    one.save(update_fields=["party", "dropped_at"])
    if not drop:
        _order(row, one, place)
    record("vlr.section_arranged", row, by=by, at=at, facts={"section": one.pk, "drop": drop})
