"""The committee's addresses."""

from django.urls import path

from waymark.assessments.views import (
    calendar,
    committee,
    committee_award,
    committee_item,
    doubts,
    inheriting,
    minutes,
    pack,
)

MEETING = "meetings/<str:meeting>/"
AWARD = "certificates/<str:number>/"
ITEM = f"{MEETING}items/<str:item>/"

urlpatterns = [
    path("meetings/", committee.meetings, name="meetings"),
    path("meetings/plan/", committee.plan, name="meeting_plan"),
    path("meetings/calendar/<slug:mechanism>/", calendar.calendar, name="meeting_dates"),
    path(MEETING, committee.meeting, name="meeting"),
    path(f"{MEETING}move/", calendar.move, name="meeting_move"),
    path(f"{MEETING}ask/", calendar.ask, name="meeting_ask"),
    path(f"{MEETING}cancel/", calendar.cancel, name="meeting_cancel"),
    path(f"{MEETING}schedule/", committee.schedule, name="meeting_schedule"),
    path(f"{MEETING}schedule-ready/", minutes.schedule_ready, name="meeting_schedule_ready"),
    path(f"{MEETING}schedule-doubt/", doubts.schedule, name="meeting_schedule_doubt"),
    path(
        f"{MEETING}schedule-successor/",
        inheriting.schedule,
        name="meeting_schedule_inheritance",
    ),
    path(f"{MEETING}attendance/", committee.attendance, name="meeting_attendance"),
    path(f"{MEETING}convene/", committee.convene, name="meeting_convene"),
    path(f"{MEETING}adjourn/", committee.adjourn, name="meeting_adjourn"),
    path(f"{MEETING}close/", committee.close, name="meeting_close"),
    path(f"{MEETING}publish/", committee.publish, name="meeting_publish"),
    path(f"{MEETING}minutes/", minutes.revise, name="minutes_revise"),
    path(f"{MEETING}minutes/opinion/", minutes.opinion, name="minutes_opinion"),
    path(f"{MEETING}calendar.ics", minutes.calendar, name="meeting_calendar"),
    path(f"{MEETING}dossiers.pdf", pack.meeting, name="meeting_pack"),
    path("decisions/", minutes.decisions, name="decisions"),
    path("decisions/<str:meeting>/", minutes.session, name="session"),
    path(ITEM, committee_item.item, name="item"),
    path(f"{ITEM}dossier.pdf", pack.item, name="item_pack"),
    path(f"{ITEM}remove/", committee_item.unschedule, name="item_remove"),
    path(f"{ITEM}declare/", committee_item.declare, name="item_declare"),
    path(f"{ITEM}vote/", committee_item.vote, name="item_vote"),
    path(f"{ITEM}decide/", committee_item.decide, name="item_decide"),
    path(f"{AWARD}decide/", committee_award.decide, name="award_decide"),
    path(f"{AWARD}report/", committee_award.report, name="award_report"),
    path(f"{AWARD}report.json", committee_award.report_json, name="award_report_json"),
]
