"""The addresses of the desk, of reviewers and of the committee."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.indicators.sdmx_files import structure_file
from tests.security.doors import (
    CHAIR,
    COMMITTEE,
    CONVENERS,
    DESK,
    EVERYBODY,
    MEETING,
    NATIONAL,
    NOBODY,
    PEOPLE,
    SECRETARY,
    STEWARD,
    Args,
    Door,
)
from tests.security.doors_city import file, said
from tests.security.story import CRITERION, OTHER_CRITERION, Everything
from waymark.people.models import Seat

NAME = "assessments:"
PARTY = frozenset({"neighbour"})
RULERS = frozenset({"technical_lead", "chair"})  # on ties of reviewers
REVIEWER, INVITED = frozenset({"reviewer"}), frozenset({"invited"})
DEBATER = frozenset({"debater"})  # one of two who differ


def of(*parts: Callable[[Everything], Any] | str | int) -> Args:
    """An address; a function is asked for what it gives."""
    return lambda world: [part(world) if callable(part) else part for part in parts]


def handed_in(world: Everything) -> str:
    return world.handed_in.case.pk  # type: ignore[union-attr]


def handed_item(world: Everything) -> str:
    return world.handed_in.case.evidence.first().pk  # type: ignore[union-attr]


def under_review(world: Everything) -> str:
    return world.here.story.case.pk  # type: ignore[union-attr]


def assignment(world: Everything) -> str:
    return world.assignment.pk


def invited(world: Everything) -> str:
    return world.invited.pk


def invited_person(world: Everything) -> str:
    return world.invited.reviewer_id


def divided(world: Everything) -> str:
    return world.divided.pk


def divided_case(world: Everything) -> str:
    return world.divided.case_id


def divided_submission(world: Everything) -> str:
    return world.divided.case.submissions.latest("seq").sha256


def question(world: Everything) -> str:
    return world.question.pk


def meeting(world: Everything) -> str:
    return world.heard.meeting.pk  # type: ignore[union-attr]


def old_meeting(world: Everything) -> str:
    return world.granted.meeting.pk  # type: ignore[union-attr]


def item(world: Everything) -> str:
    return world.heard.item.pk  # type: ignore[union-attr]


def old_item(world: Everything) -> str:
    return world.granted.item.pk  # type: ignore[union-attr]


def reviewer(world: Everything) -> str:
    return world.people["unassigned"].pk  # type: ignore[union-attr]


def submission(world: Everything) -> str:
    return world.assignment.case.submissions.latest("seq").sha256


def number(world: Everything) -> str:
    return world.granted.award.number


def committee(world: Everything) -> str:
    return world.granted.mechanism.committee_id  # type: ignore[union-attr]


def body(world: Everything) -> str:
    return world.body.pk


def organisation(world: Everything) -> str:
    return world.organisation.pk


def seat(world: Everything) -> str:
    return Seat.objects.get(user=world.people["undeclared"]).pk


def request(world: Everything) -> str:
    return world.request.pk


def expected(world: Everything) -> str:
    return world.heard.item.report_sha256  # type: ignore[union-attr]


def mechanism(world: Everything) -> str:
    return world.heard.mechanism.pk


def public_report(world: Everything) -> str:
    return world.granted.case.reports.get().pk  # type: ignore[union-attr]


def structure(world: Everything) -> str:
    return world.structure.pk


def draw(world: Everything) -> str:
    return world.draw.name


def spot_check(world: Everything) -> str:
    return world.check.pk


def looked_at_again(world: Everything) -> str:
    return world.looked_at_again.pk  # type: ignore[union-attr]


def spot_review(world: Everything) -> str:
    return world.check.assignments.get().pk


def list_import(world: Everything) -> str:
    return world.list_import.pk


def secret_report(world: Everything) -> str:
    return world.heard.case.reports.get().pk  # type: ignore[union-attr]


READERS = DESK | {"chair", "member"}  # who reads the dossier that is before the committee
INVOLVED = DESK | {"lead", "editor", "signatory", "viewer", "reviewer", "invited"}
DESKS = [
    Door(f"{NAME}inbox", DESK | NATIONAL),
    Door(f"{NAME}case", DESK, None, of(handed_in)),
    Door(
        f"{NAME}case",
        INVOLVED,
        None,
        of(under_review),
        leads=True,
        label=" under review",
    ),
    Door(f"{NAME}case_admit", None, SECRETARY, of(handed_in)),
    Door(f"{NAME}case_return", DESK, SECRETARY, of(handed_in), said(note="Two files are missing.")),
    Door(
        f"{NAME}case_assign",
        DESK,
        DESK,
        of(handed_in),
        said(reviewer=reviewer, slot="1", due="2027-01-31"),
        unready=True,
        leads=True,
    ),
    Door(f"{NAME}case_transfer", SECRETARY, SECRETARY, of(handed_in), unready=True),
    Door(f"{NAME}transfer", None, NOBODY, of("0" * 26), unready=True),
    Door(f"{NAME}transfer_withdraw", None, NOBODY, of("0" * 26), unready=True),
    Door(f"{NAME}transfers", PEOPLE),
    Door(f"{NAME}hold", None, NOBODY, of("0" * 26), unready=True),
    Door(f"{NAME}holds", PEOPLE),
    Door(f"{NAME}case_report", None, DESK, of(handed_in), unready=True),
    Door(
        f"{NAME}case_talk_end",
        DESK | DEBATER,
        DESK,
        of(divided_case),
        said(note="It takes too long."),
        leads=True,
    ),
    Door(
        f"{NAME}case_third",
        DESK | DEBATER,
        DESK,
        of(divided_case),
        said(reviewer=reviewer, due="2027-01-31"),
        unready=True,
        leads=True,
    ),
    Door(f"{NAME}case_evidence", DESK, None, of(handed_in)),
    Door(
        f"{NAME}case_erase",
        SECRETARY,
        SECRETARY,
        of(handed_in, handed_item),
        said(note="A court has ordered it."),
        foreign=of(under_review, handed_item),
        unready=True,
    ),
    Door(
        f"{NAME}case_reopen",
        DESK,
        DESK,
        of(handed_in),
        said(note="A verdict has to be changed."),
        unready=True,
    ),
    Door(
        f"{NAME}case_replace",
        INVOLVED,
        DESK,
        of(under_review, invited),
        said(note="No answer."),
        leads=True,
        foreign=of(handed_in, invited),
    ),
    Door(
        f"{NAME}case_due",
        INVOLVED,
        DESK,
        of(under_review, invited),
        said(due="2027-02-01"),
        leads=True,
        foreign=of(handed_in, invited),
    ),
]
JUDGED = said(
    outcome="need_more",
    level="1",
    reason_code="evidence.part",
    reason="Page 2 is missing.",
    evidence=[],
    submission=submission,
)
REVIEWS = [
    Door(f"{NAME}reviews", PEOPLE),
    Door(f"{NAME}review", REVIEWER, REVIEWER, of(assignment), label=" declared"),
    Door(
        f"{NAME}review",
        INVITED,
        INVITED,
        of(invited),
        said(tie="no", kind="", note="None."),
        label=" undeclared",
    ),
    Door(f"{NAME}review_decline", INVITED, INVITED, of(invited), said(note="No time.")),
    Door(f"{NAME}review_recuse", REVIEWER, REVIEWER, of(assignment), said(note="My sister.")),
    Door(f"{NAME}review_repeat", None, REVIEWER, of(assignment)),
    Door(
        f"{NAME}review_repeat",
        None,
        INVITED,
        of(invited),
        unready=True,
        leads=True,
        label=" undeclared",
    ),
    Door(f"{NAME}review_deliver", REVIEWER, REVIEWER, of(assignment), unready=True),
    Door(
        f"{NAME}review_criterion",
        REVIEWER,
        REVIEWER,
        of(assignment, OTHER_CRITERION),
        JUDGED,
        unready=True,
    ),
    Door(
        f"{NAME}review_criterion",
        INVITED,
        INVITED,
        of(invited, CRITERION),
        JUDGED,
        leads=True,
        unready=True,
        label=" undeclared",
    ),
    Door(
        f"{NAME}review_ask",
        None,
        REVIEWER,
        of(assignment, OTHER_CRITERION),
        said(question="Where is page 2?", due="2027-01-31"),
    ),
    Door(
        f"{NAME}review_withdraw",
        None,
        REVIEWER,
        of(assignment, question),
    ),
    Door(
        f"{NAME}review_withdraw",
        None,
        INVITED,
        of(invited, question),
        unready=True,
        leads=True,
        label=" undeclared",
    ),
    Door(f"{NAME}review_talk", DEBATER, DEBATER, of(divided), said(seen="1")),
    Door(
        f"{NAME}review_talk_criterion",
        DEBATER,
        DEBATER,
        of(divided, CRITERION),
        said(words="On page 9."),
    ),
    Door(
        f"{NAME}review_talk_revise",
        None,
        DEBATER,
        of(divided, CRITERION),
        said(
            outcome="need_more",
            level="1",
            reason_code="evidence.part",
            reason="Page 9 is a draft.",
            evidence=[],
            submission=divided_submission,
        ),
    ),
    Door(f"{NAME}agreement", RULERS - CHAIR),
    Door(f"{NAME}matters", RULERS | {"panelist"}),
    Door(
        f"{NAME}matter",
        RULERS,
        RULERS,
        of(under_review, invited_person),
        said(outcome="stands", reason="A sister there.", seen="0"),
        unready=True,
    ),
    Door(f"{NAME}report", EVERYBODY, None, of(public_report), private=False),
    Door(f"{NAME}report_pdf", EVERYBODY, None, of(public_report), private=False, slow=True),
    Door(f"{NAME}report_json", EVERYBODY, None, of(public_report), private=False),
    Door(f"{NAME}report", READERS, None, of(secret_report), private=False, label=" secret"),
    Door(
        f"{NAME}report_pdf",
        READERS,
        None,
        of(secret_report),
        private=False,
        slow=True,
        label=" secret",
    ),
    Door(f"{NAME}report_json", READERS, None, of(secret_report), private=False, label=" secret"),
]
MEETINGS = [
    Door(f"{NAME}meetings", PEOPLE),
    Door(
        f"{NAME}meeting_plan",
        SECRETARY | NATIONAL,
        SECRETARY,
        reach=SECRETARY | NATIONAL,
        words=said(
            mechanism=mechanism,
            title="Winter session",
            starts_at="2027-01-31T14:30",
            where="Online",
        ),
    ),
    Door(
        f"{NAME}meeting_dates",
        MEETING,
        CONVENERS,
        of("global"),
        said(
            months="3",
            week="2",
            weekday="2",
            time="14:00",
            zone="Africa/Nairobi",
            invite_days="42",
            cutoff_days="21",
            remind_days="3",
            empty="hold",
            reason="Once a year.",
        ),
    ),
    Door(f"{NAME}meeting", MEETING, None, of(meeting)),
    Door(
        f"{NAME}meeting_move",
        SECRETARY,
        SECRETARY,
        of(meeting),
        said(starts_at="2127-01-31T14:30", where="", reason="A flood."),
        unready=True,
    ),
    Door(
        f"{NAME}meeting_ask",
        None,
        COMMITTEE,
        of(meeting),
        said(reason="We have to talk."),
        unready=True,
    ),
    Door(
        f"{NAME}meeting_cancel",
        SECRETARY,
        SECRETARY,
        of(meeting),
        said(reason="A flood."),
        unready=True,
    ),
    Door(
        f"{NAME}meeting_schedule",
        None,
        NOBODY,
        of(meeting),
        said(case=handed_in),
        unready=True,
    ),
    Door(
        f"{NAME}meeting_schedule_doubt",
        None,
        NOBODY,
        of(meeting),
        said(hearing="0" * 26),
        unready=True,
    ),
    Door(
        f"{NAME}meeting_schedule_inheritance",
        None,
        NOBODY,
        of(meeting),
        said(inheritance="0" * 26),
        unready=True,
    ),
    Door(f"{NAME}meeting_schedule_ready", None, SECRETARY, of(meeting)),
    Door(f"{NAME}meeting_calendar", MEETING, None, of(meeting)),
    Door(f"{NAME}meeting_pack", MEETING, None, of(meeting)),
    Door(
        f"{NAME}item_pack",
        SECRETARY | {"chair", "member"},
        None,
        of(meeting, item),
        foreign=of(meeting, old_item),
    ),
    Door(
        f"{NAME}minutes_revise",
        None,
        CONVENERS,
        of(old_meeting),
        said(seen=1, minutes="Worded anew."),
    ),
    Door(
        f"{NAME}minutes_opinion",
        None,
        COMMITTEE - {"tied"},
        of(old_meeting),
        said(seen=1, approves="yes", words=""),
        reach=COMMITTEE,
    ),
    Door(
        f"{NAME}meeting_attendance",
        None,
        CONVENERS,
        of(meeting),
        said(present=lambda world: [world.people["chair"].pk]),
    ),
    Door(f"{NAME}meeting_convene", None, CONVENERS, of(meeting), unready=True),
    Door(f"{NAME}meeting_adjourn", None, CONVENERS, of(meeting)),
    Door(
        f"{NAME}meeting_close",
        None,
        CONVENERS,
        of(meeting),
        said(minutes="One case was heard."),
        unready=True,
    ),
    Door(f"{NAME}meeting_publish", None, SECRETARY, of(meeting), unready=True),
    Door(f"{NAME}item", MEETING, None, of(meeting, item), foreign=of(meeting, old_item)),
    Door(
        f"{NAME}item_remove",
        None,
        SECRETARY,
        of(meeting, item),
        foreign=of(old_meeting, item),
    ),
    Door(
        f"{NAME}item_declare",
        None,
        COMMITTEE,
        of(meeting, item),
        said(conflict="no", note="None."),
        foreign=of(old_meeting, item),
    ),
    Door(
        f"{NAME}item_vote",
        None,
        frozenset({"chair", "member"}),
        of(meeting, item),
        said(choice="grant", reason="As the report shows."),
        reach=COMMITTEE,
        foreign=of(old_meeting, item),
    ),
    Door(
        f"{NAME}item_decide",
        None,
        CHAIR,
        of(meeting, item),
        said(expected=expected, reasons="All is met.", conditions="None.", deadline="2027-03-31"),
        unready=True,
        foreign=of(old_meeting, item),
    ),
    Door(
        f"{NAME}award_decide",
        CHAIR,
        CHAIR,
        of(number),
        said(kind="suspend", reasons="A complaint is being looked into.", sure="on"),
    ),
    Door(f"{NAME}award_report", EVERYBODY, None, of(number), leads=True, private=False),
    Door(f"{NAME}award_report_json", EVERYBODY, None, of(number), private=False),
]
OFFICE = [
    Door("people:requests", SECRETARY),
    Door("people:request", SECRETARY, None, of(request)),
    Door("people:admit", None, SECRETARY, of(request), said(place="")),
    Door("people:refuse", None, SECRETARY, of(request), said(reason="Not its administration.")),
    Door(
        "people:bodies",
        SECRETARY,
        SECRETARY,
        words=said(
            kind="committee", name="Board", country="", part_of="", organisation="", languages=[]
        ),
    ),
    Door(
        "people:body",
        SECRETARY,
        SECRETARY,
        of(body),
        said(
            email=lambda world: world.people["nobody"].email,
            role="member",
            languages=["en"],
            fields_of_work="water",
            since="",
            until="",
            seconded_by="",
        ),
    ),
    Door(
        "people:organisations",
        SECRETARY,
        SECRETARY,
        words=said(name="A union", kind="association"),
    ),
    Door(
        "people:organisation",
        SECRETARY,
        SECRETARY,
        of(organisation),
        said(kind="university", place="", country=""),
    ),
    Door(
        "people:composition",
        SECRETARY,
        SECRETARY,
        of(committee),
        said(academia="2", term_months="36", most_terms="2"),
    ),
    Door("people:seat_end", None, SECRETARY, of(body, seat)),
]
LISTS = [
    Door(
        "list_imports",
        SECRETARY,
        SECRETARY,
        words=said(
            framework="culture2030",
            label="Another",
            published_on="2026-03-01",
            effective_on="2026-04-01",
            source="Its publisher",
            file=file(b"code,label\nC1,Heritage\n", "list.csv"),
        ),
    ),
    Door("list_import", SECRETARY, None, of(list_import)),
    Door("list_commit", None, SECRETARY, of(list_import)),
    Door("list_discard", None, SECRETARY, of(list_import)),
    Door(
        "structures",
        SECRETARY,
        SECRETARY,
        words=said(file=file(structure_file(), "structure.xml"), mapping="SERIES,OWN,local:W2"),
    ),
    Door(
        "structure",
        SECRETARY,
        SECRETARY,
        of(structure),
        said(mapping="SERIES,OWN,local:W1"),
    ),
    Door("structure_retire", None, SECRETARY, of(structure)),
]
SPOT = [
    Door(f"{NAME}checks", DESK | {"chair", "national"}),
    Door(
        f"{NAME}check_policy",
        SECRETARY | {"chair"},
        SECRETARY | {"chair"},
        of("global"),
        said(
            level0_part="1",
            level0_whole="10",
            level0_minimum="1",
            **{f"level{n}_census": "on" for n in range(1, 6)},
            reserves="3",
            least_reveals="3",
            reason="A few each year.",
        ),
    ),
    Door(
        f"{NAME}draw_announce",
        SECRETARY,
        SECRETARY,
        of("global"),
        said(
            commit_by="2027-01-10T10:00",
            reveal_by="2027-01-13T10:00",
            beacon="drand",
            email1=lambda world: world.people["neighbour"].email,
            organisation1="A university",
        ),
        unready=True,
    ),
    Door(f"{NAME}desk_draw", SECRETARY, None, of(draw)),
    Door(f"{NAME}draw_hold", None, SECRETARY, of(draw), said(figures="1" * 25), unready=True),
    Door(f"{NAME}draw_give_up", None, SECRETARY, of(draw), unready=True),
    Door(f"{NAME}draw_close", None, SECRETARY, of(draw), unready=True),
    Door(f"{NAME}draw_chance", PARTY, PARTY, of(draw), said(fingerprint="0" * 64), unready=True),
    Door(f"{NAME}stewards", STEWARD),
    Door(f"{NAME}steward", STEWARD, args=of(looked_at_again)),
    Door(
        f"{NAME}steward_tie",
        STEWARD,
        STEWARD,
        of(looked_at_again),
        said(conflict="no", note=""),
    ),
    Door(f"{NAME}spot_check", DESK, None, of(spot_check)),
    Door(
        f"{NAME}spot_assign",
        DESK,
        DESK,
        of(spot_check),
        said(reviewer=reviewer, slot="2", due="2027-01-31"),
        unready=True,
    ),
    Door(
        f"{NAME}spot_review_replace",
        DESK,
        DESK,
        of(spot_check, spot_review),
        said(note="No answer."),
        foreign=of(spot_check, invited),
    ),
    Door(f"{NAME}spot_conclude", None, SECRETARY, of(spot_check), reach=DESK, unready=True),
    Door(f"{NAME}spot_replace", None, SECRETARY, of(spot_check), reach=DESK, unready=True),
    Door(f"{NAME}spot_schedule", None, NOBODY, of(spot_check), said(meeting=meeting), unready=True),
    Door(
        f"{NAME}spot_ask",
        SECRETARY | {"chair"},
        SECRETARY | {"chair"},
        of(number),
        said(reason="A newspaper doubts it."),
    ),
]
DOORS = LISTS + SPOT + DESKS + REVIEWS + MEETINGS + OFFICE
