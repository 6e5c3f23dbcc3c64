"""The reviewers' questions to the city, and whether the case changed since it was handed in."""

from __future__ import annotations

from dataclasses import dataclass

from waymark.assessments.models import Case, Clarification
from waymark.assessments.queries.dossier import live_submission
from waymark.assessments.queries.workspace import Here
from waymark.schemes.rules import Criterion, InvalidDocument


@dataclass(frozen=True)
class Question:
    """A question with the criterion that it is about; who asked is not told."""

    row: Clarification
    criterion: Criterion

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.row.answered_at is None


def questions(here: Here) -> list[Question]:
    """Return the questions on a case that were not taken back, those that wait first."""
    found = here.the_case.clarifications.filter(withdrawn_at__isnull=True)
    rows = found.select_related("answered_by").order_by("asked_at", "pk")
    known = here.scheme.by_id
    listed = [Question(row, known[row.criterion]) for row in rows]
    return sorted(listed, key=lambda question: not question.is_open)


def question(here: Here, pk: str) -> Question | None:
    """Return one question, or None."""
    return next((one for one in questions(here) if one.row.pk == pk), None)


def has_changed(case: Case) -> bool:
    """Tell whether the case differs from what was handed in last. Reads all of it."""
    last = case.submissions.order_by("-seq").values_list("sha256", flat=True).first()
    try:
        return last is not None and live_submission(case).hash != last
    except InvalidDocument:
        return True
