"""The reviewer's acts: declare, accept or decline, judge, ask, deliver."""

from waymark.assessments.actions.review.asking import (
    answer_question,
    ask_city,
    send_answers,
    withdraw_question,
)
from waymark.assessments.actions.review.common import StaleSubmission
from waymark.assessments.actions.review.declaring import (
    declare_interest,
    decline_invitation,
    recuse_reviewer,
)
from waymark.assessments.actions.review.judging import (
    Judgement,
    deliver_review,
    give_verdict,
    repeat_verdicts,
    without_verdict,
)
from waymark.assessments.actions.review.ruling import rule_on_ties
from waymark.assessments.actions.review.talking import (
    end_own_talk,
    end_talk,
    revise_verdict,
    say_to_reviewer,
)

__all__ = [
    "Judgement",
    "StaleSubmission",
    "answer_question",
    "ask_city",
    "declare_interest",
    "decline_invitation",
    "deliver_review",
    "end_own_talk",
    "end_talk",
    "give_verdict",
    "recuse_reviewer",
    "repeat_verdicts",
    "revise_verdict",
    "rule_on_ties",
    "say_to_reviewer",
    "send_answers",
    "withdraw_question",
    "without_verdict",
]
