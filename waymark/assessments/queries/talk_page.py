"""A talk as one of its reviewers sees it: both words on each criterion, and what was said."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from waymark.assessments.models import Remark, Talk, Verdict
from waymark.assessments.queries.review import Task
from waymark.assessments.queries.review_blind import verdicts
from waymark.assessments.rules.differing import Part, TalkState
from waymark.schemes.rules import Criterion


@dataclass(frozen=True)
class Side:
    """One reviewer on one criterion."""

    slot: int
    mine: bool
    words: tuple[Verdict, ...]  # the newest first

    @property
    def now(self) -> Verdict:
        """Her last word."""
        return self.words[0]

    @property
    def earlier(self) -> tuple[Verdict, ...]:
        """Her words before."""
        return self.words[1:]


@dataclass(frozen=True)
class Row:
    """A criterion that the talk is about."""

    criterion: Criterion
    sides: tuple[Side, ...]
    remarks: tuple[Remark, ...]

    @property
    def differs(self) -> bool:
        """Whether the last words differ still."""
        return len({side.now.outcome for side in self.sides}) > 1

    @property
    def mine(self) -> Side | None:
        """The reader's own side."""
        return next((side for side in self.sides if side.mine), None)

    @property
    def state(self) -> str:
        """The name under which it is shown."""
        return "talk.differs" if self.differs else "talk.agreed"


@dataclass(frozen=True)
class TalkPage:
    """The whole talk."""

    talk: Talk
    rows: tuple[Row, ...]
    seen: int  # remarks and revisions so far
    done: bool  # the reader has said that she is done

    @property
    def is_open(self) -> bool:
        """Whether the reader can still say something."""
        return self.talk.state == TalkState.OPEN and not self.done

    @property
    def differing(self) -> tuple[Row, ...]:
        """The criteria on which the last words differ still."""
        return tuple(row for row in self.rows if row.differs)

    def row(self, criterion: str) -> Row | None:
        """Return one criterion of it, or None."""
        return next((row for row in self.rows if row.criterion.id == criterion), None)


def talk_page(task: Task) -> TalkPage | None:
    """Return the last talk about what the reader judged, or None. Four queries."""
    own = task.assignment
    if own.third or own.spot_check_id is not None or task.blind:
        return None
    talks = task.case.talks.filter(submission=task.submission).exclude(state=TalkState.VOID)
    talk = talks.order_by("-opened_at").first()
    if talk is None:
        return None
    said: dict[str, dict[int, list[Verdict]]] = defaultdict(lambda: defaultdict(list))
    rows = verdicts(task.viewer, task.at).filter(
        submission=talk.submission_id,
        assignment__case=task.case,
        assignment__third=False,
        assignment__spot_check=None,
        criterion__in=talk.differing,
    )
    found = list(rows.select_related("assignment", "submission").defer("submission__document"))
    for row in sorted(found, key=lambda one: -one.pk):
        said[row.criterion][row.assignment.slot].append(row)
    remarks = list(talk.remarks.select_related("assignment"))
    revised = [row for row in found if row.part == Part.TALK and row.at >= talk.opened_at]
    return TalkPage(
        talk=talk,
        rows=tuple(
            Row(
                criterion=one,
                sides=tuple(
                    Side(slot, words[0].assignment_id == own.pk, tuple(words))
                    for slot, words in sorted(said[one.id].items())
                ),
                remarks=tuple(remark for remark in remarks if remark.criterion == one.id),
            )
            for one in task.scheme.criteria
            if one.id in talk.differing
        ),
        seen=len(remarks) + len(revised),
        done=talk.dones.filter(assignment=own).exists(),
    )
