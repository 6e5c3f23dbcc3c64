"""What this room adds to every page: menu entries, words for its states and refusals.

The queries that need the rules of schemes are imported where they are asked: every command loads
this file, and few get there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from waymark.assessments import face_diagnosing as face_diagnosing
from waymark.assessments.queries.access import rights_of
from waymark.assessments.queries.method import progress_method
from waymark.assessments.reporting.words import show_day
from waymark.assessments.rules.case import Permit
from waymark.base import face, reasons, statuses
from waymark.base.permits import may
from waymark.indicators import methods
from waymark.people.queries import held_by
from waymark.people.rules import BodyKind, SeatRole
from waymark.schemes.rules.publishing import Permit as SchemePermit

statuses.register(
    {
        "review.not_judged": statuses.Status(_("Not judged")),
        "review.changed": statuses.Status(_("Changed"), "info"),
        "review.again": statuses.Status(_("To judge again"), "warn"),
        "check.ok": statuses.Status(_("As asked"), "good"),
        "check.attention": statuses.Status(_("Look at this"), "warn"),
        "check.no_data": statuses.Status(_("No data")),
        "waits.admit": statuses.Status(_("To admit"), "warn"),
        "waits.assign": statuses.Status(_("To assign"), "warn"),
        "waits.late": statuses.Status(_("Reviews overdue"), "bad"),
        "waits.third": statuses.Status(_("Third reviewer"), "warn"),
        "talk.differs": statuses.Status(_("You differ"), "warn"),
        "talk.agreed": statuses.Status(_("You agree"), "good"),
        "waits.report": statuses.Status(_("To report"), "warn"),
        "waits.schedule": statuses.Status(_("To schedule"), "warn"),
        "waits.publish": statuses.Status(_("To publish"), "warn"),
        "waits.others": statuses.Status(_("With others")),
    }
)
reasons.register(
    {
        "flow.not_from_here": _("This can’t be done now: the case has moved on."),
        "case.undelivered": _("Not every reviewer has delivered: %(count)s missing."),
        "case.edition_over": _(
            "Cases on this edition could be handed in until %(day)s. Take your case to the edition "
            "in force first."
        ),
        "case.open_questions": _("Questions without an answer: %(count)s."),
        "case.evidence_erased": _(
            "Evidence was erased since the case was handed in: %(count)s. Hand it in anew."
        ),
        "case.reviewers_short": _("Reviewers’ slots without anybody: %(count)s."),
        "case.report_stale": _("The report is out of date: make a new one."),
        "assignment.undeclared": _("Say first whether you have a tie to the city."),
        "assignment.conflict": _("A tie to the city stands in the way."),
        "assignment.without_verdict": _("Without a verdict: %(count)s (%(criteria)s)."),
        "assignment.not_at_work": _("This review can’t be changed now."),
        "assignment.wrong_time": _("The case is not in review now."),
        "assignment.due_past": _("This day has passed."),
        "assignment.no_seat": _("This person has no seat in the technical team."),
        "assignment.no_slot": _("There is no such slot."),
        "assignment.taken": _("The slot is taken, or the person reviews this case already."),
        "assignment.waits_for_ruling": _("Somebody has to rule first on what you told."),
        "assignment.tell_what": _("Tell what it is, so that somebody can rule on it."),
        "ruling.own": _("Nobody rules on herself."),
        "ruling.tied": _("You have a tie to this city yourself."),
        "ruling.made": _("Somebody has ruled on this meanwhile. Please look again."),
        "ruling.nothing": _("There is no tie to rule on."),
        "ruling.firm": _("Work for the city itself, or advice to it, can’t be ruled away."),
        "ruling.no_reason": _("Give your reasons."),
        "ruling.by_panel": _("There is an appeal: only its panel rules on who looks at it again."),
        "ruling.no_appeal": _("There is no appeal on which the panel could rule."),
        "ruling.had_part": _("You had a part in this case yourself."),
        "assignment.seat_ends": _("Her seat is over before the review would be due."),
        "assignment.seat_over": _("Your seat in the technical team is over."),
        "assigning.speaks": _("Works in %(language)s."),
        "assigning.speaks_not": _("Doesn’t work in %(language)s."),
        "assigning.knows": _("Knows %(fields)s."),
        "assigning.knows_none": _("Knows none of the fields asked for."),
        "assigning.load": _("Has %(load)s reviews in hand and takes up to %(most)s."),
        "assigning.other_country": _("Comes from an organisation in another country."),
        "assigning.same_country": _("Comes from an organisation in the city’s own country."),
        "assigning.same_house": _("Comes from the same organisation as another reviewer."),
        "assigning.away": _("Is away from %(since)s to %(until)s."),
        "assigning.replaced": _("Her review of this case was given to somebody else."),
        "assigning.declined": _("Has declined to review this case before."),
        "assignment.was_replaced": _("Her review of this case was given to somebody else."),
        "assigning.full": _("Has as many reviews in hand as she takes."),
        "assigning.seat_ends": _("Her seat ends on %(until)s, before the review would be due."),
        "case.talking": _("The reviewers differ and still talk."),
        "case.tied": _("A third reviewer has to decide on %(criteria)s."),
        "talk.waiting": _("Reviewers who are not done: %(count)s."),
        "talk.no_reason": _("Say why the talk ends now."),
        "talk.tied": _("Still tied: %(criteria)s."),
        "talk.closed": _("Nobody talks about this case now."),
        "talk.not_about": _("You don’t differ on this criterion."),
        "talk.done": _("You have said that you have nothing to add."),
        "talk.same": _("This is your verdict already. Say in words what you mean."),
        "talk.no_words": _("Write something."),
        "talk.moved": _("The other reviewer has said something since. Please look first."),
        "talk.own": _("You are one of the reviewers: somebody else ends the talk."),
        "rebase.too_late": _(
            "The case is on a committee’s agenda, or over: it stays on its edition."
        ),
        "assignment.other_edition": _(
            "The case is on another edition since. It is judged when its city has handed it in "
            "anew."
        ),
        "rebase.newest": _("Your case is on the newest edition."),
        "rebase.other": _("Another edition has come into force meanwhile. Please look again."),
        "rebase.no_level": _("The newer edition has no such level. Aim for another one first."),
        "rebase.unfit": _("What you entered does not fit the newer edition: %(what)s"),
        "third.nothing_tied": _("Nothing is tied now."),
        "third.taken": _("Somebody has been asked already."),
        "third.own": _("You are one of those who differ: somebody else chooses."),
        "third.lead_chooses": _("The technical lead chooses the third reviewer."),
        "third.not_asked": _("You are not asked about this criterion."),
        "independence.named": _("Is named where the decision on this case is doubted"),
        "independence.declared": _("Has declared a tie to this case"),
        "independence.membership": _("Works in the city’s workspace, or did"),
        "independence.employee": _("Works for the city, or did"),
        "independence.adviser": _("Advises the city, or did"),
        "independence.family": _("Has somebody close in the city"),
        "independence.funding": _("Is tied to the city by money"),
        "independence.other": _("Has another tie to the city"),
        "independence.decides": _("Has voted on this case"),
        "independence.at_desk": _("Has the case on her desk, and so knows the verdicts"),
        "independence.reviewed": _("Has reviewed this case"),
        "verdict.outcome_unknown": _("Choose a verdict."),
        "verdict.code_missing": _("Choose the kind of reason."),
        "verdict.code_unknown": _("Choose a kind of reason from the list."),
        "verdict.code_accepts": _("This is a reason to accept. Choose what is missing or wrong."),
        "verdict.reason_missing": _("Say why: the city has to be able to act on it."),
        "clarification.empty": _("Write a question."),
    }
)

methods.chosen_by(progress_method)


@face.menu
def public(request: HttpRequest) -> Iterator[face.Entry]:
    """What everybody finds at the foot."""
    draws = face.address("assessments:draws")
    yield face.Entry(gettext("How cases are drawn"), draws, "foot", 5)
    finance = face.address("assessments:esg")
    yield face.Entry(gettext("Use in reports on finance"), finance, "foot", 7)
    yield face.Entry(gettext("What it costs"), face.address("assessments:costs"), "foot", 6)
    decided = face.address("assessments:decisions")
    yield face.Entry(gettext("How committees decide"), decided, "foot", 4)


@face.menu
def entries(request: HttpRequest) -> Iterator[face.Entry]:
    """The reviewers' queue and the secretariat's desk, for those who have one."""
    if not request.user.is_authenticated:
        return
    held = held_by(request.user, timezone.now())
    desks = held.bodies(BodyKind.SECRETARIAT)
    if held.bodies(BodyKind.TECHNICAL_TEAM) or held.bodies(BodyKind.STEWARDS):
        reviews = face.address("assessments:reviews")
        from waymark.assessments.queries.review import waiting_count

        waiting = waiting_count(request.user)
        yield face.Entry(gettext("Reviews"), reviews, order=30, count=waiting, work=True)
    if desks or held.bodies(BodyKind.TECHNICAL_TEAM, SeatRole.LEAD):
        cases = face.address("assessments:inbox")
        yield face.Entry(gettext("Cases"), cases, order=40, work=True)
    if desks:
        fees = face.address("assessments:fee_desk")
        yield face.Entry(gettext("Fees"), fees, order=46, work=False)
    chairs = held.bodies(BodyKind.COMMITTEE, SeatRole.CHAIR)
    panels = held.bodies(BodyKind.APPEAL_PANEL)
    if chairs or held.bodies(BodyKind.TECHNICAL_TEAM, SeatRole.LEAD) or panels:
        ruling = face.address("assessments:matters")
        yield face.Entry(gettext("Conflicts"), ruling, order=41, work=False)
    if held.bodies(BodyKind.TECHNICAL_TEAM, SeatRole.LEAD):
        learning = face.address("assessments:agreement")
        yield face.Entry(gettext("Agreement"), learning, order=41, work=False)
    if desks or chairs:
        checks = face.address("assessments:checks")
        yield face.Entry(gettext("Spot checks"), checks, order=42, work=False)
    if held.bodies(BodyKind.PARTNER):
        asked = face.address("assessments:consultations")
        yield face.Entry(gettext("Consultations"), asked, order=43, work=True)
    if desks or held.bodies(BodyKind.APPEAL_PANEL):
        appeals = face.address("assessments:appeals")
        yield face.Entry(gettext("Appeals"), appeals, order=44, work=not desks)
    if desks or held.bodies(BodyKind.COMMITTEE):
        meetings = face.address("assessments:meetings")
        yield face.Entry(gettext("Meetings"), meetings, order=45, work=not desks)
        watch = face.address("assessments:oversight")
        yield face.Entry(gettext("Oversight"), watch, order=46, work=False)


@face.menu
def stewarding(request: HttpRequest) -> Iterator[face.Entry]:
    """What waits for a global steward."""
    user = request.user
    if user.is_authenticated and held_by(user, timezone.now()).bodies(BodyKind.STEWARDS):
        steward = face.address("assessments:stewards")
        yield face.Entry(gettext("Stewardship"), steward, order=43, work=True)


@face.beside("adaptation")
def behind_adaptation(request: HttpRequest, row: Any) -> Iterator[face.Entry]:
    """The dry run, for who writes an adaptation or decides on it."""
    permits = (SchemePermit.DRAFT_ADAPTATION, SchemePermit.DECIDE_ADAPTATION)
    if any(may(request.user, permit, on=row) for permit in permits):
        what = face.address("assessments:impact", row.pk)
        yield face.Entry(gettext("What it would mean for cases"), what, order=10)


@face.remark("mechanism")
def host_and_funds(request: HttpRequest, mechanism: Any) -> Iterator[str]:
    """Who hosts a mechanism's secretariat, and who pays for it."""
    from waymark.assessments.queries.arranging import newest

    found = newest(request.user, mechanism)
    if found is not None and found.host is not None:
        name = str(found.host)
        yield gettext("Its secretariat is hosted by %(organisation)s.") % {"organisation": name}
    if found is not None and found.funding:
        yield gettext("Who pays for it: %(funding)s") % {"funding": found.funding}


