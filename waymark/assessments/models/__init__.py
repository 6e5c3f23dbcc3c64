"""Rows of a case's life, from the first answer to the decision."""

from waymark.assessments.models.arranging import Arrangement
from waymark.assessments.models.calendar import MeetingCalendar, MeetingChange
from waymark.assessments.models.carrying import Carrying
from waymark.assessments.models.case import (
    Answer,
    AnswerRevision,
    Case,
    CaseEvent,
    Comment,
    RegisterRevision,
    RegisterTable,
    Submission,
)
from waymark.assessments.models.committee import (
    AgendaItem,
    Attendance,
    Ballot,
    BoxedVote,
    Decision,
    Meeting,
    Publication,
    Recusal,
)
from waymark.assessments.models.consulting import Consultation, ConsultationWord
from waymark.assessments.models.delegating import Delegation
from waymark.assessments.models.diagnosing import DiagnosticAnswer, DiagnosticRun
from waymark.assessments.models.differing import Remark, Talk, TalkDone
from waymark.assessments.models.evidence import EvidenceItem, EvidenceLink, EvidenceRevision
from waymark.assessments.models.fees import (
    FeeRequest,
    FeeSchedule,
    FeeWaiver,
    Invoice,
    InvoiceEvent,
)
from waymark.assessments.models.holding import Hold, HoldChoice
from waymark.assessments.models.inheriting import Inheritance
from waymark.assessments.models.intake import Intake
from waymark.assessments.models.life import (
    Appeal,
    AppealOutcome,
    AppealSeat,
    AppealVote,
    Condition,
    ConditionFinding,
    Effect,
    Hearing,
    LifeTerms,
    Statement,
)
from waymark.assessments.models.minutes import MinutesOpinion, MinutesRevision
from waymark.assessments.models.oversight import GlobalWord, OversightRule
from waymark.assessments.models.quarterly import QuarterlyReport, TabledReport
from waymark.assessments.models.recognised import RecognisedResult
from waymark.assessments.models.review import (
    Assignment,
    Clarification,
    Declaration,
    Handover,
    Report,
    Ruling,
    Verdict,
)
from waymark.assessments.models.spot import (
    CheckPolicy,
    Commitment,
    Draw,
    DrawParty,
    DrawResult,
    DrawSeal,
    FrameEntry,
    Reveal,
    SpotCheck,
    SpotResult,
    SpotWithdrawal,
)
from waymark.assessments.models.transfer import Transfer, TransferWord

__all__ = [
    "AgendaItem",
    "Answer",
    "AnswerRevision",
    "Appeal",
    "AppealOutcome",
    "AppealSeat",
    "AppealVote",
    "Arrangement",
    "Assignment",
    "Attendance",
    "Ballot",
    "BoxedVote",
    "Carrying",
    "Case",
    "CaseEvent",
    "CheckPolicy",
    "Clarification",
    "Comment",
    "Commitment",
    "Condition",
    "ConditionFinding",
    "Consultation",
    "ConsultationWord",
    "Decision",
    "Declaration",
    "Delegation",
    "DiagnosticAnswer",
    "DiagnosticRun",
    "Draw",
    "DrawParty",
    "DrawResult",
    "DrawSeal",
    "Effect",
    "EvidenceItem",
    "EvidenceLink",
    "EvidenceRevision",
    "FeeRequest",
    "FeeSchedule",
    "FeeWaiver",
    "FrameEntry",
    "GlobalWord",
    "Handover",
    "Hearing",
    "Hold",
    "HoldChoice",
    "Inheritance",
    "Intake",
    "Invoice",
    "InvoiceEvent",
    "LifeTerms",
    "Meeting",
    "MeetingCalendar",
    "MeetingChange",
    "MinutesOpinion",
    "MinutesRevision",
    "OversightRule",
    "Publication",
    "QuarterlyReport",
    "RecognisedResult",
    "Recusal",
    "RegisterRevision",
    "RegisterTable",
    "Remark",
    "Report",
    "Reveal",
    "Ruling",
    "SpotCheck",
    "SpotResult",
    "SpotWithdrawal",
    "Statement",
    "Submission",
    "TabledReport",
    "Talk",
    "TalkDone",
    "Transfer",
    "TransferWord",
    "Verdict",
]
