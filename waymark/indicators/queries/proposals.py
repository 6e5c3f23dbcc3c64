"""Values proposed from outside: a contributor's own, and all of them for those who decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from msgspec.structs import replace

from waymark.base import permits
from waymark.indicators import models
from waymark.indicators.queries import place as places
from waymark.indicators.queries.known import Held
from waymark.indicators.queries.place import Here
from waymark.indicators.rules import facts
from waymark.indicators.rules.cells import days_of, read_unit_name
from waymark.indicators.rules.facts import Known
from waymark.indicators.rules.permits import TABLE, Permit
from waymark.indicators.rules.problems import Unreadable
from waymark.indicators.rules.proposals import PROPOSAL, SOURCE_TYPE
from waymark.indicators.rules.unit_choice import settle, spelled
from waymark.people.queries import takes_contributions
from waymark.places.models import Place
from waymark.places.queries import parts

TOLD = (
    *("period", "value", "status", "source", "method", "sample_size", "margin"),
    *("note", "text"),
)
"""What a proposal says of its value."""


@dataclass(frozen=True)
class Outside(Here):
    """A person who proposes values to a place, and whether it takes any now.

    She is told which indicators the place works with and which areas it has, and nothing else.
    """

    opened: bool = False


def outside(viewer: Any, slug: str) -> Outside | None:
    """Return the place of an address as a contributor of it sees it; else None."""
    place, areas = places.named(slug)
    if place is None or not permits.roles(viewer, place) & TABLE[Permit.PROPOSE_VALUES]:
        return None
    opened = bool(takes_contributions(viewer, place))
    return Outside(viewer, place, may_edit=False, areas=areas, opened=opened)


def asked_for(viewer: Any, place: Place) -> list[models.Indicator]:
    """Return the indicators that the place works with: those that values can be proposed for."""
    chosen = models.Indicator.objects.filter(choices__place=place, retired_at=None, retired_in=None)
    found = chosen.select_related("framework", "owner")
    return list(found.order_by("framework__order", "order", "pk"))


def known_outside(viewer: Any, place: Place) -> Held:
    """Return what a contributor's file is planned against: names, and none of the city's values."""
    listed = {
        row.pk: facts.Indicator(
            row.framework_id,
            row.code,
            row.unit,
            tuple(row.label.values()),
            tuple(row.former_codes),
        )
        for row in asked_for(viewer, place)
    }
    areas = tuple(
        facts.Area(part.pk, part.slug, tuple(part.name.values()), part.code)
        for part in parts(viewer, place).defer("boundary")
    )
    own = (place.pk, place.slug, place.code, *place.name.values())
    known = Known(tuple(listed.values()), areas, own=tuple(filter(None, own)))
    return Held(known, {one.name: pk for pk, one in listed.items()}, {}, {}, {})


def _last(field: str) -> Subquery:
    steps = models.ProposalStep.objects.filter(proposal=OuterRef("pk")).order_by("-number")
    return Subquery(steps.values(field)[:1])


def with_state(rows: QuerySet[models.Proposal]) -> QuerySet[Any]:
    """Return proposals with `state`, and of their last step `reason`, `decided_at`, `changed`."""
    return rows.annotate(
        state=Coalesce(_last("state"), Value(PROPOSAL.start)),
        reason=Coalesce(_last("reason"), Value(""), output_field=TextField()),
        changed=_last("changed"),
        decided_at=_last("at"),
    )


def _drawn(rows: QuerySet[models.Proposal]) -> QuerySet[Any]:
    found = rows.select_related("indicator__framework", "proposed_by").defer("place__boundary")
    return with_state(found).order_by("-proposed_at", "-pk")


def own_proposals(at: Outside) -> QuerySet[models.Proposal]:
    """Return what the viewer herself has proposed to the place, newest first."""
    return _drawn(models.Proposal.objects.filter(place=at.place, proposed_by=at.viewer.pk))


def own_proposal(at: Outside, pk: str) -> models.Proposal | None:
    """Return a proposal of the viewer's own, or None."""
    return own_proposals(at).select_related("place", "blob").filter(pk=pk).first()


def open_count(place: Place, person: Any) -> int:
    """Return how many proposals of a person wait for a decision."""
    rows = models.Proposal.objects.filter(place=place, proposed_by=person.pk)
    return with_state(rows).filter(state=PROPOSAL.start).count()


@dataclass(frozen=True)
class Asked:
    """What a list of proposals is narrowed to."""

    state: str = ""
    indicator: str = ""
    person: str = ""


def proposals(here: Here, asked: Asked | None = None) -> QuerySet[Any]:
    """Return the proposals to a place that was found by `here`, newest first."""
    asked = asked or Asked()
    found = _drawn(models.Proposal.objects.filter(place=here.place))
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.indicator:
        framework, _colon, code = asked.indicator.partition(":")
        found = found.filter(indicator__framework=framework, indicator__code=code)
    return found.filter(proposed_by=asked.person) if asked.person else found


