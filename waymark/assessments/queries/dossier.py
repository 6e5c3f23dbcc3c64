"""From rows to the case document and back: what is frozen, what is evaluated."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from waymark.assessments.models import Case, EvidenceItem, SpotCheck, Submission
from waymark.assessments.models import Verdict as VerdictRow
from waymark.assessments.rules import document as doc
from waymark.assessments.rules.document_parse import parse_submission
from waymark.assessments.rules.evaluate import evaluate
from waymark.assessments.rules.evaluate_report import Report
from waymark.assessments.rules.impact import what_rules_see
from waymark.indicators.queries import snapshot
from waymark.kernel import canonical
from waymark.places.models import Place
from waymark.schemes.queries import edition_with, scheme_of
from waymark.schemes.rules import Register, Scheme

MAX_DOCUMENT = 64 * 1024 * 1024
URBANISATION = {"city": "city", "town_or_semi_dense": "town", "rural": "rural"}


def place_document(place: Place) -> dict[str, Any]:
    """Return a place as the case format has it."""
    return {
        "id": place.pk,
        "name": place.name.get("en") or next(iter(place.name.values()), place.slug),
        "country": place.country_id,
        "kind": place.kind,
        "population": place.population,
        "area_km2": place.area_km2,
        "urbanisation": URBANISATION.get(place.urbanisation),
        "boundary": place.boundary is not None,
        "areas": [
            {
                "id": part.pk,
                "name": part.name.get("en") or next(iter(part.name.values()), part.slug),
                "population": part.population,
            }
            for part in place.parts.exclude(kind=Place.Kind.GRID_CELL).order_by("id")
        ],
    }


def _evidence(item: EvidenceItem, now: Callable[[str], str]) -> dict[str, Any]:
    revision = max(item.revisions.all(), key=lambda row: row.seq)
    found = ((now(link.criterion), link.pointer) for link in item.links.all())
    links = sorted((name, pointer) for name, pointer in found if name)
    return {
        "id": item.pk,
        "criteria": [name for name, _pointer in links],
        "kind": item.kind,
        "state": item.state,
        "title": item.title,
        "language": item.language,
        "covered_from": item.covered_from and item.covered_from.isoformat(),
        "covered_to": item.covered_to and item.covered_to.isoformat(),
        "effective": item.effective_on.isoformat(),
        "received_at": item.received_at.isoformat(timespec="seconds"),
        "sha256": revision.blob_id,
        "url": revision.url or None,
        "visibility": item.visibility,
        "page": "; ".join(f"{name}: {pointer}" for name, pointer in links if pointer),
    }


def live_document(case: Case) -> dict[str, Any]:
    """Return the case as it stands now, as the JSON of a submission."""
    return document_under(case, scheme_of(case.edition), {})


def document_under(case: Case, scheme: Scheme, moves: Mapping[str, str]) -> dict[str, Any]:
    """Return the case as it would stand under an edition; what that doesn't ask is left out.

    What answers an intake holds no figures of the place: it was asked for an initiative.

    moves: under which criterion it asks what another one asked before.
    """

    def now(criterion: str) -> str:
        found = moves.get(criterion, "" if moves else criterion)
        return found if found in scheme.by_id else ""

    items = case.evidence.prefetch_related("revisions", "links").order_by("id")
    evidence = [_evidence(item, now) for item in items]
    return {
        "case": case.pk,
        "scheme": {"id": scheme.id, "version": scheme.version, "hash": scheme.hash},
        "place": place_document(case.place),
        "answers": {}
        if case.first_step
        else {
            now(answer.criterion): {
                "level": answer.level,
                "narrative": answer.narrative,
                "not_relevant": answer.not_relevant,
                "reason": answer.not_relevant_reason,
                **({"imported": answer.imported} if answer.imported else {}),
            }
            for answer in case.answers.order_by("criterion")
            if now(answer.criterion)
            and (answer.level is not None or answer.not_relevant or answer.narrative)
        },
        "registers": {
            table.register: table.rows
            for table in case.registers.order_by("register")
            if table.rows and table.register in asked_tables(case, scheme)
        },
        "evidence": [] if case.first_step else [item for item in evidence if item["criteria"]],
        **(snapshot(case.place) if case.intake_id is None else {}),
    }


def asked_tables(case: Case, scheme: Scheme) -> tuple[str, ...]:
    """Return the registers that are asked of a case so far: in a first step, only those of it."""
    return scheme.first_step if case.first_step else tuple(scheme.register_by_id)


def live_submission(case: Case) -> doc.Submission:
    """Return the case as it stands now, read by the rules of the case format.

    Raises InvalidDocument where stored rows depart from the format: nothing may be frozen that
    an outside reader of the format would refuse.
    """
    return parse_submission(live_document(case), scheme_of(case.edition))


MOST_FROZEN = 24
_frozen: dict[str, doc.Submission] = {}


def frozen(submission: Submission) -> doc.Submission:
    """Return a frozen submission as dataclasses; the latest ones are kept, for they never change.

    Queries may defer the large document: it is fetched only when it has not been read yet.
    """
    key = submission.sha256
    found = _frozen.pop(key, None)
    if found is None:
        document = canonical.loads(submission.document.encode(), max_bytes=MAX_DOCUMENT)
        found = parse_submission(document)
        while len(_frozen) >= MOST_FROZEN:
            _frozen.pop(next(iter(_frozen)), None)
    _frozen[key] = found
    return found


def scheme_under(case: Case, sha256: str) -> Scheme:
    """Return the edition by which something of a case was frozen: its own, or one it was on before.

    A query more, only for a case that was taken to another edition since.
    """
    found = None if sha256 == case.edition.sha256 else edition_with(None, sha256)
    return scheme_of(found or case.edition)


def seen_by_rules(submission: Submission, asked: frozenset[str]) -> doc.Submission:
    """Return what rules look at of a frozen submission, series of the indicators asked for alone.

    For going through many cases: a tenth of the time of `frozen`. The bytes are ours where they
    bear the hash they were frozen under. Raises ValueError where they do not.
    """
    text = submission.document.encode()
    if hashlib.sha256(text).hexdigest() != submission.sha256:
        raise ValueError(f"submission {submission.pk} is not what was frozen")
    return parse_submission(what_rules_see(text, asked))


MOST_COUNTED = 10_000
_answered: dict[str, int] = {}


def answered(submissions: Iterable[Submission]) -> dict[str, int]:
    """Return how many criteria each submission answers, by its id.

    Counted once per content; the documents not counted yet are fetched in one query and not kept.
    """
    submissions = list(submissions)
    unread = [row.pk for row in submissions if row.sha256 not in _answered]
    if unread:
        if len(_answered) > MOST_COUNTED:
            _answered.clear()
        fresh = Submission.objects.filter(pk__in=unread).values_list("sha256", "document")
        _answered.update((sha256, len(json.loads(text)["answers"])) for sha256, text in fresh)
    return {row.pk: _answered[row.sha256] for row in submissions}


def verdict_of(row: VerdictRow) -> doc.Verdict:
    """Return a reviewer's word as the engine reads it; reviewers go by their slot's id."""
    return doc.Verdict(
        id=str(row.pk),
        reviewer=row.assignment_id,
        criterion=row.criterion,
        outcome=row.outcome,
        seq=row.seq,
        submission=row.submission.sha256,
        rule=row.rule_sha256,
        reason_code=row.reason_code,
        reason=row.reason,
        evidence=tuple(row.evidence),
        part=row.part,
        confirmed=row.confirmed,
    )


def verdicts_on(submission: Submission) -> tuple[doc.Verdict, ...]:
    """Return the verdicts given on a submission; those of recused reviewers count no more.

    Verdicts of a spot check are another matter: they never count for the case itself.
    """
    return _counting(submission.verdicts.filter(assignment__spot_check=None))


def check_verdicts(check: SpotCheck) -> tuple[doc.Verdict, ...]:
    """Return the verdicts that the reviewers of a spot check gave on the report's submission."""
    given = VerdictRow.objects.filter(assignment__spot_check=check)
    return _counting(given.filter(submission=check.report.submission_id))


