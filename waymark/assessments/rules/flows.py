"""The state tables of a case and of a reviewer's assignment.

Facts are small frozen dataclasses that the action gathers; each need answers with the key of a
reason, or None when the condition holds. The keys have their sentences in `messages.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.intake import utc
from waymark.kernel.flow import Flow, Reason, Step


@dataclass(frozen=True)
class CaseFacts:
    """What the steps of a case look at; the defaults let a step that needs none pass."""

    unanswered: tuple[str, ...] = ()  # criteria up to the target level without an answer
    slots: int = 0
    undelivered: int = 0
    reviewers_short: int = 0  # how many slots have nobody
    open_questions: int = 0
    talking: bool = False  # reviewers who differ talk
    tied: tuple[str, ...] = ()  # criteria on which a third has to decide
    report_current: bool = True  # report's hashes equal those of the newest submission
    reason: str = ""
    erased: int = 0  # pieces of evidence erased since the case was handed in
    edition_over: date | None = None  # the day until which its edition took cases that has passed
    first_step: bool = False  # only the first step of an intake was asked
    empty_tables: tuple[str, ...] = ()  # registers of an intake without a whole line
    too_late: datetime | None = None  # the last second in which it was taken, where it has passed
    intake_withdrawn: bool = False


def edition_open(facts: CaseFacts) -> Reason | None:
    """The edition still takes cases that were never handed in."""
    if facts.edition_over is not None:
        return Reason("case.edition_over", {"day": facts.edition_over.isoformat()})
    return None


def intake_open(facts: CaseFacts) -> Reason | None:
    """What the case answers still takes it, to the second."""
    if facts.intake_withdrawn:
        return Reason("case.intake_withdrawn")
    return Reason("case.too_late", {"moment": utc(facts.too_late)}) if facts.too_late else None


def time_left(facts: CaseFacts) -> str | None:
    """Whoever gets a case back can still hand it in."""
    return "case.no_time_left" if facts.too_late else None


def in_one_step(facts: CaseFacts) -> str | None:
    """All that the edition asks was asked."""
    return "case.first_step" if facts.first_step else None


def in_two_steps(facts: CaseFacts) -> str | None:
    """Only the first step was asked so far."""
    return None if facts.first_step else "case.not_first_step"


def all_answered(facts: CaseFacts) -> Reason | None:
    """Every criterion up to the target level has an answer, and forms of an intake are whole."""
    if facts.empty_tables:
        return Reason("case.empty_tables", {"count": len(facts.empty_tables)})
    if facts.unanswered:
        return Reason(
            "case.unanswered",
            {"count": len(facts.unanswered), "criteria": ", ".join(facts.unanswered[:12])},
        )
    return None


def with_reason(facts: CaseFacts) -> str | None:
    """Somebody who sends a case back says why."""
    return None if facts.reason.strip() else "case.no_reason"


def slots_filled(facts: CaseFacts) -> Reason | None:
    """Every reviewer's slot is taken."""
    if facts.reviewers_short:
        return Reason("case.reviewers_short", {"count": facts.reviewers_short})
    return None


def all_delivered(facts: CaseFacts) -> Reason | None:
    """Every reviewer has delivered."""
    if facts.slots == 0 or facts.undelivered:
        return Reason("case.undelivered", {"count": facts.undelivered})
    return None


def questions_answered(facts: CaseFacts) -> Reason | None:
    """No question of a reviewer is left without an answer."""
    if facts.open_questions:
        return Reason("case.open_questions", {"count": facts.open_questions})
    return None


def handed_in_anew(facts: CaseFacts) -> Reason | None:
    """What was handed in names no evidence that was erased since."""
    return Reason("case.evidence_erased", {"count": facts.erased}) if facts.erased else None


def differences_settled(facts: CaseFacts) -> Reason | None:
    """Reviewers who differed have talked, and a third has decided what stayed tied."""
    if facts.talking:
        return Reason("case.talking")
    if facts.tied:
        return Reason("case.tied", {"criteria": ", ".join(facts.tied[:12])})
    return None


def report_is_current(facts: CaseFacts) -> str | None:
    """The report before the committee tells of the newest submission and verdicts."""
    return None if facts.report_current else "case.report_stale"


BEFORE_DECISION = (
    "draft",
    "returned",
    "submitted",
    "admissible",
    "in_review",
    "clarification",
    "reported",
    "scheduled",
)

AFTER_ERASURE = {
    "submitted": "returned",
    "admissible": "returned",
    "in_review": "clarification",
    "reported": "clarification",
    "scheduled": "clarification",
}
"""Where a case goes when evidence that was handed in has to be erased: back to the city.

CERTIFICATION.md §1.7: a new submission, on which verdicts and the report are made anew.
"""

