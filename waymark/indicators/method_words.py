"""A sentence for each verdict on progress: what it rests on, in numbers.

The opening, from which value to which, comes before it (`saying.progress_words`). The facts in a
sentence are numbers as the reader's language writes them.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SHARED = {
    "progress.achieved": _("The target of %(target)s for %(target_year)s is reached."),
    "progress.target_lost": _(
        "The target of %(target)s was met in %(base_year)s and is not met any more."
    ),
    "progress.no_data": _("There is no value since %(base_year)s."),
    "progress.one_year": _(
        "There is only the value of %(year)s: %(value)s. Progress needs two years."
    ),
    "progress.too_few": _("Values that can be used: %(values)s. This method needs %(needed)s."),
    "progress.window_too_short": _(
        "Years that the values span: %(years)s. This method needs %(needed)s."
    ),
    "progress.sign_change": _(
        "The values lie on both sides of zero, and no growth leads across it."
    ),
    "progress.target_beyond_zero": _(
        "Zero lies between the values and the target, and no growth leads across it."
    ),
    "progress.target_before_base": _(
        "The target year %(year)s does not come after the base year %(base_year)s."
    ),
    "progress.target_year_past": _("The target year %(target_year)s has passed."),
    "progress.needs_target": _("This method needs a target, and none is set."),
    "progress.no_growth_from_zero": _(
        "The value of %(base_year)s is zero, and growth from zero can’t be worked out."
    ),
    "progress.out_of_range": _("The numbers are too large or too small to be worked with."),
    "progress.achieved_yes_no": _("The aim was reached in %(year)s."),
    "progress.not_achieved_yes_no": _("The aim was not reached yet in %(year)s."),
    "progress.zero_target": _("No growth leads to zero exactly, so the target counts as %(used)s."),
    "progress.zero_base": _("No growth begins at zero, so the base counts as %(used)s."),
    "progress.base_before": _(
        "There are no two values since the base year, so the value of %(base_year)s is the base."
    ),
    "progress.base_beyond_limit": _(
        "The base of %(base_value)s lies beyond what the unit allows (%(limit)s)."
    ),
    "progress.ratio_not_positive": _("The ratio of %(year)s is not above zero."),
    "progress.growth_year_missing": _(
        "A growth rate is missing before %(year)s, so the level is unknown from there on."
    ),
    "progress.growth_to_nothing": _("With the growth of %(year)s nothing would be left."),
    "progress.neither_yes_nor_no": _("The value of %(year)s is neither 1 (yes) nor 0 (no)."),
    "judging.break_between": _(
        "The series has a break in %(year)s: values before and after it may not compare."
    ),
    "judging.not_final": _("The value of %(year)s is estimated or provisional."),
    "judging.milestone_reached": _(
        "Milestone of %(target)s for %(year)s: reached with %(value)s in %(value_year)s."
    ),
    "judging.milestone_missed": _(
        "Milestone of %(target)s for %(year)s: not reached with %(value)s in %(value_year)s."
    ),
    "judging.milestone_to_come": _("Milestone of %(target)s for %(year)s: no value of then yet."),
    "judging.no_direction": _(
        "The list does not say which way is better, so progress can’t be judged."
    ),
    "judging.set_value": _(
        "A set value is best here, and no method judges the way to one from both sides."
    ),
    "judging.not_a_ratio": _(
        "Parity is judged by the ratio of two groups, but these values are in %(unit)s."
    ),
}

OPEN_SDG = {
    "progress.on_track_with_target": _(
        "So far it changed by %(growth)s a year. To reach %(target)s in %(target_year)s takes "
        "%(required)s a year: fast enough."
    ),
    "progress.moderate_with_target": _(
        "So far it changed by %(growth)s a year. To reach %(target)s in %(target_year)s takes "
        "%(required)s a year: the right way, but too slow (%(ratio)s of the pace needed)."
    ),
    "progress.limited_with_target": _(
        "So far it changed by %(growth)s a year. To reach %(target)s in %(target_year)s takes "
        "%(required)s a year: it hardly moves (%(ratio)s of the pace needed)."
    ),
    "progress.deterioration_with_target": _(
        "So far it changed by %(growth)s a year. To reach %(target)s in %(target_year)s takes "
        "%(required)s a year: it moves the wrong way."
    ),
    "progress.on_track_without_target": _(
        "No target is set, so only the direction counts: %(growth)s a year, clearly the right way."
    ),
    "progress.moderate_without_target": _(
        "No target is set, so only the direction counts: %(growth)s a year, the right way but "
        "slowly."
    ),
    "progress.limited_without_target": _(
        "No target is set, so only the direction counts: %(growth)s a year, hardly a change."
    ),
    "progress.deterioration_without_target": _(
        "No target is set, so only the direction counts: %(growth)s a year, the wrong way."
    ),
}

UN_CHART = {
    "progress.un_chart_on_track_with_target": _(
        "At this pace it comes to %(expected)s in %(target_year)s, %(share)s of the way from the "
        "base to the target."
    ),
    "progress.un_chart_fair_with_target": _(
        "At this pace it comes to %(expected)s in %(target_year)s, only %(share)s of the way from "
        "the base to the target."
    ),
    "progress.un_chart_stagnation_or_regression_with_target": _(
        "At this pace it comes to %(expected)s in %(target_year)s: it stands still or moves the "
        "wrong way."
    ),
    "progress.un_chart_on_track_without_target": _(
        "No target is set. It changes by %(growth)s a year, and 2 %% the right way is enough."
    ),
    "progress.un_chart_fair_without_target": _(
        "No target is set. It changes by %(growth)s a year, the right way but less than 2 %%."
    ),
    "progress.un_chart_stagnation_or_regression_without_target": _(
        "No target is set. It changes by %(growth)s a year: it stands still or moves the wrong way."
    ),
}

EUROSTAT = {
    "progress.eurostat_significant_with_target": _(
        "Since %(base_year)s it changed by %(growth)s a year, and the target takes %(required)s: "
        "fast enough."
    ),
    "progress.eurostat_moderate_with_target": _(
        "Since %(base_year)s it changed by %(growth)s a year, and the target takes %(required)s: "
        "the right way, but too slow (%(ratio)s of the pace needed)."
    ),
    "progress.eurostat_insufficient_with_target": _(
        "Since %(base_year)s it changed by %(growth)s a year, and the target takes %(required)s: "
        "far too slow (%(ratio)s of the pace needed)."
    ),
    "progress.eurostat_away_with_target": _(
        "Since %(base_year)s it changed by %(growth)s a year, and the target takes %(required)s: "
        "away from the target."
    ),
    "progress.eurostat_significant_without_target": _(
        "No target is set. Since %(base_year)s it changed by %(growth)s a year, clearly the right "
        "way."
    ),
    "progress.eurostat_moderate_without_target": _(
        "No target is set. Since %(base_year)s it changed by %(growth)s a year, the right way but "
        "slowly."
    ),
    "progress.eurostat_moderate_away_without_target": _(
        "No target is set. Since %(base_year)s it changed by %(growth)s a year, a little the wrong "
        "way."
    ),
    "progress.eurostat_significant_away_without_target": _(
        "No target is set. Since %(base_year)s it changed by %(growth)s a year, clearly the wrong "
        "way."
    ),
}

ESCAP = {
    "progress.escap_status_ahead_with_target": _(
        "Of ten parts of the way %(way)s are made, and %(expected)s were due by now."
    ),
    "progress.escap_status_behind_with_target": _(
        "Of ten parts of the way only %(way)s are made, and %(expected)s were due by now."
    ),
    "progress.escap_status_standing_with_target": _(
        "It stands where it stood in %(base_year)s, and %(expected)s of ten parts of the way were "
        "due by now."
    ),
    "progress.escap_status_back_with_target": _(
        "It is farther from the target than in %(base_year)s, and %(expected)s of ten parts of the "
        "way were due by now."
    ),
    "progress.escap_anticipated_maintain_with_target": _(
        "The line through the values comes to %(expected)s in %(target_year)s: it reaches the "
        "target, or nearly so."
    ),
    "progress.escap_anticipated_accelerate_with_target": _(
        "The line through the values comes to %(expected)s in %(target_year)s: %(gap)s of the way "
        "would be missing."
    ),
    "progress.escap_anticipated_reverse_with_target": _(
        "The line through the values comes to %(expected)s in %(target_year)s, farther from the "
        "target than the base: the trend must be turned."
    ),
}

WEATHER = {
    "progress.weather_sun_with_target": _(
        "Sun: at the mean pace of the last values it comes to %(expected)s in %(target_year)s."
    ),
    "progress.weather_fair_with_target": _(
        "Sun with clouds: at the mean pace of the last values it comes to %(expected)s in "
        "%(target_year)s and misses %(missed)s of what is left."
    ),
    "progress.weather_cloud_with_target": _(
        "Clouds: at the mean pace of the last values it comes to %(expected)s in %(target_year)s "
        "and misses %(missed)s of what is left."
    ),
    "progress.weather_storm_with_target": _(
        "Storm: the last values stand still or move the wrong way (%(change)s a year)."
    ),
    "progress.weather_sun_without_target": _(
        "Sun: no target is set, and both the last values together and the last one alone move the "
        "right way."
    ),
    "progress.weather_fair_without_target": _(
        "Sun with clouds: no target is set; the last values move the right way, the very last one "
        "does not."
    ),
    "progress.weather_cloud_without_target": _(
        "Clouds: no target is set; the last values don’t move the right way, but the very last "
        "one does."
    ),
    "progress.weather_storm_without_target": _(
        "Storm: no target is set, and the last values don’t move the right way."
    ),
}

SUMMARY = {
    "progress.summary_achieved": _("Every series that could be judged has reached its target."),
    "progress.summary_on_track": _("Together, the series that could be judged are on track."),
    "progress.summary_moderate": _(
        "Together, the series that could be judged move the right way, but too slowly."
    ),
    "progress.summary_limited": _("Together, the series that could be judged hardly move."),
    "progress.summary_deterioration": _(
        "Together, the series that could be judged move the wrong way."
    ),
    "progress.summary_not_achieved": _("The aim is not reached yet."),
    "progress.summary_not_available": _("No series has enough values to be judged."),
    "progress.summary_not_assessable": _("No series can be judged by this method."),
}

PROGRESS = SHARED | OPEN_SDG | UN_CHART | EUROSTAT | ESCAP | WEATHER | SUMMARY
"""Sentences by message key of `kernel.progress` and `rules.judging`."""
