"""What a newer edition would mean for a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from waymark.assessments.models import Case
from waymark.assessments.queries.dossier import document_under
from waymark.assessments.queries.holding import open_hold
from waymark.assessments.rules.document_parse import parse_submission
from waymark.assessments.rules.rebasing import (
    WITH_ITS_CITY,
    Rebase,
    RebaseFacts,
    compare_editions,
    refuse_rebase,
)
from waymark.kernel.flow import Reason
from waymark.schemes.models import Edition
from waymark.schemes.queries import edition_for, scheme_of
from waymark.schemes.rules import Criterion, InvalidDocument, Scheme


@dataclass(frozen=True)
class Preview:
    """A newer edition beside the one that the case is on."""

    edition: Edition
    before: Scheme
    after: Scheme
    plan: Rebase
    answered: frozenset[str]  # criteria before that hold something
    refused: tuple[Reason, ...]
    reviewed: bool = False  # somebody reviews it, or has
    at_home: bool = True  # it lies with its city

    @property
    def kept(self) -> tuple[Criterion, ...]:
        """Those on which a verdict stays, as long as answer, evidence and data stay.

        Whether one was given is not told: the city does not see it before the report.
        """
        old = {one.id: one.rule_hash for one in self.before.criteria}
        return tuple(one for one in self.after.criteria if old.get(one.id) == one.rule_hash)

    @property
    def judged_anew(self) -> tuple[Criterion, ...]:
        """Those that reviewers judge anew in any case."""
        kept = {one.id for one in self.kept}
        return tuple(one for one in self.after.criteria if one.id not in kept)

    @property
    def asked_otherwise(self) -> tuple[str, ...]:
        """Criteria that the city has answered and that ask something else now."""
        kept = {self.plan.moves[name] for name in self.answered if name in self.plan.moves}
        return tuple(name for name in self.plan.changed if name in kept)

    @property
    def set_aside(self) -> tuple[str, ...]:
        """Criteria that the city has answered and that are not asked any more."""
        return tuple(name for name in self.plan.removed if name in self.answered)

    @property
    def otherwise(self) -> tuple[Criterion, ...]:
        """Those asked otherwise, as the newer edition has them."""
        return tuple(self.after.by_id[name] for name in self.asked_otherwise)

    @property
    def new(self) -> tuple[Criterion, ...]:
        """Those not asked before."""
        return tuple(self.after.by_id[name] for name in self.plan.added)

    @property
    def aside(self) -> tuple[Criterion, ...]:
        """Those set aside, as the edition of the case has them."""
        return tuple(self.before.by_id[name] for name in self.set_aside)


def newer_edition(viewer: Any, case: Case) -> Edition | None:
    """Return the edition by which the mechanism certifies now, where the case is on another.

    What answers an intake stays on the edition that it was called for by.
    """
    if case.intake_id is not None:
        return None
    found = edition_for(viewer, case.mechanism, case.scheme_id)
    return None if found is None or found.pk == case.edition_id else found


def preview(viewer: Any, case: Case, expected: str = "") -> Preview | None:
    """Return what taking the case to the newest edition would mean; None where it is on it.

    expected: the content of the edition that somebody was shown.
    """
    edition = newer_edition(viewer, case)
    if edition is None:
        return None
    before, after = scheme_of(case.edition), scheme_of(edition)
    plan = compare_editions(before, after)
    problems: tuple[str, ...] = ()
    try:
        parse_submission(document_under(case, after, plan.moves), after)
    except InvalidDocument as invalid:
        problems = tuple(problem.sentence for problem in invalid.problems)
    facts = RebaseFacts(
        state=case.state,
        newer=True,
        has_level=case.target_level in {level.id for level in after.levels},
        problems=problems,
        expected=not expected or expected == edition.sha256,
        held=edition.adaptation_id is None and open_hold(case) is not None,
    )
    reviewed = case.state not in (*WITH_ITS_CITY, "submitted", "admissible")
    return Preview(
        edition,
        before,
        after,
        plan,
        held_in(case),
        refuse_rebase(facts),
        reviewed,
        case.state in WITH_ITS_CITY,
    )


def held_in(case: Case) -> frozenset[str]:
    """Return the criteria to which a case holds an answer. One query."""
    rows = case.answers.order_by("criterion")
    return frozenset(
        row.criterion for row in rows if row.level is not None or row.narrative or row.not_relevant
    )
