"""Hubs: what their proposals held, what was agreed, and who sees which.

Everybody sees a hub once its leader has published its page. Lists go by name or by day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from waymark.assessments.models import Case, Decision
from waymark.assessments.queries.access import rights_of
from waymark.assessments.rules.case import GIVES, DecisionKind
from waymark.awards.models import Award
from waymark.awards.queries import state_of
from waymark.awards.rules.lifecycle import AwardState
from waymark.base import permits
from waymark.hubs.models import Agreement, Hub
from waymark.hubs.queries.calls import may_keep
from waymark.hubs.queries.finding import says
from waymark.hubs.rules.agreeing import Deliverable, Partner, Terms, next_id, terms_in
from waymark.hubs.rules.permits import Permit
from waymark.kernel import canonical, text
from waymark.places.models import Place

MOST_BYTES = 1 << 20


def acceptance(case: Case) -> Decision | None:
    """Return the published decision that accepted a proposal, if it is the last word on it."""
    found = case.decisions.filter(publication__isnull=False).order_by("-seq").first()
    return found if found is not None and found.kind in GIVES else None


def accepted(viewer: Any) -> list[Case]:
    """Return the accepted proposals that have no hub yet, for who keeps hubs."""
    if not may_keep(viewer):
        return []
    given = Decision.objects.filter(kind__in=GIVES, publication__isnull=False).values("case")
    found = Case.objects.filter(pk__in=given, intake__isnull=False, hub=None)
    return list(found.select_related("place").order_by("place__name_skeleton", "pk"))


def outcome(case: Case) -> str:
    """Return what was decided on a proposal and published: accepted, reserve, not_accepted, ""."""
    found = case.decisions.filter(publication__isnull=False).order_by("-seq").first()
    if found is None:
        return ""
    if found.kind in GIVES:
        return "accepted"
    return "reserve" if found.kind == DecisionKind.DEFER else "not_accepted"


def _frozen(case: Case) -> dict[str, Any]:
    row = case.submissions.order_by("-seq").first()
    if row is None:
        return {}
    found: dict[str, Any] = canonical.loads(row.document.encode(), max_bytes=64 << 20)
    return found.get("registers", {})


def initiative(case: Case) -> dict[str, Any]:
    """Return what a proposal said of its initiative when it was handed in last."""
    return dict((_frozen(case).get("initiative") or [{}])[0])


def proposed(case: Case) -> Terms | None:
    """Return the terms that a proposal asks for, or None where it lacks days."""
    held = _frozen(case)
    said = (held.get("initiative") or [{}])[0]
    if not said.get("starts") or not said.get("ends"):
        return None
    found: list[Deliverable] = []
    for row in held.get("deliverables", ()):
        if row.get("due"):
            words = {name: str(row.get(name, "")) for name in ("title", "kind", "lead", "proof")}
            number = next_id(one.id for one in found)
            found.append(Deliverable(id=number, due=date.fromisoformat(row["due"]), **words))
    return Terms(
        title=str(said.get("title", "")),
        starts=date.fromisoformat(said["starts"]),
        ends=date.fromisoformat(said["ends"]),
        deliverables=tuple(found),
        partners=tuple(
            Partner(str(row.get("partner", "")), str(row.get("role", "")))
            for row in held.get("partners", ())
        ),
    )


def terms_of(agreement: Agreement) -> Terms:
    """Return what a version says."""
    return terms_in(canonical.loads(agreement.document.encode(), max_bytes=MOST_BYTES))


def newest(hub: Hub) -> Agreement | None:
    """Return the newest version of a hub's agreement, or None."""
    return hub.agreements.select_related("answer__by", "offered_by").order_by("-seq").first()


def agreed(hub: Hub) -> Agreement | None:
    """Return the version that both sides have signed, or None."""
    return hub.agreements.filter(answer__accepted=True).order_by("-seq").first()


def agreed_terms(hub: Hub) -> Terms:
    """Return what both sides of a labelled hub have signed."""
    row = agreed(hub)
    assert row is not None, "a label follows an agreement"
    return terms_of(row)


def _inside(viewer: Any, at: datetime) -> Q:
    """Whose hubs a person sees before they are public: her place's, and all as a secretary."""
    if not getattr(viewer, "is_authenticated", False):
        return Q(pk__in=[])
    if may_keep(viewer):
        return ~Q(pk__in=[])
    return Q(place__in=list(rights_of(viewer, at).places))


def hub(viewer: Any, pk: str, at: datetime) -> Hub | None:
    """Return a hub that the viewer sees, or None."""
    seen = Q(published_at__isnull=False) | _inside(viewer, at)
    found = Hub.objects.filter(seen, pk=pk).select_related("place__country", "call", "case")
    return found.defer("place__boundary").first()


