"""Draws and spot checks: for everybody, for those who give chance, and for the desk."""

from django.urls import path

from waymark.assessments.views import (
    spot_check,
    spot_desk,
    spot_party,
    spot_public,
    stewards,
)

DRAW = "draws/<slug:name>/"
DESK = "spot-checks/"
DESK_DRAW = f"{DESK}draws/<slug:name>/"
CHECK = f"{DESK}<str:check>/"
STEWARDS = "stewardship/"

urlpatterns = [
    path("draws/", spot_public.draws, name="draws"),
    path("draws/check/", spot_public.check, name="draw_check"),
    path(DRAW, spot_public.draw, name="draw"),
    path(f"{DRAW}announcement.json", spot_public.announcement, name="draw_announcement"),
    path(f"{DRAW}record.json", spot_public.record, name="draw_record"),
    path(f"{DRAW}chance/", spot_party.chance, name="draw_chance"),
    path(DESK, spot_desk.overview, name="checks"),
    path(f"{DESK}shares/<slug:mechanism>/", spot_desk.policy, name="check_policy"),
    path(f"{DESK}announce/<slug:mechanism>/", spot_desk.announce, name="draw_announce"),
    path(DESK_DRAW, spot_desk.draw, name="desk_draw"),
    path(f"{DESK_DRAW}draw/", spot_desk.hold, name="draw_hold"),
    path(f"{DESK_DRAW}give-up/", spot_desk.give_up, name="draw_give_up"),
    path(f"{DESK_DRAW}close/", spot_desk.close, name="draw_close"),
    path(CHECK, spot_check.check, name="spot_check"),
    path(f"{CHECK}assign/", spot_check.assign, name="spot_assign"),
    path(
        f"{CHECK}reviews/<str:assignment>/replace/",
        spot_check.replace_checker,
        name="spot_review_replace",
    ),
    path(f"{CHECK}conclude/", spot_check.conclude, name="spot_conclude"),
    path(f"{CHECK}replace/", spot_check.replace, name="spot_replace"),
    path(f"{CHECK}schedule/", spot_check.schedule, name="spot_schedule"),
    path(STEWARDS, stewards.stewards, name="stewards"),
    path(f"{STEWARDS}<str:check>/", stewards.check, name="steward"),
    path(f"{STEWARDS}<str:check>/ties/", stewards.declare, name="steward_tie"),
    path("certificates/<str:number>/check/", spot_check.ask, name="spot_ask"),
]
