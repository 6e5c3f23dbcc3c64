"""Rows of a case's life, from the first answer to the decision."""

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
    Decision,
    Meeting,
    Publication,
    Recusal,
)
from waymark.assessments.models.evidence import EvidenceItem, EvidenceLink, EvidenceRevision
from waymark.assessments.models.review import (
    Assignment,
    Clarification,
    Declaration,
    Report,
    Verdict,
)

__all__ = [
    "AgendaItem",
    "Answer",
    "AnswerRevision",
    "Assignment",
    "Attendance",
    "Ballot",
    "Case",
    "CaseEvent",
    "Clarification",
    "Comment",
    "Decision",
    "Declaration",
    "EvidenceItem",
    "EvidenceLink",
    "EvidenceRevision",
    "Meeting",
    "Publication",
    "Recusal",
    "RegisterRevision",
    "RegisterTable",
    "Report",
    "Submission",
    "Verdict",
]
