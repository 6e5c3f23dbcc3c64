"""What the signatory is about to hand in, and what was handed in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from waymark.assessments.models import Submission
from waymark.assessments.queries.dossier import (
    empty_tables,
    frozen,
    live_submission,
    unanswered,
)
from waymark.assessments.queries.workspace import Here
from waymark.assessments.rules import document as doc
from waymark.assessments.rules.case import EDITABLE
from waymark.kernel import canonical
from waymark.schemes.queries import edition_with, scheme_of
from waymark.schemes.rules import Criterion, InvalidDocument, Problem, Register, Scheme


@dataclass(frozen=True)
class Line:
    """One criterion of a submission."""

    criterion: Criterion
    answer: doc.Answer | None
    evidence: tuple[doc.Evidence, ...]


@dataclass(frozen=True)
class Contents:
    """A submission as people read it."""

    content: doc.Submission
    scheme: Scheme

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """A line for each criterion that has an answer or evidence."""
        evidence: dict[str, list[doc.Evidence]] = {}
        for item in self.content.evidence:
            for name in item.criteria:
                evidence.setdefault(name, []).append(item)
        answers = self.content.answers
        return tuple(
            Line(one, answers.get(one.id), tuple(evidence.get(one.id, ())))
            for one in self.scheme.criteria
            if one.id in answers or one.id in evidence
        )

    @property
    def hash(self) -> str:
        """The SHA-256 of the document."""
        return self.content.hash

    @cached_property
    def document(self) -> bytes:
        """The document itself: the bytes that the hash is of."""
        return canonical.dumps(doc.submission_document(self.content))

    @property
    def rows(self) -> int:
        """How many rows the tables hold."""
        return sum(len(rows) for rows in self.content.registers.values())


@dataclass(frozen=True)
class Handover:
    """What stands in the way of handing in, and what would be handed in."""

    contents: Contents | None  # None where stored rows depart from the format
    problems: tuple[Problem, ...]
    missing: tuple[Criterion, ...]
    tables: tuple[Register, ...]  # of a first step, without a whole line
    open_questions: int

    @property
    def ready(self) -> bool:
        """Whether it can be signed now."""
        waits = self.missing or self.tables or self.open_questions
        return self.contents is not None and not waits


def live_contents(here: Here) -> Contents:
    """Return the case as it would be frozen now. Raises InvalidDocument."""
    return Contents(live_submission(here.the_case), here.scheme)


def handover(here: Here) -> Handover | None:
    """Return what is about to be handed in, or None where the case has been."""
    case = here.the_case
    if case.state not in EDITABLE:
        return None
    problems: tuple[Problem, ...] = ()
    contents = None
    try:
        contents = live_contents(here)
    except InvalidDocument as invalid:
        problems = tuple(invalid.problems)
    missing = tuple(here.scheme.by_id[name] for name in unanswered(case))
    tables = tuple(here.scheme.register_by_id[name] for name in empty_tables(case))
    return Handover(contents, problems, missing, tables, getattr(case, "waiting", 0))


def submission(here: Here, seq: int) -> Submission | None:
    """Return what was handed in, the first time or a later one, or None."""
    if seq > 10**6:
        return None
    return here.the_case.submissions.filter(seq=seq).select_related("signed_by").first()


def was_reply(row: Submission) -> bool:
    """Tell whether it was handed in to reviewers who had asked, and so needed no admission."""
    return row.case.events.filter(step="resubmit", at=row.at).exists()


def was_first_step(here: Here, contents: Contents) -> bool:
    """Tell whether what was handed in was the first of two steps: it answers no criterion."""
    return bool(here.the_case.intake_id and here.scheme.first_step and not contents.content.answers)


def contents_of(here: Here, row: Submission) -> Contents:
    """Return what a submission holds, by the edition that it was handed in under."""
    before = None
    if row.edition_sha256 != here.the_case.edition.sha256:  # the case was taken to a newer one
        before = edition_with(here.viewer, row.edition_sha256)
    return Contents(frozen(row), scheme_of(before) if before else here.scheme)
