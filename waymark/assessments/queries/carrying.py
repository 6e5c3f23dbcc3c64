"""What a case of a city that ended could give to the case of a city that follows on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waymark.assessments.models import Carrying, Case
from waymark.assessments.queries.access import rights_of
from waymark.assessments.queries.rebasing import held_in
from waymark.assessments.queries.transfers import problems_under
from waymark.assessments.rules.carrying import CarryFacts, Goes, refuse_carrying, what_goes
from waymark.assessments.rules.case import EvidenceState
from waymark.assessments.rules.rebasing import Rebase, compare_editions
from waymark.kernel.flow import Reason
from waymark.people.rules import WorkspaceRole
from waymark.places.queries.succession import heirs_of
from waymark.schemes.queries import scheme_of

WRITERS = frozenset({WorkspaceRole.LEAD, WorkspaceRole.EDITOR, WorkspaceRole.SIGNATORY})


@dataclass(frozen=True)
class Preview:
    """What taking over would mean; `refused` says why it can't be done."""

    source: Case
    target: Case
    plan: Rebase
    goes: Goes
    refused: tuple[Reason, ...]


def targets(viewer: Any, source: Case, at: datetime) -> list[Case]:
    """Return the open cases of heirs of a case's city in which the viewer writes, by city."""
    if source.place.ended_on is None:
        return []
    places = rights_of(viewer, at).places
    heirs = [one.pk for one in heirs_of(viewer, source.place) if places.get(one.pk) in WRITERS]
    found = Case.objects.filter(place__in=heirs, closed_at__isnull=True, intake=None)
    found = found.select_related("place__country", "edition", "mechanism")
    return list(found.order_by("place__name_skeleton", "opened_at", "pk"))


def works_there(viewer: Any, source: Case, at: datetime) -> bool:
    """Tell whether somebody works in the workspace of a case's city."""
    return source.place_id in rights_of(viewer, at).places


def preview(viewer: Any, source: Case, target: Case, *, expected: str = "") -> Preview:
    """Return what a case would take over from another; expected: the `Goes.fingerprint` seen."""
    after = scheme_of(target.edition)
    plan = compare_editions(scheme_of(source.edition), after)
    filled = target.registers.exclude(updated_by=None).values_list("register", flat=True)
    goes = what_goes(
        moves=plan.moves,
        answered=held_in(source),
        said=held_in(target),
        tables=source.registers.exclude(updated_by=None).values_list("register", flat=True),
        known_tables=after.register_by_id,
        filled=filled,
        evidence=source.evidence.filter(state=EvidenceState.ACTIVE).values_list("pk", flat=True),
    )
    heirs = {one.pk for one in heirs_of(viewer, source.place)}
    same = source.edition_id == target.edition_id  # then what one holds fits the other as it is
    facts = CarryFacts(
        state=target.state,
        follows=source.place.ended_on is not None and target.place_id in heirs,
        same_scheme=source.scheme_id == target.scheme_id,
        before=Carrying.objects.filter(source=source, target=target).exists(),
        goes=not goes.is_nothing,
        problems=() if same else problems_under(source, target.edition),
        expected=not expected or expected == goes.fingerprint,
    )
    return Preview(source, target, plan, goes, refuse_carrying(facts))