@face.beside("mechanism")
def arranging_a_mechanism(request: HttpRequest, mechanism: Any) -> Iterator[face.Entry]:
    """Where its desk says who hosts and who pays."""
    if may(request.user, Permit.SET_ARRANGEMENT, on=mechanism):
        where = face.address("assessments:arrangement", mechanism.slug)
        yield face.Entry(gettext("Say who hosts and who pays"), where, order=10)


@face.remark("award")
def said_of_a_certificate(request: HttpRequest, award: Any) -> Iterator[str]:
    """That the global committee has endorsed a certificate, and what became of its city."""
    from waymark.assessments.queries.oversight.said import endorsed
    from waymark.assessments.reporting.lineage import of_award

    yield from of_award(request.user, award)
    found = endorsed(request.user, award, timezone.now())
    if found is not None:
        day = show_day(found.at.date().isoformat())
        yield (
            gettext("Endorsed by the global committee on %(day)s, for it did not object in time.")
            if found.by_silence
            else gettext("Endorsed by the global committee on %(day)s.")
        ) % {"day": day}


@face.beside("edition")
def behind_edition(request: HttpRequest, row: Any) -> Iterator[face.Entry]:
    """The dry run, for who writes the next edition or decides on it."""
    permits = (SchemePermit.DRAFT_EDITION, SchemePermit.PUBLISH_EDITION)
    if any(may(request.user, permit, on=row.scheme) for permit in permits):
        what = face.address("assessments:edition_impact", row.pk)
        yield face.Entry(gettext("What it would mean for cases"), what, order=10)


