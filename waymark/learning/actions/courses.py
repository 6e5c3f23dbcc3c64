"""Writing a course, sending it, checking it, and taking it from the public."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import canonical, text
from waymark.kernel.flow import Reason, Refused
from waymark.kernel.text import BadText
from waymark.learning.models.courses import Course, Revision
from waymark.learning.queries import courses as queries
from waymark.learning.rules.courses import (
    COURSE,
    Checked,
    Lesson,
    Permit,
    Told,
    lacking,
    put_lesson,
    tidy,
    whole,
    wrong,
)
from waymark.learning.rules.regions import refuse_version
from waymark.library import actions as library
from waymark.library.rules.catalogue import Entry, searchable
from waymark.library.rules.studies import stages_of
from waymark.library.rules.vocabulary import Basis, Shelf
from waymark.people.models import Body

OWN = {"en": "Waymark", "ar": "ويمارك"}
"""The publisher of a course that the secretariat itself writes."""


@transaction.atomic
def begin_course(*, body: Body | None, told: Told, by: Any, at: datetime) -> Course:
    """Begin a course of a partner, or of the secretariat where body is None.

    Raises NotPermitted, Refused.
    """
    row = Course(body=body, made_by=by, made_at=at, changed_at=at)
    require(by, Permit.KEEP_COURSE, on=row)
    row.told = _fit(told, None, by).document()
    row.save(force_insert=True)
    record("course.begun", row, by=by, at=at, scope=body, facts={})
    return row


@transaction.atomic
def write_course(*, course: Course, told: Told, seen: int, by: Any, at: datetime) -> Course:
    """Change what a course says; what is public stays until it is checked anew.

    seen: the version that was read. Raises NotPermitted, Refused (changed since, can't be stored).
    """
    require(by, Permit.KEEP_COURSE, on=course)
    row = _lock(course)
    if row.version != seen:
        raise Refused(Reason("course.moved"))
    row.told = _fit(told, row, by).document()
    _move(row, "write", Checked(), at)
    record("course.written", row, by=by, at=at, scope=row.body, facts=_facts(row))
    return row


@transaction.atomic
def write_lesson(
    *, course: Course, lesson: Lesson, position: int, seen: int, by: Any, at: datetime
) -> Course:
    """Put a lesson into a course, or change the one with its key. Raises as `write_course`."""
    require(by, Permit.KEEP_COURSE, on=course)
    told = put_lesson(Told.read(course.told), lesson, position)
    return write_course(course=course, told=told, seen=seen, by=by, at=at)


@transaction.atomic
def drop_lesson(*, course: Course, key: str, seen: int, by: Any, at: datetime) -> Course:
    """Take a lesson out of a course. Raises as `write_course`."""
    require(by, Permit.KEEP_COURSE, on=course)
    told = Told.read(course.told)
    told = replace(told, lessons=tuple(one for one in told.lessons if one.key != key))
    return write_course(course=course, told=told, seen=seen, by=by, at=at)


@transaction.atomic
def send_course(*, course: Course, seen: int, by: Any, at: datetime) -> Course:
    """Hand a course to the secretariat to be checked. Raises NotPermitted, Refused."""
    require(by, Permit.KEEP_COURSE, on=course)
    row = _lock(course)
    if row.version != seen:
        raise Refused(Reason("course.moved"))
    if missing := lacking(Told.read(row.told)):
        raise Refused(*missing)
    row.sent_by, row.note = by, ""
    _move(row, "send", Checked(), at)
    record("course.sent", row, by=by, at=at, scope=row.body, facts=_facts(row))
    return row


@transaction.atomic
def check_course(
    *, course: Course, accept: bool, note: str, seen: int, by: Any, at: datetime
) -> Course:
    """Make public what was sent, or send it back with what to mend.

    Whoever is in the course goes on with the revision in which she began. Raises NotPermitted,
    Refused (changed since `seen`, her own, nothing said).
    """
    require(by, Permit.CHECK_COURSE, on=course)
    row = _lock(course)
    if row.version != seen:
        raise Refused(Reason("course.moved"))
    facts = Checked(_clean(note), queries.is_own(by, row, at))
    if not accept:
        row.note = facts.note
        _move(row, "return", facts, at)
        record("course.returned", row, by=by, at=at, scope=row.body, facts=_facts(row))
        return row
    COURSE.step("publish", row.state, facts)
    _publish(row, by, at)
    _move(row, "publish", facts, at)
    record("course.published", row, by=by, at=at, scope=row.body, facts=_facts(row))
    return row


def _publish(row: Course, by: Any, at: datetime) -> None:
    told = Told.read(row.told)
    row.current = Revision.objects.create(
        course=row,
        number=row.revisions.count() + 1,
        told=row.told,
        published_by=by,
        published_at=at,
    )
    row.title, row.topics, row.languages = dict(told.title), told.topics, whole(told)
    row.search = searchable(told.title, told.summary)
    row.version_of_id, row.region = told.of or None, told.region
    row.closed_at, row.note = None, ""
    entry = _entry(row, told)
    if row.item is None:
        row.item = library.add_item(entry=entry, by=by, at=at)
    else:
        item = row.item
        if item.hidden_at is not None:
            item = library.show_item(item=item, by=by, at=at)
        row.item = library.edit_item(item=item, entry=entry, seen=item.version, by=by, at=at)


def _entry(row: Course, told: Told) -> Entry:
    return Entry(
        code="",
        shelf=Shelf.RESOURCE,
        original=told.original,
        title=dict(told.title),
        publisher=_publisher(row, told.original),
        description=dict(told.summary),
        audience={},
        kinds=("course",),
        topics=told.topics,
        stages=stages_of(told.criteria),
        languages=whole(told),
        criteria=told.criteria,
        named=True,
        only_for=(),
        sizes=(),
        cost=("free",),
        url="",
        basis=Basis.CURATOR,
        source="",
    )


def _publisher(row: Course, original: str) -> dict[str, str]:
    """Its name, in the course's language as well: the library asks for that one."""
    name = dict(row.body.name) if row.body else OWN
    return {**name, original: text.pick(name, original).text}


@transaction.atomic
def close_course(*, course: Course, by: Any, at: datetime) -> Course:
    """Take a course from the public; whoever is in it can end it. Raises NotPermitted."""
    require(by, Permit.CHECK_COURSE, on=course)
    row = _lock(course)
    if row.current is None or row.closed_at is not None:
        return row
    row.closed_at = at
    row.save(update_fields=["closed_at"])
    if row.item is not None:
        library.hide_item(item=row.item, by=by, at=at)
    record("course.closed", row, by=by, at=at, scope=row.body, facts={})
    return row


def _fit(told: Told, row: Course | None, by: Any) -> Told:
    try:
        told = tidy(told)
    except BadText as error:
        raise Refused(Reason("course.bad_text")) from error
    refused = list(wrong(told, languages={one.code for one in text.LANGUAGES}))
    if told.of or told.region:
        bases = {one.pk for one in queries.bases(by, row)}
        refused += refuse_version(told.of, told.region, bases=bases)
    if refused:
        raise Refused(*refused)
    return told


def _facts(row: Course) -> dict[str, Any]:
    return {"sha256": hashlib.sha256(canonical.dumps(row.told)).hexdigest()}


def _lock(course: Course) -> Course:
    rows = Course.objects.select_for_update(of=("self",))
    return rows.select_related("body", "current", "item").get(pk=course.pk)


def _move(row: Course, step: str, facts: Checked, at: datetime) -> None:
    row.state = COURSE.step(step, row.state, facts).target
    row.version += 1
    row.changed_at = at
    row.save()


def _clean(note: str) -> str:
    try:
        return text.clean(note).strip()[:2000]
    except BadText as error:
        raise Refused(Reason("course.bad_text", {"field": "note"})) from error
