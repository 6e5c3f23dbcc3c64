"""Answers that a result of another scheme filled in: by themselves they never count as met."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from waymark.assessments.rules.document import Answer, Imported, Verdict
from waymark.assessments.rules.evaluate_report import TRUE, UNKNOWN, Reason, Rests


def rests_on(answer: Answer, verdicts: Iterable[Verdict]) -> Rests | None:
    """Return what an answer was taken over from, and whether every reviewer who accepts it says so.

    An acceptance that does not speak of the other scheme's result confirms nothing.
    """
    source = answer.imported
    if source is None:
        return None
    accepts = [one for one in verdicts if one.outcome == "accept"]
    confirmed = bool(accepts) and all(one.confirmed for one in accepts)
    return Rests(source.name, source.reference, source.relation, confirmed)


def held_back(
    value: str, gaps: tuple[Reason, ...], rests: Rests | None
) -> tuple[str, tuple[Reason, ...]]:
    """Return what a criterion comes to: what was filled in is not true before it is confirmed."""
    if rests is None or rests.confirmed or value != TRUE:
        return value, gaps
    return UNKNOWN, (*gaps, Reason("imported.unconfirmed", {"scheme": rests.name}))


def refuse_confirming(
    source: Imported | None, *, accepts: bool, confirmed: bool, today: date
) -> str | None:
    """Return why a verdict can't be given so, as the key of a sentence; None where it can."""
    if source is None:
        return "verdict.nothing_imported" if confirmed else None
    if not accepts:
        return "verdict.confirmed_yet_not_accepted" if confirmed else None
    if not confirmed:
        return "verdict.import_unconfirmed"
    if source.valid_until is not None and today > source.valid_until:
        return "verdict.import_expired"
    return None
