"""States and steps of a case and of what belongs to it, and who may take them: all tables."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from waymark.people.rules import CITY, Role


class CaseKind(StrEnum):
    """Why a case was opened."""

    INITIAL = "initial"
    RENEWAL = "renewal"
    UPGRADE = "upgrade"


class CaseState(StrEnum):
    """Where a case stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ADMISSIBLE = "admissible"
    IN_REVIEW = "in_review"
    CLARIFICATION = "clarification"
    REPORTED = "reported"
    SCHEDULED = "scheduled"
    DECIDED = "decided"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    TRANSFERRED = "transferred"  # it goes on under another mechanism
    TURNED_DOWN = "turned_down"  # after the first step of an intake


EDITABLE = frozenset({CaseState.DRAFT, CaseState.RETURNED, CaseState.CLARIFICATION})


WITHDRAWS_EVIDENCE = EDITABLE | {CaseState.CLOSED}
"""States in which a city may say that an item no longer counts: what is decided stays decided."""


class EvidenceState(StrEnum):
    """Whether an evidence item still counts."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


class Visibility(StrEnum):
    """Who may open an evidence item, from widest to narrowest."""

    PUBLIC = "public"
    REVIEWERS = "reviewers"
    COMMITTEE = "committee"


class AssignmentState(StrEnum):
    """Where a reviewer's task stands."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DELIVERED = "delivered"
    RETURNED = "returned"
    RECUSED = "recused"
    REPLACED = "replaced"
    CLOSED = "closed"


class Outcome(StrEnum):
    """A reviewer's word on a criterion."""

    ACCEPT = "accept"
    REJECT = "reject"
    NEED_MORE = "need_more"
    RECUSE = "recuse"


