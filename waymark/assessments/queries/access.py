"""The one place that says which cases a person may read, and which roles she holds on one.

Lists, counts, search, logs, exports and notices all start from `visible`; the permits of an
action start from `case_roles`. Both read the same `Rights`, and a test holds them against each
other for every person and case of a small world (invariant 13).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from waymark.assessments.models import (
    AgendaItem,
    AppealSeat,
    Assignment,
    Case,
    Declaration,
    Handover,
    Recusal,
    SpotCheck,
)
from waymark.assessments.queries.barred import Barred, cleared_for
from waymark.assessments.queries.standing import free_on_panel, namings
from waymark.assessments.rules.case import CaseState
from waymark.assessments.rules.handing_over import Desk
from waymark.assessments.rules.spot.flows import READ_AGAIN
from waymark.people.queries import held_by
from waymark.people.rules import BodyKind, Role, SeatRole

CITY_ROLES = {
    "lead": Role.CITY_LEAD,
    "editor": Role.CITY_EDITOR,
    "signatory": Role.CITY_SIGNATORY,
    "viewer": Role.CITY_VIEWER,
}

NAMING = "hearing:"


@dataclass(frozen=True)
class Rights:
    """What a person's memberships, seats, assignments and declarations come to."""

    places: dict[str, str]  # place -> role in its workspace
    secretariats: frozenset[str]  # bodies
    teams: frozenset[str]  # technical teams that she has a seat in
    teams_led: frozenset[str]
    committees: frozenset[str]
    chaired: frozenset[str]
    reviewing: frozenset[str]  # cases, declared free of ties, while she has a seat to review from
    judging: frozenset[str]  # cases declared free of ties and not recused from
    panels: frozenset[str] = frozenset()  # appeal panels
    hearing: frozenset[str] = frozenset()  # cases whose appeal she hears, declared free of ties
    observed: frozenset[str] = frozenset()  # committees in which she sees, and never votes
    stewards: bool = False  # she has a seat among the global stewards
    stewarding: frozenset[str] = frozenset()  # spot-checked cases, declared free of ties
    barred: Barred = field(default_factory=lambda: Barred(()))  # closed to whatever seat she holds


Said = list[tuple[str, str, bool]]
"""A person's declarations, and doubts that name her: key, case, whether it says that a tie exists.
"""


def _said(viewer: Any) -> Said:
    keys = [
        rows.order_by()
        .annotate(key=Concat(Value(prefix), Cast("pk", CharField())), says=says)
        .values_list("key", "case_id", "says")
        for prefix, rows, says in (
            ("declaration:", Declaration.objects.filter(user=viewer), F("conflict")),
            (NAMING, namings().filter(tied=viewer), Value(True)),
        )
    ]
    return list(keys[0].union(keys[1], all=True))


