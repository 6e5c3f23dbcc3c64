"""Which cases a tie closes to a person, whatever seat she holds: one condition for them all.

The ties are those that the people's room knows; what she declared on a case is looked at where her
declarations are. A ruling lifts only what it was made on, and never work for the city itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from waymark.assessments.models import Case, Ruling
from waymark.assessments.queries.standing import cleared_in
from waymark.assessments.rules.independence import LASTING, counts_still, months_since
from waymark.people.queries import HeldTie

NOTHING = Q(pk__in=[])


@dataclass(frozen=True)
class Barred:
    """A person's ties on a day, and for which cases they were ruled to be no obstacle."""

    ties: tuple[HeldTie, ...]
    cleared: Mapping[str, frozenset[str]] = field(default_factory=dict)  # case -> keys
    on: date = date.min
    named: frozenset[str] = frozenset()  # cases whose decision is doubted because of her

    def __bool__(self) -> bool:
        return bool(self.ties or self.named)

    def condition(self) -> Q:
        """Return the condition on cases that are closed to her."""
        found = Q(pk__in=self.named) if self.named else NOTHING
        for tie in self.ties:
            one = Q(place_id__in=tie.places)
            if tie.until is not None and tie.until < self.on:
                if tie.kind not in LASTING:
                    continue
                one &= Q(mechanism__adviser_months__gte=months_since(tie.until, self.on))
            free = [case for case, keys in self.cleared.items() if tie.key in keys]
            if free and not tie.firm:
                one &= ~Q(pk__in=free)
            found |= one
        return found

    def closes(self, case: Case) -> bool:
        """Tell whether one case is closed to her; asks nothing where no tie leads there."""
        return case.pk in self.named or any(
            counts_still(
                tie.kind, tie.until, on=self.on, adviser_months=case.mechanism.adviser_months
            )
            for tie in self.ties
            if case.place_id in tie.places
            and (tie.firm or tie.key not in self.cleared.get(case.pk, ()))
        )

    def without(self, cases: frozenset[str]) -> frozenset[str]:
        """Return those of the cases that are open to her. One query, where there is a tie."""
        if not (self and cases):
            return cases
        closed = Case.objects.filter(self.condition(), pk__in=cases).values_list("pk", flat=True)
        return cases - set(closed)


def cleared_for(viewer: Any) -> dict[str, frozenset[str]]:
    """Return case -> keys of the ties that were ruled to be no obstacle for a person. One query."""
    found = cleared_in(Ruling.objects.filter(person=viewer).order_by("seq"))
    return {case: keys for (case, _person), keys in found.items()}
