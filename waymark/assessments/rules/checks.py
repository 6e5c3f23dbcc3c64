"""Platform checks: what the platform computes itself from the city's data.

A closed set of named pure functions. A scheme refers to them by id with parameters; the result is
shown beside the city's own claim. It informs and never decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from waymark.assessments.rules import checks_change as change
from waymark.assessments.rules import checks_indicators as indicators
from waymark.assessments.rules import checks_money as money
from waymark.assessments.rules import checks_registers as registers
from waymark.assessments.rules import checks_survey as survey
from waymark.assessments.rules.checks_base import CheckFacts, Params
from waymark.assessments.rules.document import Submission
from waymark.assessments.rules.evaluate_report import Check
from waymark.schemes.rules import Criterion, Scheme

CheckFunction = Callable[[Criterion, Params, CheckFacts], Check]

CHECKS: Mapping[str, CheckFunction] = {
    function.__name__: function
    for function in (
        registers.register_rows,
        registers.plans_by_target,
        registers.values_present,
        registers.groups_and_areas,
        registers.next_updates,
        registers.evidence_kinds,
        registers.evidence_pages,
        registers.participation,
        registers.groups_reached,
        money.money_per_head,
        money.balance,
        registers.before_after,
        money.money_gap,
        registers.actions_done,
        registers.events_by_rule,
        registers.rows_by_choice,
        registers.years_reported,
        registers.share_true,
        money.money_secured,
        registers.place_facts,
        indicators.domain_coverage,
        indicators.source_share,
        indicators.metadata_share,
        indicators.split_by_group,
        indicators.split_by_area,
        indicators.framework_share,
        indicators.goals_with_value,
        change.aims_complete,
        change.progress_status,
        change.milestones_met,
        change.gap_trend,
        survey.survey_trend,
        survey.survey_trend_by_group,
    )
}


def run_checks(
    scheme: Scheme, submission: Submission, *, as_of: date
) -> dict[str, tuple[Check, ...]]:
    """Every check of every criterion, by criterion id."""
    facts = CheckFacts(scheme, submission, as_of)
    return {
        criterion.id: criterion_checks(criterion, facts)
        for criterion in scheme.criteria
        if criterion.checks
    }


def criterion_checks(criterion: Criterion, facts: CheckFacts) -> tuple[Check, ...]:
    """The checks of one criterion, in the order of the scheme."""
    return tuple(CHECKS[ref.id](criterion, ref.params, facts) for ref in criterion.checks)
