"""The committee's meeting: plan, agenda, convene, recuse, vote, close."""

from waymark.assessments.actions.meeting.agenda import (
    note_attendance,
    plan_meeting,
    schedule_case,
    schedule_check,
    schedule_ready,
    unschedule_case,
)
from waymark.assessments.actions.meeting.ballots import (
    AlreadyVoted,
    cast_ballot,
    declare_on_item,
)
from waymark.assessments.actions.meeting.calling import call_meeting, fill_agenda, set_calendar
from waymark.assessments.actions.meeting.changing import (
    ask_for_meeting,
    cancel_meeting,
    move_meeting,
)
from waymark.assessments.actions.meeting.doubts import schedule_doubt
from waymark.assessments.actions.meeting.inheriting import schedule_inheritance
from waymark.assessments.actions.meeting.minutes import revise_minutes, say_of_minutes
from waymark.assessments.actions.meeting.session import (
    adjourn_meeting,
    close_meeting,
    convene_meeting,
)

__all__ = [
    "AlreadyVoted",
    "adjourn_meeting",
    "ask_for_meeting",
    "call_meeting",
    "cancel_meeting",
    "cast_ballot",
    "close_meeting",
    "convene_meeting",
    "declare_on_item",
    "fill_agenda",
    "move_meeting",
    "note_attendance",
    "plan_meeting",
    "revise_minutes",
    "say_of_minutes",
    "schedule_case",
    "schedule_check",
    "schedule_doubt",
    "schedule_inheritance",
    "schedule_ready",
    "set_calendar",
    "unschedule_case",
]