class MeetingState(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    CONVENED = "convened"
    CLOSED = "closed"
    PUBLISHED = "published"
    ADJOURNED = "adjourned"
    CANCELLED = "cancelled"


class BallotChoice(StrEnum):
    """A member's vote."""

    GRANT = "grant"
    REFUSE = "refuse"
    DEFER = "defer"
    ABSTAIN = "abstain"
    CONFIRM = "confirm"  # on a spot check that came to something else
    SUSPEND = "suspend"
    ANNUL = "annul"  # on a decision that is looked at again
    HAND_ON = "hand_on"  # on a certificate of a city that ended
    END = "end"


class DecisionKind(StrEnum):
    """What a decision does."""

    GRANT = "grant"
    GRANT_WITH_CONDITIONS = "grant_with_conditions"
    RENEW = "renew"
    UPGRADE = "upgrade"
    REFUSE = "refuse"
    DEFER = "defer"
    SUSPEND = "suspend"
    LIFT_SUSPENSION = "lift_suspension"
    REVOKE = "revoke"
    LAPSE = "lapse"
    CONFIRM = "confirm"
    CORRECT = "correct"
    ANNUL = "annul"
    HAND_ON = "hand_on"  # it stays with the legal successor of its city, in whose name it is given
    END = "end"  # it ends with its city


GIVES = frozenset(
    {
        DecisionKind.GRANT,
        DecisionKind.GRANT_WITH_CONDITIONS,
        DecisionKind.RENEW,
        DecisionKind.UPGRADE,
        DecisionKind.CORRECT,
        DecisionKind.HAND_ON,
    }
)
"""Decisions that give a certificate."""


class Permit(StrEnum):
    """Acts of this room."""

    OPEN_CASE = "open_case"
    READ_DOSSIER = "read_dossier"
    EDIT_CASE = "edit_case"
    SUBMIT_CASE = "submit_case"
    WITHDRAW_CASE = "withdraw_case"
    ASK_TRANSFER = "ask_transfer"
    AGREE_TRANSFER = "agree_transfer"
    ADMIT_CASE = "admit_case"
    ASSIGN_REVIEW = "assign_review"
    DECLARE_ON_CASE = "declare_on_case"
    ERASE_EVIDENCE = "erase_evidence"
    RULE_ON_TIES = "rule_on_ties"
    GIVE_VERDICT = "give_verdict"
    ANSWER_CLARIFICATION = "answer_clarification"
    MAKE_REPORT = "make_report"
    PLAN_MEETING = "plan_meeting"
    SET_CALENDAR = "set_calendar"
    CONVENE_MEETING = "convene_meeting"
    APPROVE_MINUTES = "approve_minutes"
    RECUSE_MEMBER = "recuse_member"
    CAST_BALLOT = "cast_ballot"
    ASK_MEETING = "ask_meeting"
    DECIDE = "decide"
    PUBLISH_DECISIONS = "publish_decisions"
    DECIDE_ON_AWARD = "decide_on_award"
    SET_CHECK_POLICY = "set_check_policy"
    RUN_DRAW = "run_draw"
    GIVE_CHANCE = "give_chance"
    ASK_CHECK = "ask_check"
    CONCLUDE_CHECK = "conclude_check"
    SET_LIFE_POLICY = "set_life_policy"
    HEAR_CITY = "hear_city"
    DOUBT_DECISION = "doubt_decision"
    ASK_INHERITANCE = "ask_inheritance"
    SPEAK_FOR_CITY = "speak_for_city"
    JUDGE_CONDITION = "judge_condition"
    CORRECT_DECISION = "correct_decision"
    LODGE_APPEAL = "lodge_appeal"
    ADMIT_APPEAL = "admit_appeal"
    SIT_ON_APPEAL = "sit_on_appeal"
    DECIDE_APPEAL = "decide_appeal"
    ASK_PARTNER = "ask_partner"
    SPEAK_WITH_PARTNER = "speak_with_partner"
    SET_ARRANGEMENT = "set_arrangement"
    SET_OVERSIGHT = "set_oversight"
    GIVE_GLOBAL_WORD = "give_global_word"
    CHOOSE_ON_HOLD = "choose_on_hold"
    SET_FEES = "set_fees"
    MANAGE_FEES = "manage_fees"
    READ_FEES = "read_fees"
    BRING_RESULT = "bring_result"
    ASK_WAIVER = "ask_waiver"
    RUN_DIAGNOSTIC = "run_diagnostic"


WRITERS = frozenset({Role.CITY_LEAD, Role.CITY_EDITOR, Role.CITY_SIGNATORY})
DESK = frozenset({Role.SECRETARIAT})
MEMBERS = frozenset({Role.COMMITTEE, Role.CHAIR})

TABLE: Mapping[str, frozenset[Role]] = {
    Permit.OPEN_CASE: frozenset({Role.CITY_LEAD, Role.CITY_SIGNATORY}),
    Permit.READ_DOSSIER: CITY
    | DESK
    | MEMBERS
    | {Role.OBSERVER, Role.TECHNICAL_LEAD, Role.REVIEWER, Role.APPEAL, Role.STEWARD},
    Permit.EDIT_CASE: WRITERS,
    Permit.SUBMIT_CASE: frozenset({Role.CITY_SIGNATORY}),
    Permit.WITHDRAW_CASE: frozenset({Role.CITY_SIGNATORY}),
    Permit.ASK_TRANSFER: frozenset({Role.CITY_LEAD, Role.CITY_SIGNATORY}),
    Permit.AGREE_TRANSFER: DESK,
    Permit.ADMIT_CASE: DESK,
    Permit.ERASE_EVIDENCE: DESK,
    Permit.ASSIGN_REVIEW: DESK | {Role.TECHNICAL_LEAD},
    Permit.DECLARE_ON_CASE: MEMBERS | {Role.REVIEWER, Role.APPEAL, Role.STEWARD},
    Permit.RULE_ON_TIES: frozenset({Role.TECHNICAL_LEAD, Role.CHAIR, Role.APPEAL}),
    Permit.GIVE_VERDICT: frozenset({Role.REVIEWER, Role.STEWARD}),  # a steward, in a spot check
    Permit.ANSWER_CLARIFICATION: WRITERS,
    Permit.MAKE_REPORT: DESK | {Role.TECHNICAL_LEAD},
    Permit.PLAN_MEETING: DESK,
    Permit.SET_CALENDAR: DESK | {Role.CHAIR},
    Permit.CONVENE_MEETING: DESK | {Role.CHAIR},
    Permit.APPROVE_MINUTES: MEMBERS,
    Permit.RECUSE_MEMBER: MEMBERS | {Role.OBSERVER},  # who reads says first whether she is tied
    Permit.CAST_BALLOT: MEMBERS,
    Permit.ASK_MEETING: MEMBERS,
    Permit.DECIDE: frozenset({Role.CHAIR}),
    Permit.PUBLISH_DECISIONS: DESK,
    Permit.DECIDE_ON_AWARD: frozenset({Role.CHAIR}),
    Permit.SET_CHECK_POLICY: DESK | {Role.CHAIR},
    Permit.RUN_DRAW: DESK,
    Permit.GIVE_CHANCE: frozenset({Role.PARTY}),
    Permit.ASK_CHECK: DESK | {Role.CHAIR},
    Permit.CONCLUDE_CHECK: DESK,
    Permit.SET_LIFE_POLICY: DESK | {Role.CHAIR},
    Permit.HEAR_CITY: frozenset({Role.CHAIR}),
    Permit.DOUBT_DECISION: DESK | {Role.CHAIR},
    Permit.ASK_INHERITANCE: DESK | {Role.CHAIR},
    Permit.SPEAK_FOR_CITY: frozenset({Role.CITY_LEAD, Role.CITY_SIGNATORY}),
    Permit.JUDGE_CONDITION: DESK | {Role.CHAIR},
    Permit.CORRECT_DECISION: frozenset({Role.CHAIR}),
    Permit.LODGE_APPEAL: frozenset({Role.CITY_SIGNATORY}),
    Permit.ADMIT_APPEAL: DESK,
    Permit.SIT_ON_APPEAL: frozenset({Role.APPEAL}),
    Permit.DECIDE_APPEAL: frozenset({Role.APPEAL}),
    Permit.ASK_PARTNER: frozenset({Role.CITY_LEAD, Role.CITY_SIGNATORY}),
    Permit.SPEAK_WITH_PARTNER: WRITERS | {Role.PARTNER},
    Permit.SET_ARRANGEMENT: DESK | {Role.CHAIR},
    Permit.SET_OVERSIGHT: DESK | {Role.CHAIR},
    Permit.GIVE_GLOBAL_WORD: MEMBERS,
    Permit.CHOOSE_ON_HOLD: frozenset({Role.CHAIR}),
    Permit.SET_FEES: DESK,
    Permit.MANAGE_FEES: DESK,
    Permit.BRING_RESULT: WRITERS,
    Permit.RUN_DIAGNOSTIC: WRITERS,
    Permit.ASK_WAIVER: frozenset({Role.CITY_LEAD, Role.CITY_SIGNATORY}),
    Permit.READ_FEES: CITY | DESK,  # never who reviews or decides: they do not know who has paid
}
