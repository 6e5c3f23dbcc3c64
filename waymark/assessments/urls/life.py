"""The life of certificates, and appeals."""

from django.urls import path

from waymark.assessments.views import appeals, doubts, inheriting, life

LIFE = "certificates/<str:number>/life/"
APPEAL = "appeals/<str:appeal>/"

urlpatterns = [
    path(LIFE, life.life, name="life"),
    path(f"{LIFE}hearing/", life.hearing, name="life_hearing"),
    path(f"{LIFE}doubt/", doubts.doubt, name="life_doubt"),
    path(f"{LIFE}hearing/<str:about>/answer/", life.say, {"kind": "hearing"}, name="life_answer"),
    path(f"{LIFE}update/", life.say, {"kind": "update"}, name="life_update"),
    path(
        f"{LIFE}conditions/<str:about>/say/",
        life.say,
        {"kind": "condition"},
        name="life_condition_say",
    ),
    path(f"{LIFE}conditions/<str:condition>/", life.condition, name="life_condition"),
    path(f"{LIFE}successor/", inheriting.ask, name="life_successor"),
    path(f"{LIFE}correct/", life.correct, name="life_correct"),
    path("certificate-terms/<slug:mechanism>/", life.terms, name="life_terms"),
    path("decisions/<str:decision>/appeal/", appeals.lodge, name="appeal_lodge"),
    path("appeals/", appeals.appeals, name="appeals"),
    path(APPEAL, appeals.appeal, name="appeal"),
    path(f"{APPEAL}admit/", appeals.admit, name="appeal_admit"),
    path(f"{APPEAL}panel/", appeals.panel, name="appeal_panel"),
    path(f"{APPEAL}declare/", appeals.declare, name="appeal_declare"),
    path(f"{APPEAL}vote/", appeals.vote, name="appeal_vote"),
    path(f"{APPEAL}decide/", appeals.decide, name="appeal_decide"),
]
