"""What acts on a certificate have in common."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.models import Case, Condition, ConditionFinding, Decision, Hearing
from waymark.assessments.rules.life.conditions import OVER
from waymark.assessments.rules.life.terms import Heard
from waymark.awards.models import Award
from waymark.awards.rules.lifecycle import AwardKind
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


def refuse_label(award: Award) -> None:
    """Raise Refused for the label of a hub: it is given after an agreement, and in no other way."""
    if award.kind == AwardKind.LABEL:
        raise Refused(Reason("life.label"))


def heard(hearing: Hearing | None) -> Heard:
    """Return how far a hearing is, for the rules."""
    if hearing is None:
        return Heard()
    answered = hearing.case.statements.filter(kind="hearing", about=ref(hearing)).exists()
    return Heard(opened=True, answered=answered, answer_by=hearing.answer_by)


def note_finding(
    condition: Condition, outcome: str, *, reasons: str, by: Any, at: datetime
) -> ConditionFinding:
    """Write down, after what was found before, how a condition stands."""
    last = condition.findings.order_by("-seq").first()
    seq = last.seq + 1 if last else 1
    return condition.findings.create(seq=seq, outcome=outcome, reasons=reasons, by=by, at=at)


def carry_conditions(given: Decision, decision: Decision, *, by: Any, at: datetime) -> None:
    """Lay what is still to be met on the certificate that takes the place of the one it was for.

    Text, day and what was found last stay; on the old one it is noted that it goes on.
    """
    for condition in given.terms.exclude(findings__outcome__in=OVER):
        last = condition.findings.order_by("-seq").first()
        words = {"number": condition.number, "text": condition.text, "due": condition.due}
        made = Condition.objects.create(decision=decision, **words)
        if last is not None:
            made.findings.create(
                seq=1, outcome=last.outcome, reasons=last.reasons, by_id=last.by_id, at=last.at
            )
        note_finding(condition, "carried", reasons=decision.reasons, by=by, at=at)
