"""How far reviewers agree on each criterion, for their team to learn from.

Never who and never which city: only words are counted, from reviews that are complete, and nothing
is said of a criterion with few cases. What a blind reviewer may not read is not counted for her.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from waymark.assessments.models import Talk
from waymark.assessments.queries.access import rights_of
from waymark.assessments.queries.review_blind import OVER, opened, verdicts
from waymark.assessments.rules.agreement import FEW, Agreement, cohen, enough, fleiss
from waymark.assessments.rules.case import Outcome
from waymark.assessments.rules.differing import Part
from waymark.schemes.models import Edition
from waymark.schemes.queries import scheme_of
from waymark.schemes.rules import Criterion

ORDER = tuple(outcome.value for outcome in Outcome)


@dataclass(frozen=True)
class Line:
    """One criterion; without `all` there are too few cases to say anything."""

    criterion: Criterion
    cases: int
    all: Agreement | None = None  # Fleiss: whoever judged
    two: Agreement | None = None  # Cohen: the first slot against the second
    apart: tuple[tuple[tuple[str, ...], int], ...] = ()  # words that differed, and how often

    @property
    def short(self) -> int:
        """How many cases are missing."""
        return max(0, FEW - self.cases)


Words = dict[str, dict[int, str]]
"""case -> slot -> the last word on one criterion."""


def teaches(viewer: Any, at: datetime) -> bool:
    """Tell whether the viewer leads a technical team, and so may learn how far it agrees."""
    if not getattr(viewer, "is_authenticated", False):
        return False
    return bool(rights_of(viewer, at).teams_led)


def _words(viewer: Any, at: datetime) -> tuple[dict[str, Words], set[str]]:
    """Return criterion -> words, and the editions of their cases. One query besides the rights."""
    led = rights_of(viewer, at).teams_led
    cases = opened(viewer, at).filter(mechanism__technical_team_id__in=led)
    rows = (
        verdicts(viewer, at)
        .filter(
            assignment__case__in=cases.values("pk"),
            assignment__spot_check=None,
            assignment__state__in=OVER,
            assignment__third=False,
        )
        .filter(_before_any_talk())
    )
    columns = ("assignment__case_id", "assignment__slot", "criterion", "outcome", "submission_id")
    more = ("assignment__case__edition_id",)
    found: dict[str, Words] = defaultdict(lambda: defaultdict(dict))
    newest: dict[tuple[str, str], str] = {}
    editions = set()
    ordered = rows.order_by("submission__seq", "id").values_list(*columns, *more)
    for case, slot, criterion, outcome, submission, edition in ordered.iterator():
        editions.add(edition)
        if newest.get((criterion, case)) != submission:
            newest[criterion, case] = submission
            found[criterion][case] = {}
        found[criterion][case][slot] = outcome
    return found, editions


def _before_any_talk() -> Q:
    """Only first words tell how far people agree: those given before anybody had to explain."""
    earlier = Talk.objects.filter(case=OuterRef("assignment__case"), opened_at__lte=OuterRef("at"))
    return Q(~Exists(earlier), part=Part.FIRST)


def _line(criterion: Criterion, words: Mapping[str, Mapping[int, str]]) -> Line:
    """Look at the cases that as many judged as most cases have."""
    sizes = Counter(len(said) for said in words.values() if len(said) > 1)
    raters = max(sizes, key=lambda size: (sizes[size], size), default=0)
    whole = [
        tuple(word for _, word in sorted(said.items()))
        for said in words.values()
        if len(said) == raters and raters
    ]
    together = fleiss(whole)
    if not enough(together):
        return Line(criterion, len(whole))
    pairs = cohen((said[0], said[1]) for said in whole) if raters == 2 else None
    apart = Counter(tuple(sorted(said, key=ORDER.index)) for said in whole if len(set(said)) > 1)
    told = sorted(apart.items(), key=lambda pair: (-pair[1], pair[0]))
    return Line(criterion, len(whole), together, pairs, tuple(told))


def _criteria(editions: Iterable[str]) -> dict[str, Criterion]:
    """Return the criteria by id, in the order and the words of the newest edition that has them."""
    rows = Edition.objects.filter(pk__in=editions).order_by("-published_at", "pk")
    found: dict[str, Criterion] = {}
    for edition in rows:
        for criterion in scheme_of(edition).criteria:
            found.setdefault(criterion.id, criterion)
    return found


def lines(viewer: Any, at: datetime) -> tuple[Line, ...]:
    """Return every criterion that was judged to the end, in the scheme's order.

    Two queries besides the viewer's rights, and what a scheme takes to be read.
    """
    if not teaches(viewer, at):
        return ()
    words, editions = _words(viewer, at)
    known = _criteria(editions)
    return tuple(_line(one, words[code]) for code, one in known.items() if code in words)
