"""What the parties do: commit to a secret, and reveal it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.actions.spot.common import lock_draw
from waymark.assessments.models import Commitment, Draw, DrawParty, Reveal
from waymark.assessments.queries.spot.draws import facts_of
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.spot.flows import Phase, phase
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import draw as rules
from waymark.kernel.flow import Reason, Refused


def _own(draw: Draw, by: Any) -> DrawParty:
    return draw.parties.get(user=by)


def _in_phase(draw: Draw, wanted: Phase, at: datetime) -> None:
    now = phase(draw.state, facts_of(draw, at))
    if now != wanted:
        raise Refused(Reason(f"draw.not_{wanted}"))


@transaction.atomic
def commit_secret(*, draw: Draw, fingerprint: str, by: Any, at: datetime) -> Commitment:
    """Take down the fingerprint of a party's secret; given once, it stays.

    Raises BadAnswer for what is no fingerprint, flow.Refused out of time or a second time.
    """
    require(by, Permit.GIVE_CHANCE, on=draw)
    fingerprint = fingerprint.strip().lower()
    if not rules.HASH.fullmatch(fingerprint):
        raise BadAnswer("fingerprint", "draw.bad_fingerprint")
    draw = lock_draw(draw)
    _in_phase(draw, Phase.COMMITTING, at)
    party = _own(draw, by)
    try:
        with transaction.atomic():
            made = Commitment.objects.create(
                party=party, fingerprint=fingerprint, at=at.replace(microsecond=0)
            )
    except IntegrityError:
        raise Refused(Reason("draw.committed")) from None
    facts = {"party": party.code, "commitment": fingerprint, "announcement": draw.sha256}
    record("draw.committed", draw, by=by, at=at, scope=draw.mechanism, facts=facts)
    return made


@transaction.atomic
def reveal_secret(*, draw: Draw, secret: str, by: Any, at: datetime) -> Reveal:
    """Take down a party's secret, which has to be the one of its fingerprint.

    Raises BadAnswer for another one, flow.Refused out of time, a second time or uncommitted.
    """
    require(by, Permit.GIVE_CHANCE, on=draw)
    secret = "".join(secret.split()).lower()
    if not rules.SECRET.fullmatch(secret):
        raise BadAnswer("secret", "draw.bad_secret")
    draw = lock_draw(draw)
    _in_phase(draw, Phase.REVEALING, at)
    party = _own(draw, by)
    held = Commitment.objects.filter(party=party).first()
    if held is None:
        raise Refused(Reason("draw.silent"))
    if not rules.matches(rules.Given(party.code, held.fingerprint, secret), draw.sha256):
        raise BadAnswer("secret", "draw.other_secret")
    try:
        with transaction.atomic():
            made = Reveal.objects.create(party=party, secret=secret, at=at.replace(microsecond=0))
    except IntegrityError:
        raise Refused(Reason("draw.revealed")) from None
    facts = {"party": party.code, "commitment": held.fingerprint}
    record("draw.revealed", draw, by=by, at=at, scope=draw.mechanism, facts=facts)
    return made