def inside(viewer: Any, pk: str, at: datetime) -> Hub | None:
    """Return a hub whose agreement the viewer reads, or None."""
    found = Hub.objects.filter(_inside(viewer, at), pk=pk)
    found = found.select_related("place__country", "call", "case__mechanism")
    return found.defer("place__boundary").first()


def may(viewer: Any, permit: Permit, row: Hub) -> bool:
    """Tell whether somebody may do something with a hub."""
    return permits.may(viewer, permit, on=row)


@dataclass(frozen=True)
class Wanted:
    """What the public list shall show; empty means all."""

    words: str = ""
    goal: str = ""
    axis: str = ""
    country: str = ""
    phase: str = ""


@dataclass(frozen=True)
class Alike:
    """Another hub, and what two have in common."""

    row: Hub
    goals: tuple[str, ...]
    axis: bool


def public(_viewer: Any, wanted: Wanted, on: date) -> QuerySet[Hub]:
    """Return the published hubs that fit, by their first day; none is compared."""
    found = Hub.objects.filter(published_at__isnull=False)
    if wanted.words:
        found = found.filter(
            says("title", wanted.words)
            | says("story", wanted.words)
            | Q(place__name_skeleton__contains=text.skeleton(wanted.words))
        )
    if wanted.goal:
        found = found.filter(goals__contains=f" {wanted.goal} ")
    if wanted.axis:
        found = found.filter(axis=wanted.axis)
    if wanted.country:
        found = found.filter(place__country=wanted.country)
    spans = {
        "coming": Q(starts__gt=on, state="labelled"),
        "running": Q(starts__lte=on, ends__gte=on, state="labelled"),
        "over": Q(ends__lt=on) | Q(state="closed"),
    }
    if wanted.phase in spans:
        found = found.filter(spans[wanted.phase])
    return found.select_related("place__country").defer("place__boundary").order_by("-starts", "pk")


def countries(_viewer: Any) -> list[tuple[str, str]]:
    """Return the countries of published hubs, by name."""
    found = Hub.objects.filter(published_at__isnull=False).order_by()
    rows = found.values_list("place__country_id", "place__country__name").distinct()
    return sorted(((code, str(name)) for code, name in rows), key=lambda pair: pair[1])


MOST_LIKE, MOST_LEADING = 5, 200


def leading() -> list[Place]:
    """Return the places that lead a public hub with a label, by name."""
    rows = Hub.objects.filter(published_at__isnull=False, state="labelled").values("place")
    found = Place.objects.filter(pk__in=rows).defer("boundary").order_by("name_skeleton", "pk")
    return list(found[:MOST_LEADING])


def like(row: Hub) -> list[Alike]:
    """Return other public hubs that share goals with one, each with what they share.

    Those whose first day comes latest stand first: what is shared is told and not counted.
    """
    goals = Q(pk__in=[])
    for goal in row.goals:
        goals |= Q(goals__contains=f" {goal} ")
    found = Hub.objects.filter(goals, published_at__isnull=False, state="labelled")
    found = found.exclude(place=row.place_id).select_related("place__country")
    rows = found.defer("place__boundary").order_by("-starts", "pk")[:MOST_LIKE]
    return [
        Alike(
            one,
            tuple(goal for goal in row.goals if goal in one.goals),
            bool(row.axis) and one.axis == row.axis,
        )
        for one in rows
    ]


def kept(viewer: Any) -> QuerySet[Hub] | None:
    """Return all hubs for who keeps them, those whose agreement is open first; None for others."""
    if not may_keep(viewer):
        return None
    found = Hub.objects.select_related("place__country", "call").defer("place__boundary")
    return found.order_by("state", "starts", "pk")


def label_of(row: Hub, at: datetime) -> tuple[Award, AwardState] | None:
    """Return a hub's label and what it is now, or None before it has one."""
    if not row.award:
        return None
    found = Award.objects.prefetch_related("events").get(pk=row.award.partition(":")[2])
    return found, state_of(found, at)


def of_award(award: Award) -> str | None:
    """Return the id of the public hub whose label an award is, or None."""
    found = Hub.objects.filter(award=f"award:{award.pk}", published_at__isnull=False)
    return found.values_list("pk", flat=True).first()


def of_case(viewer: Any, case: Case, at: datetime) -> Hub | None:
    """Return the hub of a proposal for those inside, or None."""
    return Hub.objects.filter(_inside(viewer, at), case=case).first()