def _counting(rows: QuerySet[VerdictRow]) -> tuple[doc.Verdict, ...]:
    found = rows.select_related("submission", "assignment").order_by("id")
    return tuple(verdict_of(row) for row in found if _counts(row))


def _counts(row: VerdictRow) -> bool:
    """Tell whether a verdict counts: not of who left, and a third's only once she delivered it."""
    by = row.assignment
    if by.state in {"recused", "replaced"}:
        return False
    return not by.third or (by.delivered_at is not None and row.at <= by.delivered_at)


def where_we_stand(case: Case, *, as_of: date) -> Report:
    """Evaluate the case as it stands, on the city's own word; what is missing is unknown yet."""
    return evaluate(
        scheme_of(case.edition),
        live_submission(case),
        (),
        as_of=as_of,
        basis="claimed",
        world="open",
    )


def unanswered(case: Case) -> tuple[str, ...]:
    """Return the criteria up to the target level that have no answer yet.

    None in the first step of an intake, which asks for tables alone (`empty_tables`).
    """
    if case.first_step:
        return ()
    scheme = scheme_of(case.edition)
    stages: set[str] = set()
    for level in scheme.levels:
        stages |= set(level.stages)
        if level.id == case.target_level:
            break
    answered = {
        answer.criterion
        for answer in case.answers.all()
        if answer.level is not None or (answer.not_relevant and answer.not_relevant_reason)
    }
    return tuple(
        criterion.id
        for criterion in scheme.criteria
        if criterion.stage in stages and criterion.id not in answered
    )


def empty_tables(case: Case) -> tuple[str, ...]:
    """Return the registers of a case that answers an intake which lack a line with all it asks.

    In the first step all of it are asked for that, later those that have one line alone.
    """
    if case.intake_id is None:
        return ()
    scheme = scheme_of(case.edition)
    rows = dict(case.registers.values_list("register", "rows"))
    asked = (scheme.register_by_id[name] for name in asked_tables(case, scheme))
    return tuple(
        one.id
        for one in asked
        if (one.single or case.first_step) and not has_whole_line(one, rows.get(one.id, ()))
    )


def has_whole_line(register: Register, rows: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether a line of a register holds all that is asked in it."""
    needed = [column.id for column in register.columns if column.required]
    return any(all(name in row for name in needed) for row in rows)