def proposal(here: Here, pk: str) -> models.Proposal | None:
    """Return a proposal to a place that was found by `here`, or None."""
    return proposals(here).select_related("place", "blob").filter(pk=pk).first()


def picked(here: Here, ids: Iterable[str]) -> list[models.Proposal]:
    """Return those of the proposals to a place that are named, newest first."""
    return list(proposals(here).select_related("place").filter(pk__in=list(ids)))


def table_of(here: Here, row: models.Proposal) -> list[models.Proposal]:
    """Return what was proposed by the same file at once, in the order of its rows."""
    of_file = {"blob": row.blob_id, "proposed_by": row.proposed_by_id}
    found = proposals(here).select_related("place").filter(**of_file, proposed_at=row.proposed_at)
    return list(found.order_by("row", "pk")) if row.blob_id else []


def act(here: Here, pk: str) -> models.ProposalAct | None:
    """Return an act by which several proposals to a place were decided, or None."""
    found = models.ProposalAct.objects.filter(place=here.place, pk=pk)
    return found.select_related("place", "by").first()


def of_act(here: Here, act: models.ProposalAct) -> list[models.Proposal]:
    """Return the proposals that an act decided, as they stand now."""
    taken = act.steps.filter(kind=act.kind)
    return list(proposals(here).filter(pk__in=taken.values("proposal")))


def standing_of(act: models.ProposalAct) -> list[models.Proposal]:
    """Return the proposals whose last step is the decision of an act."""
    taken = act.steps.filter(kind=act.kind).select_related("proposal__place", "proposal__indicator")
    every = models.ProposalStep.objects.filter(proposal__in=taken.values("proposal"))
    last = dict(every.order_by("number").values_list("proposal", "pk"))
    return [step.proposal for step in taken if last[step.proposal_id] == step.pk]


def choices(here: Here) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the indicators and the people of a place's proposals, to narrow a list by."""
    rows = models.Proposal.objects.filter(place=here.place).order_by()
    listed = rows.values_list("indicator__framework", "indicator__code").distinct()
    people = rows.values_list("proposed_by", "proposed_by__name").distinct()
    names = sorted(f"{framework}:{code}" for framework, code in listed)
    return [(one, one) for one in names], sorted(people, key=lambda one: one[1])


def value_in(row: models.Proposal) -> facts.Value:
    """Return a proposal's value as the rules know it, with the kind of source that it has."""
    told = facts.Value(row.period, row.value)
    said = {name: getattr(row, name) for name in TOLD}
    return replace(told, source_type=SOURCE_TYPE, **said)


def holding(rows: Iterable[models.Proposal]) -> dict[str, models.Observation]:
    """Return, by proposal, the value that holds now for its series and days. Two queries."""
    wanted = list(rows)
    if not wanted:
        return {}
    series: dict[int, list[models.Series]] = {}
    held = models.Series.objects.filter(
        place__in={row.place_id for row in wanted},
        indicator__in={row.indicator_id for row in wanted},
    )
    for one in held.select_related("place", "indicator"):
        series.setdefault(one.indicator_id, []).append(one)
    meant = {row.pk: _series_of(row, series.get(row.indicator_id, [])) for row in wanted}
    ids = {its.pk for its in meant.values() if its is not None}
    current = models.Observation.objects.filter(series__in=ids, retired_at=None)
    by_days = {
        (one.series_id, days_of(one.period)): one for one in current.select_related("series__place")
    }
    found: dict[str, models.Observation] = {}
    for row in wanted:
        its = meant[row.pk]
        value = by_days.get((its.pk, days_of(row.period))) if its else None
        if value is not None:
            found[row.pk] = value
    return found


def _series_of(row: models.Proposal, held: list[models.Series]) -> models.Series | None:
    """The series that accepting a proposal would add to; None where it would make one."""
    about = (row.area_id, row.dimensions_key)
    own = {one.unit: one for one in held if (one.area_id, one.dimensions_key) == about}
    try:
        unit = settle(
            read_unit_name(row.unit),
            spelled(own),
            spelled(one.unit for one in held),
            row.indicator.unit,
        )
    except Unreadable:  # the acceptance says so
        return None
    return own.get(unit)


@dataclass(frozen=True)
class Came:
    """From whose proposal a value came."""

    proposal: models.Proposal
    step: models.ProposalStep


def came_from(here: Here, observation: models.Observation) -> Came | None:
    """Return from which proposal a value of a place that was found by `here` came, or None."""
    step = (
        models.ProposalStep.objects.filter(observation=observation, proposal__place=here.place)
        .select_related("proposal__proposed_by", "by")
        .first()
    )
    return Came(step.proposal, step) if step else None


def steps(row: models.Proposal) -> list[models.ProposalStep]:
    """Return what became of a proposal, in order."""
    return list(row.steps.select_related("by", "act"))
