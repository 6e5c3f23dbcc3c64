"""Transfers between mechanisms: what one would mean, who sees it, and whose word is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from waymark.assessments.models import Case, Transfer
from waymark.assessments.queries.access import rights_of
from waymark.assessments.queries.dossier import document_under
from waymark.assessments.queries.rebasing import Preview, held_in
from waymark.assessments.rules.case import CaseState
from waymark.assessments.rules.document_parse import parse_submission
from waymark.assessments.rules.rebasing import compare_editions
from waymark.assessments.rules.transfer import (
    Party,
    TransferFacts,
    missing,
    needed,
    refuse_transfer,
)
from waymark.people.rules import WorkspaceRole
from waymark.schemes.models import Edition, Mechanism
from waymark.schemes.queries import edition_for, mechanism_for, mechanisms, scheme_of
from waymark.schemes.rules import InvalidDocument

CITY_PARTY = frozenset({WorkspaceRole.LEAD, WorkspaceRole.SIGNATORY})


def _others(viewer: Any, case: Case) -> QuerySet[Mechanism]:
    """The other mechanisms that serve its country; none for what answers an intake of one."""
    if case.intake_id is not None:
        return Mechanism.objects.none()
    found = mechanisms(viewer).filter(Q(country=None) | Q(country=case.place.country_id))
    return found.exclude(pk=case.mechanism_id)


def targets(viewer: Any, case: Case) -> list[Mechanism]:
    """Return where a case could go: the global mechanism, or that of its country."""
    return list(_others(viewer, case).order_by("kind", "slug"))


def could_go(viewer: Any, case: Case) -> bool:
    """Tell whether there is any other mechanism for it. One query."""
    return _others(viewer, case).exists()


def is_responsible(viewer: Any, case: Case, target: Mechanism) -> bool:
    """Whether a mechanism certifies the cities of the case's country."""
    own = mechanism_for(viewer, case.place.country_id)
    return own is not None and own.pk == target.pk


def need_of(viewer: Any, case: Case, target: Mechanism) -> tuple[Party, ...]:
    """Return who has to agree to a transfer as the case stands now."""
    return needed(case.state, responsible=is_responsible(viewer, case, target))


def problems_under(case: Case, edition: Edition) -> tuple[str, ...]:
    """Return in sentences why what a case holds does not fit an edition."""
    after = scheme_of(edition)
    plan = compare_editions(scheme_of(case.edition), after)
    try:
        parse_submission(document_under(case, after, plan.moves), after)
    except InvalidDocument as invalid:
        return tuple(problem.sentence for problem in invalid.problems)
    return ()


def preview(
    viewer: Any, case: Case, target: Mechanism, *, expected: str = "", reason: str = "-"
) -> Preview:
    """Return what going to a mechanism would mean for a case; its own edition where it has none.

    expected: the content of the edition that somebody was shown.
    """
    found = edition_for(viewer, target, case.scheme_id)
    edition = found or case.edition
    before, after = scheme_of(case.edition), scheme_of(edition)
    there = Case.objects.filter(place=case.place_id, mechanism=target, scheme=case.scheme_id)
    facts = TransferFacts(
        state=case.state,
        same=target.pk == case.mechanism_id,
        serves=case.intake_id is None and target.country_id in {None, case.place.country_id},
        edition=found is not None,
        has_level=case.target_level in {level.id for level in after.levels},
        open_there=there.filter(closed_at__isnull=True).exists(),
        place_ended=case.place.ended_on is not None,
        problems=problems_under(case, edition),
        expected=not expected or expected == edition.sha256,
        reason=reason,
    )
    plan = compare_editions(before, after)
    return Preview(edition, before, after, plan, held_in(case), refuse_transfer(facts))


def parties_of(viewer: Any, case: Case, target: Mechanism, at: datetime) -> frozenset[Party]:
    """Return for whom the viewer can speak. A tie to the city silences a secretariat's seat."""
    has = rights_of(viewer, at)
    found = set()
    if has.places.get(case.place_id) in CITY_PARTY:
        found.add(Party.CITY)
    if not has.barred.closes(case):
        if case.mechanism.secretariat_id in has.secretariats and case.state != "draft":
            found.add(Party.FROM)
        if target.secretariat_id in has.secretariats:
            found.add(Party.TO)
    return frozenset(found)


def asked_by(row: Transfer) -> Party:
    """Return which party asked: it spoke first, in the act that asked."""
    return Party(row.words.order_by("at", "pk").values_list("party", flat=True)[0])


def transfers(viewer: Any, at: datetime) -> QuerySet[Transfer]:
    """Return the transfers that concern the viewer's city or secretariat, the newest first.

    Those of a city that she has a tie to are left out.
    """
    if not getattr(viewer, "is_authenticated", False):
        return Transfer.objects.none()
    has = rights_of(viewer, at)
    desk = Q(source__secretariat__in=has.secretariats) | Q(target__secretariat__in=has.secretariats)
    if has.barred:
        desk &= ~Q(case__in=Case.objects.filter(has.barred.condition()).values("pk"))
    found = Transfer.objects.filter(Q(case__place__in=has.places) | desk)
    found = found.select_related(
        "case__place__country", "case__mechanism", "case__edition", "source", "target", "made", "by"
    )
    return found.defer("case__edition__document", "case__place__boundary").order_by("-at", "pk")


@dataclass(frozen=True)
class Told:
    """One transfer as a viewer sees it."""

    transfer: Transfer
    words: tuple[Any, ...]
    missing: tuple[Party, ...]
    mine: tuple[Party, ...]  # for whom the viewer can speak, and has not
    answers: int
    evidence: int
    speaks: frozenset[Party]  # for whom the viewer can
    can_withdraw: bool  # the viewer speaks for who asked, and nobody else has answered

    @property
    def open(self) -> bool:
        """Whether nothing has come of it yet."""
        return self.transfer.ended_at is None


def told(viewer: Any, pk: str, at: datetime) -> Told | None:
    """Return one transfer, or None. What the city has answered is no part of it."""
    row = transfers(viewer, at).filter(pk=pk).first()
    if row is None:
        return None
    words = tuple(row.words.select_related("by"))
    said = {word.party: word.agrees for word in words}
    waits: tuple[Party, ...] = ()
    if row.ended_at is None:
        waits = missing(need_of(viewer, row.case, row.target), said)
    speaks = parties_of(viewer, row.case, row.target, at)
    turn = waits or ((Party.CITY,) if row.ended_at is None else ())  # who can let it go
    return Told(
        transfer=row,
        words=words,
        missing=waits,
        mine=tuple(party for party in turn if party in speaks),
        answers=len(held_in(row.case)),
        evidence=row.case.evidence.filter(state="active").count(),
        speaks=speaks,
        can_withdraw=row.ended_at is None and len(words) == 1 and Party(words[0].party) in speaks,
    )


def continued(viewer: Any, case: Case) -> Transfer | None:
    """Return by what a case went elsewhere, or None. One query, for a case that has."""
    if case.state != CaseState.TRANSFERRED:
        return None
    found = Transfer.objects.filter(case=case, outcome="done").select_related("target")
    return found.first()