TO_ANOTHER_EDITION = {
    "submitted": "returned",
    "admissible": "returned",
    "in_review": "clarification",
    "clarification": "clarification",
    "reported": "clarification",
}
"""Where a case goes that was handed in and is taken to another edition: to the city, to sign anew.

Not once it is on an agenda: first it comes off.
"""

CASE = Flow(
    "case",
    start="draft",
    steps=(
        Step(
            "submit",
            ("draft", "returned"),
            "submitted",
            Permit.SUBMIT_CASE,
            (all_answered, edition_open, intake_open),
        ),
        Step("admit", "submitted", "admissible", Permit.ADMIT_CASE, (in_one_step,)),
        Step("return", "submitted", "returned", Permit.ADMIT_CASE, (with_reason, time_left)),
        Step("ask_more", "submitted", "draft", Permit.ADMIT_CASE, (in_two_steps,)),
        Step(
            "turn_down",
            "submitted",
            "turned_down",
            Permit.ADMIT_CASE,
            (in_two_steps, with_reason),
        ),
        Step("start_review", "admissible", "in_review", Permit.ASSIGN_REVIEW, (slots_filled,)),
        Step("ask", "in_review", "clarification", Permit.GIVE_VERDICT),
        Step(
            "answer",
            "clarification",
            "in_review",
            Permit.ANSWER_CLARIFICATION,
            (questions_answered, handed_in_anew),
        ),
        Step(
            "resubmit",
            "clarification",
            "in_review",
            Permit.SUBMIT_CASE,
            (all_answered, questions_answered),
        ),
        Step(
            "report",
            "in_review",
            "reported",
            Permit.MAKE_REPORT,
            (all_delivered, questions_answered, differences_settled),
        ),
        Step("reopen_review", "reported", "in_review", Permit.MAKE_REPORT, (with_reason,)),
        Step("schedule", "reported", "scheduled", Permit.PLAN_MEETING, (report_is_current,)),
        Step("unschedule", "scheduled", "reported", Permit.PLAN_MEETING),
        Step("transfer", BEFORE_DECISION, "transferred", Permit.ASK_TRANSFER, (with_reason,)),
        Step("defer", "scheduled", "reported", Permit.DECIDE, (report_is_current,)),
        Step("decide", "scheduled", "decided", Permit.DECIDE, (report_is_current,)),
        Step("close", "decided", "closed", Permit.PUBLISH_DECISIONS),
        Step("reopen", "closed", "admissible", Permit.DECIDE_APPEAL),  # an appeal was upheld
        *(
            Step(f"erase_{state}", state, target, Permit.ERASE_EVIDENCE, (with_reason,))
            for state, target in AFTER_ERASURE.items()
        ),
        *(
            Step(f"edition_{state}", state, target, Permit.OPEN_CASE)
            for state, target in TO_ANOTHER_EDITION.items()
        ),
        Step("withdraw", BEFORE_DECISION, "withdrawn", Permit.WITHDRAW_CASE, (with_reason,)),
    ),
)


@dataclass(frozen=True)
class AssignmentFacts:
    """What the steps of an assignment look at."""

    declared: bool = False
    conflict: bool = False
    without_verdict: tuple[str, ...] = ()
    reason: str = ""


def declared_free(facts: AssignmentFacts) -> str | None:
    """She has declared, and no conflict stands."""
    if not facts.declared:
        return "assignment.undeclared"
    return "assignment.conflict" if facts.conflict else None


def every_verdict(facts: AssignmentFacts) -> Reason | None:
    """Each criterion of the submission has her verdict."""
    if facts.without_verdict:
        return Reason(
            "assignment.without_verdict",
            {
                "count": len(facts.without_verdict),
                "criteria": ", ".join(facts.without_verdict[:12]),
            },
        )
    return None


OPEN_ASSIGNMENT = ("invited", "accepted", "delivered", "returned")

ASSIGNMENT = Flow(
    "assignment",
    start="invited",
    steps=(
        Step("accept", "invited", "accepted", Permit.DECLARE_ON_CASE, (declared_free,)),
        Step("decline", "invited", "declined", Permit.DECLARE_ON_CASE),
        Step(
            "deliver",
            ("accepted", "returned"),
            "delivered",
            Permit.GIVE_VERDICT,
            (declared_free, every_verdict),
        ),
        Step("return", "delivered", "returned", Permit.ASSIGN_REVIEW),
        Step("recuse", OPEN_ASSIGNMENT, "recused", Permit.DECLARE_ON_CASE),
        Step("replace", OPEN_ASSIGNMENT, "replaced", Permit.ASSIGN_REVIEW),
        Step("release", ("invited", "accepted", "returned"), "closed", Permit.ASSIGN_REVIEW),
        Step("close", "delivered", "closed", Permit.PUBLISH_DECISIONS),
    ),
)