def _named(said: Said, cleared: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return the cases whose decision is doubted because of a person's tie."""
    named = ((key, case) for key, case, _ in said if key.startswith(NAMING))
    return frozenset(case for key, case in named if key not in cleared.get(case, ()))


def _declared(said: Said, cleared: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return the cases on which a person has declared, and has no tie that she knows of."""
    tied = {case for key, case, conflict in said if conflict and key not in cleared.get(case, ())}
    return frozenset(case for key, case, _ in said if not key.startswith(NAMING)) - tied


def _reviewing(viewer: Any, free: frozenset[str], *, checks_only: bool) -> frozenset[str]:
    """Return the cases that a person reviews now; `checks_only`, for a spot check."""
    current = Assignment.objects.filter(reviewer=viewer, ended_at__isnull=True)
    current = current.filter(spot_check__isnull=False) if checks_only else current
    return free & set(current.exclude(state="invited").values_list("case_id", flat=True))


def _judging(viewer: Any, free: frozenset[str]) -> frozenset[str]:
    """Return the cases that a member has declared on, and was not recused from."""
    recused = Recusal.objects.filter(member=viewer).values_list("item__case_id", flat=True)
    return free - set(recused)


def _stewarding(free: frozenset[str]) -> frozenset[str]:
    """Return the cases whose spot check has a result: before that, nobody reads along."""
    checked = SpotCheck.objects.filter(case__in=free, state__in=READ_AGAIN)
    return frozenset(checked.order_by().values_list("case_id", flat=True))


def _hearing(viewer: Any) -> frozenset[str]:
    """Return the cases whose open appeal a person hears, once no tie of hers stands."""
    seats = AppealSeat.objects.filter(member=viewer, left_at=None, appeal__closed_at=None)
    cases = set(seats.values_list("appeal__case_id", flat=True))
    return (
        frozenset(case for case, _user in free_on_panel(cases, [viewer.pk]))
        if cases
        else frozenset()
    )


def rights_of(viewer: Any, at: datetime) -> Rights:
    """Gather a person's rights in two small queries, and a few more where she has declared.

    A tie to a city closes its cases to whatever seat she holds; the city's own people stay inside.

    They are gathered afresh for every act; while one page is read they are kept on the viewer,
    if the middleware has marked her as belonging to a reading request.
    """
    kept = getattr(viewer, "kept_rights", None)
    if isinstance(kept, Rights):
        return kept
    held = held_by(viewer, at)
    observed = held.bodies(BodyKind.COMMITTEE, SeatRole.OBSERVER)
    committees = held.bodies(BodyKind.COMMITTEE) - observed
    panels = held.bodies(BodyKind.APPEAL_PANEL)
    teams = held.bodies(BodyKind.TECHNICAL_TEAM)
    said = _said(viewer)
    ties = held.ties if held.seats or said else ()
    any_tie = bool(ties) or any(conflict for _, _, conflict in said)
    cleared = cleared_for(viewer) if any_tie else {}
    stewards = bool(held.bodies(BodyKind.STEWARDS))
    free = _declared(said, cleared)  # of most people, nothing: they are asked no more
    reviews, judges = free and (teams or stewards), free and committees | observed
    barred = Barred(ties, cleared, at.date(), _named(said, cleared))
    found = Rights(
        places=held.places,
        secretariats=held.bodies(BodyKind.SECRETARIAT),
        teams=teams,
        teams_led=held.bodies(BodyKind.TECHNICAL_TEAM, SeatRole.LEAD),
        committees=committees,
        chaired=held.bodies(BodyKind.COMMITTEE, SeatRole.CHAIR),
        reviewing=barred.without(_reviewing(viewer, free, checks_only=not teams))
        if reviews
        else frozenset(),
        judging=barred.without(_judging(viewer, free)) if judges else frozenset(),
        panels=panels,
        hearing=barred.without(_hearing(viewer)) if panels else frozenset(),
        observed=observed,
        stewards=stewards,
        stewarding=barred.without(_stewarding(free)) if free and stewards else frozenset(),
        barred=barred,
    )
    if getattr(viewer, "reads_only", False):
        viewer.kept_rights = found
    return found


def visible(viewer: Any, at: datetime | None = None) -> QuerySet[Case]:
    """Return the cases whose dossier the viewer may read now."""
    if not getattr(viewer, "is_authenticated", False):
        return Case.objects.none()
    has = rights_of(viewer, at or timezone.now())
    found = _at_desks(has)
    if has.reviewing:
        found |= Q(pk__in=has.reviewing)
    if has.hearing or has.stewarding:
        found |= Q(pk__in=has.hearing | has.stewarding)
    sits_in = has.committees | has.observed
    if has.judging and sits_in:
        on_agenda = AgendaItem.objects.filter(
            case=OuterRef("pk"), removed_at__isnull=True, meeting__body_id__in=sits_in
        )
        found |= Q(pk__in=has.judging) & Q(Exists(on_agenda))
    if has.barred:
        found &= ~has.barred.condition()
    if has.places:
        found |= Q(place_id__in=has.places)
    return Case.objects.filter(found)


def at_desk(viewer: Any, at: datetime) -> QuerySet[Case]:
    """Return what a person has on her desk as secretariat or technical lead, of what is visible.

    Left out are the cases of a city that she works for.
    """
    has = rights_of(viewer, at)
    found = _at_desks(has)
    if has.barred:
        found &= ~has.barred.condition()
    if has.places:
        found &= ~Q(place_id__in=has.places)
    return Case.objects.filter(found)


def _at_desks(has: Rights) -> Q:
    """Return the condition on cases of the secretariats and teams that a person acts for."""
    seats = Q(pk__in=[])
    if has.secretariats:
        seats |= at_own_desk(has) | at_handed_desk(has)
    if has.teams_led:
        seats |= Q(mechanism__technical_team_id__in=has.teams_led)
    return ~Q(state=CaseState.DRAFT) & seats


def seat_in(has: Rights, committee: str) -> Role | None:
    """Return what somebody is in a committee, or None."""
    if committee in has.chaired:
        return Role.CHAIR
    if committee in has.committees:
        return Role.COMMITTEE
    return Role.OBSERVER if committee in has.observed else None


def at_own_desk(has: Rights) -> Q:
    """Return the condition on cases of the secretariats that a person sits in."""
    return Q(mechanism__secretariat_id__in=has.secretariats)


def at_handed_desk(has: Rights) -> Q:
    """Return the condition on cases whose secretariat's acts were handed over to hers."""
    rows = Handover.objects.filter(to=Desk.GLOBAL, ended_at=None, body__in=has.secretariats)
    return Q(pk__in=rows.values("case"))


def _handed_over(case: Case, has: Rights) -> bool:
    """Tell whether the secretariat's acts on a case are hers by rule; most people are not asked."""
    own = case.mechanism.secretariat_id in has.secretariats
    leads = case.mechanism.technical_team_id in has.teams_led
    if not leads and (own or not has.secretariats):
        return False
    rows = Handover.objects.filter(case=case, ended_at=None)
    theirs = Q(to=Desk.GLOBAL, body__in=has.secretariats)
    return rows.filter(theirs | Q(to=Desk.LEAD) if leads else theirs).exists()


def case_roles(viewer: Any, case: Case, at: datetime | None = None) -> frozenset[str]:
    """Return the roles that the viewer holds on a case now, with its dossier open to her."""
    has = rights_of(viewer, at or timezone.now())
    held: set[str] = set()
    if case.place_id in has.places:
        held.add(CITY_ROLES[has.places[case.place_id]])
    if has.barred.closes(case):
        return frozenset(held)
    if case.pk in has.reviewing:
        held.add(Role.REVIEWER if has.teams else Role.STEWARD)
    if case.pk in has.stewarding:
        held.add(Role.STEWARD)
    if case.pk in has.hearing:
        held.add(Role.APPEAL)
    if not (has.secretariats or has.teams_led or has.judging):
        return frozenset(held)
    mechanism = case.mechanism
    if case.state != CaseState.DRAFT:
        if mechanism.secretariat_id in has.secretariats:
            held.add(Role.SECRETARIAT)
        if mechanism.technical_team_id in has.teams_led:
            held.add(Role.TECHNICAL_LEAD)
        if _handed_over(case, has):
            held.add(Role.SECRETARIAT)
    if case.pk in has.judging:
        held |= _seats_before(case, has)
    return frozenset(held)


def _seats_before(case: Case, has: Rights) -> set[str]:
    """Return what somebody is in the committees on whose agenda a case stands."""
    found = case.agenda_items.filter(removed_at__isnull=True).order_by()
    bodies = found.values_list("meeting__body_id", flat=True).distinct()
    return {seat for body in bodies if (seat := seat_in(has, body))}
