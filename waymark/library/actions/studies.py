"""What cities and curators do with case studies: write, consent, publish, return, take back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused
from waymark.kernel.text import LANGUAGES, BadText, clean
from waymark.library import figures
from waymark.library.models import Item, Study, StudyText
from waymark.library.queries import studies as reads
from waymark.library.rules.catalogue import search_key
from waymark.library.rules.studies import STUDY, About, lacking, tidy, wrong
from waymark.library.rules.vocabulary import Permit
from waymark.library.telling import published, study_facts
from waymark.places.models import Place
from waymark.search import store

OWN = "CS"
"""The codes of case studies begin with these letters."""
NOTE = 1000
"""Characters of a curator's note."""


@transaction.atomic
def start_study(
    *,
    place: Place,
    language: str,
    parts: Mapping[str, str],
    about: About,
    by: Any,
    at: datetime,
) -> Study:
    """Begin a case study of a place; its first language is the original.

    Raises NotPermitted, Refused (texts or choices that can't be stored).
    """
    row = Study(place=place, original=language, made_by=by, made_at=at, changed_at=at)
    require(by, Permit.WRITE_STUDY, on=row)
    told, about = _fit(row, language, parts, about, by)
    Place.objects.select_for_update().get(pk=place.pk)
    row.code = _next_code()
    _put_about(row, about)
    row.save(force_insert=True)
    _put_text(row, language, told, by, at)
    record("study.start", row, by=by, at=at, scope=place, facts={"code": row.code})
    return row


@transaction.atomic
def write_study(
    *,
    study: Study,
    language: str,
    parts: Mapping[str, str],
    about: About | None,
    seen: int,
    by: Any,
    at: datetime,
) -> Study:
    """Change a study in one language; about: what it is about, None to leave that as it is.

    Consent and check were for what stood there: what is public stays as it is until both are given
    anew. Raises NotPermitted, Refused (changed since `seen`, or can't be stored).
    """
    require(by, Permit.WRITE_STUDY, on=study)
    row = _lock(study)
    if row.version != seen:
        raise Refused(Reason("library.overtaken"))
    STUDY.step("write", row.state)
    told, about = _fit(row, language, parts, about or reads.about_of(row), by)
    _put_about(row, about)
    row.consented_by = row.consented_at = row.checked_by = row.checked_at = None
    _move(row, "write", at)
    _put_text(row, language, told, by, at)
    facts = {"code": row.code, "language": language}
    record("study.write", row, by=by, at=at, scope=row.place, facts=facts)
    return row


@transaction.atomic
def consent_to_study(*, study: Study, seen: int, by: Any, at: datetime) -> Study:
    """Say for the city that everybody may read this, and hand it to the curators.

    Raises NotPermitted, Refused (changed since `seen`, parts missing, not from here).
    """
    require(by, Permit.CONSENT_TO_STUDY, on=study)
    row = _lock(study)
    if row.version != seen:
        raise Refused(Reason("library.overtaken"))
    original = reads.versions_of(row)[row.original]
    if missing := lacking(original.parts, reads.about_of(row)):
        raise Refused(Reason("study.parts_missing", {"parts": missing}))
    row.consented_by, row.consented_at, row.note = by, at, ""
    _move(row, "consent", at)
    record("study.consent", row, by=by, at=at, scope=row.place, facts=study_facts(row))
    return row


@transaction.atomic
def publish_study(*, study: Study, seen: int, by: Any, at: datetime) -> Study:
    """Put what the city consented to into the library. Raises NotPermitted, Refused."""
    require(by, Permit.CHECK_STUDY, on=study)
    row = _lock(study)
    if row.version != seen:
        raise Refused(Reason("library.overtaken"))
    row.checked_by, row.checked_at, row.taken_back_at = by, at, None
    _move(row, "publish", at)
    row.item = published(row, at)
    row.save()
    record("study.publish", row, by=by, at=at, scope=row.place, facts=study_facts(row))
    return row


