"""How far a draw is, and its record."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from waymark.assessments.models import Draw, DrawParty, DrawSeal, SpotCheck
from waymark.assessments.rules.spot.flows import CheckState, DrawFacts, Phase, phase
from waymark.kernel import canonical
from waymark.kernel import draw as rules


def announcement_of(draw: Draw) -> rules.Announcement:
    """Return what was announced."""
    return rules.read_announcement(json.loads(draw.announcement))


def parties_of(draw: Draw) -> list[DrawParty]:
    """Return the parties with what they have given."""
    return list(draw.parties.select_related("commitment", "reveal", "user").order_by("code"))


def counted(draws: QuerySet[Draw]) -> QuerySet[Draw]:
    """Let draws know how many have given chance, how much is checked, and whether they are sealed.

    For `facts_in`; whatever is counted is counted in the query itself.
    """
    parties = DrawParty.objects.filter(draw=OuterRef("pk")).order_by().values("draw")
    checks: Any = SpotCheck.objects.filter(entry__draw=OuterRef("pk")).order_by()
    checks = checks.values("entry__draw")

    def many(rows: QuerySet[Any]) -> Coalesce:
        return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)

    return draws.annotate(
        committed=many(parties.filter(commitment__isnull=False)),
        revealed=many(parties.filter(reveal__isnull=False)),
        checks=many(checks.exclude(state=CheckState.WITHDRAWN)),
        open_checks=many(checks.filter(ended_at__isnull=True)),
        sealed=Exists(DrawSeal.objects.filter(draw=OuterRef("pk"))),
    )


def facts_in(draw: Any, at: datetime) -> DrawFacts:
    """Return what the steps of a draw look at, from a row of `counted`."""
    return DrawFacts(
        at=at,
        commit_by=draw.commit_by,
        reveal_by=draw.reveal_by,
        beacon_at=draw.beacon_at,
        committed=draw.committed,
        revealed=draw.revealed,
        needed=json.loads(draw.announcement)["least_reveals"],
        sealed=draw.sealed,
        open_checks=draw.open_checks,
    )


def facts_of(draw: Draw, at: datetime) -> DrawFacts:
    """Gather afresh what the steps of a draw look at. One query."""
    return facts_in(counted(Draw.objects.filter(pk=draw.pk)).get(), at)


def phase_of(draw: Draw, at: datetime) -> Phase:
    """Return what a draw waits for."""
    return phase(draw.state, facts_of(draw, at))


def record_of(draw: Draw, told: rules.Announcement, beacon: rules.Beacon) -> rules.Record:
    """Return all that a draw rests on, to compute it from."""
    given, said = [], {}
    for party in parties_of(draw):
        fixed, shown = getattr(party, "commitment", None), getattr(party, "reveal", None)
        if fixed is None:
            continue
        given.append(rules.Given(party.code, fixed.fingerprint, shown.secret if shown else ""))
        said[party.code] = rules.Said(fixed.at, shown.at if shown else None)
    seal = getattr(draw, "seal", None)
    return rules.Record(
        announcement=told,
        frame=tuple(
            rules.Entry(leaf, stratum)
            for leaf, stratum in draw.entries.values_list("leaf", "stratum")
        ),
        given=tuple(given),
        said=said,
        beacon=beacon,
        seal=rules.Seal(seal.proof, seal.key) if seal else None,
        stated={},
    )


def public_record(draw: Draw) -> bytes | None:
    """Return the record as everybody may download it, with later substitutions; None before.

    What was drawn is as it was stored; only the list of substitutions grows.
    """
    result = getattr(draw, "result", None)
    if result is None:
        return None
    document: dict[str, Any] = json.loads(result.record)
    document["substitutions"] = [one.document() for one in substitutions_of(draw)]
    return canonical.dumps(document)


def substitutions_of(draw: Draw) -> list[rules.Substitution]:
    """Return which drawn entries could not be checked, and what took their places, in order."""
    rows = (
        SpotCheck.objects.filter(entry__draw=draw, withdrawal__isnull=False)
        .select_related("entry", "withdrawal__substitute__entry")
        .order_by("withdrawal__id")
    )
    found = []
    for row in rows:
        entry, gone = row.entry, row.withdrawal
        assert entry is not None, "only drawn checks are withdrawn"
        into = gone.substitute.entry if gone.substitute else None
        found.append(
            rules.Substitution(
                stratum=entry.stratum,
                out=entry.leaf,
                into=into.leaf if into else "",
                reason=gone.reason,
                at=gone.at.astimezone(UTC),
            )
        )
    return found
