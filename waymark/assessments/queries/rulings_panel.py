"""The side of an appeal: on whose ties the appeal panel rules, and nobody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from waymark.assessments.models import (
    Appeal,
    AppealSeat,
    Assignment,
    Ballot,
    Case,
    CaseEvent,
    Decision,
    Declaration,
)
from waymark.assessments.queries.access import rights_of
from waymark.assessments.rules.independence import counts_still
from waymark.assessments.rules.life.appeal import OPEN, Remedy
from waymark.people.models import Seat, User
from waymark.people.queries import open_at, ties_of

LIVES = Q(state__in=OPEN)
SENT_BACK = Q(outcome__remedy=Remedy.AGAIN)


def appealed() -> Q:
    """Return the condition on cases that are on the side of an appeal.

    One is open, or has sent the case back to be reviewed by others, and that goes on.
    """
    rows = Appeal.objects.filter(case=OuterRef("pk"))
    return Q(Exists(rows.filter(LIVES))) | Q(Exists(rows.filter(SENT_BACK)), closed_at=None)


def appeal_of(case: Case) -> Appeal | None:
    """Return the appeal on whose side people act on a case now, or None."""
    wanted = LIVES if case.closed_at else LIVES | SENT_BACK
    return case.appeals.filter(wanted).order_by("-lodged_at", "-pk").first()


def seats_of_panel(case: Case, at: datetime) -> Any:
    """Return the seats from which appeals on a case can be heard."""
    return Seat.objects.filter(
        open_at(at), body=case.mechanism.appeal_panel_id, user__is_active=True
    )


def ruled_from_panel(viewer: Any, at: datetime) -> Q:
    """Return the condition on appealed cases on which the viewer rules from a seat of a panel.

    None of those in which she had a part.
    """
    panels = rights_of(viewer, at).panels
    part = (
        Assignment.objects.filter(reviewer=viewer).exclude(state__in=("invited", "declined")),
        Decision.objects.filter(decided_by=viewer),
        CaseEvent.objects.filter(by=viewer),
    )
    found = Q(mechanism__appeal_panel_id__in=panels) & appealed()
    for rows in part:
        found &= ~Q(pk__in=rows.values("case"))
    return found & ~Q(pk__in=Ballot.objects.filter(member=viewer).values("item__case"))


def tied_members(viewer: Any, at: datetime) -> Iterator[tuple[Case, User, frozenset[str]]]:
    """Yield the members of panels who have a tie to the city of an open appeal, with its keys.

    A tie that can't be ruled away is none to rule on; what a member left to be ruled on comes
    first. Four queries, however many.
    """
    has = rights_of(viewer, at)
    if not has.panels:
        return
    open_ = Appeal.objects.filter(LIVES)
    rows = Case.objects.filter(ruled_from_panel(viewer, at), pk__in=open_.values("case"))
    rows = rows.exclude(has.barred.condition()) if has.barred else rows
    by_panel: dict[str | None, list[Case]] = defaultdict(list)
    for row in rows.select_related("place__country", "mechanism").defer("place__boundary"):
        by_panel[row.mechanism.appeal_panel_id].append(row)
    yield from _asked(viewer, {case.pk: case for cases in by_panel.values() for case in cases})
    seats = Seat.objects.filter(open_at(at), body__in=[one for one in by_panel if one])
    people = {(seat.body_id, seat.user_id): seat.user for seat in seats.select_related("user")}
    held = defaultdict(list)
    for tie in ties_of({user for _body, user in people}):
        held[tie.user_id].append(tie)
    for (body, pk), user in people.items():
        for case in by_panel[body]:
            months = case.mechanism.adviser_months
            counting = [
                tie
                for tie in held[pk]
                if case.place_id in tie.places
                and counts_still(tie.kind, tie.until, on=at.date(), adviser_months=months)
            ]
            if counting and pk != viewer.pk and not any(tie.firm for tie in counting):
                yield case, user, frozenset(tie.key for tie in counting)


def _asked(viewer: Any, cases: dict[str, Case]) -> Iterator[tuple[Case, User, frozenset[str]]]:
    """Yield who hears one of these appeals and has left what she told of to be ruled on."""
    sits = AppealSeat.objects.filter(
        member=OuterRef("user"), appeal__case=OuterRef("case"), left_at=None
    ).filter(appeal__state__in=OPEN)
    said = Declaration.objects.filter(Exists(sits), case__in=list(cases), asks=True)
    for one in said.exclude(user=viewer).select_related("user").order_by("pk"):
        yield cases[one.case_id], one.user, frozenset({f"declaration:{one.pk}"})
