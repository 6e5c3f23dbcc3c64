"""What the platform finds itself on one criterion, beside the city's claim, while she works on it.

Only what this criterion's rule and checks look at is read, so that its page stays quick.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Max

from waymark.assessments.models import RegisterTable
from waymark.assessments.queries.criterion import CriterionPage
from waymark.assessments.queries.dossier import place_document
from waymark.assessments.queries.workspace import Here
from waymark.assessments.rules import checks_change, checks_indicators
from waymark.assessments.rules import document as doc
from waymark.assessments.rules.checks import CHECKS
from waymark.assessments.rules.document_facts import parse_place
from waymark.assessments.rules.document_parse import parse_submission
from waymark.assessments.rules.evaluate import judge
from waymark.assessments.rules.evaluate_report import SATISFIED, Check, Reason
from waymark.base.models import Record
from waymark.base.record import ref
from waymark.indicators.queries import snapshot
from waymark.schemes.rules import Criterion, ProgressRule, Reader, ReportedRule, leaves

LOOK_AT_FIGURES = {checks_indicators.__name__, checks_change.__name__}
LOOK_AT_THE_PLACE = {"place_facts", "split_by_area"}
MOST_KEPT = 64  # places whose figures a process remembers
NOT_YET = {"answer.missing", "evidence.short"}  # what the page itself says already


@dataclass(frozen=True)
class Checked:
    """The platform's own checks of a criterion, and what its rule misses by the city's word."""

    checks: tuple[Check, ...] = ()
    gaps: tuple[Reason, ...] = ()
    met: bool = False
    satisfied: bool = False  # met, or it does not apply


def _needs_figures(criterion: Criterion) -> bool:
    if any(isinstance(leaf, ReportedRule | ProgressRule) for leaf in leaves(criterion.rule)):
        return True
    return any(CHECKS[one.id].__module__ in LOOK_AT_FIGURES for one in criterion.checks)


@dataclass
class _Figures:
    """Parsed figures of places, each as of a row of the ledger."""

    kept: dict[str, tuple[int, doc.Submission]] = field(default_factory=dict)

    def of(self, here: Here) -> doc.Submission:
        """Return a place's figures; read anew only after something of the place was recorded."""
        place = here.place
        last = Record.objects.filter(scope=ref(place)).aggregate(last=Max("id"))["last"] or 0
        known = self.kept.pop(place.pk, None)
        if known is None or known[0] != last:
            known = (last, parse_submission({**_empty(here), **snapshot(place)}))
        while len(self.kept) >= MOST_KEPT:
            self.kept.pop(next(iter(self.kept)), None)
        self.kept[place.pk] = known
        return known[1]


_figures = _Figures()


def _empty(here: Here) -> dict[str, Any]:
    """A submission without anything in it, as a document."""
    scheme, place = here.scheme, here.place
    return {
        "case": here.the_case.pk,
        "scheme": {"id": scheme.id, "version": scheme.version, "hash": scheme.hash},
        "place": {"id": place.pk, "name": place.slug, "country": place.country_id, "kind": "city"},
        "answers": {},
    }


def _place(here: Here, criterion: Criterion) -> dict[str, Any]:
    """What a check of the place looks at; nothing where there is no such check."""
    if not {one.id for one in criterion.checks} & LOOK_AT_THE_PLACE:
        return {}
    return {"place": parse_place(Reader(place_document(here.place)))}


def _rows(table: RegisterTable) -> tuple[doc.Row, ...]:
    return tuple(
        {name: tuple(cell) if isinstance(cell, list) else cell for name, cell in row.items()}
        for row in table.rows
    )


def _evidence(told: CriterionPage) -> tuple[doc.Evidence, ...]:
    return tuple(
        doc.Evidence(
            id=one.item.pk,
            criteria=(told.criterion.id,),
            kind=one.item.kind,
            state=one.item.state,
            effective=one.item.effective_on,
            covered_from=one.item.covered_from,
            covered_to=one.item.covered_to,
            page=one.pointer,
        )
        for one in told.items
    )


def checked(here: Here, told: CriterionPage) -> Checked:
    """Return what the platform computed for the criterion of a page."""
    criterion, answer = told.criterion, told.answer
    base = _figures.of(here) if _needs_figures(criterion) else parse_submission(_empty(here))
    given = doc.Answer(
        answer.level, answer.narrative, answer.not_relevant, answer.not_relevant_reason
    )
    submission = replace(
        base,
        answers={criterion.id: given},
        registers={name: _rows(table) for name, table in told.tables.items() if table.rows},
        evidence=_evidence(told),
        **_place(here, criterion),
    )
    found = judge(here.scheme, submission, criterion, as_of=here.at.date())
    gaps = tuple(
        gap for gap in found.gaps if gap.code not in NOT_YET and not gap.code.startswith("review.")
    )
    return Checked(found.checks, gaps, found.status == "met", found.status in SATISFIED)