@transaction.atomic
def return_study(*, study: Study, note: str, by: Any, at: datetime) -> Study:
    """Give a study back to its city with a reason; what is public of it goes out of sight.

    Raises NotPermitted, Refused (no reason, not from here).
    """
    require(by, Permit.CHECK_STUDY, on=study)
    row = _lock(study)
    try:
        row.note = clean(note).strip()[:NOTE]
    except BadText as error:
        raise Refused(Reason(error.why, {"where": error.where})) from error
    if not row.note:
        raise Refused(Reason("library.text_needed", {"field": "note"}))
    row.consented_by = row.consented_at = row.checked_by = row.checked_at = None
    _move(row, "return", at)
    _hide(row, at)
    record("study.return", row, by=by, at=at, scope=row.place, facts={"code": row.code})
    return row


@transaction.atomic
def take_back_study(*, study: Study, by: Any, at: datetime) -> Study:
    """Take a city's consent back: nobody else reads the study from this moment on.

    Raises NotPermitted, Refused (not from here).
    """
    require(by, Permit.CONSENT_TO_STUDY, on=study)
    row = _lock(study)
    row.consented_by = row.consented_at = row.checked_by = row.checked_at = None
    row.taken_back_at = at
    _move(row, "take_back", at)
    _hide(row, at)
    record("study.take_back", row, by=by, at=at, scope=row.place, facts={"code": row.code})
    return row


def _fit(
    row: Study, language: str, parts: Mapping[str, str], about: About, by: Any
) -> tuple[dict[str, str], About]:
    """What was typed, tidied. What is already chosen may stay chosen."""
    if language not in {one.code for one in LANGUAGES}:
        raise Refused(Reason("library.unknown", {"field": "language", "value": language[:40]}))
    try:
        parts = tidy(parts)
        about = replace(about, contact=clean(about.contact).strip())
    except BadText as error:
        raise Refused(Reason(error.why, {"where": error.where})) from error
    known = figures.sources()
    found = wrong(
        parts,
        about,
        awards={name for name, _ in known.awards(by, row.place)} | {row.award},
        series={name for name, _ in known.series(by, row.place)} | set(row.series),
        criteria={name for name, _ in known.criteria(by)} | set(row.criteria),
    )
    if found:
        raise Refused(*found)
    return parts, about


def _lock(study: Study) -> Study:
    return Study.objects.select_for_update(of=("self",)).select_related("place").get(pk=study.pk)


def _move(row: Study, step: str, at: datetime) -> None:
    row.state = STUDY.step(step, row.state).target
    row.version += 1
    row.changed_at = at
    row.save()


def _put_about(row: Study, about: About) -> None:
    row.award, row.contact = about.award, about.contact
    row.topics, row.criteria, row.series = about.topics, about.criteria, about.series


def _put_text(row: Study, language: str, parts: dict[str, str], by: Any, at: datetime) -> None:
    held = {one.language: one for one in row.texts.all()}
    text = held.get(language) or StudyText(study=row, language=language, revision=0)
    fresh = text.parts != parts
    if fresh:
        text.revision += 1
    if language != row.original:
        text.follows = held[row.original].revision
    text.parts, text.changed_by, text.changed_at = parts, by, at
    text.save()
    if fresh:
        row.text_versions.create(
            language=language, revision=text.revision, parts=parts, by=by, at=at
        )


def _next_code() -> str:
    taken = Study.objects.values_list("code", flat=True)
    return f"{OWN}{max((int(code[len(OWN) :]) for code in taken), default=0) + 1:03}"


def _hide(row: Study, at: datetime) -> None:
    """Take what is public out of sight, and out of the search in the same moment."""
    if row.item is None:
        return
    store.forget([search_key(row.code)])
    Item.objects.filter(pk=row.item_id, hidden_at=None).update(hidden_at=at, changed_at=at)
