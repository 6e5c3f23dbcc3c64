"""The secretariat's desk, the reviewers' workspace, and the stage report."""

from django.urls import path

from waymark.assessments.views import (
    agreement,
    desk,
    desk_acts,
    desk_assign,
    desk_evidence,
    report,
    review,
    review_criterion,
    review_talk,
    rulings,
    transfers,
)

CASE = "cases/<str:case>/"
SLOT = f"{CASE}reviews/<str:assignment>/"
REVIEW = "reviews/<str:assignment>/"
CRITERION = f"{REVIEW}criteria/<str:criterion>/"
TALK = f"{REVIEW}talk/<str:criterion>/"
REPORT = "reports/<str:report>"

urlpatterns = [
    path("secretariat/", desk.inbox, name="inbox"),
    path(CASE, desk.case, name="case"),
    path(f"{CASE}admit/", desk_acts.admit, name="case_admit"),
    path(f"{CASE}return/", desk_acts.send_back, name="case_return"),
    path(f"{CASE}assign/", desk_assign.assign, name="case_assign"),
    path(f"{CASE}third/", desk_assign.third, name="case_third"),
    path(f"{CASE}talk/end/", desk_acts.end_talk, name="case_talk_end"),
    path(f"{CASE}report/", desk_acts.report, name="case_report"),
    path(f"{CASE}evidence/", desk_evidence.evidence, name="case_evidence"),
    path(f"{CASE}evidence/<str:item>/erase/", desk_evidence.erase, name="case_erase"),
    path(f"{CASE}reopen/", desk_acts.reopen, name="case_reopen"),
    path(f"{SLOT}replace/", desk_acts.replace, name="case_replace"),
    path(f"{SLOT}due/", desk_acts.due, name="case_due"),
    path(f"{CASE}transfer/", transfers.of_case, name="case_transfer"),
    path("transfers/", transfers.transfers, name="transfers"),
    path("transfers/<str:transfer>/", transfers.transfer, name="transfer"),
    path("transfers/<str:transfer>/withdraw/", transfers.withdraw, name="transfer_withdraw"),
    path("reviews/", review.queue, name="reviews"),
    path(REVIEW, review.review, name="review"),
    path(f"{REVIEW}decline/", review.decline, name="review_decline"),
    path(f"{REVIEW}recuse/", review.recuse, name="review_recuse"),
    path(f"{REVIEW}repeat/", review.repeat, name="review_repeat"),
    path(f"{REVIEW}deliver/", review.deliver, name="review_deliver"),
    path(f"{REVIEW}talk/", review_talk.talk, name="review_talk"),
    path(TALK, review_talk.talk_criterion, name="review_talk_criterion"),
    path(f"{TALK}revise/", review_talk.revise, name="review_talk_revise"),
    path(CRITERION, review_criterion.criterion, name="review_criterion"),
    path(f"{CRITERION}ask/", review_criterion.ask, name="review_ask"),
    path(
        f"{REVIEW}questions/<str:question>/withdraw/",
        review_criterion.withdraw,
        name="review_withdraw",
    ),
    path("agreement/", agreement.agreement, name="agreement"),
    path("conflicts/", rulings.matters, name="matters"),
    path("conflicts/<str:case>/<str:person>/", rulings.matter, name="matter"),
    path(f"{REPORT}/", report.page, name="report"),
    path(f"{REPORT}/report.pdf", report.pdf, name="report_pdf"),
    path(f"{REPORT}/report.json", report.document, name="report_json"),
]
