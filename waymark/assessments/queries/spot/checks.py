"""Spot checks as the desk and the committee see them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from waymark.assessments.models import (
    AgendaItem,
    Assignment,
    Case,
    Draw,
    Meeting,
    SpotCheck,
)
from waymark.assessments.queries.access import rights_of
from waymark.assessments.queries.delegating import heard_by, hears
from waymark.assessments.queries.dossier import answered, scheme_under
from waymark.assessments.queries.spot.draws import counted
from waymark.assessments.queries.spot.frame import cause_against, eligible
from waymark.assessments.queries.spot.policy import levels_of, newest_policy, policy_of
from waymark.assessments.queries.spot.public import DrawRow, row_of
from waymark.assessments.rules.case import AssignmentState, MeetingState
from waymark.assessments.rules.spot import policy as rules
from waymark.assessments.rules.spot.comparing import Comparison, read_comparison
from waymark.assessments.rules.spot.flows import CheckState
from waymark.base.fields import Words
from waymark.kernel.draw import Share
from waymark.schemes.models import Mechanism
from waymark.schemes.rules import Criterion


def mechanisms_of(viewer: Any, at: datetime) -> QuerySet[Mechanism]:
    """Return the mechanisms whose spot checks the viewer runs or whose committee she chairs."""
    if not getattr(viewer, "is_authenticated", False):
        return Mechanism.objects.none()
    has = rights_of(viewer, at)
    mine = Q(secretariat_id__in=has.secretariats) | Q(committee_id__in=has.chaired)
    return Mechanism.objects.filter(mine).order_by("slug")


def leads(viewer: Any, at: datetime) -> bool:
    """Whether the viewer leads a technical team, and so has spot checks on her desk."""
    return bool(rights_of(viewer, at).teams_led)


def desk_checks(viewer: Any, at: datetime) -> QuerySet[SpotCheck]:
    """Return the checks that the viewer runs as secretariat or technical lead.

    Left out are those of a city that she works for, and those that she reviews herself.
    """
    if not getattr(viewer, "is_authenticated", False):
        return SpotCheck.objects.none()
    has = rights_of(viewer, at)
    mine = Q(case__mechanism__secretariat_id__in=has.secretariats) | Q(
        case__mechanism__technical_team_id__in=has.teams_led
    )
    own = Assignment.objects.filter(reviewer=viewer, spot_check__state=CheckState.OPEN)
    return (
        SpotCheck.objects.filter(mine)
        .exclude(case__place_id__in=has.places)
        .exclude(pk__in=own.values("spot_check"))
        .select_related(
            "case__place__country",
            "case__mechanism",
            "case__edition",
            "entry__draw",
            "result",
            "made_by",
        )
        .defer("case__edition__document", "case__place__boundary")
    )


@dataclass(frozen=True)
class Stratum:
    """One level of a mechanism: its share, and how many cases wait to be drawn."""

    name: Words
    share: Share | None
    waiting: int


@dataclass(frozen=True)
class Mine:
    """A mechanism on the page of spot checks."""

    mechanism: Mechanism
    strata: tuple[Stratum, ...]
    has_policy: bool
    draws: tuple[DrawRow, ...]

    @property
    def waiting(self) -> int:
        """How many certified cases no draw has had yet."""
        return sum(stratum.waiting for stratum in self.strata)

    @property
    def running(self) -> bool:
        """Whether a draw is under way."""
        return any(row.draw.state == "announced" for row in self.draws)


def overview(viewer: Any, at: datetime) -> list[Mine]:
    """Return the mechanisms with their shares, their draws, and what waits to be drawn."""
    found = []
    for mechanism in mechanisms_of(viewer, at):
        policy = policy_of(mechanism)
        waiting = [row.level for row in eligible(mechanism, at)]
        draws = counted(Draw.objects.filter(mechanism=mechanism)).order_by("-announced_at")[:20]
        strata = tuple(
            Stratum(name, policy.shares.get(level) if policy else None, waiting.count(level))
            for level, name in levels_of(mechanism).items()
        )
        rows = tuple(row_of(draw, at) for draw in draws)
        found.append(Mine(mechanism, strata, policy is not None, rows))
    return found


@dataclass(frozen=True)
class CheckRow:
    """A check in the desk's list."""

    check: SpotCheck
    filled: int
    delivered: int


def check_rows(viewer: Any, at: datetime, most: int = 200) -> list[CheckRow]:
    """Return the checks on the desk, open ones first. One query besides the viewer's rights."""
    current = Q(assignments__ended_at__isnull=True)
    done = current & Q(assignments__state=AssignmentState.DELIVERED)
    rows = desk_checks(viewer, at).annotate(
        filled=Count("assignments", filter=current & Q(assignments__isnull=False)),
        delivered=Count("assignments", filter=done),
    )
    ordered = rows.order_by("ended_at", "made_at", "pk")[:most]
    open_first = sorted(ordered, key=lambda row: row.ended_at is not None)
    return [CheckRow(row, row.filled, row.delivered) for row in open_first]


