"""Wanting to be named, asking a peer, going on with it, and saying what a suggestion was worth."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.community.models.matching import (
    Exchange,
    ExchangeWord,
    PeerConsent,
    SuggestionSaid,
)
from waymark.community.queries import exchanges as queries
from waymark.community.queries import matching as matched
from waymark.community.rules.exchanges import (
    EXCHANGE,
    MOST_TEXT,
    OF,
    Permit,
    Side,
    Words,
    refuse_asking,
    refuse_consent,
)
from waymark.community.rules.matching import Said
from waymark.kernel import text
from waymark.kernel.flow import Reason, Refused
from waymark.library.models import Item
from waymark.places.models import Place


@transaction.atomic
def agree_to_be_named(*, place: Place, criteria: Collection[str], by: Any, at: datetime) -> None:
    """Say for which criteria a city wants to be named as a peer; none takes it back.

    Raises NotPermitted, Refused (a criterion that no public report finds met).
    """
    require(by, Permit.AGREE_TO_BE_NAMED, on=place)
    Place.objects.select_for_update().get(pk=place.pk)
    met = matched.met_by(by, [place.pk], at).get(place.pk, frozenset())
    kept = matched.consent(place)  # what it may keep, though a certificate has ended since
    if refused := refuse_consent(criteria, met | kept):
        raise Refused(*refused)
    told = tuple(sorted(set(criteria)))
    PeerConsent.objects.update_or_create(
        place=place, defaults={"criteria": told, "changed_by": by, "changed_at": at}
    )
    record("peer.agreed", place, by=by, at=at, scope=place, facts={"criteria": list(told)})


def _clean(said: str, field: str) -> str:
    try:
        found = text.clean(said).strip()
    except text.BadText as error:
        raise Refused(Reason("exchange.bad_text", {"field": field})) from error
    if len(found) > MOST_TEXT:
        raise Refused(Reason("exchange.too_long", {"field": field, "most": MOST_TEXT}))
    return found


@transaction.atomic
def ask_peer(
    *, place: Place, peer: str, criterion: str, goals: str, by: Any, at: datetime
) -> Exchange:
    """Ask a city that closed the same gap for an exchange, with goals.

    Raises NotPermitted, Refused (it is not named for this now, one is open, nothing said).
    """
    require(by, Permit.ASK_PEER, on=place)
    goals = _clean(goals, "goals")
    if not goals:
        raise Refused(Reason("exchange.no_goals", {"field": "goals"}))
    named = matched.named(by, place, peer, criterion, at)
    open_ = Exchange.objects.filter(
        asker=place, peer=peer, criterion=criterion, state__in=("asked", "accepted")
    )
    if refused := refuse_asking(named=named, open_already=open_.exists()):
        raise Refused(*refused)
    try:
        with transaction.atomic():
            row = Exchange.objects.create(
                asker=place, peer_id=peer, criterion=criterion, goals=goals,
                asked_by=by, asked_at=at, moved_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(Reason("exchange.open_already")) from None
    facts = {"peer": peer, "criterion": criterion}
    record("exchange.asked", row, by=by, at=at, scope=place, facts=facts)
    return row


@transaction.atomic
def move_exchange(*, exchange: Exchange, step: str, said: str, by: Any, at: datetime) -> Exchange:
    """Take a step of an exchange, with words: accept, decline, withdraw, say, close.

    Raises NotPermitted, Refused.
    """
    side, place = _side(exchange, step, by, at)
    known = next((one for one in EXCHANGE.steps if one.name == step), None)
    require(by, known.permit if known else Permit.ASK_PEER, on=place)
    said = _clean(said, "text")
    rows = Exchange.objects.select_for_update(of=("self",)).select_related("asker", "peer")
    row = rows.get(pk=exchange.pk)
    row.state = EXCHANGE.step(step, row.state, Words(said)).target
    row.moved_at = at
    row.save(update_fields=["state", "moved_at"])
    ExchangeWord.objects.create(exchange=row, side=side, step=step, text=said, by=by, at=at)
    verb = {"accept": "accepted", "decline": "declined", "withdraw": "withdrawn"}
    done = verb.get(step, "said" if step == "say" else "closed")
    record(f"exchange.{done}", row, by=by, at=at, scope=place, facts={"side": str(side)})
    return row


def _side(row: Exchange, step: str, by: Any, at: datetime) -> tuple[Side, Place]:
    """For whom somebody takes a step; the city that asked where it could be either."""
    mine = queries.sides(by, row, at)
    for side, place in mine.items():
        if side in OF.get(step, ()):
            return side, place
    if not mine:
        return Side.ASKER, row.asker  # where she holds nothing, and so is refused
    raise Refused(Reason("flow.not_from_here"))


@transaction.atomic
def judge_suggestion(
    *, place: Place, item: Item, about: str, said: str, by: Any, at: datetime
) -> None:
    """Keep what a city says of a suggestion; its last word counts. Raises NotPermitted, Refused."""
    require(by, Permit.JUDGE_SUGGESTION, on=place)
    if said not in set(Said):
        raise Refused(Reason("suggestion.unknown"))
    SuggestionSaid.objects.update_or_create(
        place=place, item=item, about=about, defaults={"said": said, "by": by, "at": at}
    )
    facts = {"item": item.code, "about": about, "said": said}
    record("suggestion.said", place, by=by, at=at, scope=place, facts=facts)
