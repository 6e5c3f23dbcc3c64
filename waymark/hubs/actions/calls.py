"""Writing, publishing, copying and withdrawing a call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.hubs import data
from waymark.hubs.actions.proposals import begin_taking, end_taking
from waymark.hubs.models import Call
from waymark.hubs.queries import calls as queries
from waymark.hubs.rules.calls import CALL, MOST, CallState, Publishing, Terms, missing, refuse_terms
from waymark.hubs.rules.permits import Permit
from waymark.kernel import text
from waymark.kernel.flow import Reason, Refused
from waymark.kernel.text import LANGUAGES


@dataclass(frozen=True)
class Told:
    """A call's texts in one language."""

    language: str
    title: str
    summary: str = ""
    guidance: str = ""


def cleaned(field: str, value: str, most: int) -> str:
    """Return a text without what can't be shown. Raises flow.Refused."""
    try:
        found = text.clean(value).strip()
    except text.BadText:
        raise Refused(Reason("call.bad_text", {"field": field})) from None
    if len(found) > most:
        raise Refused(Reason("call.long_text", {"field": field, "most": most}))
    return found


def _say(row: Call, told: Told) -> None:
    if told.language not in {one.code for one in LANGUAGES}:
        raise Refused(Reason("call.unknown_choice", {"field": "language"}))
    for name in queries.TEXTS:
        said = cleaned(name, getattr(told, name), MOST[name])
        words = {code: old for code, old in getattr(row, name).items() if code != told.language}
        setattr(row, name, words | ({told.language: said} if said else {}))
    if not row.title.get(told.language):
        raise Refused(Reason("call.no_title", {"field": "title"}))


def _put(row: Call, terms: Terms) -> None:
    if refused := refuse_terms(terms):
        raise Refused(*refused)
    row.opens_at, row.closes_at, row.zone = terms.opens, terms.closes, terms.zone
    row.languages, row.leaders, row.standings = terms.languages, terms.leaders, terms.standings
    row.topics, row.axes, row.focus = terms.topics, terms.axes, terms.focus
    row.seed_money, row.currency = terms.seed_money, terms.currency


def _new(by: Any, at: datetime) -> Call:
    edition = data.newest()
    return Call(
        criteria_version=edition.version,
        criteria_sha256=edition.hash,
        made_by=by,
        made_at=at,
        changed_at=at,
    )


@transaction.atomic
def write_call(*, told: Told, terms: Terms, by: Any, at: datetime) -> Call:
    """Begin a call that only its secretariat sees. Raises NotPermitted, Refused."""
    require(by, Permit.KEEP_CALLS, on=Call())
    row = _new(by, at)
    row.original = told.language
    _say(row, told)
    _put(row, terms)
    row.save(force_insert=True)
    record("call.written", row, by=by, at=at, facts={"criteria": row.criteria_sha256})
    return row


def _locked(call: Call) -> Call:
    return Call.objects.select_for_update().get(pk=call.pk)


@transaction.atomic
def change_call(*, call: Call, told: Told, terms: Terms, seen: int, by: Any, at: datetime) -> Call:
    """Change a draft. seen: the version that was shown. Raises NotPermitted, Refused."""
    require(by, Permit.KEEP_CALLS, on=call)
    row = _locked(call)
    if row.state != CallState.DRAFT:
        raise Refused(Reason("call.stands"))
    if row.version != seen:
        raise Refused(Reason("call.changed_meanwhile"))
    row.original = told.language  # what it said in another one stays as a translation
    _say(row, told)
    _put(row, terms)
    row.version, row.changed_at = row.version + 1, at
    row.save()
    record("call.changed", row, by=by, at=at, facts={"version": row.version})
    return row


@transaction.atomic
def translate_call(*, call: Call, told: Told, seen: str = "", by: Any, at: datetime) -> Call:
    """Say a call in another language too, also after it is published.

    seen: the mark of its texts in that language that was shown, "" where there were none. Raises
    NotPermitted, Refused (its own language, withdrawn, changed meanwhile).
    """
    require(by, Permit.KEEP_CALLS, on=call)
    row = _locked(call)
    if row.state == CallState.WITHDRAWN or told.language == row.original:
        raise Refused(Reason("call.stands"))
    if queries.mark(row, told.language) != seen:
        raise Refused(Reason("call.changed_meanwhile"))
    _say(row, told)
    row.version, row.changed_at = row.version + 1, at
    row.save(update_fields=[*queries.TEXTS, "version", "changed_at"])
    record("call.translated", row, by=by, at=at, facts={"language": told.language})
    return row


@transaction.atomic
def publish_call(*, call: Call, by: Any, at: datetime) -> Call:
    """Show a call to everybody; its terms stand from then on.

    Raises NotPermitted, Refused (with all that it lacks).
    """
    require(by, Permit.KEEP_CALLS, on=call)
    row = _locked(call)
    step = CALL.step("publish", row.state)
    title, summary = (getattr(row, name).get(row.original, "") for name in ("title", "summary"))
    if lacks := missing(Publishing(queries.terms_of(row), title, summary, at)):
        raise Refused(*lacks)
    row.state, row.published_by, row.published_at, row.changed_at = step.target, by, at, at
    row.save()
    facts = {"closes": row.closes_at.isoformat() if row.closes_at else ""}
    begin_taking(row, at=at)
    record("call.published", row, by=by, at=at, facts=facts | {"criteria": row.criteria_sha256})
    return row


@transaction.atomic
def withdraw_call(*, call: Call, why: str, by: Any, at: datetime) -> Call:
    """Take a published call back, with a reason that everybody reads on its page.

    Raises NotPermitted, Refused.
    """
    require(by, Permit.KEEP_CALLS, on=call)
    row, why = _locked(call), cleaned("why", why, MOST["why"])
    step = CALL.step("withdraw", row.state, why)
    row.state, row.withdrawn_by, row.withdrawn_at, row.withdrawn_why = step.target, by, at, why
    row.save(update_fields=["state", "withdrawn_by", "withdrawn_at", "withdrawn_why"])
    end_taking(row, at=at)
    record("call.withdrawn", row, by=by, at=at, facts={})
    return row


@transaction.atomic
def copy_call(*, call: Call, by: Any, at: datetime) -> Call:
    """Begin a new call as the last one was, without its dates and by the newest criteria.

    Raises NotPermitted.
    """
    require(by, Permit.KEEP_CALLS, on=call)
    row = _new(by, at)
    row.original, row.copied_from = call.original, call
    for name in queries.TEXTS:
        setattr(row, name, dict(getattr(call, name)))
    for name in ("zone", "languages", "leaders", "standings", "topics", "axes", "focus"):
        setattr(row, name, getattr(call, name))
    row.seed_money, row.currency = call.seed_money, call.currency
    row.save(force_insert=True)
    record("call.copied", row, by=by, at=at, facts={"from": call.pk})
    return row
