"""Sentences about groups of one city: measures of inequality, who falls behind, surveys."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEASURE_NAMES: Mapping[str, str | Promise] = {
    "difference": _("Difference"),
    "ratio": _("Ratio"),
    "attributable": _("What equal chances would gain (PAR)"),
    "attributable-share": _("The same in percent (PAF)"),
    "between-variance": _("Between-group variance (BGV)"),
    "variation": _("Coefficient of variation (COV)"),
    "disparity": _("Index of disparity (IDIS)"),
    "from-best": _("Mean distance from the best (MDB)"),
    "theil": _("Theil index"),
    "log-deviation": _("Mean log deviation (MLD)"),
    "gini": _("Gini coefficient between groups"),
    "absolute-concentration": _("Absolute concentration index (ACI)"),
    "concentration": _("Relative concentration index (RCI)"),
    "slope": _("Slope index (SII)"),
    "relative-slope": _("Relative index (RII)"),
}
"""By the name of the measure's method."""

MEASURES = {
    "inequality.difference": _("Between the two ends lie %(value)s."),
    "inequality.ratio": _("One end has %(value)s times as much as the other."),
    "inequality.attributable": _(
        "If every group did as well as %(reference)s, the whole would be better by %(value)s."
    ),
    "inequality.attributable_share": _(
        "If every group did as well as %(reference)s, the whole would be better by %(value)s of "
        "what it is."
    ),
    "inequality.between_variance": _(
        "The mean of the squared distances from the mean is %(value)s; 0 means that all are equal."
    ),
    "inequality.variation": _("The usual distance from the mean is %(value)s of the mean."),
    "inequality.disparity": _("On average a group lies %(value)s of the mean away from the mean."),
    "inequality.from_best": _("On average a group lies %(value)s away from the best one."),
    "inequality.theil": _(
        "%(value)s, where 0 means that all are equal; differences at the upper end count most."
    ),
    "inequality.log_deviation": _(
        "%(value)s, where 0 means that all are equal; differences at the lower end count most."
    ),
    "inequality.gini": _("%(value)s, where 0 means that all groups are equal and 1 is the most."),
    "inequality.absolute_concentration": _(
        "%(value)s, where 0 means that the order of the groups makes no difference; above 0, the "
        "better off have more."
    ),
    "inequality.concentration": _("%(value)s, from −1 to 1; above 0, the better off have more."),
    "inequality.slope": _(
        "Along a line through the groups, the upper end has %(value)s more than the lower end."
    ),
    "inequality.relative_slope": _(
        "Along a line through the groups, the upper end has %(value)s times what the lower end has."
    ),
}

MISSING = {
    "inequality.few_groups": _(
        "Only the distance between the groups can be measured: the other measures need %(needed)s "
        "groups, and here there are %(groups)s."
    ),
    "inequality.no_order": _("The groups have no order from disadvantaged to advantaged."),
    "inequality.mean_not_positive": _("The mean of the groups is not above zero."),
    "inequality.negative_values": _("A value is below zero."),
    "inequality.divided_by_zero": _("The smaller value is zero, so there is no ratio."),
    "inequality.line_not_positive": _("The line through the groups is not above zero."),
    "inequality.one_place": _("Nearly everybody is in one group, so no line can be drawn."),
    "inequality.out_of_range": _("The numbers are too large or too small to be worked with."),
}

ENDS = _("From %(worst_value)s (%(worst)s) to %(best_value)s (%(best)s).")
"""The worst and the best group of a year."""

MOVED = _("From %(first)s to %(last)s; the change lies between %(low)s and %(high)s points.")
"""How the share of a group has changed between two rounds, with its range."""

WARNINGS = {
    "inequality.shares_missing": _(
        "How many people belong to %(groups)s is not known, so all groups count alike."
    ),
    "inequality.small_sample": _(
        "Fewer than %(smallest)s people answered in %(groups)s: such values may be chance."
    ),
    "inequality.zeros_replaced": _("For two measures, zero in %(groups)s counts as nearly zero."),
    "inequality.logit_not_fitted": _(
        "No curve for percentages fits these groups, so the line through them is straight."
    ),
}

COMPARED = {
    "unequal.not_a_whole": _(
        "These groups don’t make up everybody, or overlap: measures that weigh groups speak of "
        "them alone."
    ),
    "unequal.overlapping": _("Left out, as they overlap with the others: %(groups)s."),
    "unequal.no_direction": _("The list does not say which way is better; more counts as better."),
}

REFUSED = {
    "inequality.name_twice": _("Two groups have the same name."),
    "inequality.not_finite": _("A value is no number that can be worked with."),
    "inequality.bad_share": _("A population is below zero or no number."),
    "inequality.bad_order": _("A group’s place in the order is no number."),
    "inequality.no_population": _("No group has any people."),
    "inequality.order_of_some": _("Only some of the groups have a place in the order."),
    "inequality.order_twice": _("Two groups have the same place in the order."),
    "inequality.no_such_reference": _("The group to compare with has no value in this year."),
    "survey.no_percentage": _("A share lies below 0 or above 100 percent."),
    "survey.no_sample": _("The number of people asked is missing or not above zero."),
}

BEHIND = {
    "behind.falls_behind": _(
        "%(group)s: from %(first)s to %(last)s, and falls behind: the distance grew from "
        "%(behind_first)s to %(behind_last)s."
    ),
    "behind.catches_up": _(
        "%(group)s: from %(first)s to %(last)s, and catches up: the distance went from "
        "%(behind_first)s to %(behind_last)s."
    ),
    "behind.keeps": _(
        "%(group)s: from %(first)s to %(last)s, as far behind as before (%(behind_last)s)."
    ),
    "behind.mixed": _(
        "%(group)s: from %(first)s to %(last)s; the distance went from %(behind_first)s to "
        "%(behind_last)s, one way in the unit and the other way as a share."
    ),
    "behind.reference": _(
        "%(group)s: from %(first)s to %(last)s; the others are measured from here."
    ),
    "behind.wider": _(
        "From %(first_year)s to %(last_year)s the gap between the two ends has widened."
    ),
    "behind.narrower": _(
        "From %(first_year)s to %(last_year)s the gap between the two ends has narrowed."
    ),
    "behind.same": _("From %(first_year)s to %(last_year)s the gap has stayed the same."),
    "behind.groups_left_out": _("Without %(groups)s, which only one of the two years has."),
    "behind.nothing_to_compare": _("There are no two years with the same groups yet."),
    "behind.out_of_range": _("The numbers are too large or too small to be compared."),
}

SURVEYS = {
    "survey.share": _(
        "%(group)s: %(satisfied)s of %(sample)s people; with a chance of %(level)s the true share "
        "lies between %(low)s and %(high)s."
    ),
    "survey.small_sample": _(
        "%(group)s: %(satisfied)s, but only %(sample)s people were asked: too few to rely on."
    ),
    "survey.rose": _("%(group)s: from %(first)s to %(last)s, a rise beyond chance."),
    "survey.fell": _("%(group)s: from %(first)s to %(last)s, a fall beyond chance."),
    "survey.within_error": _("%(group)s: from %(first)s to %(last)s, which may be chance alone."),
    "survey.too_few": _(
        "%(group)s: from %(first)s to %(last)s, but too few people were asked to tell."
    ),
    "survey.one_round": _("%(group)s: asked in one of the two rounds only."),
}

GAPS = MEASURES | MISSING | WARNINGS | COMPARED | REFUSED | BEHIND | SURVEYS
"""Sentences by message key of `kernel.inequality` and `rules.unequal`."""
