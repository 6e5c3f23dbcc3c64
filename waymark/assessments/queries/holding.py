"""Which cases are held because their adaptation's endorsement is gone, and what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from waymark.assessments.models import Case, Delegation, Hold, HoldChoice
from waymark.assessments.queries.access import rights_of
from waymark.assessments.queries.delegating import delegation_of
from waymark.assessments.rules.holding import HELD_IN, NOT_ENDORSED, HoldFacts
from waymark.assessments.rules.rebasing import Rebase, compare_editions
from waymark.schemes.models import Adaptation, Edition, Mechanism
from waymark.schemes.queries import scheme_of
from waymark.schemes.rules import Scheme


def open_hold(case: Case) -> Hold | None:
    """Return the hold of a case on a national edition, or None; others cost no query."""
    if case.edition.adaptation_id is None:
        return None
    found = Hold.objects.filter(case=case, ended_at=None, case__closed_at=None)
    return found.select_related("word__adaptation").first()


def held(case: Case) -> bool:
    """Whether nobody may judge or decide on a case now. A case on a common edition never is."""
    if case.edition.adaptation_id is None or case.closed_at is not None:
        return False
    gone = Adaptation.objects.filter(pk=case.edition.adaptation_id, state__in=NOT_ENDORSED)
    return gone.exists() or open_hold(case) is not None


def under_way(adaptation: Adaptation) -> QuerySet[Case]:
    """Return the cases that are to be held: handed in, and neither decided nor held already."""
    found = Case.objects.filter(edition__adaptation=adaptation, state__in=HELD_IN)
    return found.exclude(pk__in=Hold.objects.filter(ended_at=None).values("case")).order_by("pk")


def chooses(case: Case) -> Mechanism:
    """Return the mechanism whose committee chooses: that which would decide on the case."""
    row = delegation_of(case)
    return row.to if row else case.mechanism


def holds(viewer: Any, at: datetime) -> QuerySet[Hold]:
    """Return the holds under the committees and secretariats that a person sits in."""
    has = rights_of(viewer, at)
    away = Delegation.objects.filter(ended_at=None)
    mine = Q(case__mechanism__committee_id__in=has.committees)
    mine |= Q(case__mechanism__secretariat_id__in=has.secretariats)
    mine |= Q(case__in=away.filter(to__committee_id__in=has.committees).values("case"))
    found = Hold.objects.filter(mine)
    if has.barred:
        found = found.exclude(case__in=Case.objects.filter(has.barred.condition()).values("pk"))
    rows = found.select_related("word__adaptation", "case__place__country", "case__mechanism")
    rows = rows.defer("case__place__boundary", "word__adaptation__document")
    return rows.order_by("-at", "-pk")


def waiting_count(viewer: Any, at: datetime) -> int:
    """Count the open holds on which no committee has chosen, among those a person sees."""
    return holds(viewer, at).filter(ended_at=None, case__closed_at=None, chosen=None).count()


@dataclass(frozen=True)
class Told:
    """A hold, what was chosen so far, and what finishing on the base edition would mean."""

    hold: Hold
    chosen: tuple[HoldChoice, ...]
    base: Edition
    before: Scheme
    after: Scheme
    plan: Rebase

    @property
    def last(self) -> str:
        """The choice that holds, or ""."""
        return self.chosen[-1].choice if self.chosen else ""

    @property
    def is_open(self) -> bool:
        """Whether something can be chosen."""
        return self.hold.ended_at is None and self.hold.case.closed_at is None


def told(hold: Hold) -> Told:
    """Return what a committee looks at. Three queries at the most."""
    adaptation = hold.word.adaptation
    assert adaptation is not None, "a hold answers to a word on an adaptation"
    base = Edition.objects.get(pk=adaptation.base_id)
    own = Edition.objects.get(adaptation=adaptation)
    before, after = scheme_of(own), scheme_of(base)
    chosen = tuple(hold.chosen.select_related("by"))
    return Told(hold, chosen, base, before, after, compare_editions(before, after))


def facts_of(one: Told, *, tied: bool, problems: tuple[str, ...] = ()) -> HoldFacts:
    """Gather what the rule asks."""
    levels = {level.id for level in one.after.levels}
    return HoldFacts(
        over=not one.is_open,
        tied=tied,
        last=one.last,
        has_level=one.hold.case.target_level in levels,
        problems=problems,
    )


@dataclass(frozen=True)
class Standing:
    """What a page of a case says of its hold; `last` is what the committee chose."""

    hold: Hold | None  # None: it lies with its city, which can wait or take the edition in force
    last: HoldChoice | None
    adaptation: Adaptation

    @property
    def reasons(self) -> str:
        """Why the endorsement is gone."""
        row = self.hold.word if self.hold else self.adaptation.endorsements.last()
        return row.reasons if row else ""


def standing_of(case: Case) -> Standing | None:
    """Return what to say of a case that is held, or None. No query on a common edition."""
    if not held(case):
        return None
    row = open_hold(case)
    last = row.chosen.order_by("-seq").first() if row else None
    return Standing(row, last, Adaptation.objects.get(pk=case.edition.adaptation_id))
