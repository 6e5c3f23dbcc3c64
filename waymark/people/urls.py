"""Addresses of this room; the log-in pages are allauth's, drawn with our templates."""

from django.urls import path

from waymark.people.views import (
    account,
    bodies,
    contributing,
    demo,
    invitations,
    members,
    places,
    requests,
    reviewing,
    workspaces,
)

app_name = "people"
urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/interests/", account.interests, name="interests"),
    path("account/interests/<str:pk>/end/", account.interest_end, name="interest_end"),
    path("account/availability/", reviewing.availability, name="availability"),
    path("start/", workspaces.start, name="start"),
    path("workspaces/", workspaces.mine, name="workspaces"),
    path("workspaces/ask/", workspaces.ask, name="ask"),
    path("workspaces/<slug:slug>/people/", members.members, name="members"),
    path("workspaces/<slug:slug>/people/<str:pk>/", members.member, name="member"),
    path("workspaces/<slug:slug>/people/<str:pk>/end/", members.end, name="member_end"),
    path("workspaces/<slug:slug>/contributions/", contributing.contributions, name="contributions"),
    path("workspaces/<slug:slug>/place/", places.place_page, name="place"),
    path("workspaces/<slug:slug>/boundary/", places.boundary, name="boundary"),
    path("workspaces/<slug:slug>/leave/", members.leave, name="leave"),
    path("workspaces/<slug:slug>/departments/", members.departments, name="departments"),
    path("workspaces/<slug:slug>/departments/<str:pk>/", members.department, name="department"),
    path("workspaces/<slug:slug>/invitations/", invitations.invite, name="invite"),
    path("workspaces/<slug:slug>/invitations/<str:pk>/resend/", invitations.resend, name="resend"),
    path(
        "workspaces/<slug:slug>/invitations/<str:pk>/withdraw/",
        invitations.withdraw,
        name="withdraw",
    ),
    path("invitations/<str:token>/", invitations.accept, name="invitation"),
    path("secretariat/requests/", requests.queue, name="requests"),
    path("secretariat/requests/<str:pk>/", requests.request_page, name="request"),
    path("secretariat/requests/<str:pk>/admit/", requests.admit, name="admit"),
    path("secretariat/requests/<str:pk>/refuse/", requests.refuse, name="refuse"),
    path("secretariat/bodies/", bodies.bodies, name="bodies"),
    path("secretariat/bodies/<str:pk>/", bodies.body, name="body"),
    path("secretariat/bodies/<str:pk>/composition/", bodies.composition, name="composition"),
    path("secretariat/bodies/<str:pk>/seats/<str:seat>/end/", bodies.seat_end, name="seat_end"),
    path("secretariat/organisations/", reviewing.organisations, name="organisations"),
    path("secretariat/organisations/<str:pk>/", reviewing.organisation, name="organisation"),
    path("demo/act-as", demo.act_as, name="act_as"),
]