@face.beside("award")
def behind_award(request: HttpRequest, award: Any) -> Iterator[face.Entry]:
    """The report that a certificate rests on, and for its chair the way to decide on it."""
    if not award.decision.startswith("decision:"):
        return
    report = face.address("assessments:award_report", award.number)
    yield face.Entry(gettext("The report behind it"), report, order=10)
    life = face.address("assessments:life", award.number)
    yield face.Entry(gettext("Its life: decisions, conditions, appeals"), life, order=15)
    if request.user.is_authenticated and rights_of(request.user, timezone.now()).chaired:
        from waymark.assessments.queries.committee_award import case_of_award, given_by

        case = case_of_award(request.user, award.decision)
        if case and may(request.user, Permit.DECIDE_ON_AWARD, on=given_by(award, case)):
            decide = face.address("assessments:award_decide", award.number)
            yield face.Entry(gettext("Decide on this certificate"), decide, order=20)
    yield from _asking(request, award)


def _asking(request: HttpRequest, award: Any) -> Iterator[face.Entry]:
    """The way to ask for a spot check, for those who may."""
    if not request.user.is_authenticated:
        return
    has = rights_of(request.user, timezone.now())
    if has.chaired or has.secretariats:
        from waymark.assessments.queries.committee_award import case_of_award

        case = case_of_award(request.user, award.decision)
        if case and may(request.user, Permit.ASK_CHECK, on=case.mechanism):
            ask = face.address("assessments:spot_ask", award.number)
            yield face.Entry(gettext("Ask for a spot check"), ask, order=30)
