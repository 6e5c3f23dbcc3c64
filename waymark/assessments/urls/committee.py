"""The committee's addresses."""

from django.urls import path

from waymark.assessments.views import committee

MEETING = "meetings/<str:meeting>/"
ITEM = f"{MEETING}items/<str:item>/"

urlpatterns = [
    path("meetings/", committee.meetings, name="meetings"),
    path("meetings/plan/", committee.plan, name="meeting_plan"),
    path(MEETING, committee.meeting, name="meeting"),
    path(f"{MEETING}schedule/", committee.schedule, name="meeting_schedule"),
    path(f"{MEETING}attendance/", committee.attendance, name="meeting_attendance"),
    path(f"{MEETING}convene/", committee.convene, name="meeting_convene"),
    path(f"{MEETING}adjourn/", committee.adjourn, name="meeting_adjourn"),
    path(f"{MEETING}close/", committee.close, name="meeting_close"),
    path(f"{MEETING}publish/", committee.publish, name="meeting_publish"),
    path(ITEM, committee.item, name="item"),
    path(f"{ITEM}remove/", committee.unschedule, name="item_remove"),
    path(f"{ITEM}declare/", committee.declare, name="item_declare"),
    path(f"{ITEM}vote/", committee.vote, name="item_vote"),
    path(f"{ITEM}decide/", committee.decide, name="item_decide"),
    path("certificates/<str:number>/decide/", committee.award, name="award_decide"),
]
