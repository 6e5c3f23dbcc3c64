"""Results of other schemes in a case: what they would fill in, and what they did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from waymark.assessments.models import Answer, Case, EvidenceItem, RecognisedResult
from waymark.assessments.rules.case import EvidenceState
from waymark.assessments.rules.recognised import Planned, Result, plan
from waymark.kernel import canonical
from waymark.schemes.models import Crosswalk
from waymark.schemes.queries import scheme_of
from waymark.schemes.queries.crosswalks import crosswalk_of, in_force
from waymark.schemes.rules.crosswalk import Row


def choices(case: Case) -> QuerySet[Crosswalk]:
    """Return the schemes whose results a case can name."""
    return in_force(case.scheme_id)


def evidence_for(case: Case) -> list[EvidenceItem]:
    """Return the evidence of a case that a result can rest on."""
    rows = EvidenceItem.objects.filter(case=case, state=EvidenceState.ACTIVE)
    return list(rows.order_by("title", "pk"))


def results_of(case: Case) -> list[RecognisedResult]:
    """Return what a city has named and not taken out again, the first first."""
    rows = RecognisedResult.objects.filter(case=case, dropped_at=None)
    return list(rows.select_related("crosswalk", "evidence", "by"))


def result_in(case: Case, pk: str) -> RecognisedResult | None:
    """Return one of them, or None."""
    return next((one for one in results_of(case) if one.pk == pk), None)


def imported_answers(case: Case) -> list[Answer]:
    """Return the answers that bear a mark, by criterion."""
    return list(Answer.objects.filter(case=case, imported__isnull=False).order_by("criterion"))


def filled_by(result: RecognisedResult) -> list[Answer]:
    """Return the answers that a result filled in and that the city has not changed since."""
    rows = imported_answers(result.case)
    return [row for row in rows if row.imported and row.imported["result"] == result.pk]


def answered(case: Case) -> frozenset[str]:
    """Return the criteria on which the city has said something."""
    return frozenset(
        row.criterion
        for row in Answer.objects.filter(case=case)
        if row.level is not None or row.not_relevant or row.narrative or row.not_relevant_reason
    )


def standing(result: RecognisedResult) -> Result:
    """A result as the rules take it."""
    return Result(result.level, result.awarded_on, result.valid_until)


@dataclass(frozen=True)
class Preview:
    """What a result would do, and the fingerprint of exactly that."""

    result: RecognisedResult
    planned: tuple[Planned, ...]
    beyond: Sequence[Row]  # for which a higher level of theirs would be needed
    over: bool
    in_force: bool
    fingerprint: str

    @property
    def fills(self) -> list[Planned]:
        """The criteria whose answer would be filled in."""
        return [one for one in self.planned if one.fills]

    @property
    def rest(self) -> list[Planned]:
        """Those where nothing is filled in."""
        return [one for one in self.planned if not one.fills]


def preview(result: RecognisedResult, at: datetime) -> Preview:
    """Return what a result would do to its case now. Two queries at most."""
    case, crosswalk = result.case, crosswalk_of(result.crosswalk)
    scheme, held = scheme_of(case.edition), standing(result)
    counts = result.crosswalk.state == Crosswalk.State.IN_FORCE
    found = plan(
        crosswalk,
        held,
        known=scheme.by_id.keys(),
        answered=answered(case),
        today=at.date(),
        in_force=counts,
    )
    told: dict[str, Any] = {
        "crosswalk": result.crosswalk.sha256,
        "level": result.level,
        "planned": [[one.criterion, one.what.value, one.row.level] for one in found if one.fills],
    }
    beyond = [row for row in crosswalk.beyond(result.level) if row.criterion in scheme.by_id]
    over = held.over(at.date())
    return Preview(result, found, beyond, over, counts, canonical.digest(told))
