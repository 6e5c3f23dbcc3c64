"""Catalogues of others: keeping their addresses, asking for a harvest, and keeping what it told."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import text as texts
from waymark.kernel.flow import Reason, Refused
from waymark.library import data
from waymark.library.harvesting import Harvest
from waymark.library.models import Item, OutsideRecord, Source
from waymark.library.rules.catalogue import is_address
from waymark.library.rules.outside.queue import Change, Held, State, sort_out
from waymark.library.rules.outside.telling import Told
from waymark.library.rules.vocabulary import KINDS, TOPICS, Permit

LONGEST = timedelta(hours=1)
"""After which a harvest that was begun counts as cut off."""
SOONEST = timedelta(minutes=10)
"""Between two harvests of a source, even where somebody asks."""


@dataclass(frozen=True)
class Wish:
    """What a curator says of a source."""

    name: str
    page: str = ""
    kind: str = ""
    url: str = ""
    language: str = "en"
    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    licence: str = ""
    every_days: int = 7
    on: bool = False


@transaction.atomic
def load_sources(*, at: datetime) -> int:
    """Add, at the operator's console, the sources that ship and are not here; return how many.

    All of them are off: none of their addresses for machines is known to us.
    """
    held = set(Source.objects.values_list("code", flat=True))
    fresh = [Source(**one, changed_at=at) for one in data.sources() if one["code"] not in held]
    Source.objects.bulk_create(fresh)
    if fresh:
        facts = {"added": len(fresh)}
        record("source.load", "catalogue:sources", by=None, at=at, facts=facts)
    return len(fresh)


@transaction.atomic
def add_source(*, wish: Wish, by: Any, at: datetime) -> Source:
    """Keep another catalogue. Raises NotPermitted, Refused (what can't be stored)."""
    require(by, Permit.CURATE, on=Item())
    told = _fit(wish)
    row = Source(**asdict(told), code=_code(told.name), changed_at=at)
    row.save(force_insert=True)
    record("source.add", row, by=by, at=at, facts=_facts(row))
    return row


@transaction.atomic
def edit_source(*, source: Source, wish: Wish, seen: int, by: Any, at: datetime) -> Source:
    """Change what is said of a source, and whether it is harvested.

    Raises NotPermitted, Refused (what can't be stored, changed since `seen`).
    """
    require(by, Permit.CURATE, on=Item())
    told = _fit(wish)
    row = Source.objects.select_for_update().get(pk=source.pk)
    if row.version != seen:
        raise Refused(Reason("library.overtaken"))
    if (row.url, row.kind) != (told.url, told.kind):
        row.not_before, row.told = None, {}
    for name, value in asdict(told).items():
        setattr(row, name, value)
    row.version, row.changed_at = row.version + 1, at
    row.save()
    record("source.edit", row, by=by, at=at, facts=_facts(row))
    return row


@transaction.atomic
def ask_for_harvest(*, source: Source, by: Any, at: datetime) -> None:
    """Ask a worker to read a source soon. Raises NotPermitted, Refused (off, too soon)."""
    require(by, Permit.CURATE, on=Item())
    row = Source.objects.select_for_update().get(pk=source.pk)
    _may_begin(row, at)
    record("source.ask", row, by=by, at=at, facts=_facts(row))


@transaction.atomic
def begin_harvest(*, source: Source, at: datetime) -> Source:
    """Take a source to read it, at the operator's console or by the clock; one at a time.

    Raises Refused (off, being read, or not to be asked yet).
    """
    row = Source.objects.select_for_update().get(pk=source.pk)
    _may_begin(row, at)
    row.begun_at = at
    row.save(update_fields=["begun_at"])
    record("source.begin", row, by=None, at=at, facts=_facts(row))
    return row


def _may_begin(row: Source, at: datetime) -> None:
    if not row.on:
        raise Refused(Reason("outside.off"))
    if row.begun_at and row.begun_at > at - LONGEST:
        raise Refused(Reason("outside.being_read"))
    last = row.told.get("ended_at", "")
    if last and datetime.fromisoformat(last) > at - SOONEST:
        raise Refused(Reason("outside.too_soon"))
    if row.told.get("asked_to_wait") and row.not_before and row.not_before > at:
        raise Refused(Reason("outside.asked_to_wait"))


@transaction.atomic
def keep_harvest(*, source: Source, told: Harvest, at: datetime) -> dict[str, int]:
    """Keep, at the operator's console or by the clock, what a source told, and end its harvest.

    Returns how many are new, changed and gone. Nothing of our own entries is touched.
    """
    row = Source.objects.select_for_update().get(pk=source.pk)
    held = {one.name: one for one in row.records.select_for_update()}
    known = {name: _held(one) for name, one in held.items()}
    changes = sort_out(told.found, known, complete=told.complete)
    fresh = [_new(row, one, at) for one in changes if one.id not in held]
    for change in changes:
        if change.id in held:
            _put(held[change.id], change, at)
    OutsideRecord.objects.bulk_create(fresh)
    moved = [held[one.id] for one in changes if one.id in held]
    OutsideRecord.objects.bulk_update(moved, ["told", "state", "changed_at"], batch_size=500)
    counted = {
        "seen": len(told.found),
        "untitled": sum(not one.gone and not one.title for one in told.found),
        **{
            str(state): sum(one.state == state and _is_news(one, known) for one in changes)
            for state in (State.NEW, State.CHANGED, State.GONE)
        },
    }
    _end(row, told, counted, at)
    record("source.harvest", row, by=None, at=at, facts=counted | {"wrong": told.wrong})
    return counted


def _is_news(change: Change, known: dict[str, Held]) -> bool:
    before = known.get(change.id)
    return before is None or before.state != change.state


def _held(row: OutsideRecord) -> Held:
    taken = Told.from_json(row.taken) if row.taken else None
    return Held(row.state, Told.from_json(row.told), taken)


def _new(source: Source, change: Change, at: datetime) -> OutsideRecord:
    told = change.told.as_json() if change.told else {}
    return OutsideRecord(
        source=source, name=change.id, state=change.state, told=told, found_at=at, changed_at=at
    )


def _put(row: OutsideRecord, change: Change, at: datetime) -> None:
    row.state, row.changed_at = change.state, at
    if change.told is not None:
        row.told = change.told.as_json()


def _end(row: Source, told: Harvest, counted: dict[str, int], at: datetime) -> None:
    row.begun_at = None
    wait = timedelta(seconds=told.again_in) if told.again_in else timedelta(days=row.every_days)
    if told.wrong and not told.again_in:
        wait = min(wait, timedelta(days=1))
    row.not_before = at + wait
    row.told = counted | {
        "ended_at": at.isoformat(),
        "wrong": told.wrong,
        "params": dict(told.params),
        "asked_to_wait": told.again_in is not None,
    }
    if not told.wrong:
        row.read_at = at
    row.save(update_fields=["begun_at", "not_before", "told", "read_at"])


def _fit(wish: Wish) -> Wish:
    """The wish with clean texts. Raises Refused."""
    try:
        told = {
            name: texts.clean(getattr(wish, name)).strip()
            for name in ("name", "page", "url", "licence")
        }
    except texts.BadText as error:
        raise Refused(Reason(error.why, {"where": error.where})) from error
    found = Wish(**(asdict(wish) | told))
    if reasons := _wrong(found):
        raise Refused(*reasons)
    return found


def _wrong(wish: Wish) -> list[Reason]:
    found = []
    if not wish.name:
        found.append(Reason("library.text_needed", {"field": "name"}))
    for name, most in (("name", 200), ("licence", 300)):
        if len(getattr(wish, name)) > most:
            found.append(Reason("library.too_long", {"field": name, "most": most}))
    for name in ("page", "url"):
        if getattr(wish, name) and not is_address(getattr(wish, name)):
            found.append(Reason("library.no_address", {"field": name}))
    for name, known in (("kinds", KINDS), ("topics", TOPICS), ("kind", ("", *Source.Kind.values))):
        said = getattr(wish, name)
        for one in said if isinstance(said, tuple) else (said,):
            if one not in known:
                found.append(Reason("library.unknown", {"field": name, "value": one[:40]}))
    if not 1 <= wish.every_days <= 365:
        found.append(Reason("outside.days", {"field": "every_days"}))
    if wish.on and not (wish.url and wish.kind):
        found.append(Reason("outside.address_needed", {"field": "url"}))
    return found


def _code(name: str) -> str:
    bare = slugify(name)[:34] or "source"
    taken = set(Source.objects.filter(code__startswith=bare).values_list("code", flat=True))
    numbers = (bare if n == 1 else f"{bare}-{n}" for n in range(1, len(taken) + 2))
    return next(code for code in numbers if code not in taken)


def _facts(row: Source) -> dict[str, Any]:
    return {"code": row.code, "url": row.url, "on": row.on}
