"""What acts on a certificate have in common."""

from __future__ import annotations

from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.models import Case, Hearing
from waymark.assessments.rules.life.terms import Heard
from waymark.awards.models import Award
from waymark.base.record import ref
from waymark.kernel import text
from waymark.kernel.flow import Reason, Refused

MAX_WORDS = 20_000


def words(field: str, value: str, key: str) -> str:
    """Return what somebody wrote, cleaned. Raises BadAnswer where it is empty or too long."""
    found = text.clean(value).strip()
    if not found:
        raise BadAnswer(field, key)
    if len(found) > MAX_WORDS:
        raise BadAnswer(field, "answer.too_long")
    return found


def of_case(award: Award, case: Case) -> None:
    """Raise Refused unless the award came of the case."""
    if not case.decisions.filter(pk=award.decision.partition(":")[2]).exists():
        raise Refused(Reason("decision.other_award"))


def heard(hearing: Hearing | None) -> Heard:
    """Return how far a hearing is, for the rules."""
    if hearing is None:
        return Heard()
    answered = hearing.case.statements.filter(kind="hearing", about=ref(hearing)).exists()
    return Heard(opened=True, answered=answered, answer_by=hearing.answer_by)
