"""Asking for support, answering, agreeing, delivering, and the city's own review at the end."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.community.actions.needs import change_need, cleaned
from waymark.community.models import Need, RequestWord, SupportRequest
from waymark.community.queries import requests as queries
from waymark.community.queries.needs import partners_for, wanted_of
from waymark.community.rules.needs import MOST, NeedState, Visible
from waymark.community.rules.permits import Permit
from waymark.community.rules.requests import (
    ENDED,
    MOST_TEXT,
    NO_ADVICE,
    REQUEST,
    Provider,
    Said,
    Side,
    refuse_sending,
    side_of,
    step_named,
)
from waymark.kernel.flow import Reason, Refused
from waymark.library.queries.items import visible
from waymark.library.rules.vocabulary import Shelf
from waymark.people.actions import note_advice
from waymark.places.models import Place


def _words(field: str, value: str, most: int, *, needed: bool = True) -> str:
    found = cleaned(field, value)
    if needed and not found:
        raise Refused(Reason("support.nothing_said", {"field": field}))
    if len(found) > most:
        raise Refused(Reason("need.too_long", {"field": field, "most": most}))
    return found


def _sendable(
    place: Place, need: Need | None, providers: Collection[Provider], by: Any
) -> dict[str, str]:
    """Return the ids of the offers by their codes. Raises flow.Refused."""
    if need is not None and (need.place_id != place.pk or need.state != NeedState.OPEN):
        raise Refused(Reason("need.closed"))
    offers = visible(by).filter(shelf=Shelf.OFFER, hidden_at=None)
    codes = dict(offers.values_list("code", "pk"))
    known = {Provider(partner=pk) for pk in partners_for(place).values_list("pk", flat=True)}
    known |= {Provider(offer=code) for code in codes}
    rows = queries.open_about(need) if need is not None else []
    by_pk = {pk: code for code, pk in codes.items()}
    asked = {
        Provider(partner=row.partner_id)
        if row.partner_id
        else Provider(offer=by_pk.get(row.offer_id or "", ""))
        for row in rows
    }
    if refused := refuse_sending(providers, known, asked):
        raise Refused(*refused)
    return codes


@transaction.atomic
def send_requests(
    *,
    place: Place,
    need: Need | None,
    providers: Collection[Provider],
    subject: str,
    text: str,
    by: Any,
    at: datetime,
) -> list[SupportRequest]:
    """Ask providers for support, each for itself; a need is shared with the partners among them.

    Raises flow.Refused.
    """
    require(by, Permit.ASK_SUPPORT, on=place)
    subject = _words("subject", subject, MOST["title"])
    text = _words("text", text, MOST_TEXT)
    if need is not None:
        need = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
    codes = _sendable(place, need, providers, by)
    made = []
    for one in sorted(providers, key=lambda each: (each.partner, each.offer)):
        row = SupportRequest.objects.create(
            place=place,
            need=need,
            partner_id=one.partner or None,
            offer_id=codes[one.offer] if one.offer else None,
            subject=subject,
            sent_by=by,
            sent_at=at,
            moved_at=at,
        )
        RequestWord.objects.create(request=row, side=Side.CITY, text=text, by=by, at=at)
        facts = {"partner": one.partner, "offer": one.offer, "need": need.pk if need else ""}
        record("support.sent", row, by=by, at=at, scope=place, facts=facts)
        made.append(row)
    if need is not None:
        _share(need, {one.partner for one in providers if one.partner}, by=by, at=at)
    return made


def _share(need: Need, partners: set[str], *, by: Any, at: datetime) -> None:
    """Let those who are asked about a need read it."""
    before = wanted_of(need)
    private = before.visible == Visible.PRIVATE
    told = replace(
        before,
        visible=Visible.PARTNERS if private else before.visible,
        partners=frozenset(partners) | (frozenset() if private else before.partners),
    )
    if partners and told != before:
        change_need(need=need, told=told, seen=need.version, by=by, at=at)


def _locked(row: SupportRequest) -> SupportRequest:
    rows = SupportRequest.objects.select_for_update(of=("self",)).select_related("place")
    return rows.defer("place__boundary").get(pk=row.pk)


def _speaks(row: SupportRequest, side: Side | None, by: Any, at: datetime) -> Side:
    """Return for whom somebody speaks. What a partner's people say is advice, and ties them.

    Raises flow.Refused where she has a part in judging the city.
    """
    if queries.in_city(by, row, at):
        return side or Side.CITY
    if queries.judges(by, row.place):
        raise Refused(Reason("support.judges"))
    note_advice(place=row.place, by=by, at=at)
    return Side.PROVIDER


@transaction.atomic
def move_request(
    *,
    request: SupportRequest,
    step: str,
    text: str,
    helped: bool | None,
    by: Any,
    at: datetime,
) -> SupportRequest:
    """Take a step of the table, with words. helped: what the city says at the end.

    Raises flow.Refused.
    """
    wanted = step_named(step)
    require(by, wanted.permit, on=request)
    text = _words("text", text, MOST_TEXT, needed=False)
    row = _locked(request)
    taken = REQUEST.step(step, row.state, Said(text, helped))
    side = Side.PROVIDER if step in NO_ADVICE else _speaks(row, side_of(taken), by, at)
    row.state, row.moved_at = taken.target, at
    row.helped = helped if step == "review" else None
    row.save(update_fields=["state", "moved_at", "helped"])
    RequestWord.objects.create(request=row, side=side, step=step, text=text, by=by, at=at)
    facts = {"state": str(row.state), "side": str(side)}
    record(f"support.{step}", row, by=by, at=at, scope=row.place, facts=facts)
    return row


@transaction.atomic
def say_on_request(*, request: SupportRequest, text: str, by: Any, at: datetime) -> RequestWord:
    """Say something while a request is open. Raises flow.Refused."""
    require(by, Permit.SPEAK_ON_SUPPORT, on=request)
    text = _words("text", text, MOST_TEXT)
    row = _locked(request)
    if row.state in ENDED:
        raise Refused(Reason("support.over"))
    said = RequestWord.objects.create(
        request=row, side=_speaks(row, None, by, at), text=text, by=by, at=at
    )
    facts = {"side": str(said.side), "word": said.pk}
    record("support.said", row, by=by, at=at, scope=row.place, facts=facts)
    return said
