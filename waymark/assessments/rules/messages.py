"""What reasons and platform checks say: code -> English sentence with named placeholders.

The sentences are marked for the message catalogues here and translated where they are shown:
`explain(reason, gettext)`. Lists among the parameters (kinds, indicators) have no placeholder;
pages show them as lists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from waymark.assessments.rules.evaluate_report import Reason


def _(text: str) -> str:
    """Mark a sentence for translation."""
    return text


REASONS: Mapping[str, str] = {
    "answer.missing": _("The city has not said where it stands."),
    "answer.below": _("The city puts itself at level %(level)s; level %(need)s is asked."),
    "evidence.short": _("Usable evidence: %(have)s of %(need)s."),
    "evidence.withdrawn": _("Evidence %(evidence)s was withdrawn."),
    "evidence.expired": _("Evidence %(evidence)s has expired."),
    "evidence.erased": _("Evidence %(evidence)s had to be erased."),
    "evidence.future": _("Evidence %(evidence)s takes effect only on %(from)s."),
    "evidence.stale": _(
        "Evidence %(evidence)s is %(days)s days old; at most %(limit)s are allowed."
    ),
    "evidence.undated": _("Evidence %(evidence)s has no date, so its age cannot be checked."),
    "reported.short": _("%(have)s of the indicators asked for are reported; %(need)s are needed."),
    "progress.no_pair": _("%(indicator)s has no baseline with a later value."),
    "progress.short": _("%(indicator)s changed for the better by %(gain)s; %(need)s is asked."),
    "review.pending": _("%(have)s of %(need)s reviewers have accepted so far."),
    "review.need_more": _("Reviewers who asked for more: %(count)s."),
    "review.rejected": _("Reviewers who rejected it: %(count)s."),
    "review.split": _("Reviewers are divided: %(accept)s for, %(reject)s against."),
    "imported.unconfirmed": _(
        "The answer was taken over from %(scheme)s; reviewers have to confirm it."
    ),
    "not_relevant.refused": _("This criterion is relevant to every city."),
    "not_relevant.no_reason": _("“Not relevant” needs a reason."),
    "criterion.waived": _("Waived until %(until)s."),
    "verdict.other_submission": _(
        "Verdict %(verdict)s was given on another submission and is left aside."
    ),
    "verdict.other_rule": _("Verdict %(verdict)s was given on another rule and is left aside."),
    "verdict.unknown_criterion": _(
        "Verdict %(verdict)s is on a criterion this edition does not have."
    ),
}

REGISTER_CHECKS: Mapping[str, str] = {
    "register_rows.found": _("%(complete)s of %(rows)s lines have all that is asked."),
    "register_rows.no_data": _("The table has no lines yet."),
    "plans_by_target.found": _(
        "%(tied)s of %(plans)s plans are tied to targets; they touch %(targets)s targets "
        "of %(goals)s goals."
    ),
    "plans_by_target.no_data": _("No plans are listed yet."),
    "values_present.found": _("%(have)s of %(want)s kinds asked for are listed."),
    "values_present.no_data": _("The table has no lines yet."),
    "groups_and_areas.found": _("Groups named: %(groups)s; areas named: %(areas)s."),
    "groups_and_areas.no_data": _("No group and no area is named yet."),
    "next_updates.found": _(
        "%(dated)s of %(sources)s sources have a date for the next update; dates that have "
        "passed: %(overdue)s."
    ),
    "next_updates.no_data": _("The calendar has no lines yet."),
    "evidence_kinds.found": _("%(have)s of %(want)s kinds of evidence asked for are attached."),
    "evidence_kinds.no_data": _("None of the evidence asked for is attached yet."),
    "evidence_pages.found": _(
        "%(marked)s of %(items)s pieces of evidence say on which page to look."
    ),
    "evidence_pages.no_data": _("No such evidence is attached yet."),
    "participation.found": _(
        "Events: %(events)s; ways to take part: %(ways)s; people: %(came)s; replies: %(replies)s."
    ),
    "participation.no_data": _("The participation log has no lines yet."),
    "groups_reached.found": _(
        "%(reached)s of %(present)s groups that live in the city were reached."
    ),
    "groups_reached.no_data": _("It is not yet said which groups live in the city."),
    "before_after.found": _("%(gains)s of %(pairs)s measures got better; %(measures)s are listed."),
    "before_after.no_data": _("No measure is listed yet."),
    "actions_done.found": _("%(done)s of %(due)s actions due are done (%(percent)s %%)."),
    "actions_done.none_due": _("No action is due yet."),
    "actions_done.no_data": _("No action is listed yet."),
    "events_by_rule.found": _(
        "%(by_rule)s of %(ways)s ways rest on a rule; they were used %(events)s times in a year."
    ),
    "events_by_rule.no_data": _("No standing way to take part is listed yet."),
    "rows_by_choice.found": _("%(reached)s of %(rows)s have come as far as is asked."),
    "rows_by_choice.no_data": _("Nothing is listed yet."),
    "years_reported.found": _("%(long)s of %(series)s series reach over %(need)s years or more."),
    "years_reported.no_data": _("No figures are listed yet."),
    "share_true.found": _("%(ticked)s of %(rows)s are marked."),
    "share_true.no_data": _("Nothing is listed yet."),
    "place_facts.complete": _(
        "Boundary, population, area and degree of urbanisation are known; parts of the place "
        "that are mapped: %(areas)s."
    ),
    "place_facts.missing": _("%(have)s of %(want)s basic facts about the place are known."),
    "place_facts.no_data": _("Nothing is known about the place yet."),
}

MONEY_CHECKS: Mapping[str, str] = {
    "money_per_head.found": _(
        "The neediest area gets %(worst)s per head, all areas together %(mean)s."
    ),
    "money_per_head.one_area": _(
        "The only area listed gets %(worst)s per head; there is nothing to compare it with."
    ),
    "money_per_head.no_data": _("No area has order of need, people and money yet."),
    "balance.found": _(
        "%(covered)s of %(want)s dimensions have aims, %(funded)s of them have money."
    ),
    "balance.no_data": _("No aims are listed yet."),
    "money_gap.found": _(
        "For %(compared)s of %(sources)s sources it is known what could be collected; %(gap)s is "
        "not collected."
    ),
    "money_gap.no_data": _("No revenue source is listed yet."),
    "money_secured.found": _(
        "%(percent)s %% of the cost is secured (projects: %(projects)s; kinds of sources: "
        "%(kinds)s)."
    ),
    "money_secured.no_data": _("No project with a cost is listed yet."),
}

INDICATOR_CHECKS: Mapping[str, str] = {
    "domain_coverage.found": _(
        "%(full)s of %(domains)s domains have %(need)s indicators or more; %(covered)s of "
        "%(listed)s indicators of the list have a value."
    ),
    "domain_coverage.no_data": _("No indicator has a value yet."),
    "source_share.found": _(
        "A source is named for %(have)s of %(listed)s indicators of the list (%(percent)s %%)."
    ),
    "source_share.no_data": _("No source is named yet."),
    "metadata_share.found": _(
        "%(percent)s %% of %(values)s values have source and method; far from the rest of their "
        "series: %(outliers)s."
    ),
    "metadata_share.no_data": _("No indicator has a value yet."),
    "split_by_group.found": _(
        "%(split)s of %(keys)s key values are split by %(need)s dimensions or more, the ones "
        "asked for among them."
    ),
    "split_by_group.no_data": _("No key value is split by group yet."),
    "split_by_area.found": _(
        "%(split)s of %(keys)s key values are split by area; %(seen)s of %(informal)s informal "
        "areas are shown."
    ),
    "split_by_area.no_data": _("No key value is split by area yet."),
    "framework_share.found": _(
        "%(coded)s of %(indicators)s indicators carry a code of a shared list (%(percent)s %%)."
    ),
    "framework_share.no_data": _("No indicator has a value yet."),
    "goals_with_value.found": _("%(have)s of %(chosen)s chosen goals have a figure."),
    "goals_with_value.no_data": _("No goal is chosen yet."),
}

CHANGE_CHECKS: Mapping[str, str] = {
    "aims_complete.found": _(
        "%(complete)s of %(aims)s aims have an indicator, a baseline, a milestone and a value "
        "for %(year)s."
    ),
    "aims_complete.no_data": _("No aims are listed yet."),
    "progress_status.found": _(
        "%(improved)s of %(assessed)s priority indicators improved; %(on_course)s are on course."
    ),
    "progress_status.no_data": _("No priority indicator has a baseline and a later value yet."),
    "milestones_met.found": _(
        "%(met)s of %(due)s milestones due were reached; for %(unknown)s there is no value."
    ),
    "milestones_met.no_data": _("No milestone is due yet."),
    "gap_trend.by_group": _(
        "The gap between groups falls in %(falling)s of %(tracked)s series; the worst-off group "
        "does better in %(better)s."
    ),
    "gap_trend.by_area": _(
        "The gap between areas falls in %(falling)s of %(tracked)s series; the worst-off area "
        "does better in %(better)s."
    ),
    "gap_trend.no_data": _("No gap can be followed over time yet."),
    "survey_trend.beyond": _(
        "From %(first)s to %(last)s satisfaction rose by %(rise)s points, more than the margin "
        "of error of %(margin)s."
    ),
    "survey_trend.within": _(
        "From %(first)s to %(last)s satisfaction rose by %(rise)s points, within the margin of "
        "error of %(margin)s."
    ),
    "survey_trend.no_rise": _(
        "From %(first)s to %(last)s satisfaction changed by %(rise)s points: no rise."
    ),
    "survey_trend.no_margin": _(
        "From %(first)s to %(last)s satisfaction rose by %(rise)s points; without sample sizes "
        "its error is not known."
    ),
    "survey_trend.one": _("There is one survey so far, of %(year)s."),
    "survey_trend.no_data": _("There is no survey yet."),
    "survey_trend_by_group.found": _(
        "Satisfaction rose for %(rising)s of %(groups)s groups asked twice."
    ),
    "survey_trend_by_group.once": _("Groups asked: %(groups)s, none of them twice."),
    "survey_trend_by_group.no_data": _("There is no survey by group yet."),
}

MESSAGES: Mapping[str, str] = {
    **REASONS,
    **REGISTER_CHECKS,
    **MONEY_CHECKS,
    **INDICATOR_CHECKS,
    **CHANGE_CHECKS,
}


def explain(reason: Reason, gettext: Callable[[str], str] = str) -> str:
    """The sentence for a reason or the message of a check, in the language of `gettext`."""
    return gettext(MESSAGES[reason.code]) % reason.params
