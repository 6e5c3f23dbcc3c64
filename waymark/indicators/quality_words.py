"""What the checks are called, why each looks, and the sentences of what they find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.indicators.rules.quality import course, sums, values

Word = str | Promise


@dataclass(frozen=True)
class Explained:
    """A check as people meet it: its name, and why and how it looks."""

    name: Word
    why: Word
    limits: Mapping[str, object]

    @property
    def sentence(self) -> str:
        """Why it looks, with its thresholds."""
        return str(self.why) % dict(self.limits)


def _check(name: Word, why: Word, **limits: object) -> Explained:
    return Explained(name, why, limits)


PERCENT = 100
CHECKS: Mapping[str, Explained] = {
    "range": _check(
        _("Outside the range"),
        _(
            "A share lies between 0 and 100, a count is not below zero. Growth and enrolment may "
            "lie beyond: then accept it with a note."
        ),
    ),
    "duplicate": _check(
        _("There twice"),
        _("A series has one value for the same days, and a group is written in one way."),
    ),
    "unit": _check(
        _("Another unit"),
        _("The values of one indicator can be compared only when they have one unit."),
    ),
    "total": _check(
        _("Total and groups don’t agree"),
        _(
            "Where groups make up the whole, their counts add up to it. A difference of %(share)s "
            "%% is let pass, for figures are rounded."
        ),
        share=round(sums.TOLERANCE * PERCENT),
    ),
    "disagree": _check(
        _("Two breakdowns don’t agree"),
        _("The same people, split in two ways, must come to the same whole."),
    ),
    "baseline": _check(
        _("Baseline and series"),
        _("Progress is measured from the baseline, so it should be a value of the series."),
    ),
    "target": _check(
        _("Target on the wrong side"),
        _("Where more is better, a target lies above its baseline; where less is, below."),
    ),
    "source": _check(
        _("Source missing"), _("Readers and reviewers ask first where a value comes from.")
    ),
    "method": _check(
        _("Method missing"), _("Without the method nobody can tell whether two years compare.")
    ),
    "year": _check(_("Period unclear"), _("A value whose period can’t be read stands in no year.")),
    "jump": _check(
        _("A great jump"),
        _(
            "From one value to the next it is more than %(factor)s times as much. Often a decimal "
            "point has slipped, or the unit is another."
        ),
        factor=f"{course.JUMP:g}",
    ),
    "outlier": _check(
        _("Unlike its own past"),
        _(
            "The change lies more than %(times)s times the usual spread from the usual change of "
            "this very series. It needs %(changes)s changes to know what is usual."
        ),
        times=f"{course.OUTLIER:g}",
        changes=course.MIN_CHANGES,
    ),
    "break": _check(
        _("A new level"),
        _(
            "From one year on, all values are higher or lower. If the way of measuring changed, "
            "mark the first such value as a break."
        ),
    ),
    "outside": _check(
        _("Total outside its groups"),
        _("A share or mean of all lies between those of the groups that make up the whole."),
    ),
    "direction": _check(
        _("Against the direction"),
        _(
            "The latest %(count)s changes or more all went the wrong way. That may be true; it may "
            "also be that the values mean the opposite."
        ),
        count=course.AGAINST,
    ),
    "stale": _check(
        _("An old value"),
        _("The next value is overdue, or none has come for more than %(years)s years."),
        years=values.STALE_YEARS,
    ),
}

FINDINGS: Mapping[str, Word] = {
    "quality.range.value_below": _("The value %(value)s for %(period)s is below %(bound)s."),
    "quality.range.value_above": _("The value %(value)s for %(period)s is above %(bound)s."),
    "quality.range.baseline_below": _("The baseline %(value)s is below %(bound)s."),
    "quality.range.baseline_above": _("The baseline %(value)s is above %(bound)s."),
    "quality.range.target_below": _("The target %(value)s for %(period)s is below %(bound)s."),
    "quality.range.target_above": _("The target %(value)s for %(period)s is above %(bound)s."),
    "quality.range.milestone_below": _(
        "The milestone %(value)s for %(period)s is below %(bound)s."
    ),
    "quality.range.milestone_above": _(
        "The milestone %(value)s for %(period)s is above %(bound)s."
    ),
    "quality.duplicate.days": _(
        "%(period)s (%(value)s) and %(other)s (%(other_value)s) are the same days. Keep one."
    ),
    "quality.duplicate.group": _(
        "“%(group)s” and “%(other)s” seem to be the same group. Write it one way."
    ),
    "quality.unit.differs": _(
        "The unit is “%(unit)s”, while most series of this indicator have “%(usual)s”."
    ),
    "quality.unit.listed": _("The unit is “%(unit)s”, while the list says “%(listed)s”."),
    "quality.total.sum": _(
        "%(dimension)s, %(period)s: the groups come to %(sum)s, the whole to %(whole)s."
    ),
    "quality.total.part_above": _(
        "%(dimension)s, %(period)s: %(group)s has %(value)s, more than the whole with %(whole)s."
    ),
    "quality.outside": _(
        "%(dimension)s, %(period)s: the groups lie from %(low)s to %(high)s, the whole is "
        "%(whole)s."
    ),
    "quality.disagree.sum": _(
        "%(period)s: by %(dimension)s it is %(one)s, by %(other)s it is %(two)s."
    ),
    "quality.disagree.range": _(
        "%(period)s: by %(dimension)s the groups lie from %(low)s to %(high)s, by %(other)s from "
        "%(other_low)s to %(other_high)s."
    ),
    "quality.baseline.absent": _(
        "The baseline %(baseline)s is for %(period)s, for which the series has no value."
    ),
    "quality.baseline.differs": _(
        "The baseline for %(period)s is %(baseline)s, but the series has %(value)s."
    ),
    "quality.baseline.before_break": _(
        "The baseline of %(period)s lies before the break of %(break)s, so progress compares what "
        "was measured in two ways."
    ),
    "quality.target.up": _(
        "More is better, but the target %(target)s for %(year)s is below the baseline %(baseline)s."
    ),
    "quality.target.down": _(
        "Less is better, but the target %(target)s for %(year)s is above the baseline %(baseline)s."
    ),
    "quality.source.one": _("The value for %(first)s has no source."),
    "quality.method.one": _("The value for %(first)s has no method."),
    "quality.year.one": _("“%(first)s” can’t be read as a period."),
    "quality.source": _("Values without a source: %(count)s, from %(first)s to %(last)s."),
    "quality.method": _("Values without a method: %(count)s, from %(first)s to %(last)s."),
    "quality.year": _("Values whose period can’t be read: %(count)s, such as “%(first)s”."),
    "quality.jump.up": _(
        "From %(before)s (%(before_period)s) to %(value)s (%(period)s): %(factor)s times as much."
    ),
    "quality.jump.down": _(
        "From %(before)s (%(before_period)s) to %(value)s (%(period)s): less by a factor of "
        "%(factor)s."
    ),
    "quality.outlier.value": _(
        "%(value)s in %(period)s stands alone: before it was %(before)s (%(before_period)s). Usual "
        "is a change of %(usual)s, give or take %(limit)s."
    ),
    "quality.outlier.last": _(
        "%(value)s in %(period)s, after %(before)s (%(before_period)s), may be an error or a new "
        "level. Usual is a change of %(usual)s, give or take %(limit)s."
    ),
    "quality.outlier.first": _(
        "%(value)s in %(period)s is unlike all that follows, beginning with %(next)s "
        "(%(next_period)s). Usual is a change of %(usual)s, give or take %(limit)s."
    ),
    "quality.break": _(
        "From %(before)s (%(before_period)s) to %(value)s (%(period)s) the level changes, and no "
        "break is marked. Usual is a change of %(usual)s, give or take %(limit)s."
    ),
    "quality.direction.up": _(
        "More is better, but from %(since_value)s (%(since)s) to %(value)s (%(period)s) every "
        "change went down."
    ),
    "quality.direction.down": _(
        "Less is better, but from %(since_value)s (%(since)s) to %(value)s (%(period)s) every "
        "change went up."
    ),
    "quality.stale.due": _(
        "The latest value is %(value)s for %(period)s; the next was due on %(due)s."
    ),
    "quality.stale.old": _(
        "The latest value is %(value)s for %(period)s, which ended %(years)s years ago."
    ),
    "finding.gone": _("The data has changed, and this finding is no longer there."),
    "note.empty": _("Say in a few words why it is right."),
}