@dataclass(frozen=True)
class Slot:
    """A review of a check: how far, never what was found, before all have delivered."""

    assignment: Assignment
    judged: int
    of: int


@dataclass(frozen=True)
class OneCheck:
    """A check with all that the desk needs for its next step."""

    check: SpotCheck
    slots: tuple[Slot, ...]
    former: tuple[Assignment, ...]
    comparison: Comparison | None
    cause: str  # why it can't be made any more, as a code
    item: AgendaItem | None
    meetings: tuple[Meeting, ...]

    @property
    def free_slots(self) -> tuple[int, ...]:
        """The numbers of the slots that nobody has."""
        taken = {slot.assignment.slot for slot in self.slots}
        return tuple(n for n in range(1, self.check.reviewers + 1) if n not in taken)

    @property
    def complete(self) -> bool:
        """Whether every reviewer has delivered."""
        done = sum(slot.assignment.state == AssignmentState.DELIVERED for slot in self.slots)
        return done >= self.check.reviewers


def one_check(viewer: Any, pk: str, at: datetime) -> OneCheck | None:
    """Return a check on the viewer's desk, or None."""
    check = desk_checks(viewer, at).select_related("report__submission").filter(pk=pk).first()
    if check is None:
        return None
    rows = list(check.assignments.select_related("reviewer").order_by("slot", "invited_at"))
    current = [row for row in rows if row.ended_at is None or row.state == AssignmentState.CLOSED]
    items = check.agenda_items.filter(removed_at__isnull=True).select_related("meeting")
    return OneCheck(
        check=check,
        slots=_slots(check, current),
        former=tuple(row for row in rows if row not in current),
        comparison=comparison_of(check),
        cause=cause_against(check.case, at) if check.state == CheckState.OPEN else "",
        item=items.order_by("-added_at").first(),
        meetings=_meetings(check),
    )


def _slots(check: SpotCheck, current: list[Assignment]) -> tuple[Slot, ...]:
    if not current:
        return ()
    submission = check.report.submission
    of = answered([submission])[submission.pk]
    counts = dict(
        submission.verdicts.filter(assignment__in=[row.pk for row in current])
        .order_by()
        .values_list("assignment_id")
        .annotate(n=Count("criterion", distinct=True))
    )
    return tuple(Slot(row, counts.get(row.pk, 0), of) for row in current)


def _meetings(check: SpotCheck) -> tuple[Meeting, ...]:
    if check.state != CheckState.DISCORDANT:
        return ()
    open_ = (MeetingState.PLANNED, MeetingState.CONVENED)
    found = Meeting.objects.filter(mechanism=check.case.mechanism_id, state__in=open_)
    return tuple(row for row in found.order_by("starts_at") if hears(row, check.case))


def comparison_of(check: SpotCheck) -> Comparison | None:
    """Return what a concluded check came to, or None before."""
    result = getattr(check, "result", None)
    return read_comparison(json.loads(result.comparison)) if result else None


@dataclass(frozen=True)
class Compared:
    """One criterion of both reports, in words."""

    criterion: Criterion
    first: str
    second: str


def compared(check: SpotCheck, found: Comparison) -> list[Compared]:
    """Return the criteria that were judged differently, with their titles."""
    known = scheme_under(check.case, check.report.edition_sha256).by_id
    return [Compared(known[one.criterion], one.first, one.second) for one in found.differing]


def level_name(check: SpotCheck, level: str) -> Words:
    """Return the name of a level of the check's edition."""
    levels = scheme_under(check.case, check.report.edition_sha256).levels
    return Words(next((one.name for one in levels if one.id == level), {}))


def policy_form(mechanism: Mechanism) -> tuple[dict[str, Words], rules.CheckPolicy | None, Any]:
    """Return the levels that need a share, the policy that holds, and its row."""
    return levels_of(mechanism), policy_of(mechanism), newest_policy(mechanism)


def draw_entries(viewer: Any, draw: Draw) -> list[SpotCheck]:
    """Return the checks that came of a draw, with their cities' names: for the desk alone."""
    found = SpotCheck.objects.filter(entry__draw=draw).select_related("case__place", "entry")
    return list(found.defer("case__place__boundary").order_by("entry__stratum", "pk"))


def waiting_checks(viewer: Any, mechanism: str, at: datetime) -> list[SpotCheck]:
    """Return the checks of a mechanism that came to something else and are on no agenda.

    Those of a city that the viewer has a tie to are left out.
    """
    heard = AgendaItem.objects.filter(removed_at__isnull=True, decisions__isnull=True)
    found = SpotCheck.objects.filter(
        case__in=Case.objects.filter(heard_by(mechanism)).values("pk"),
        state=CheckState.DISCORDANT,
    ).exclude(pk__in=heard.filter(spot_check__isnull=False).values("spot_check"))
    if barred := rights_of(viewer, at).barred:
        closed = Case.objects.filter(barred.condition())
        found = found.exclude(case__in=closed.values("pk"))
    return list(
        found.select_related("case__place")
        .defer("case__place__boundary")
        .order_by("case__place__slug")
    )
